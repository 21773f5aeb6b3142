"""Compiled (native.py): where words of two parts begin, in many texts at once. The plain way is in joints.py."""

from __future__ import annotations

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.native_text import part
from searchnews.native_building import bits, inner, native, whole

_END, _HYPHEN, _BLANK, _APOSTROPHE, _DOT, _S = 0xFF, 45, 32, 39, 46, 115
_CUT = 64  # analysis.MAX_TERM


@inner
def _letter(code: int) -> bool:
    return 97 <= code | 32 <= 122


@inner
def _within(code: int) -> bool:
    """Whether it is a letter, a digit, a hyphen, or what counts as a letter: no word of two parts ends before it."""
    return 97 <= code | 32 <= 122 or 48 <= code <= 57 or code == 95 or code == _HYPHEN


@inner
def _second(data: Array, place: int) -> int:
    """Where the second part that begins there ends; 0 where none does, -1 where that can't be told."""
    end = place
    while _letter(data[end]):
        end += 1
    code = data[end]
    if code > 127 and code != _END:
        return -1
    if end == place:
        return 0
    if code == _APOSTROPHE:
        if data[end + 1] != _S:
            return 0
        code = data[end + 2]
        if code > 127 and code != _END:
            return -1
        return 0 if _within(code) or code == _APOSTROPHE else end + 2
    return 0 if _within(code) else end


@inner
def _bound(code: int) -> bool:
    """Whether no first part begins after it."""
    return _within(code) or code in (_DOT, _APOSTROPHE)


@inner
def _first(data: Array, end: int, lowest: int) -> int:
    """Where the first part that ends there begins; -1 where none does, -2 where that can't be told."""
    begin = end
    while begin > lowest and _letter(data[begin - 1]):
        begin -= 1
    if begin > lowest and data[begin - 1] > 127:
        return -2
    if begin == end or (begin > lowest and _bound(data[begin - 1])):
        return -1
    return begin


@inner
def _hyphenated(data: Array, place: int, begin: int) -> tuple[int, int]:
    """Where the word with a hyphen there begins and ends; -1 where it is none, -2 where that can't be told."""
    one, end = _first(data, place, max(place - _CUT, begin)), _second(data, place + 1)
    if one == -2 or (one >= 0 and end == -1):
        return -2, 0
    return (one, end) if end > 0 else (-1, 0)


@inner
def _first_apart(data: Array, place: int, begin: int, firsts: Array, count: int) -> int:
    """Where the first part begins that is written apart and ends there; -1 where none does."""
    lowest, one = max(place - 9, begin), place
    while one > lowest and _letter(data[one - 1]):
        one -= 1
    if 2 <= place - one <= 8:
        word = part(data, one, place)
        for each in range(count):
            if firsts[each] == word:
                return one
    return -1


@inner
def _apart(data: Array, one: int, place: int, begin: int, reach: int) -> int:
    """Where the word ends whose first part is that one; 0 where there is none, -1 where that can't be told."""
    if one > begin and data[one - 1] > 127:
        return -1
    if one < reach or (one > begin and _bound(data[one - 1])):
        return 0
    return _second(data, place + 1)


@inner
def _enter(rows: Array, row: int, begin: int, place: int, end: int, apart: int) -> None:
    rows[4 * row], rows[4 * row + 1], rows[4 * row + 2], rows[4 * row + 3] = begin, place, end, apart


@inner
def _without_apart(rows: Array, first: int, last: int) -> int:
    """Have rows from a number on without those of words written apart; how many rows there are then."""
    kept = first
    for row in range(first, last):
        if rows[4 * row + 3] == 0:
            _enter(rows, kept, rows[4 * row], rows[4 * row + 1], rows[4 * row + 2], 0)
            kept += 1
    return kept


@inner
def _last_letters(firsts: Array, count: int) -> int:
    """A bit for each letter that first parts end with."""
    lasts = 0
    for each in range(count):
        word = firsts[each]
        while word >= bits(256):
            word >>= bits(8)
        lasts |= 1 << (whole(word) & 31)
    return lasts


@native("bytes i64 u64* i64 i64* i64* i64*")
def find_joints(data: Array, size: int, firsts: Array, count: int, rows: Array, unsure: Array, sizes: Array) -> int:
    """The words of two parts of many texts: rows of beginning, place of the sign between the parts, end, and one more.

    firsts: the first parts that are written apart, too, as numbers, and how many. unsure: the texts of which it can't
    tell; they have no rows. sizes: how many texts are unsure. Returns how many rows.
    """
    found, kept, doubtful, text, begin = 0, 0, 0, 0, 0
    doubt, spaced, reach = False, False, 0  # reach: where the last word written apart ends
    lasts = _last_letters(firsts, count)
    for place in range(size):
        code = data[place]
        if code == _HYPHEN:
            one, end = _hyphenated(data, place, begin)
            doubt |= one == -2
            if one >= 0:
                _enter(rows, found, one, place, end, 0)
                found += 1
        elif code == _BLANK and place > begin and lasts >> (data[place - 1] & 31) & 1 and data[place + 1] != _END:
            one = _first_apart(data, place, begin, firsts, count)
            if one >= 0:
                spaced |= one == begin or data[one - 1] == _BLANK
                end = _apart(data, one, place, begin, reach)
                doubt |= end == -1
                if end > 0:
                    _enter(rows, found, one, place, end, 1)
                    found, reach = found + 1, end
        elif code == 0xE2 and data[place + 1] == 0x80 and (data[place + 2] == 0x90 or data[place + 2] == 0x91):
            doubt = True
        elif code == _END:
            if doubt:
                unsure[doubtful] = text
                doubtful += 1
                found = kept
            elif not spaced:  # analysis._may_be_apart
                found = _without_apart(rows, kept, found)
            kept, text, begin = found, text + 1, place + 2
            doubt, spaced, reach = False, False, begin
    sizes[0] = doubtful
    return found
