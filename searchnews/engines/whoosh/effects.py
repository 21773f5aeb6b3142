"""What a word adds to the documents that have it, kept with a snapshot: queries by arrays begin here.

It follows from the index alone, so it is the same in every query; what the word tells there is multiplied later.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.leaves import Match, find
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.query.nodes import Pattern, Term

_COMMON = 8  # a word that one document in so many has gets a table
_SMALL, _COMMON_THERE = 1 << 16, 64  # an index of no more documents, whose tables take little room
_DENSE = 16  # a word that one document in so many has is added to all, which is faster than to some


class Effect(NamedTuple):
    """The live documents of a word."""

    documents: Array  # int32, ascending
    effects: Array  # float32, beside them: a saturated frequency (ranking.py), above 0
    table: Array | None  # float32 [all documents]: the same, 0 where the word is not; None for a rarer word

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return self.documents.nbytes + self.effects.nbytes + (0 if self.table is None else self.table.nbytes)

    def at(self, documents: Array) -> Array:
        """The effects in some documents (int32, ascending), 0 where the word is not; float32."""
        if self.table is not None:
            return self.table.take(documents)
        if not len(self.documents):
            return np.zeros(len(documents), np.float32)
        places = self.documents.searchsorted(documents)
        found: Array = self.effects.take(places, mode="clip")
        found *= self.documents.take(places, mode="clip") == documents
        return found

    def add_to(self, total: Array, telling: np.float32) -> None:
        """Add what it tells times its effects to the scores of all documents, float32."""
        if self.table is not None and len(self.documents) * _DENSE > len(total):
            total += telling * self.table
        else:
            total[self.documents] += telling * self.effects


def effect_of(snapshot: Snapshot, word: Term | Pattern) -> Effect:
    """The effect of a word, worked out or kept."""
    found = snapshot.effects.get(word)
    if found is None:
        found = _effect(find(snapshot, word), snapshot.scales)
        snapshot.effects.keep(word, found)
    return found


def _effect(match: Match, scales: Array) -> Effect:
    documents, size = match.documents, scales.shape[1]
    effects = np.zeros(len(documents), np.float32)
    if len(documents):
        match.add_to(effects, documents, scales, 1.0, required=True)
    if len(documents) * (_COMMON_THERE if size <= _SMALL else _COMMON) < size:
        return Effect(documents, effects, None)
    table = np.zeros(size, np.float32)
    table[documents] = effects
    return Effect(documents, effects, table)
