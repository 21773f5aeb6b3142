"""Compiled (native.py): terms and words numbered, sorted, put one after another; chunks folded.

The plain ways are in units.py, gathering.py and analysis.fold, which say what is meant.
"""

from __future__ import annotations

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.native_text import part
from searchnews.native_building import bits, inner, native, whole

_COMMA, _POINT, _APOSTROPHE = 44, 46, 39
_LEAST, _MOST = 2, 5  # letters of an initialism without dots (initialisms._CAPITALS)


@inner
def _hashed(data: Array, begin: int, end: int) -> int:
    mixed = bits(end - begin)
    for place in range(begin, end):
        mixed = (mixed ^ bits(data[place])) * bits(0x100000001B3)
    mixed ^= mixed >> bits(29)
    mixed *= bits(0x9E3779B97F4A7C15)
    return whole(mixed >> bits(32))


@native("u8* i64* i64 i32* i64")
def place_names(text: Array, starts: Array, count: int, slots: Array, mask: int) -> int:
    """Put names, all distinct, into an empty table."""
    for number in range(count):
        where = _hashed(text, whole(starts[number]), whole(starts[number + 1])) & mask
        while slots[where] >= 0:
            where = (where + 1) & mask
        slots[where] = number
    return count


@inner
def _numbered(
    data: Array, begin: int, end: int, text: Array, starts: Array, count: Array, slots: Array, mask: int
) -> int:
    """The number of a string, a new name where it is not known."""
    where = _hashed(data, begin, end) & mask
    while slots[where] >= 0:
        number = whole(slots[where])
        at = whole(starts[number])
        length = whole(starts[number + 1]) - at
        if length == end - begin:
            place = 0
            while place < length and text[at + place] == data[begin + place]:
                place += 1
            if place == length:
                return number
        where = (where + 1) & mask
    number = whole(count[0])
    slots[where] = number
    at = whole(starts[number])
    for place in range(end - begin):
        text[at + place] = data[begin + place]
    starts[number + 1] = at + end - begin
    count[0] = number + 1
    return number


@native("bytes i64 u8* i64* i64* i32* i64")
def number_name(data: Array, size: int, text: Array, starts: Array, count: Array, slots: Array, mask: int) -> int:
    """The number of one string: see number_names."""
    return _numbered(data, 0, size, text, starts, count, slots, mask)


@native("u8* i64* i64 i32* u8* i64* i64* i32* i64")
def number_names(
    data: Array,
    ends: Array,
    strings: int,
    numbers: Array,
    text: Array,
    starts: Array,
    count: Array,
    slots: Array,
    mask: int,
) -> int:
    """The numbers of strings one after another; those that are not known are entered.

    ends: where each string ends. text, starts, count: the names, with room for all of these. slots: the table.
    """
    begin = 0
    for each in range(strings):
        numbers[each] = _numbered(data, begin, whole(ends[each]), text, starts, count, slots, mask)
        begin = whole(ends[each])
    return strings


@inner
def _precedes(text: Array, starts: Array, keys: Array, one: int, other: int) -> bool:
    """Whether a name's bytes come before another's."""
    if keys[one] != keys[other]:
        return bool(keys[one] < keys[other])
    first, second = whole(starts[one]), whole(starts[other])
    length, others = whole(starts[one + 1]) - first, whole(starts[other + 1]) - second
    for place in range(8, min(length, others)):
        if text[first + place] != text[second + place]:
            return bool(text[first + place] < text[second + place])
    return length < others


@native("u8* i64* i64 u64* i32* i32*")
def sort_names(text: Array, starts: Array, count: int, keys: Array, order: Array, room: Array) -> int:
    """The numbers of names in the order of their bytes. keys: room for the first eight bytes of each."""
    for number in range(count):
        key = bits(0)
        for place in range(8):
            at = whole(starts[number]) + place
            key = key << bits(8) | (bits(text[at]) if at < whole(starts[number + 1]) else bits(0))
        keys[number] = key
        order[number] = number
    width, now, other = 1, order, room
    while width < count:
        begin = 0
        while begin < count:
            middle, end = min(begin + width, count), min(begin + 2 * width, count)
            one, two, to = begin, middle, begin
            while to < end:
                if one < middle and (two == end or not _precedes(text, starts, keys, whole(now[two]), whole(now[one]))):
                    other[to] = now[one]
                    one += 1
                else:
                    other[to] = now[two]
                    two += 1
                to += 1
            begin = end
        now, other = other, now
        width *= 2
    for place in range(count):
        order[place] = now[place]
    return count


@native("u8* i64* i32* i64 u8* i64*")
def gather_names(text: Array, starts: Array, chosen: Array, count: int, gathered: Array, begins: Array) -> int:
    """Some names one after another, and where each begins and the last ends."""
    size = 0
    for each in range(count):
        begins[each] = size
        for place in range(starts[chosen[each]], starts[chosen[each] + 1]):
            gathered[size] = text[place]
            size += 1
    begins[count] = size
    return size


@inner
def _is_digit(code: int) -> bool:
    return 48 <= code <= 57


@inner
def _is_point(code: int) -> bool:
    return code in (_COMMA, _POINT, _APOSTROPHE)


@inner
def _lowered(data: Array, begin: int, end: int, text: Array, size: int) -> int:
    """Put letters and digits without their capitals into `text`; returns where it then ends, -1 for anything else."""
    for place in range(begin, end):
        code = data[place]
        if 65 <= code <= 90:
            code += 32
        elif not (97 <= code <= 122 or _is_digit(code)):
            return -1
        text[size] = code
        size += 1
    return size if begin < end else -1


@inner
def _number(data: Array, begin: int, end: int, text: Array, size: int) -> int:
    """The same of a number with separators: those before three digits go, the others become full stops."""
    separated = False
    for place in range(begin, end):
        code = data[place]
        if _is_digit(code):
            text[size] = code
            size += 1
            continue
        if place == begin or place + 1 == end or (code != _COMMA and code != _POINT) or not _is_digit(data[place + 1]):
            return -1
        separated = True
        digits = 1
        while place + 1 + digits < end and _is_digit(data[place + 1 + digits]):
            digits += 1
        if digits != 3:
            text[size] = _POINT
            size += 1
    return size if separated else -1


@inner
def _is_among(words: Array, count: int, word: int) -> bool:
    """Whether a word, as a number, is one of some, which ascend."""
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low < count and words[low] == word


@native("bytes i64* i64 u8* i64* i32* i32* i64* u64* i64")
def fold_chunks(
    data: Array,
    rows: Array,
    count: int,
    text: Array,
    ends: Array,
    which: Array,
    capitals: Array,
    sizes: Array,
    words: Array,
    known: int,
) -> int:
    """Chunks that are a word, a number with separators or a possessive, folded one after another; returns how many.

    rows: as native_text.find_chunks gives them, of chunks of ASCII or not. ends: where each ends in `text`. which: its row. capitals:
    the rows of initialisms without dots, and in `sizes` how many these are. words: those that are also words, ascending.
    """
    found, size, noted = 0, 0, 0
    for row in range(count):
        begin, end = whole(rows[4 * row]), whole(rows[4 * row + 1])
        if rows[4 * row + 3] < 0:
            continue
        if rows[4 * row + 2] == 0:
            while begin < end and _is_point(data[begin]):
                begin += 1
            while begin < end and _is_point(data[end - 1]):
                end -= 1
        after = whole(-1)
        if rows[4 * row + 2] != 0:
            after = _lowered(data, begin, end, text, size)
        elif begin < end and _is_digit(data[end - 1]):
            after = _number(data, begin, end, text, size)
        elif end - begin > 2 and (data[end - 1] | 32) == 115 and data[end - 2] == _APOSTROPHE:  # 's
            end -= 2
            after = _lowered(data, begin, end, text, size)
        if after < 0:
            continue
        if _LEAST <= end - begin <= _MOST:
            place = begin
            while place < end and 65 <= data[place] <= 90:
                place += 1
            if place == end and _is_among(words, known, part(text, size, after)):
                capitals[noted] = row
                noted += 1
        size = after
        ends[found], which[found] = size, row
        found += 1
    sizes[0] = noted
    return found
