"""What marks words and cuts passages by compiled loops (sighting.py, excerpts.py), where these are at hand; the same as without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter

import numpy as np

from searchnews.analysis import MAX_TERM
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import integers
from searchnews.marking import Marked, Marking
from searchnews.query.nodes import Leaf
from searchnews.snippets import BEFORE, LIMIT, SHOWN, WIDTH

_BEHIND = "\n\n\n"  # sighting.sighted looks no further
_MOST_LEAVES = 62  # a bit each
_leaf = itemgetter(2)


def marking_of(leaves: Sequence[Leaf]) -> Marking:
    """What marks these leaves."""
    return Marking(leaves, scan if kernels.can_sweep() else None)


def scan(text: str, letters: tuple[str, ...]) -> tuple[list[int], list[int], list[int]]:
    """See spotting.Scan."""
    tokens, hyphens = kernels.sighted(_bytes(text + _BEHIND), *_beginnings(letters), MAX_TERM)
    starts, ends = tokens.tolist()
    return starts, ends, hyphens.tolist()


@lru_cache(256)
def _beginnings(letters: tuple[str, ...]) -> tuple[Array, Array]:
    return _bytes("".join(letters)), np.cumsum([len(each) for each in letters], dtype=np.int64)


def _bytes(text: str) -> Array:
    return np.frombuffer(bytearray(text, "ascii"), np.uint8)


def excerpts(marked: Sequence[Marked]) -> Sequence[tuple[str, ...] | None]:
    """The best passages of each article (snippets.best_passages); None for one that has no marks there or is not plain."""
    found: list[tuple[str, ...] | None] = [None] * len(marked)
    values, owners, last_spans, spans = _marked_values(marked)
    whole = "".join(values)
    if not spans or not whole.isascii() or max(map(_leaf, spans)) > _MOST_LEAVES:
        return found
    ends, table = integers(accumulate(map(len, values))), integers(chain.from_iterable(spans)).reshape(-1, 3)
    text, told = kernels.excerpts(
        _bytes(whole), ends, integers(owners), integers(last_spans), table, LIMIT, WIDTH, BEFORE
    )
    data, begin = text.tobytes(), 0
    uneven = set()
    for owner, end in told.tolist():
        if end < 0:
            uneven.add(owner)
            continue
        found[owner] = (*(found[owner] or ()), data[begin:end].decode())
        begin = end
    for owner in uneven:
        found[owner] = None
    return found


def _marked_values(
    marked: Sequence[Marked],
) -> tuple[list[str], list[int], list[int], list[tuple[int, int, int]]]:
    """As `excerpts` of excerpts.py takes them: the values with spans, whose they are, where their spans end; the spans."""
    values: list[str] = []
    owners: list[int] = []
    last_spans: list[int] = []
    spans: list[tuple[int, int, int]] = []
    for owner, fields in enumerate(marked):
        for name in SHOWN:
            for value, its in fields.get(name, ()):
                if its:
                    values.append(value)
                    owners.append(owner)
                    spans += its
                    last_spans.append(len(spans))
    return values, owners, last_spans, spans
