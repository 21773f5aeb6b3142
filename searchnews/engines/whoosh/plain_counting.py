"""Counts of facets, and which keys are the highest, in plain NumPy: the compiled form is in counting.py and compiled.py."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.plain import present

_SAMPLE = 16  # every so many keys are looked at to guess how good the best are
_HANDFUL = 16  # keys that are sorted without arrays
_TIED = 24  # of which some are equal, and that are sorted without arrays
_FEW = 256  # keys that are all sorted


def counted(
    documents: Array,
    narrow: Array,
    wide: Array,
    facets: Array,
    sizes: Array,
    further: Array,
    places: Array,
    limits: Array,
    ranked: Array,
) -> tuple[Array, list[int]]:
    """How many of the documents have each value of some facets, and each facet's values that are to be shown.

    narrow: uint16, and wide: int32 [groups, all documents]: the codes of a group's facets as digits of one number, the
    first facet's the highest; those of all narrow groups come first. facets: int64, how many each group has. sizes:
    int64, how many codes each facet has; the last is that of no value. further: int32, ascending: documents with a
    second or later value, once a value; places: int32, where that is counted. limits: int64, how many values of a facet
    are shown; ranked: bool, whether the highest counts are (of equal ones the lower code) or the lowest codes.

    Returns int64 counts, one facet's after another's; and, a facet after another: how many values
    are shown, none of them with a count of 0; their codes; their counts; how many documents have no value.
    """
    rooms, whole, parts, begin = sizes.tolist(), len(documents) == max(narrow.shape[1], wide.shape[1]), [], 0
    for codes, several in zip([*narrow, *wide], facets.tolist(), strict=True):
        own = rooms[begin : begin + several]
        parts += _along(np.bincount(codes if whole else codes[documents], minlength=prod(own)), own)
        begin += several
    counts = np.concatenate(parts)
    if len(further):
        np.add.at(counts, places[present(further, documents)], 1)
    listed: list[int] = []
    for codes, found, without in shown(counts, rooms, limits.tolist(), ranked.tolist()):
        listed += (len(codes), *codes, *found, without)
    return counts, listed


def shown(
    counts: Array, rooms: Sequence[int], limits: Sequence[int], ranked: Sequence[bool]
) -> list[tuple[list[int], list[int], int]]:
    """For each facet its values that are to be shown, their counts, and how many have none; see `counted`."""
    there = counts.nonzero()[0]
    codes, found = there.tolist(), counts.take(there).tolist()
    facets: list[tuple[list[int], list[int], int]] = []
    begin = at = 0
    for room, limit, by_count in zip(rooms, limits, ranked, strict=True):
        last = begin + room - 1
        end = bisect_left(codes, last, lo=at) if room > 1 else at
        without = found[end] if end < len(codes) and codes[end] == last else 0
        if by_count and end - at > 1:
            places = sorted(range(at, end), key=found.__getitem__, reverse=True)[:limit]
            facets.append(([codes[place] - begin for place in places], [found[place] for place in places], without))
        else:
            end_shown = min(end, at + limit)
            facets.append(([code - begin for code in codes[at:end_shown]], found[at:end_shown], without))
        at, begin = end + (without > 0), last + 1
    return facets


def _along(counts: Array, sizes: Sequence[int]) -> list[Array]:
    """The counts of joint codes added up for each facet."""
    parts: list[Array] = []
    for size in reversed(sizes[1:]):
        table = counts.reshape(-1, size)
        parts.append(np.add.reduce(table, axis=0))
        counts = np.add.reduce(table, axis=1)
    return [counts, *reversed(parts)]


def ranked(keys: Array, documents: Array, instants: Array, precision: Array, ids: Array, first: int) -> Array:
    """The places of the `first` highest keys, highest first; of equal ones dated before undated, newest first, then by id.

    keys: float32 or int64, beside `documents`. first: 1 or more. instants: int64, precision: int8, -1 for undated, and
    ids: uint8 [documents, bytes], all of all documents (columns.py).
    """
    if len(keys) <= _HANDFUL:
        known = keys.tolist()
        if len(set(known)) == len(known):
            return np.array(sorted(range(len(known)), key=known.__getitem__, reverse=True)[:first], np.int64)
    places = best(keys, first) if len(keys) > max(first, _FEW) else None
    found = keys if places is None else keys[places]
    order = (-found if found.dtype == np.float32 else ~found).argsort(kind="stable")
    places, found = order if places is None else places[order], found[order]
    ahead = found[: first + 1]
    if not np.count_nonzero(ahead[1:] == ahead[:-1]):
        return places[:first]
    count = np.count_nonzero(found >= ahead[:first][-1])  # with what ties with the last
    return _settled(places[:count], found[:count], documents, instants, precision, ids)[:first]


def _settled(places: Array, found: Array, documents: Array, instants: Array, precision: Array, ids: Array) -> Array:
    """Places, the highest of their keys (`found`) first, in the order of `ranked` where keys are equal."""
    if len(places) > _TIED:
        tied = documents[places]
        columns = np.ascontiguousarray(ids[tied]).view(f"S{ids.shape[1]}").reshape(-1)
        last = -found if found.dtype == np.float32 else ~found
        return places[np.lexsort([columns, -instants[tied], precision[tied] < 0, last])]

    def rank(number: int) -> tuple[float, bool, int, bytes]:
        document = numbers[number]
        return -keys[number], precision.item(document) < 0, -instants.item(document), ids[document].tobytes()

    keys, numbers = found.tolist(), documents[places].tolist()
    return places[sorted(range(len(keys)), key=rank)]


def best(keys: Array, first: int) -> Array:
    """The places of the `first` highest keys and of all that tie with the last, ascending."""
    if len(keys) <= first:
        return np.arange(len(keys))
    if len(keys) > 4 * _SAMPLE * first:
        sample = keys[::_SAMPLE]
        places: Array = (keys >= _highest(sample, first)).nonzero()[0]
        if len(places) < len(keys):
            return places[best(keys[places], first)]
    found: Array = (keys >= _highest(keys, first)).nonzero()[0]
    return found


def _highest(keys: Array, place: int) -> Any:
    """The key that so many are as high as."""
    sorted_there = keys.copy()
    sorted_there.partition(len(keys) - place)
    return sorted_there[len(keys) - place]
