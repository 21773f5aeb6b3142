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


Words = Sequence[tuple[Term | Pattern, float]]


class Swept(NamedTuple):
    """The documents of a bag, ascending, and beside each what is known of it."""

    documents: Array  # int32
    scores: Array  # float32


class Rows(NamedTuple):
    """A bag's terms in one segment."""

    segment: Segment
    base: int
    plan: Array  # see sweeping.sweep
    rows: Array  # the last part of the plan, a row a term
    terms: list[int]  # of each row
    sizes: list[int]  # entries of each clause


class Bag:
    """Words, each with a weight, of which an article has all or any."""

    def __init__(self, snapshot: Snapshot, words: Words, *, every: bool) -> None:
        self._snapshot = snapshot
        self._words = words
        self.every = every
        self._pieces: list[Rows] = []
        self.is_small = True  # whether one pass over all its terms is the fastest way
        for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
            piece = rows_of(segment, base, words)
            if piece is not None:
                self._pieces.append(piece)
                self.is_small = self.is_small and len(piece.terms) <= _MOST_ROWS
        self._telling: Array | None = None

    def rows(self, words: Words) -> tuple[Sequence[Rows], Array] | None:
        """The rows of these words, a segment each that has any, and what each tells; None where they are not the bag's."""
        return (self._pieces, self._told()) if self._words == words else None

    def swept(self) -> Swept:
        """What has all of the words, or any."""
        return self._sweep(len(self._words) if self.every else 1, len(self._words) + 1)

    def nearly(self, least: int) -> Swept:
        """What has at least so many of the words, but not all."""
        return self._sweep(least, len(self._words))

    def _sweep(self, least: int, below: int) -> Swept:
        snapshot, telling = self._snapshot, self._told()
        found = [
            kernels.sweep(
                piece.plan,
                telling,
                *piece.segment.entries,
                snapshot.live,
                piece.base,
                snapshot.scales,
                K1,
                least,
                below,
            )
            for piece in self._pieces
        ]
        if len(found) == 1:
            return Swept(*found[0])
        return Swept(*map(np.concatenate, zip(*found, strict=True))) if found else _NOTHING

    def _told(self) -> Array:
        """What each word tells: its inverse document frequency times its weight."""
        if self._telling is None:
            articles = self._snapshot.articles
            found = zip(self._words, self._counts(), strict=True)
            self._telling = np.array([weight * idf(articles, count) for (_, weight), count in found], np.float32)
        return self._telling

    def _counts(self) -> list[int]:
        """How many articles have each word."""
        snapshot, words = self._snapshot, len(self._words)
        if snapshot.whole and all(len(piece.terms) == words for piece in self._pieces):
            return list(map(sum, zip(*(piece.sizes for piece in self._pieces), strict=True))) or [0] * words
        counts = np.zeros(words, np.int64)
        for piece in self._pieces:
            kernels.spread(piece.plan, piece.segment.entries[0], snapshot.live, piece.base, counts)
        return counts.tolist()


_NOTHING = Swept(np.empty(0, np.int32), np.empty(0, np.float32))


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


def rows_of(segment: Segment, base: int, words: Words) -> Rows | None:
    """The rows of the words in a segment; None where it has none of them."""
    firsts, terms, sizes = [0], [], []
    rows: list[int] = []
    for clause, (word, _) in enumerate(words):
        size = 0
        for term in word.variants:
            number = segment.terms.find(encoded(term))
            if number >= 0:
                begin, end, last, _ = segment.spans(number)
                rows += (clause, begin, end, last)
                terms.append(number)
                size += end - begin
        firsts.append(len(terms))
        sizes.append(size)
    if not rows:
        return None
    order = sorted(range(len(sizes)), key=sizes.__getitem__) if len(sizes) > 1 else [0]
    plan = np.array([*firsts, *order, *rows])
    return Rows(segment, base, plan, plan[-len(rows) :].reshape(-1, 4), terms, sizes)
