"""Queries of words alone, all of them or any: what they match and how well, by one compiled pass (sweeping.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.query.nodes import And, Boost, Node, Or, Pattern, Term
from searchnews.ranking import K1, idf

_MOST_ROWS = 24  # terms that are looked at for every document; of more, one after another is faster


class Swept(NamedTuple):
    """The documents of a bag, ascending, and beside each what is known of it."""

    documents: Array  # int32
    scores: Array  # float32
    had: Array  # uint8: how many of the words it has


class Rows(NamedTuple):
    """A bag's terms in one segment (sweeping.py)."""

    segment: Segment
    base: int
    rows: Array
    firsts: Array
    sizes: list[int]  # entries of each clause
    terms: list[int]  # of each row


class Bag:
    """Words, each with a weight, of which an article has all or any."""

    def __init__(self, snapshot: Snapshot, words: Sequence[tuple[Term | Pattern, float]], *, every: bool) -> None:
        self._snapshot = snapshot
        self._words = words
        self.every = every
        pieces = (
            rows_of(segment, base, words) for base, segment in zip(snapshot.bases, snapshot.segments, strict=False)
        )
        self._pieces = [piece for piece in pieces if piece is not None]
        self._telling: Array | None = None

    def rows(self, words: Sequence[tuple[Term, float]]) -> tuple[Sequence[Rows], Array] | None:
        """The rows of these words, a segment each that has any, and what each tells; None where they are not the bag's."""
        return (self._pieces, self._told()) if self._words == words else None

    @property
    def is_small(self) -> bool:
        """Whether one pass over all its terms is the fastest way."""
        return all(len(piece.rows) <= _MOST_ROWS for piece in self._pieces)

    def swept(self) -> Swept:
        """What has all of the words, or any."""
        return self._sweep(len(self._words) if self.every else 1, len(self._words) + 1)

    def nearly(self, least: int) -> Swept:
        """What has at least so many of the words, but not all."""
        return self._sweep(least, len(self._words))

    def _sweep(self, least: int, below: int) -> Swept:
        snapshot = self._snapshot
        every = least == len(self._words)
        room = sum(min(piece.sizes) if every else sum(piece.sizes) for piece in self._pieces)
        found, scores, had = np.empty(room, np.int32), np.empty(room, np.float32), np.empty(room, np.uint8)
        telling = self._told()
        count = 0
        for segment, base, rows, firsts, sizes, _ in self._pieces:
            order = np.array(sorted(range(len(sizes)), key=sizes.__getitem__)) if len(sizes) > 1 else _FIRST
            count += kernels.sweep(
                rows, firsts, order, *segment.entries, snapshot.live, base, snapshot.scales,
                telling, K1, least, below, found[count:], scores[count:], had[count:],
            )  # fmt: skip
        return Swept(found[:count], scores[:count], had[:count])

    def _told(self) -> Array:
        """What each word tells: its inverse document frequency times its weight."""
        if self._telling is None:
            articles = self._snapshot.articles
            found = zip(self._words, self._counts(), strict=True)
            self._telling = np.array([weight * idf(articles, count) for (_, weight), count in found], np.float32)
        return self._telling

    def _counts(self) -> list[int]:
        snapshot, words = self._snapshot, len(self._words)
        if snapshot.whole and all(len(piece.rows) == words for piece in self._pieces):
            return [sum(sizes) for sizes in zip(*(piece.sizes for piece in self._pieces), strict=True)] or [0] * words
        counts = np.zeros(words, np.int64)
        for piece in self._pieces:
            documents = piece.segment.entries[0]
            kernels.spread(piece.rows, piece.firsts, documents, snapshot.live, piece.base, counts)
        return counts.tolist()


_FIRST = np.zeros(1, np.int64)


def bag_of(snapshot: Snapshot, node: Node) -> Bag | None:
    """The bag that a tree is; None where it is more than that, or no compiled loops are at hand."""
    if not kernels.can_sweep():
        return None
    parts = node.children if isinstance(node, And | Or) else (node,)
    words = []
    for part in parts:
        word, weight = (part.child, part.weight) if isinstance(part, Boost) else (part, 1.0)
        if not isinstance(word, Term | Pattern) or word.field is not None:
            return None
        words.append((word, weight))
    bag = Bag(snapshot, words, every=not isinstance(node, Or))
    return bag if bag.is_small else None


def rows_of(segment: Segment, base: int, words: Sequence[tuple[Term | Pattern, float]]) -> Rows | None:
    """The rows of the words in a segment; None where it has none of them."""
    rows, firsts, sizes, terms = [], [0], [], []
    for clause, (word, _) in enumerate(words):
        size = 0
        for term in word.variants:
            number = segment.terms.find(encoded(term))
            if number >= 0:
                begin, end, last, _ = segment.spans(number)
                rows.append((clause, begin, end, last))
                terms.append(number)
                size += end - begin
        firsts.append(len(rows))
        sizes.append(size)
    return Rows(segment, base, np.array(rows), np.array(firsts), sizes, terms) if rows else None
