"""Compiled with numba: sets of numbers as a bit each, and how many of a set come before one.

A table with a number for each of all documents is memory that must be had anew, page by page, and most of it stays empty; of
bits it takes a thirty-second, and what is told of a set needs a place for its members only. Imported only where the extra
`fast` is installed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

_WORD = 64  # bits
_PLACE = 6  # bits of a place within a word
_ONE = np.uint64(1)


def _ones(_: Any, word: Any) -> Any:
    """How many bits of a word are set."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.uint64(types.uint64), generate


ones: Any = intrinsic(_ones)


@loop
def no_bits(size: int) -> Array:
    """An empty set of numbers below `size`, uint64."""
    return np.zeros((size + _WORD - 1) >> _PLACE, np.uint64)


@loop
def put(bits: Array, number: int) -> None:
    """Add a number to a set."""
    bits[number >> _PLACE] |= _ONE << np.uint64(number & (_WORD - 1))


@loop
def counted_up(bits: Array) -> tuple[Array, int]:
    """How many members a set has below each word, int32, and how many in all."""
    before, count = np.empty(len(bits), np.int32), 0
    for number in range(len(bits)):
        before[number] = count
        count += int(ones(bits[number]))
    return before, count


@loop
def rank(number: int, bits: Array, before: Array) -> int:
    """How many members a set has below one."""
    below = (_ONE << np.uint64(number & (_WORD - 1))) - _ONE
    return int(before[number >> _PLACE] + np.int64(ones(bits[number >> _PLACE] & below)))


@loop
def members(bits: Array, count: int, base: int) -> Array:
    """The members of a set, ascending, int32, `base` added to each. count: how many there are."""
    found, at = np.empty(count, np.int32), 0
    for number in range(len(bits)):
        word = bits[number]
        while word:
            found[at] = base + (number << _PLACE | np.int64(ones((word & (~word + _ONE)) - _ONE)))
            at += 1
            word &= word - _ONE
    return found


@loop
def has(bits: Array, number: int) -> bool:
    """Whether a number is in a set; none is that lies beyond its size."""
    word = number >> _PLACE
    return bool(word < len(bits) and bits[word] & _ONE << np.uint64(number & (_WORD - 1)))
