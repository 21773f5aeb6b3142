"""The loops that a search spends its time in, in plain NumPy; compiled with numba where the extra `fast` is installed.

Both forms do the same operations in the same order and give the same bits.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array


def added_up(documents: Array, fields: Array, weighted: Array, norms: Array, size: int) -> tuple[Array, Array]:
    """A leaf's documents, each once, and its pseudo-frequency there.

    `documents` int32 [E], ascending, with one entry a field; `fields` uint8 [E], `weighted` float64 [E]: weight times
    mentions; `norms` float64 [fields * size].
    """
    if not len(documents):
        return documents, weighted
    shares = weighted / norms[fields.astype(np.int64) * size + documents]
    new = np.empty(len(documents), dtype=bool)
    new[0] = True
    np.not_equal(documents[1:], documents[:-1], out=new[1:])
    starts = np.flatnonzero(new)
    if len(starts) == len(documents):
        return documents, shares
    return documents[starts], np.add.reduceat(shares, starts)


def aligned(wanted: Array, documents: Array) -> tuple[Array, Array]:
    """For each wanted document its place in `documents` and whether it is there; both ascending, `documents` not empty."""
    places = np.searchsorted(documents, wanted)
    places[places == len(documents)] = 0
    return places, documents[places] == wanted
