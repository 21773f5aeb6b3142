"""Compiled with numba: the keys that have a word of every slot of a phrase, and where words stand in some of these.

Keys and rows are those of phrasing.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bits import counted_up, members, no_bits, put
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.looping import loop

_SPARSE = 16  # so many times fewer: what lies between two is skipped by halves
_DENSE = 16  # keys there might be for one that there is, at most, where sets of bits are quicker
_NONE = np.int64(1) << 60  # above every key


@loop
def _either(one: Array, other: Array) -> Array:
    """The numbers of two ascending lists, each once, int64."""
    found = np.empty(len(one) + len(other), np.int64)
    count, first, second = 0, 0, 0
    while first < len(one) or second < len(other):
        left = np.int64(one[first]) if first < len(one) else _NONE
        right = np.int64(other[second]) if second < len(other) else _NONE
        found[count] = min(left, right)
        count += 1
        first += int(left <= right)
        second += int(right <= left)
    return found[:count]


@loop
def _bits_of(rows: Array, first: int, last: int, keys: Array, size: int) -> Array:
    """The keys of some rows that are below `size`, as a set."""
    bits = no_bits(size)
    for row in range(first, last):
        for number in range(rows[row, 0], rows[row, 1]):
            key = np.int64(keys[number])
            if key < size:
                put(bits, int(key))
    return bits


@loop
def _by_bits(rows: Array, firsts: Array, order: Array, keys: Array, size: int) -> Array:
    bits = _bits_of(rows, firsts[order[0]], firsts[order[0] + 1], keys, size)
    for rank in range(1, len(order)):
        other = _bits_of(rows, firsts[order[rank]], firsts[order[rank] + 1], keys, size)
        for word in range(len(bits)):
            bits[word] &= other[word]
    return members(bits, counted_up(bits)[1], 0).astype(np.int64)


@loop
def meeting(rows: Array, firsts: Array, order: Array, keys: Array) -> Array:
    """The keys that have a word of every one of some slots, int64, ascending. order: these, rarest first."""
    size, entries = np.int64(0), np.int64(0)
    for row in range(firsts[order[0]], firsts[order[0] + 1]):
        if rows[row, 0] < rows[row, 1]:
            size = max(size, np.int64(keys[rows[row, 1] - 1]) + 1)
            entries += rows[row, 1] - rows[row, 0]
    if entries * _DENSE > size:
        return _by_bits(rows, firsts, order, keys, int(size))
    found = np.empty(0, np.int64)
    for row in range(firsts[order[0]], firsts[order[0] + 1]):
        found = _either(found, keys[rows[row, 0] : rows[row, 1]])
    for rank in range(1, len(order)):
        there = np.zeros(len(found), np.bool_)
        for row in range(firsts[order[rank]], firsts[order[rank] + 1]):
            place, end = rows[row, 0], rows[row, 1]
            sparse = len(found) * _SPARSE < end - place
            for number in range(len(found)):
                if sparse:
                    place = reached(keys, int(found[number]), place, end)
                else:
                    while place < end and keys[place] < found[number]:
                        place += 1
                if place == end:
                    break
                there[number] |= keys[place] == found[number]
        found = found[there]
    return found


@loop
def _placed_far(
    cells: Array,
    number: int,
    end: int,
    start: int,
    keys: Array,
    codes: Array,
    most: int,
    many: Array,
    mentions: Array,
    starts: Array,
    ends: Array,
) -> tuple[int, int]:
    """What `placed` does for few cells: of the keys between two of them only the numbers of positions are added up."""
    other = np.searchsorted(many, number)
    for cell in range(len(cells)):
        place = reached(keys, int(cells[cell]), number, end)
        for each in range(number, place):
            start += int(codes[each])
        while other < len(many) and many[other] < place:
            start += mentions[other] - most
            other += 1
        number = place
        starts[cell] = ends[cell] = start
        if number < end and keys[number] == cells[cell]:
            count = np.int64(codes[number])
            ends[cell] = start + (np.int64(mentions[other]) if count == most else count)
    return number, start


@loop
def placed(
    cells: Array,
    number: int,
    end: int,
    start: int,
    keys: Array,
    codes: Array,
    most: int,
    many: Array,
    mentions: Array,
    starts: Array,
    ends: Array,
) -> tuple[int, int]:
    """Fill in where a row's positions of each cell start and end; the key that this came to, and where its own start.

    number, end: the row's next key, and the end of them. start: where the positions of that key begin. No loop is called in
    the inner one: to hand arrays over takes as long as all else that is done there.
    """
    if len(cells) and len(cells) * _SPARSE < reached(keys, int(cells[-1]), number, end) - number:
        return _placed_far(cells, number, end, start, keys, codes, most, many, mentions, starts, ends)
    cell = 0
    while cell < len(cells):
        wanted = cells[cell]
        key = np.int64(keys[number]) if number < end else _NONE
        starts[cell] = start
        if key > wanted:
            ends[cell] = start
            cell += 1
            continue
        count = np.int64(codes[number])
        if count == most:
            count = np.int64(mentions[np.searchsorted(many, number)])
        start += int(count)
        ends[cell] = start  # of a key before the cell, both are written over
        cell += key == wanted
        number += 1
    return number, start
