"""Queries of words alone, all of them or any, by a few array operations: the plain form of sweeping.py.

Scores are added word by word in the query's order, float32, as the compiled form adds them. Where the words have many
documents between them, sums are those of all documents of the index; else of those that have a word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.effects import Effect
from searchnews.engines.whoosh.inversion import each_once

_SPARSE = 8  # so many times fewer mentions than documents: the documents are sorted rather than added to all


def with_all(effects: Sequence[Effect], telling: Array) -> tuple[Array, Array]:
    """The documents that have every word (int32, ascending) and their scores; telling: float32, what each word tells."""
    if len(effects) == 1:
        return effects[0].documents, telling[0] * effects[0].effects
    order = sorted(range(len(effects)), key=lambda place: len(effects[place].documents))
    found, values = effects[order[0]].documents, [effects[order[0]].effects]
    for place in order[1:]:
        value = effects[place].at(found)
        there = value.nonzero()[0]
        values.append(value)
        if len(there) < len(found):
            found, values = found.take(there), [each.take(there) for each in values]
    total: Array = np.zeros(len(found), np.float32)
    for place, told in enumerate(telling):
        total += told * values[order.index(place)]
    return found, total


def with_some(effects: Sequence[Effect], telling: Array, size: int, least: int) -> tuple[Array, Array]:
    """The same for those that have so many of the words at least, of all `size` documents."""
    if len(effects) == 1:
        return effects[0].documents, telling[0] * effects[0].effects
    rarest = sorted([effect.documents for effect in effects], key=len)[: len(effects) - least + 1]
    if sum(map(len, rarest)) * _SPARSE < size:  # whoever has so many of the words has one of these
        documents = _union(rarest)
        return _with_some_of(documents, effects, telling, least)
    total = np.zeros(size, np.float32)
    for effect, told in zip(effects, telling, strict=True):
        effect.add_to(total, told)
    telling_all = least == 1 and telling.all()  # a word may be boosted by 0
    enough = total > 0 if telling_all else _counts(effects, size) >= least
    documents = enough.nonzero()[0]
    return documents.astype(np.int32), total.take(documents)


def _with_some_of(documents: Array, effects: Sequence[Effect], telling: Array, least: int) -> tuple[Array, Array]:
    total, counts = np.zeros(len(documents), np.float32), np.zeros(len(documents), np.uint8)
    for effect, told in zip(effects, telling, strict=True):
        values = effect.at(documents)
        counts += values > 0
        values *= told
        total += values
    if least == 1:
        return documents, total
    enough = (counts >= least).nonzero()[0]
    return documents.take(enough), total.take(enough)


def but_not_all(effects: Sequence[Effect], telling: Array, size: int, least: int, every: Array) -> tuple[Array, Array]:
    """The same less the documents that have all words, `every`."""
    documents, scores = with_some(effects, telling, size, least)
    if not len(every):
        return documents, scores
    others = np.ones(len(documents), np.bool_)
    others[documents.searchsorted(every)] = False
    return documents[others], scores[others]


def _counts(effects: Sequence[Effect], size: int) -> Array:
    """How many of the words each document has, uint8."""
    counts = np.zeros(size, np.uint8)
    for effect in effects:
        if effect.table is None:
            counts[effect.documents] += np.uint8(1)
        else:
            counts += effect.table > 0
    return counts


def _union(lists: Sequence[Array]) -> Array:
    """The numbers that are in any of some ascending lists; ascending, each once."""
    if len(lists) == 1:
        return lists[0]
    every = np.concatenate(lists)
    every.sort(kind="stable")  # which finds the lists in order
    return each_once(every)
