"""The loops of chunks.py, compiled with numba: imported only where the extra `fast` is installed."""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

_SPACE, _ALNUM, _POINT, _OTHER = 0, 1, 2, 3
_WHOLE = 16  # bytes of a key
_EMPTY, _NEW = -(1 << 31), -(1 << 31) + (1 << 30)  # as in chunks.py


def _kinds() -> Array:
    kinds = np.zeros(256, np.uint8)
    for code in range(256):
        letter = chr(code)
        kinds[code] = _OTHER if code > 127 else _ALNUM if letter.isalnum() else _POINT if letter in ".,'" else _SPACE
    return kinds


_KIND = _kinds()


@loop
def _hash(low: np.uint64, high: np.uint64) -> np.uint64:
    mixed = (low ^ (high * np.uint64(0x9E3779B97F4A7C15))) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(32))


@loop
def chunked(data: Array, keys: Array, numbers: Array, room: int) -> tuple[Array, Array, Array, Array]:
    """The numbers of the chunks of a text.

    keys, numbers: the table, its slots a power of two. room: so many chunks are entered. Gives the numbers; and of the
    chunks that were not known, the n-th of which stands as NEW - n, where they begin and end and their slot, -1 where
    they have none.
    """
    found = np.empty(len(data) // 2 + 1, np.int32)
    begins, lasts, slots = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    mask = np.uint64(len(numbers) - 1)
    total, new, place, end = 0, 0, 0, len(data)
    while place < end:
        kind = _KIND[data[place]]
        if kind == _SPACE:
            place += 1
            continue
        begin, first, last, plain = place, -1, -1, True
        while place < end:
            kind = _KIND[data[place]]
            if kind == _SPACE:
                break
            if kind != _POINT:
                if first < 0:
                    first = place
                elif place != last + 1:
                    plain = False  # a point inside
                last = place
                plain = plain and kind == _ALNUM
            place += 1
        if first < 0:
            continue  # nothing but points
        stop = last + 1 if plain else place
        if plain:
            begin = first
        slot = np.int64(-1)
        if stop - begin <= _WHOLE:
            low, high = np.uint64(0), np.uint64(0)
            for at in range(begin, min(begin + 8, stop)):
                low |= np.uint64(data[at]) << np.uint64(8 * (at - begin))
            for at in range(begin + 8, stop):
                high |= np.uint64(data[at]) << np.uint64(8 * (at - begin - 8))
            slot = np.int64(_hash(low, high) & mask)
            while numbers[slot] != _EMPTY and (keys[slot, 0] != low or keys[slot, 1] != high):
                slot = np.int64(np.uint64(slot + 1) & mask)
            if numbers[slot] != _EMPTY:
                found[total] = numbers[slot]
                total += 1
                continue
            if room > 0:
                room -= 1
                keys[slot, 0], keys[slot, 1], numbers[slot] = low, high, _NEW - new
            else:
                slot = np.int64(-1)
        if new == len(begins):
            begins, lasts, slots = _doubled(begins), _doubled(lasts), _doubled(slots)
        begins[new], lasts[new], slots[new] = begin, stop, slot
        found[total] = _NEW - new
        new += 1
        total += 1
    return found[:total], begins[:new], lasts[:new], slots[:new]


@loop
def _doubled(numbers: Array) -> Array:
    longer = np.empty(2 * len(numbers), numbers.dtype)
    longer[: len(numbers)] = numbers
    return longer


@loop
def grown(keys: Array, numbers: Array) -> tuple[Array, Array]:
    """The same table with four times the slots."""
    size = 4 * len(numbers)
    mask = np.uint64(size - 1)
    wide, filled = np.zeros((size, 2), np.uint64), np.full(size, _EMPTY, np.int32)
    for old in range(len(numbers)):
        if numbers[old] != _EMPTY:
            slot = np.int64(_hash(keys[old, 0], keys[old, 1]) & mask)
            while filled[slot] != _EMPTY:
                slot = np.int64(np.uint64(slot + 1) & mask)
            wide[slot, 0], wide[slot, 1], filled[slot] = keys[old, 0], keys[old, 1], numbers[old]
    return wide, filled
