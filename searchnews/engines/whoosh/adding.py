"""Queries of words alone, all of them or any, by a few array operations: the plain form of sweeping.py.

Scores are added word by word in the query's order, float32, as the compiled form adds them. Where the words have many
documents between them, sums are those of all documents of the index; else of those that have a word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.effects import Effect

_SPARSE = 16  # so many times fewer mentions than documents: the documents are sorted rather than added to all


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


def sums(effects: Sequence[Effect], telling: Array, documents: Array) -> Array:
    """The scores of some documents, float32."""
    total: Array = telling[0] * effects[0].at(documents)
    for effect, told in zip(effects[1:], telling[1:], strict=True):
        total += told * effect.at(documents)
    return total


def with_some(effects: Sequence[Effect], telling: Array, size: int, least: int) -> tuple[Array, Array]:
    """The same for those that have so many of the words at least, of all `size` documents."""
    if len(effects) == 1:
        return effects[0].documents, telling[0] * effects[0].effects
    if sum([len(effect.documents) for effect in effects]) * _SPARSE < size:
        documents = _several([effect.documents for effect in effects], least)
        return documents, sums(effects, telling, documents)
    total = np.zeros(size, np.float32)
    for effect, told in zip(effects, telling, strict=True):
        effect.add_to(total, told)
    telling_all = least == 1 and telling.all()  # a word may be boosted by 0
    enough = total > 0 if telling_all else _counts(effects, size) >= least
    documents = enough.nonzero()[0]
    return documents.astype(np.int32), total.take(documents)


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


def _several(lists: Sequence[Array], least: int) -> Array:
    """The numbers that are in so many of some ascending lists at least; ascending, each once."""
    every = np.concatenate(lists)
    every.sort(kind="stable")  # which finds the lists in order
    if least > 1:
        every = every[: 1 - least][every[least - 1 :] == every[: 1 - least]]
    if len(every) > 1:
        first = np.empty(len(every), np.bool_)
        first[0] = True
        np.not_equal(every[1:], every[:-1], out=first[1:])
        every = every[first]
    return every
