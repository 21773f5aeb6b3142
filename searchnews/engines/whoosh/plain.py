"""The loops over postings in plain NumPy: the compiled form is in compiled.py.

Arrays named `documents` or `among` are ascending document numbers, int32, each once.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array

_SPARSE = 8  # so many times smaller: looked up one by one rather than through a table of all documents


def add_part(
    total: Array,
    among: Array,
    documents: Array,
    text: Array,
    further: Array,
    fields: Array,
    mentions: Array,
    scales: Array,
    body: int,
    telling: float,
    k1: float,
    required: bool,
) -> None:
    """Add a leaf's part to the scores of those of `among` that are in `documents`: BM25F (ranking.py).

    total: float32, beside `among`. text: mentions in the body, uint8 or int32, beside `documents`. further (int32,
    ascending, may repeat), fields (uint8), mentions (uint8 or int32): those in other fields. scales: float32
    [fields, all documents], what a mention counts. telling: the leaf's inverse document frequency. required: all of
    `among` are in `documents`. Where `total` is longer than `among` it has a place for each document of all, and all
    get their part.
    """
    size = scales.shape[1]
    if len(total) > len(among):
        part = np.zeros(len(documents), dtype=np.float32)
        add_part(part, documents, documents, text, further, fields, mentions, scales, body, telling, k1, True)
        total[documents] += part
        return
    if not required:
        table = np.zeros(size, dtype=np.float32)
        part = np.zeros(len(documents), dtype=np.float32)
        add_part(part, documents, documents, text, further, fields, mentions, scales, body, telling, k1, True)
        table[documents] = part
        total += table[among]
        return
    if len(among) < len(documents):
        text = text[places_of(among, documents, size)]
    frequency: Array = scales[body][among] * text.astype(np.float32)
    if len(further) and len(among):
        places = among.searchsorted(further)
        places[places == len(among)] = 0
        there = (among[places] == further).nonzero()[0]
        parts = scales[fields[there], further[there]] * mentions[there].astype(np.float32)
        np.add.at(frequency, places[there], parts)
    total += np.float32(telling) * (frequency / (np.float32(k1) + frequency))


def keys_of(candidates: Array, cells: Array, counts: Array, start: int, positions: Array, step: int) -> Array:
    """A term's positions in the candidates, less `step`: candidate's number << 32 | position; int64, ascending.

    cells: where the term is, ascending, each once, of the candidates' type. counts: how often, uint8 or int32.
    positions: of its occurrences in all cells, one cell's after another's, from `start` on. What would be negative is
    left out.
    """
    if not len(cells):
        return np.empty(0, np.int64)
    where = cells.searchsorted(candidates)
    where[where == len(cells)] = 0
    there = (cells[where] == candidates).nonzero()[0]
    ends = counts.cumsum(dtype=np.int64)
    kept = where[there]
    several = counts[kept].astype(np.int64)
    owners = there.repeat(several)
    firsts = (ends[kept] + start - several.cumsum()).repeat(several)
    found = positions[firsts + np.arange(len(firsts))].astype(np.int64)
    if step:
        found -= step
    keys: Array = owners << 32 | found
    return keys[found >= 0] if step else keys


def union(one: Array, other: Array, size: int) -> Array:
    """The documents in either."""
    if (len(one) + len(other)) * _SPARSE < size:
        return np.union1d(one, other)
    mask = np.zeros(size, dtype=bool)
    mask[one] = True
    mask[other] = True
    return np.flatnonzero(mask).astype(np.int32)


def mark(table: Array, documents: Array) -> None:
    """Set some documents in a table of all, bool."""
    table[documents] = True


def tally(table: Array, documents: Array) -> None:
    """Count some documents once more in a table of all, uint8."""
    table[documents] += 1


def common(one: Array, other: Array, size: int) -> Array:
    """The documents in both."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) * _SPARSE < len(other):
        return one[present(one, other)]
    mask = np.zeros(size, dtype=bool)
    mask[other] = True
    return one[mask[one]]


def present(wanted: Array, known: Array) -> Array:
    """Whether each wanted number is known; both ascending and of one type, int32 or int64."""
    if not len(known):
        return np.zeros(len(wanted), dtype=bool)
    found: Array = known.take(known.searchsorted(wanted), mode="clip") == wanted
    return found


def places_of(among: Array, documents: Array, size: int) -> Array:
    """Where each of `among` stands in `documents`; all of them are there."""
    if len(among) * _SPARSE < len(documents):
        return documents.searchsorted(among)
    mask = np.zeros(size, dtype=bool)
    mask[among] = True
    return mask[documents].nonzero()[0]
