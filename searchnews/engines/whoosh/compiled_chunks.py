"""The loops of chunks.py, compiled with numba: imported only where the extra `fast` is installed."""

from __future__ import annotations

import numpy as np

from searchnews.analysis import EITHER_CASE
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
_FIRST_PARTS = np.array([int.from_bytes(part.encode(), "little") for part in EITHER_CASE], np.uint64)
_LONGEST_PART = max(map(len, EITHER_CASE))


@loop
def _hash(low: np.uint64, high: np.uint64) -> np.uint64:
    mixed = (low ^ (high * np.uint64(0x9E3779B97F4A7C15))) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(32))


@loop
def chunked(
    data: Array, ends: Array, keys: Array, numbers: Array, room: int
) -> tuple[Array, Array, Array, Array, Array]:
    """The numbers of the chunks of texts one after another, each text followed by one byte that is none of it.

    ends: where each text ends. keys, numbers: the table, its slots a power of two. room: so many chunks are entered.
    Gives the numbers; how many chunks each text has; and of the chunks that were not known, the n-th of which stands as
    NEW - n, where they begin and end and their slot, -1 where they have none.
    """
    most = len(data) // 2 + len(ends) + 1
    found, counts = np.empty(most, np.int32), np.zeros(len(ends), np.int64)
    begins, lasts, slots = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    mask = np.uint64(len(numbers) - 1)
    total, new, place = 0, 0, 0
    for text in range(len(ends)):
        end, before = ends[text], total
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
        counts[text] = total - before
        place = end + 1
    return found[:total], counts, begins[:new], lasts[:new], slots[:new]


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


@loop
def may_have_two_parts(data: Array, ends: Array) -> Array:
    """Whether each text holds a hyphen, or a first part (analysis.py) before a space: others have no word of two parts."""
    flags = np.zeros(len(ends), np.bool_)
    place = 0
    for text in range(len(ends)):
        end, flag = ends[text], False
        while place < end:
            code = data[place]
            if code == 45 or (
                code == 0xE2 and place + 2 < end and data[place + 1] == 0x80 and data[place + 2] in (0x90, 0x91)
            ):
                flag = True
                break
            if code == 32:
                begin, key = place - 1, np.uint64(0)
                while begin >= 0 and place - begin <= _LONGEST_PART and _KIND[data[begin]] == _ALNUM:
                    key = key << np.uint64(8) | np.uint64(data[begin])
                    begin -= 1
                for part in _FIRST_PARTS:
                    flag = flag or key == part
                if flag:
                    break
            place += 1
        flags[text] = flag
        place = end + 1
    return flags
