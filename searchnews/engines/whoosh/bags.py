"""Queries of words alone, all of them or any: what they match and how well.

By one compiled pass (sweeping.py), or by array operations over what each word adds (adding.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import adding, kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.effects import Effect, effect_of
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.query.nodes import And, Boost, Node, Or, Pattern, Term
from searchnews.ranking import K1, as_typed, idf

# Tuples: a union is put together anew each time it is asked.
_WORDS, _GROUPS = (Term, Pattern), (And, Or)

Words = Sequence[tuple[Term | Pattern, float]]


class Swept(NamedTuple):
    """The documents of a bag, ascending, and beside each what is known of it."""

    documents: Array  # int32
    scores: Array  # float32
    effects: Sequence[Effect] = ()  # of the bag's words, where these were added up by arrays


class Rows(NamedTuple):
    """A bag's terms in one segment."""

    segment: Segment
    number: int  # of the segment
    base: int
    script: tuple[int, ...]  # the plan, see sweeping.sweep
    terms: list[int]  # of each row
    sizes: list[int]  # entries of each clause
    exact: bool  # whether these are articles: no clause has several terms, which one article may have

    @property
    def clauses(self) -> tuple[int, ...]:
        """The clause of each row."""
        return self.script[2 * len(self.sizes) + 1 :: 4]

    @property
    def plan(self) -> Array:
        """The plan as an array."""
        return integers(self.script)

    @property
    def rows(self) -> Array:
        """The last part of the plan, a row a term."""
        return self.plan[2 * len(self.sizes) + 1 :].reshape(-1, 4)


class Bag:
    """Words, each with a weight, of which an article has all or any."""

    def __init__(self, snapshot: Snapshot, words: Words, *, every: bool) -> None:
        self._snapshot = snapshot
        self._words = words
        self.every = every
        found = [rows_of(number, base, segment, words) for number, base, segment in snapshot.placed]
        self._pieces: list[Rows] = [piece for piece in found if piece is not None]
        self._telling: Array | None = None

    def __len__(self) -> int:
        return len(self._words)

    @property
    def is_one_call(self) -> bool:
        """Whether one compiled call can answer it: its words are those whose places count (ranking.words_of)."""
        if not self._pieces or self._snapshot.kind is None:
            return False
        texts = {word.text for word, _ in self._words if word.text and isinstance(word, Term)}
        return len(self) == 1 or len(texts) == len(self)

    def given(self, aside: Sequence[str]) -> tuple[Array, Array, Array, bool]:
        """Script and where (mapped.py), telling as `sweep` takes it, whether it is looked at where the words stand.

        aside: the common words of the query.
        """
        words: Sequence[tuple[Term, float]] = self._words  # type: ignore[assignment]
        looked = len(self) > 1 or bool(aside and isinstance(words[0][0], Term))
        typed = [encoded(word) for word in as_typed(words, aside)] if looked else ()
        script: list[int] = []
        where: list[int] = []
        for piece in self._pieces:
            where += (piece.number, len(script))
            script += piece.script
            where.append(len(script))
            for part in (map(piece.segment.place, piece.terms), _heads(piece.segment, typed)) if looked else ((), ()):
                where.append(len(script))
                script += part
                where.append(len(script))
        return integers(script), integers(where).reshape(-1, 7), self._told(), looked

    def rows(self, words: Words) -> tuple[Sequence[Rows], Array] | None:
        """The rows of these words, a segment each that has any, and what each tells; None where they are not the bag's."""
        return (self._pieces, self._told()) if self._words == words else None

    def swept(self) -> Swept:
        """What has all of the words, or any."""
        if kernels.can_sweep():
            return self._sweep(len(self._words) if self.every else 1, len(self._words) + 1)
        effects, telling = self._effects(), self._told()
        if self.every:
            return Swept(*adding.with_all(effects, telling), effects)
        return Swept(*adding.with_some(effects, telling, self._snapshot.size, 1))

    def nearly(self, least: int, every: Swept) -> Swept:
        """What has at least so many of the words, but not all; every: what has all."""
        if kernels.can_sweep():
            return self._sweep(least, len(self._words))
        effects = every.effects or self._effects()
        return Swept(*adding.but_not_all(effects, self._told(), self._snapshot.size, least, every.documents))

    def _effects(self) -> list[Effect]:
        return [effect_of(self._snapshot, word) for word, _ in self._words]

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
                snapshot.whole,
            )
            for piece in self._pieces
        ]
        if len(found) == 1:
            return Swept(*found[0])
        documents, scores = map(np.concatenate, zip(*found, strict=True)) if found else _NOTHING[:2]
        return Swept(documents, scores)

    def _told(self) -> Array:
        """What each word tells: its inverse document frequency times its weight."""
        if self._telling is None:
            articles = self._snapshot.articles
            found = zip(self._words, self._counts(), strict=True)
            told = array("f", [weight * idf(articles, count) for (_, weight), count in found])
            self._telling = np.frombuffer(told, np.float32)
        return self._telling

    def _counts(self) -> list[int]:
        """How many articles have each word."""
        snapshot, words = self._snapshot, len(self._words)
        if snapshot.whole and all(piece.exact for piece in self._pieces):
            if len(self._pieces) == 1:
                return self._pieces[0].sizes
            return list(map(sum, zip(*(piece.sizes for piece in self._pieces), strict=True))) or [0] * words
        if not kernels.can_sweep():
            return [len(effect.documents) for effect in self._effects()]
        counts = np.zeros(words, np.int64)
        for piece in self._pieces:
            kernels.spread(piece.plan, piece.segment.entries[0], snapshot.live, piece.base, snapshot.whole, counts)
        return counts.tolist()


_NOTHING = Swept(np.empty(0, np.int32), np.empty(0, np.float32))


def bag_of(snapshot: Snapshot, node: Node) -> Bag | None:
    """The bag that a tree is; None where it is more than that."""
    parts = node.children if isinstance(node, _GROUPS) else (node,)
    words = []
    for part in parts:
        word, weight = (part.child, part.weight) if isinstance(part, Boost) else (part, 1.0)
        if not isinstance(word, _WORDS) or word.field is not None:
            return None
        words.append((word, weight))
    return Bag(snapshot, words, every=not isinstance(node, Or))


def _heads(segment: Segment, typed: Sequence[bytes]) -> list[int]:
    """How many words are looked for in the headline as they were typed, then a row of heading.headed for each it knows."""
    rows = [len(typed)]
    for place, word in enumerate(typed):
        if (number := segment.words.find(word)) >= 0:
            rows += (place, *segment.heading(number))
    return rows


def rows_of(number: int, base: int, segment: Segment, words: Words) -> Rows | None:
    """The rows of the words in a segment; None where it has none of them."""
    firsts, terms, sizes, exact = [0], [], [], True
    rows: list[int] = []
    for clause, (word, _) in enumerate(words):
        size = 0
        for term in word.variants:
            found = segment.terms.find(encoded(term))
            if found >= 0:
                begin, end, last, _ = segment.spans(found)
                rows += (clause, begin, end, last)
                terms.append(found)
                size += end - begin
        exact = exact and len(terms) - firsts[-1] <= 1
        firsts.append(len(terms))
        sizes.append(size)
    if not rows:
        return None
    order = sorted(range(len(sizes)), key=sizes.__getitem__) if len(sizes) > 1 else (0,)
    return Rows(segment, number, base, (*firsts, *order, *rows), terms, sizes, exact)


def integers(numbers: Iterable[int]) -> Array:
    """Numbers as int64: in a third of the time that NumPy takes to look at each."""
    return np.frombuffer(array("q", numbers), np.int64)
