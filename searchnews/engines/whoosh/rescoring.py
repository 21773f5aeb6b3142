"""Where the words of a query stand in the articles that are first by BM25F: what that adds, and the order it makes.

The definition is ranking.py's; engines/memory.py says the same article by article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import TEXT
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.phrases import occurrences
from searchnews.engines.whoosh.segment import Segment
from searchnews.fields import FIELD_NAMES
from searchnews.query.nodes import Node, Term
from searchnews.ranking import LEAD, LEAD_WORDS, NEAR, NEAR_K, REACH, WINDOW, words_of

if TYPE_CHECKING:
    from searchnews.engines.whoosh.executor import Executor

_TITLE = FIELD_NAMES.index("title")
_POSITION = (1 << 32) - 1


def best(
    executor: Executor, node: Node, documents: Array, scores: Array, first: int | None = None
) -> tuple[Array, Array]:
    """The places in `documents` by relevance, best first, and their scores; `first`: only so many; None: all.

    scores: BM25F, float32, beside `documents`.
    """
    wanted = len(documents) if first is None else first
    words = words_of(node) if wanted and len(documents) else ()
    if not words:
        places = executor.order(documents, scores, "relevance", first)
        return places, scores[places]
    places = executor.order(documents, scores, "relevance", max(wanted, WINDOW))
    window, found = places[:WINDOW], scores[places]
    lead, near = additions(executor, words, documents[window])
    found[:WINDOW] += (lead + near).sum(axis=1).astype(np.float32)
    again = executor.order(documents[window], found[:WINDOW], "relevance")
    places[:WINDOW], found[:WINDOW] = window[again], found[:WINDOW][again]
    return places[:wanted], found[:wanted]


def additions(executor: Executor, words: Sequence[tuple[Term, float]], documents: Array) -> tuple[Array, Array]:
    """What each word adds in each document for its place, and for its nearness to others: float64 [documents, words]."""
    snapshot = executor.snapshot
    order = np.argsort(documents)
    ascending = documents[order]
    leads, closeness = np.zeros((2, len(documents), len(words)))
    ends = np.searchsorted(ascending, snapshot.bases[1:]).tolist()
    low = 0
    for base, segment, high in zip(snapshot.bases, snapshot.segments, ends, strict=False):
        if low < high:
            inside = ascending[low:high] - np.int32(base)
            _look(segment, words, inside, leads[low:high], closeness[low:high])
        low = high
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    telling = np.array([weight * executor.telling(word) for word, weight in words])
    return LEAD * telling * leads[back], telling * (NEAR * closeness / (NEAR_K + closeness))[back]


def _look(
    segment: Segment, words: Sequence[tuple[Term, float]], documents: Array, leads: Array, closeness: Array
) -> None:
    """Fill in for the documents of one segment, ascending, which words lead and how close they are to others."""
    found = []
    for number, (word, _) in enumerate(words):
        pieces = []
        for term in word.variants:
            row = segment.terms.find(encoded(term))
            if row >= 0:
                leads[:, number] += _titled(segment, row, documents)
                pieces.append(_keys(segment, row, documents))
        found.append(pieces[0] if len(pieces) == 1 else np.concatenate(pieces) if pieces else _NO_KEYS)
    keys = np.concatenate(found)
    owners = np.repeat(np.arange(len(words)), [len(piece) for piece in found])
    begins = (keys & _POSITION) < LEAD_WORDS
    leads[keys[begins] >> 32, owners[begins]] = 1.0
    np.minimum(leads, 1.0, out=leads)
    _add_closeness(keys, owners, closeness)


_NO_KEYS = np.empty(0, np.int64)


def _titled(segment: Segment, row: int, documents: Array) -> Array:
    _, begin, end, _ = segment.spans(row)
    if begin == end:
        return np.zeros(len(documents), dtype=bool)
    return kernels.present(documents, segment.documents[begin:end][segment.fields(begin, end) == _TITLE])


def _keys(segment: Segment, row: int, documents: Array) -> Array:
    """A term's positions in the bodies of the documents: place among these << 32 | position."""
    there = occurrences(segment, row, TEXT)
    return kernels.keys_of(documents, there.cells, there.counts, there.start, segment.positions, 0)


def _add_closeness(keys: Array, owners: Array, closeness: Array) -> None:
    """Add for each word 1 / distance to every neighbour: the next word of the query that is another, within REACH."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    steps = np.diff(keys)
    near = np.flatnonzero((steps >= 1) & (steps <= REACH) & (owners[1:] != owners[:-1]))
    share, where = 1.0 / steps[near], keys[near] >> 32
    np.add.at(closeness, (where, owners[near]), share)
    np.add.at(closeness, (where, owners[near + 1]), share)
