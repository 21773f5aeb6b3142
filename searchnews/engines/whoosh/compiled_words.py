"""Compiled with numba: the words of a vocabulary that are spelled nearly like one, or fit wild cards.

What is known of words stands in *planes*, a bit a word in the order of shapes.Shapes, 64 words to a number: one for each letter
by its code, and one for each number of letters, whether a word has so many. So 64 words are passed over in a few steps.
The plain form is in shapes.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bits import ones
from searchnews.engines.whoosh.looping import loop

_ANY, _ONE = -1, -2  # shapes.ANY, shapes.ONE
_FOLLOWS, _MASK = 0x80, 0xC0  # what bytes of a letter in UTF-8 but its first begin with
_MASK_OF_FIRST = 0x7F  # of its first, shifted by how many there are, the bits of the code
_LETTERS, _LONGEST = 64, 40  # planes: words of more letters are not told apart
_COUNTED = 2  # edits, at most, for which missing letters are counted
_BIT, _NO_WORDS, _ALL_WORDS = np.uint64(1), np.uint64(0), ~np.uint64(0)


@loop
def spelled_words(text: Array, starts: Array, order: Array) -> tuple[Array, Array]:
    """The planes of letters and of lengths, uint64 [planes, words / 64] (shapes.Shapes)."""
    width = (len(order) + 63) >> 6
    letters, lengths = np.zeros((_LETTERS, width), np.uint64), np.zeros((_LONGEST + 1, width), np.uint64)
    own, sizes = np.zeros(_LETTERS, np.uint64), np.zeros(_LONGEST + 1, np.uint64)  # those of 64 words, near at hand
    for word in range(width):
        own[:], sizes[:] = 0, 0
        for place in range(word << 6, min((word + 1) << 6, len(order))):
            at, end, size = int(starts[order[place]]), int(starts[order[place] + 1]), 0
            bit = _BIT << np.uint64(place & 63)
            while at < end:
                point, after = int(text[at]), at + 1
                if point >= _FOLLOWS:
                    after = _next(text, at, end)
                    point = _point(text, at, after)
                own[point & 63] |= bit
                size, at = size + 1, after
            sizes[min(size, _LONGEST)] |= bit
        for plane in range(_LETTERS):
            letters[plane, word] = own[plane]
        longer = _NO_WORDS
        for size in range(_LONGEST, -1, -1):
            longer |= sizes[size]
            lengths[size, word] = longer
    return letters, lengths


@loop
def _is_over(place: int, count: int, found: Array, counts: Array, most: int, times: int, least: int) -> bool:
    """Whether neither the word at a place nor any after it is asked for (shapes.oftenest)."""
    return bool(count >= most and counts[place] * times < max(least, np.int64(counts[found[most - 1]])))


@loop
def _lowest(bits: np.uint64) -> int:
    """The number of the lowest bit that is set."""
    return int(ones((bits & (~bits + _BIT)) - _BIT))


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
def _missing(letters: Array, word: int, mine: np.uint64, edits: int) -> np.uint64:
    """Which of 64 words have all of some letters but so many."""
    if edits > _COUNTED:
        return _ALL_WORDS
    one = two = more = _NO_WORDS  # the bits of how many each word has not, and whether these are four or more
    rest = mine
    while rest:
        no = ~letters[_lowest(rest), word]
        carried = one & no
        one ^= no
        more |= two & carried
        two ^= carried
        rest &= rest - _BIT
    return ~(more | two) if edits == 1 else ~(more | (two & one))


@loop
def near_words(
    text: Array, starts: Array, order: Array, counts: Array, letters: Array, lengths: Array, wanted: Array, own: np.uint64,
    edits: int, most: int, times: int, least: int,
) -> Array:  # fmt: skip
    """The places, in shapes.Shapes, of the words at most so many edits from one, as many as shapes.oftenest asks for.

    order, counts, letters, lengths: Shapes. wanted: the letters of the word, uint32. own: the set of these.
    """
    found, count = np.empty(len(order), np.int64), 0
    rows, spelled = np.empty((3, len(wanted) + 1), np.int64), np.empty(len(wanted) + edits, np.uint32)
    mine = np.uint64(own)
    shortest, longest = min(max(len(wanted) - edits, 0), _LONGEST), len(wanted) + edits
    for word in range(letters.shape[1]):
        if _is_over(word << 6, count, found, counts, most, times, least):
            break
        likely = lengths[shortest, word] & _missing(letters, word, mine, edits)
        if longest < _LONGEST:
            likely &= ~lengths[longest + 1, word]
        while likely:
            place = word << 6 | _lowest(likely)
            likely &= likely - _BIT
            if _is_over(place, count, found, counts, most, times, least):
                break
            size = _decoded(text, starts, order[place], spelled, mine, edits)
            if size >= 0 and _is_near(spelled[:size], wanted, edits, rows):
                found[count] = place
                count += 1
    return found[:count].copy()


@loop
def _decoded(text: Array, starts: Array, number: int, word: Array, mine: np.uint64, edits: int) -> int:
    """Fill `word` with the letters of one; how many, -1 where there is no room for them or more than `edits` are strange."""
    at, end, size, others = int(starts[number]), int(starts[number + 1]), 0, _NO_WORDS
    while at < end:
        if size == len(word):
            return -1
        after = _next(text, at, end)
        word[size] = _point(text, at, after)
        others |= _BIT << np.uint64(word[size] & 63)
        size, at = size + 1, after
    return size if int(ones(others & ~mine)) <= edits else -1


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
    text: Array, starts: Array, order: Array, counts: Array, letters: Array, lengths: Array, codes: Array, needed: np.uint64,
    shortest: int, most: int, times: int, least: int,
) -> Array:  # fmt: skip
    """The same for the words that fit wild cards.

    codes: shapes.codes_of. needed: the set of the letters that a word must have. shortest: how many it has at least.
    """
    found, count = np.empty(len(order), np.int64), 0
    tail = 0  # bytes behind the last wild card: no other is looked at where a word does not end so
    while tail < len(codes) and codes[len(codes) - 1 - tail] >= 0:
        tail += 1
    for word in range(letters.shape[1]):
        if _is_over(word << 6, count, found, counts, most, times, least):
            break
        likely, rest = lengths[min(shortest, _LONGEST), word], np.uint64(needed)
        while rest:
            likely &= letters[_lowest(rest), word]
            rest &= rest - _BIT
        while likely:
            place = word << 6 | _lowest(likely)
            likely &= likely - _BIT
            if _is_over(place, count, found, counts, most, times, least):
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
    order, own = np.zeros(1, np.int32), np.uint64(1) << np.uint64(97 & 63)
    shapes = order, np.ones(1, np.uint32), *spelled_words(text, starts, order)
    near_words(text, starts, *shapes, np.frombuffer(b"a\0\0\0", np.uint32), own, 1, 1, 1, 0)  # read-only, as asked for
    wild_words(text, starts, *shapes, np.array([_ANY, 97], np.int16), own, 1, 1, 1, 0)
