"""A sorted table of terms in arrays, with a hash table beside it: one look-up costs a checksum and a comparison.

Arrays, T terms:

    text      uint8   the terms' UTF-8, one after another, in the order of their bytes
    starts    uint32  [T + 1]  where each begins in `text`
    slots     int32   [2 ** k >= 2 T]  number of a term, -1 where empty; open addressing from crc32(term);
                      left out where terms are only walked through

A table that is mapped from a file is checked where it is looked at, since a search needs little of it.
"""

from __future__ import annotations

import functools
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from searchnews.engines.whoosh.arrays import Array, MappedArrays
from searchnews.native import loops

_EMPTY = -1
_LOOPS = "searchnews.engines.whoosh.native_merging"
_NO_SLOTS = np.full(1, _EMPTY, np.int32).data  # of a table that is only walked through: nothing is found


def term_arrays(terms: Sequence[bytes], prefix: str, *, hashed: bool = True) -> dict[str, Array]:
    """The arrays of a table; `terms` are sorted and distinct. hashed: whether they can be found."""
    starts = np.zeros(len(terms) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, terms), dtype=np.int64, count=len(terms)), out=starts[1:])
    return table_arrays(np.frombuffer(b"".join(terms), dtype=np.uint8), starts, prefix, hashed=hashed)


def table_arrays(text: Array, starts: Array, prefix: str, *, hashed: bool = True) -> dict[str, Array]:
    """The same from the terms one after another, and where each begins and the last ends, int64."""
    slots = {f"{prefix}slots": _hashed(text, starts)} if hashed else {}
    return {f"{prefix}text": text, f"{prefix}starts": starts.astype(np.uint32), **slots}


def _hashed(text: Array, starts: Array) -> Array:
    by_loops, count = loops(_LOOPS), len(starts) - 1
    if not by_loops:
        data = text.tobytes()
        return _slots([data[begin:end] for begin, end in pairwise(starts.tolist())])
    size = _size(count)
    table = np.full(size, _EMPTY, dtype=np.int32)
    room = np.empty(count, np.int32), np.empty(count, np.int64)
    by_loops["hash_names"](text, starts, count, _remainders(), table, size - 1, *room)
    return table


@functools.cache
def _remainders() -> Array:
    """The crc32 of each byte, less what zlib does before and after."""
    return np.array([zlib.crc32(bytes([byte ^ 0xFF])) ^ 0xFF000000 for byte in range(256)], np.uint32)


def _size(count: int) -> int:
    return 1 << max(count * 2 - 1, 1).bit_length()


def _slots(terms: Sequence[bytes]) -> Array:
    size = _size(len(terms))
    table = np.full(size, _EMPTY, dtype=np.int32)
    pending = np.arange(len(terms), dtype=np.int64)
    wanted = np.fromiter(map(zlib.crc32, terms), dtype=np.int64, count=len(terms)) & (size - 1)
    while len(pending):
        # Of those that want one free slot the first gets it; the others, and those before a full one, go on.
        slots, first = np.unique(wanted, return_index=True)
        free = table[slots] == _EMPTY
        table[slots[free]] = pending[first[free]]
        placed = np.zeros(len(pending), dtype=bool)
        placed[first[free]] = True
        pending, wanted = pending[~placed], (wanted[~placed] + 1) & (size - 1)
    return table


def _nothing(name: str, first: int, last: int) -> None:
    """What need not be checked."""


class TermTable:
    """The table of one segment. Whatever reads terms raises Damaged where they are not what was written."""

    def __init__(self, arrays: Mapping[str, Array], prefix: str) -> None:
        mapped = arrays if isinstance(arrays, MappedArrays) else None
        held = mapped.unchecked if mapped else arrays.__getitem__
        self._require = mapped.require if mapped else _nothing
        self._names = tuple([f"{prefix}{part}" for part in ("text", "starts", "slots")])
        self._text, self._starts = (held(name).data for name in self._names[:2])
        self._slots = held(self._names[2]).data if self._names[2] in arrays else _NO_SLOTS
        self._mask = len(self._slots) - 1
        self._checked = bytearray(len(self._slots))  # 1 for a slot whose term is whole

    def __len__(self) -> int:
        return len(self._starts) - 1

    def find(self, term: bytes) -> int:
        """The number of a term, -1 where there is none."""
        slots, starts, checked = self._slots, self._starts, self._checked
        slot = zlib.crc32(term) & self._mask
        while True:
            if not checked[slot]:
                self._check(slot)
            if (number := slots[slot]) == _EMPTY:
                return _EMPTY
            if self._text[starts[number] : starts[number + 1]] == term:
                return int(number)
            slot = (slot + 1) & self._mask

    def _check(self, slot: int) -> None:
        if self._slots is not _NO_SLOTS:
            self._require(self._names[2], slot, slot + 1)
        if (number := self._slots[slot]) != _EMPTY:
            self[number]
        self._checked[slot] = 1

    def __getitem__(self, number: int) -> bytes:
        text, starts, _ = self._names
        self._require(starts, number, number + 2)
        self._require(text, self._starts[number], self._starts[number + 1])
        return bytes(self._text[self._starts[number] : self._starts[number + 1]])

    def some(self, numbers: Iterable[int]) -> list[bytes]:
        """The terms of some numbers."""
        text, starts = self._text, self._starts
        return [bytes(text[starts[number] : starts[number + 1]]) for number in numbers]

    def __iter__(self) -> Iterator[bytes]:
        self._require(self._names[0], 0, len(self._text))
        self._require(self._names[1], 0, len(self._starts))
        text, starts = bytes(self._text), list(self._starts)
        return (text[begin:end] for begin, end in pairwise(starts))

    def spelled(self, term: bytes) -> int:
        """The number of a term, -1 where there is none: found without a hash table, by halves."""
        number = bisect_left(range(len(self)), term, key=self.__getitem__)
        return number if number < len(self) and self[number] == term else _EMPTY

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with a prefix."""
        numbers = range(len(self))
        first = bisect_left(numbers, prefix, key=self.__getitem__)
        last = bisect_left(numbers, 1, lo=first, key=lambda number: not self[number].startswith(prefix))
        return range(first, last)
