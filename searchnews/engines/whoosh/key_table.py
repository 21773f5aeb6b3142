"""A hash table in arrays, from short strings of bytes to numbers: thousands are looked up by a dozen array operations.

A key is up to 16 bytes as two integers, zeros behind them: no text that is looked up holds a zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh.arrays import Array

WHOLE = 16  # bytes of a key
EMPTY = -(1 << 31)  # as a number: none
_FIRST_SIZE = 1 << 16  # slots of a new table
_ROOM = 4  # slots for each key, at least: nearly all are then found where they are first looked for
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_MIX, _STIR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def keys_of(data: bytes, begins: Array, ends: Array) -> tuple[Array, Array]:
    """The keys of parts of a text, none of them empty or longer than WHOLE."""
    padded = data + bytes(WHOLE)
    words = np.ndarray(len(data) + 8, np.dtype("<u8"), padded, strides=(1,))  # eight bytes from each place on
    sizes = ends - begins
    low = words[begins] & _MASKS[np.minimum(sizes, 8)]
    high = words[begins + 8] & _MASKS[np.maximum(sizes - 8, 0)]
    return low, high


class KeyTable:
    """Key → number."""

    def __init__(self) -> None:
        self._count = 0
        self._made(_FIRST_SIZE)

    def __len__(self) -> int:
        return self._count

    def _made(self, size: int) -> None:
        # Side by side, so that a look-up finds all of a slot in one line of the processor's cache.
        self.slots = np.zeros((size, 3), np.uint64)
        self.low, self.high, self.numbers = self.slots[:, 0], self.slots[:, 1], self.slots[:, 2].view(np.int64)
        self.numbers[:] = EMPTY

    @property
    def free(self) -> int:
        """How many keys a loop may enter before the table is too full: it has room for some, always."""
        return len(self.numbers) // 2 - self._count

    def settle(self, slots: Array, numbers: Array) -> None:
        """Give keys that a loop has entered their numbers."""
        self.numbers[slots] = numbers
        self._count += len(slots)
        self._grow(self._count)

    def find(self, low: Array, high: Array) -> tuple[Array, Array, Array]:
        """The numbers of keys; the places of those that are not in the table, and of the first of each such key."""
        slots = self._slots(low, high)
        found = self.numbers[slots]
        wrong = np.flatnonzero((self.low[slots] != low) | (self.high[slots] != high))
        while len(wrong):  # another key, or none, stands there
            wrong = wrong[found[wrong] != EMPTY]
            slots = self._after(slots, wrong)
            at = slots[wrong]
            found[wrong] = self.numbers[at]
            wrong = wrong[(self.low[at] != low[wrong]) | (self.high[at] != high[wrong])]
        unknown = np.flatnonzero(found == EMPTY)
        return found, unknown, unknown[_firsts(low[unknown], high[unknown])]

    def enter(self, low: Array, high: Array, numbers: Sequence[int] | Array) -> None:
        """Put distinct keys in that are not there."""
        self._grow(self._count + len(low))
        self._put(low, high, np.asarray(numbers, np.int32))
        self._count += len(low)

    def _grow(self, count: int) -> None:
        """Have room for so many keys."""
        wanted = _ROOM * count
        if len(self.numbers) < wanted:
            there = self.numbers != EMPTY
            old = self.low[there], self.high[there], self.numbers[there]
            self._made(1 << (wanted * 2 - 1).bit_length())
            self._put(*old)

    def _put(self, low: Array, high: Array, numbers: Array) -> None:
        slots, waiting = self._slots(low, high), np.arange(len(low))
        while len(waiting):
            # Of those that want one free slot the last written gets it; the others, and those before a full one, go on.
            free = waiting[self.numbers[slots[waiting]] == EMPTY]
            at = slots[free]
            self.low[at], self.high[at], self.numbers[at] = low[free], high[free], numbers[free]
            at = slots[waiting]
            waiting = waiting[(self.low[at] != low[waiting]) | (self.high[at] != high[waiting])]
            slots = self._after(slots, waiting)

    def _slots(self, low: Array, high: Array) -> Array:
        mixed = (low ^ (high * _MIX)) * _STIR
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(32)
        return (mixed & np.uint64(len(self.numbers) - 1)).astype(np.int64)

    def _after(self, slots: Array, places: Array) -> Array:
        slots[places] = (slots[places] + 1) & (len(self.numbers) - 1)
        return slots


def _firsts(low: Array, high: Array) -> Array:
    """The places of the first of each of some keys, ascending."""
    if not len(low):
        return np.zeros(0, np.int64)
    order = np.lexsort((high, low))  # stable: of equal ones the first stays first
    sorted_low, sorted_high = low[order], high[order]
    new = np.ones(len(low), np.bool_)
    new[1:] = (sorted_low[1:] != sorted_low[:-1]) | (sorted_high[1:] != sorted_high[:-1])
    return np.sort(order[new])
