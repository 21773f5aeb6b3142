"""Compiled with numba: the best of some documents, in order (plain_counting.py, rescoring.py).

Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh import plain_counting
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

_FEW = 64  # highest keys that are kept in order while looking; of more the plain form is faster
_SAMPLE = 16  # every so many keys are looked at first


@loop
def _before(one: int, other: int, instants: Array, precision: Array, ids: Array) -> bool:
    """Whether of two documents with equal keys the first comes first."""
    if (precision[one] < 0) != (precision[other] < 0):
        return bool(precision[one] >= 0)
    if instants[one] != instants[other]:
        return bool(instants[one] > instants[other])
    for place in range(ids.shape[1]):
        if ids[one, place] != ids[other, place]:
            return bool(ids[one, place] < ids[other, place])
    return False


@loop
def _ranked_into(
    places: Array, step: int, keys: Array, documents: Array, instants: Array, precision: Array, ids: Array, floor: int
) -> int:
    """Fill `places` with those of the best keys, best first, of every `step`-th; how many.

    floor: a place; what is below its key is passed over. -1: none.
    """
    filled = 0
    for place in range(0, len(keys), step):
        key = keys[place]
        if floor >= 0 and key < keys[floor]:
            continue
        if filled == len(places):
            last = places[filled - 1]
            if key < keys[last]:
                continue
            if key == keys[last] and not _before(documents[place], documents[last], instants, precision, ids):
                continue
        else:
            filled += 1
        at = filled - 1
        while at > 0:
            other = places[at - 1]
            if key < keys[other]:
                break
            if key == keys[other] and not _before(documents[place], documents[other], instants, precision, ids):
                break
            places[at] = other
            at -= 1
        places[at] = place
    return filled


@loop
def ranked_few(keys: Array, documents: Array, instants: Array, precision: Array, ids: Array, first: int) -> Array:
    places = np.empty(min(first, len(keys)), np.int64)
    floor = -1
    if len(keys) > _SAMPLE * _SAMPLE * first:  # keys that ascend would each be put in place, and be driven out again
        filled = _ranked_into(places, _SAMPLE, keys, documents, instants, precision, ids, -1)
        floor = places[filled - 1]
    _ranked_into(places, 1, keys, documents, instants, precision, ids, floor)
    return places


def ranked(keys: Array, documents: Array, instants: Array, precision: Array, ids: Array, first: int) -> Array:
    """See plain_counting.py."""
    loop = ranked_few if first <= _FEW else plain_counting.ranked
    found: Array = loop(keys, documents, instants, precision, ids, first)
    return found


@loop
def leading(
    documents: Array, scores: Array, first: int, instants: Array, precision: Array, ids: Array
) -> tuple[Array, Array]:
    """The best documents, best first, with their scores."""
    places = ranked_few(scores, documents, instants, precision, ids, first)
    found, of_found = np.empty(len(places), np.int32), np.empty(len(places), np.float32)
    for number in range(len(places)):
        found[number], of_found[number] = documents[places[number]], scores[places[number]]
    return found, of_found
