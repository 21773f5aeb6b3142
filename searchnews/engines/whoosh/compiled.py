"""The loops of plain.py, compiled with numba: imported only where the extra `fast` is installed.

What is compiled is kept on disk by numba, so that a process after the first does not compile again.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.counting import counted
from searchnews.engines.whoosh.leading import ranked
from searchnews.engines.whoosh.looping import loop

_DENSE = 3  # times as many documents at most: all are scored rather than looked for
_GALLOP = 16  # so many times smaller: what lies between two is skipped by halves


@loop
def _add_parts(
    table: Array,
    documents: Array,
    text: Array,
    further: Array,
    fields: Array,
    mentions: Array,
    scales: Array,
    body: int,
    telling: float,
    k1: float,
) -> None:
    """Add a leaf's part to the scores of all its documents, in a table of all."""
    weight, limit = np.float32(telling), np.float32(k1)
    rest = 0
    for number in range(len(documents)):
        document = documents[number]
        frequency = scales[body, document] * np.float32(text[number])
        while rest < len(further) and further[rest] == document:
            frequency += scales[fields[rest], document] * np.float32(mentions[rest])
            rest += 1
        table[document] += weight * (frequency / (limit + frequency))


@loop
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
    """See plain.py."""
    weight, limit = np.float32(telling), np.float32(k1)
    sparse = len(among) * _GALLOP < len(documents)
    place, rest = 0, 0
    if len(total) > len(among):
        _add_parts(total, documents, text, further, fields, mentions, scales, body, telling, k1)
        return
    if not required and len(among) < _DENSE * len(documents):  # through a table: what lies where is not guessed
        parts = np.zeros(scales.shape[1], np.float32)
        _add_parts(parts, documents, text, further, fields, mentions, scales, body, telling, k1)
        for number in range(len(among)):
            total[number] += parts[among[number]]
        return
    for number in range(len(among)):
        document = among[number]
        if sparse:
            place = reached(documents, document, place, len(documents))
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


@loop
def keys_of(candidates: Array, cells: Array, counts: Array, start: int, positions: Array, step: int) -> Array:
    """See plain.py."""
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


@loop
def reached(numbers: Array, wanted: int, place: int, end: int) -> int:
    """The first place from `place` on, `end` at most, whose number is not below `wanted`."""
    step, low = 1, place
    while low + step < end and np.int64(numbers[low + step]) < wanted:
        low += step
        step *= 2
    high = min(low + step, end)
    while low < high:
        middle = (low + high) // 2
        if np.int64(numbers[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@loop
def _common(one: Array, other: Array) -> Array:
    found = np.empty(len(one), np.int32)
    sparse = len(one) * _GALLOP < len(other)
    count, place = 0, 0
    for document in one:
        if sparse:
            place = reached(other, document, place, len(other))
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
    """See plain.py."""
    return _common(one, other) if len(one) <= len(other) else _common(other, one)


@loop
def present(wanted: Array, known: Array) -> Array:
    """See plain.py."""
    found = np.zeros(len(wanted), np.bool_)
    sparse = len(wanted) * _GALLOP < len(known)
    place = 0
    for number in range(len(wanted)):
        if sparse:
            place = reached(known, wanted[number], place, len(known))
        else:
            while place < len(known) and known[place] < wanted[number]:
                place += 1
        if place == len(known):
            break
        found[number] = known[place] == wanted[number]
    return found


@loop
def mark(table: Array, documents: Array) -> None:
    """See plain.py."""
    for document in documents:
        table[document] = True


@loop
def tally(table: Array, documents: Array) -> None:
    """See plain.py."""
    for document in documents:
        table[document] += 1


@loop
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
    """See plain.py."""
    return _union(one, other)


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
    mark(np.zeros(3, np.bool_), one)
    tally(np.zeros(3, np.uint8), one)
    narrow, wide = np.zeros((1, 4), np.uint16), np.zeros((1, 4), np.int32)
    facets, sizes, limits = np.array([2, 1]), np.array([2, 2, 1]), np.ones(3, np.int64)
    counted(one, narrow, wide, facets, sizes, one[:0], one[:0], limits, np.ones(3, np.bool_))
    for found in (np.ones(1, np.float32), keys[:1]):
        ranked(found, one, keys, np.zeros(2, np.int8), np.zeros((2, 16), np.uint8), 1)
