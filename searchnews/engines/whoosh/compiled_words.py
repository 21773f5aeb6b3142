"""Compiled with numba: the words of a vocabulary that are spelled nearly like one, or fit wild cards.

The plain form is in shapes.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

_ANY, _ONE = -1, -2  # shapes.ANY, shapes.ONE
_FOLLOWS, _MASK = 0x80, 0xC0  # what bytes of a letter in UTF-8 but its first begin with
_BLOCK = 1024  # words that are looked at in one go
_MASK_OF_FIRST = 0x7F  # of its first, shifted by how many there are, the bits of the code


@loop
def spelled_words(text: Array, starts: Array) -> tuple[Array, Array]:
    """Each word's letters, and how many it has (shapes.Shapes)."""
    letters, lengths = np.zeros(len(starts) - 1, np.uint64), np.zeros(len(starts) - 1, np.int32)
    for number in range(len(letters)):
        at, end = int(starts[number]), int(starts[number + 1])
        while at < end:
            after = _next(text, at, end)
            letters[number] |= np.uint64(1) << np.uint64(_point(text, at, after) & 63)
            lengths[number] += 1
            at = after
    return letters, lengths


@loop
def _point(text: Array, at: int, end: int) -> int:
    """The code of a letter."""
    size = end - at
    if size == 1:
        return int(text[at])
    point = np.int64(text[at]) & (_MASK_OF_FIRST >> size)
    for place in range(at + 1, end):
        point = point << 6 | (np.int64(text[place]) & 0x3F)
    return int(point)


@loop
def _ones(bits: np.uint64) -> int:
    """How many bits are set; written so that a compiler knows its own way to count those of several numbers at once."""
    bits -= bits >> np.uint64(1) & np.uint64(0x5555555555555555)
    bits = (bits & np.uint64(0x3333333333333333)) + (bits >> np.uint64(2) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int(bits * np.uint64(0x0101010101010101) >> np.uint64(56))


@loop
def near_words(
    text: Array, starts: Array, order: Array, counts: Array, letters: Array, lengths: Array, wanted: Array, own: int,
    edits: int, most: int, times: int, least: int,
) -> Array:  # fmt: skip
    """The places, in shapes.Shapes, of the words at most so many edits from one, as many as shapes.oftenest asks for.

    order, counts, letters, lengths: Shapes. wanted: the letters of the word, uint32. own: the set of these.
    """
    found, count = np.empty(len(order), np.int64), 0
    rows, word = np.empty((3, len(wanted) + 1), np.int64), np.empty(len(wanted) + edits, np.uint32)
    likely, mine = np.empty(_BLOCK, np.bool_), np.uint64(own)
    for first in range(0, len(order), _BLOCK):
        if count >= most and counts[first] * times < max(least, np.int64(counts[found[most - 1]])):
            break
        size = min(_BLOCK, len(order) - first)
        others, sizes = letters[first : first + size], lengths[first : first + size]
        for number in range(size):  # without a branch: several words in one step
            near = abs(sizes[number] - len(wanted)) <= edits
            near &= (_ones(mine & ~others[number]) <= edits) & (_ones(others[number] & ~mine) <= edits)
            likely[number] = near
        for place in range(first, first + size):
            if not likely[place - first]:
                continue
            if count >= most and counts[place] * times < max(least, np.int64(counts[found[most - 1]])):
                break
            if _is_near(word[: _decoded(text, starts, order[place], word)], wanted, edits, rows):
                found[count] = place
                count += 1
    return found[:count].copy()


@loop
def _decoded(text: Array, starts: Array, number: int, word: Array) -> int:
    """Fill `word` with the letters of one that it has room for; how many."""
    at, end, size = int(starts[number]), int(starts[number + 1]), 0
    while at < end:
        after = _next(text, at, end)
        word[size] = _point(text, at, after)
        size, at = size + 1, after
    return size


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
def wild_words(
    text: Array, starts: Array, order: Array, counts: Array, letters: Array, lengths: Array, codes: Array, needed: int,
    shortest: int, most: int, times: int, least: int,
) -> Array:  # fmt: skip
    """The same for the words that fit wild cards.

    codes: shapes.codes_of. needed: the set of the letters that a word must have. shortest: how many it has at least.
    """
    found, count = np.empty(len(order), np.int64), 0
    tail = 0  # bytes behind the last wild card: no other is looked at where a word does not end so
    while tail < len(codes) and codes[len(codes) - 1 - tail] >= 0:
        tail += 1
    likely, all_of = np.empty(_BLOCK, np.bool_), np.uint64(needed)
    for first in range(0, len(order), _BLOCK):
        if count >= most and counts[first] * times < max(least, np.int64(counts[found[most - 1]])):
            break
        size = min(_BLOCK, len(order) - first)
        others, sizes = letters[first : first + size], lengths[first : first + size]
        for number in range(size):
            likely[number] = (sizes[number] >= shortest) & (others[number] & all_of == all_of)
        for place in range(first, first + size):
            if not likely[place - first]:
                continue
            if count >= most and counts[place] * times < max(least, np.int64(counts[found[most - 1]])):
                break
            begin, end = int(starts[order[place]]), int(starts[order[place] + 1])
            if _ends_so(text, begin, end, codes, tail) and _fits(text, begin, end, codes):
                found[count] = place
                count += 1
    return found[:count].copy()


@loop
def _ends_so(text: Array, begin: int, end: int, codes: Array, tail: int) -> bool:
    """Whether a word ends in the last `tail` codes."""
    if end - begin < tail:
        return False
    for back in range(1, tail + 1):  # noqa: SIM110 - a loop is what is compiled
        if codes[len(codes) - back] != text[end - back]:
            return False
    return True


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
    text, starts = np.array([97], np.uint8), np.array([0, 1], np.uint32)
    letters, lengths = spelled_words(text, starts)
    shapes = np.zeros(1, np.int32), np.ones(1, np.uint32), letters, lengths
    near_words(
        text, starts, *shapes, np.frombuffer(b"a\0\0\0", np.uint32), letters[0], 1, 1, 1, 0
    )  # read-only, as asked for
    wild_words(text, starts, *shapes, np.array([_ANY, 97], np.int16), letters[0], 1, 1, 1, 0)
