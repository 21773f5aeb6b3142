"""Compiled with numba: the words of a vocabulary that are spelled nearly like one, or fit wild cards.

The plain form is in shapes.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

_ANY, _ONE = -1, -2  # shapes.ANY, shapes.ONE
_FOLLOWS, _MASK = 0x80, 0xC0  # what bytes of a letter in UTF-8 but its first begin with


@loop
def near_words(
    points: Array, starts: Array, letters: Array, lengths: Array, wanted: Array, own: int, edits: int
) -> Array:
    """The numbers of the words at most so many edits from one. The first four: shapes.Shapes.

    wanted: the letters of the word, uint32. own: the set of these.
    """
    found, count = np.empty(len(lengths), np.int64), 0
    rows = np.empty((3, len(wanted) + 1), np.int64)
    for number in range(len(lengths)):
        if abs(lengths[number] - len(wanted)) > edits:
            continue
        differing, bits = letters[number] ^ np.uint64(own), 0
        while differing and bits <= 2 * edits:
            differing &= differing - np.uint64(1)
            bits += 1
        if bits > 2 * edits:
            continue
        if _is_near(points[starts[number] : starts[number + 1]], wanted, edits, rows):
            found[count] = number
            count += 1
    return found[:count].copy()


@loop
def _is_near(word: Array, wanted: Array, edits: int, rows: Array) -> bool:
    """query.expansion.distance, given up where no way on can be short enough. rows: room for three."""
    size = len(wanted)
    for place in range(size + 1):
        rows[0, place] = place
    for i in range(len(word)):
        row, before, previous = (i + 1) % 3, i % 3, (i + 2) % 3
        rows[row, 0] = least = i + 1
        for j in range(size):
            cost = min(rows[before, j + 1] + 1, rows[row, j] + 1, rows[before, j] + (word[i] != wanted[j]))
            if i and j and word[i] == wanted[j - 1] and word[i - 1] == wanted[j]:
                cost = min(cost, rows[previous, j - 1] + 1)
            rows[row, j + 1] = cost
            least = min(least, cost)
        if least > edits:  # a swap reaches back one row further, but costs 1 from there
            return False
    return bool(rows[len(word) % 3, size] <= edits)


@loop
def wild_words(text: Array, starts: Array, first: int, last: int, codes: Array) -> Array:
    """The numbers from `first` on, and before `last`, of the words that fit wild cards. codes: shapes.codes_of."""
    found, count = np.empty(max(last - first, 0), np.int64), 0
    for number in range(first, last):
        if _fits(text, starts[number], starts[number + 1], codes):
            found[count] = number
            count += 1
    return found[:count].copy()


@loop
def _fits(text: Array, begin: int, end: int, codes: Array) -> bool:
    """Whether a word fits: each * takes as little as it can, and one letter more whenever what follows does not fit."""
    at: int = np.int64(begin)  # type: ignore[assignment]
    place, star, taken = 0, -1, at
    while at < end:
        if place < len(codes) and codes[place] == _ANY:
            star, taken = place, at
            place += 1
        elif place < len(codes) and codes[place] == _ONE:
            at = _next(text, at, end)
            place += 1
        elif place < len(codes) and codes[place] == text[at]:
            at += 1
            place += 1
        elif star < 0:
            return False
        else:
            taken = at = _next(text, taken, end)
            place = star + 1
    while place < len(codes) and codes[place] == _ANY:
        place += 1
    return place == len(codes)


@loop
def _next(text: Array, at: int, end: int) -> int:
    """Where the letter after the one at a place begins."""
    at += 1
    while at < end and text[at] & _MASK == _FOLLOWS:
        at += 1
    return at


def try_out() -> None:
    """Run the loops on the types that an index has, so that no search waits for a compilation."""
    points, starts = np.array([97], np.uint32), np.array([0, 1])
    letters = np.array([1 << 33], np.uint64)
    near_words(points, starts, letters, np.array([1], np.int32), points, letters[0], 1)
    codes = np.array([_ANY, 97], np.int16)
    wild_words(np.array([97], np.uint8), np.array([0, 1], np.uint32), 0, 1, codes)
