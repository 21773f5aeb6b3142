"""The loops of kernels.py, compiled with numba: imported only where the extra `fast` is installed.

What is compiled is kept on disk by numba, so that a process after the first does not compile again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numba
import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array

_Loop = TypeVar("_Loop", bound=Callable[..., object])
_FEW = 64  # highest keys that are kept in order while looking; of more the plain form is faster
_GALLOP = 16  # so many times smaller: what lies between two is skipped by halves


def _loop(function: _Loop) -> _Loop:
    compiled: _Loop = numba.njit(function, cache=True, nogil=True, error_model="numpy", boundscheck=False)
    return compiled


@_loop
def add_part(
    total: Array,
    among: Array,
    documents: Array,
    text: Array,
    further: Array,
    fields: Array,
    mentions: Array,
    scales: Array,
    body: int,
    telling: float,
    k1: float,
    required: bool,
) -> None:
    """See kernels.py."""
    weight, limit = np.float32(telling), np.float32(k1)
    sparse = len(among) * _GALLOP < len(documents)
    place, rest = 0, 0
    for number in range(len(among)):
        document = among[number]
        if sparse:
            place = _reached(documents, document, place)
        else:
            while place < len(documents) and documents[place] < document:
                place += 1
        if place == len(documents):
            break
        if documents[place] != document:
            continue
        frequency = scales[body, document] * np.float32(text[place])
        while rest < len(further) and further[rest] < document:
            rest += 1
        while rest < len(further) and further[rest] == document:
            frequency += scales[fields[rest], document] * np.float32(mentions[rest])
            rest += 1
        total[number] += weight * (frequency / (limit + frequency))


@_loop
def keys_of(candidates: Array, cells: Array, counts: Array, start: int, positions: Array, step: int) -> Array:
    """See kernels.py."""
    room = 0
    place = 0
    for cell in candidates:
        while place < len(cells) and cells[place] < cell:
            place += 1
        if place == len(cells):
            break
        if cells[place] == cell:
            room += counts[place]
    keys = np.empty(room, np.int64)
    count, place, at = 0, 0, start
    for number in range(len(candidates)):
        while place < len(cells) and cells[place] < candidates[number]:
            at += counts[place]
            place += 1
        if place == len(cells):
            break
        if cells[place] == candidates[number]:
            for occurrence in range(at, at + counts[place]):
                position = np.int64(positions[occurrence]) - step
                if position >= 0:
                    keys[count] = np.int64(number) << 32 | position
                    count += 1
    return keys[:count]


@_loop
def _reached(numbers: Array, wanted: int, place: int) -> int:
    """The first place from `place` on whose number is not below `wanted`; the length where there is none."""
    step, low = 1, place
    while low + step < len(numbers) and numbers[low + step] < wanted:
        low += step
        step *= 2
    high = min(low + step, len(numbers))
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@_loop
def _common(one: Array, other: Array) -> Array:
    found = np.empty(len(one), np.int32)
    sparse = len(one) * _GALLOP < len(other)
    count, place = 0, 0
    for document in one:
        if sparse:
            place = _reached(other, document, place)
        else:
            while place < len(other) and other[place] < document:
                place += 1
        if place == len(other):
            break
        if other[place] == document:
            found[count] = document
            count += 1
    return found[:count]


def common(one: Array, other: Array, size: int) -> Array:
    """See kernels.py."""
    return _common(one, other) if len(one) <= len(other) else _common(other, one)


@_loop
def present(wanted: Array, known: Array) -> Array:
    """See kernels.py."""
    found = np.zeros(len(wanted), np.bool_)
    sparse = len(wanted) * _GALLOP < len(known)
    place = 0
    for number in range(len(wanted)):
        if sparse:
            place = _reached(known, wanted[number], place)
        else:
            while place < len(known) and known[place] < wanted[number]:
                place += 1
        if place == len(known):
            break
        found[number] = known[place] == wanted[number]
    return found


@_loop
def _union(one: Array, other: Array) -> Array:
    found = np.empty(len(one) + len(other), np.int32)
    count, first, second = 0, 0, 0
    while first < len(one) and second < len(other):
        left, right = one[first], other[second]
        found[count] = min(left, right)
        count += 1
        first += left <= right
        second += right <= left
    for document in one[first:]:
        found[count] = document
        count += 1
    for document in other[second:]:
        found[count] = document
        count += 1
    return found[:count]


def union(one: Array, other: Array, size: int) -> Array:
    """See kernels.py."""
    return _union(one, other)


@_loop
def tally(codes: Array, documents: Array, sizes: Array) -> Array:
    """See kernels.py."""
    total, room = 1, 0
    for size in sizes:
        total *= size
        room += size
    counts = np.zeros(total, np.int64)
    if len(documents) == len(codes):
        for code in codes:
            counts[code] += 1
    else:
        for document in documents:
            counts[codes[document]] += 1
    if len(sizes) == 1:
        return counts
    found = np.zeros(room, np.int64)
    for number in range(total):
        count = counts[number]
        if count:
            rest, base = number, room
            for facet in range(len(sizes) - 1, -1, -1):
                base -= sizes[facet]
                found[base + rest % sizes[facet]] += count
                rest //= sizes[facet]
    return found


@_loop
def _lowest_of_best(keys: Array, first: int) -> Array:
    """The `first` highest keys, lowest first; what is not above the lowest so far is passed over."""
    kept = np.empty(first, keys.dtype)
    filled = 0
    for key in keys:
        if filled == first and not key > kept[0]:
            continue
        place = 0
        if filled == first:
            while place + 1 < first and kept[place + 1] < key:
                kept[place] = kept[place + 1]
                place += 1
        else:
            place = filled
            while place > 0 and kept[place - 1] > key:
                kept[place] = kept[place - 1]
                place -= 1
            filled += 1
        kept[place] = key
    return kept


@_loop
def _ranked_few(keys: Array, first: int) -> tuple[Array, bool]:
    floor = keys.min() if len(keys) <= first else _lowest_of_best(keys, first)[0]
    count = 0
    for key in keys:
        count += key >= floor
    places = np.empty(count, np.int64)
    count, tied = 0, False
    for place in range(len(keys)):
        key = keys[place]
        if key >= floor:
            at = count
            while at > 0 and keys[places[at - 1]] < key:
                places[at] = places[at - 1]
                at -= 1
            tied = tied or (at > 0 and keys[places[at - 1]] == key)
            places[at] = place
            count += 1
    return places, tied


def ranked(keys: Array, first: int) -> tuple[Array, bool]:
    """See kernels.py."""
    if not len(keys) > 0 or first > _FEW:
        plain: tuple[Array, bool] = kernels.PLAIN["ranked"](keys, first)
        return plain
    found: tuple[Array, bool] = _ranked_few(keys, first)
    return found


@_loop
def most(counts: Array, limit: int) -> Array:
    """See kernels.py."""
    places = np.empty(limit + 1, np.int64)
    filled = 0
    for place in range(len(counts)):
        count = counts[place]
        if count == 0 or (filled == limit and count <= counts[places[limit - 1]]):
            continue
        at = filled
        while at > 0 and counts[places[at - 1]] < count:
            places[at] = places[at - 1]
            at -= 1
        places[at] = place
        filled = min(filled + 1, limit)
    return places[:filled]


def try_out() -> None:
    """Run every loop once on the types that an index has, so that no search waits for a compilation."""
    one, two = np.array([1], np.int32), np.array([1, 2], np.int32)
    scales, keys = np.ones((3, 4), np.float32), np.array([5, 6], np.int64)
    for text in (np.ones(2, np.uint8), np.ones(2, np.int32)):
        for mentions in (np.ones(1, np.uint8), np.ones(1, np.int32)):
            total = np.zeros(1, np.float32)
            add_part(total, one, two, text, one, np.ones(1, np.uint8), mentions, scales, 0, 1.0, 1.2, True)
        for positions in (np.arange(4, dtype=np.uint16), np.arange(4, dtype=np.uint32)):
            keys_of(one, two, text, 0, positions, 1)
            keys_of(keys, keys, text, 0, positions, 1)
    common(one, two, 4)
    union(one, two, 4)
    present(one, two)
    present(keys, keys)
    for codes in (np.zeros(4, np.uint16), np.zeros(4, np.int32)):
        tally(codes, one, np.array([2, 2]))
    for found in (np.ones(4, np.float32), keys):
        ranked(found, 1)
    most(keys, 1)
