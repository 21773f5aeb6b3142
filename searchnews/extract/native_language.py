"""Compiled (native.py): texts of ASCII looked through, their words counted, py3langid's automaton walked.

The plain ways are in record.py, in language.py, which says what the counts decide, and in py3langid.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchnews.native_building import bits, inner, native, real, single, whole, word

Array = NDArray[np.generic]
_SCALE = single(2.0**112)


@inner
def _small(code: int) -> int:
    """A letter without its capital; 0 for what is none."""
    code |= 32
    return code if 97 <= code <= 122 else 0


@native("bytes i64 u64* u64* i64* i64 i64 i64 i64 f64*")
def judge(
    text: Array,
    size: int,
    low: Array,
    high: Array,
    worths: Array,
    mask: int,
    size_of: int,
    glance: int,
    least: int,
    limits: Array,
) -> int:
    """Whether a text is plainly English (1), too short to tell (2), or neither (0).

    low, high: the words that are worth something, as two numbers of eight bytes each, zeros behind, where `_worth` looks
    for them; worths: three counts of so many bits each (size_of). glance: so many characters are enough where they are clear. least:
    letters of what is not too short. limits: language._LIMITS.
    """
    return _verdict(text, 0, size, low, high, worths, mask, size_of, glance, least, limits)


@native("bytes i64* i64 u8* i64 u64* u64* i64* i64 i64 i64 i64 f64*")
def judge_each(
    data: Array,
    ends: Array,
    count: int,
    verdicts: Array,
    most: int,
    low: Array,
    high: Array,
    worths: Array,
    mask: int,
    size_of: int,
    glance: int,
    least: int,
    limits: Array,
) -> int:
    """The same of texts one after another, of each its first `most` bytes. ends: where each ends."""
    begin = 0
    for number in range(count):
        end = min(whole(ends[number]), begin + most)
        verdicts[number] = _verdict(data, begin, end, low, high, worths, mask, size_of, glance, least, limits)
        begin = whole(ends[number])
    return count


@inner
def _verdict(
    text: Array,
    begin: int,
    end: int,
    low: Array,
    high: Array,
    worths: Array,
    mask: int,
    size_of: int,
    glance: int,
    least: int,
    limits: Array,
) -> int:
    size = end - begin
    if size > glance:
        words, _, worth = _counted(text, begin, begin + glance, low, high, worths, mask)
        if (
            words >= least
            and _share(worth, words, 0, size_of) < limits[0]
            and _share(worth, words, 1, size_of) >= limits[1]
        ):
            return 1
    words, letters, worth = _counted(text, begin, end, low, high, worths, mask)
    if words < least and letters < least and size < least:
        return 2
    foreign = _share(worth, words, 0, size_of)
    if foreign < limits[2] and _share(worth, words, 1, size_of) >= limits[3]:
        return 1
    return 1 if foreign < limits[4] and _share(worth, words, 2, size_of) >= limits[5] else 0


@inner
def _counted(
    text: Array, place: int, end: int, low: Array, high: Array, worths: Array, mask: int
) -> tuple[int, int, int]:
    """The words of a part of a text, their letters, and what they are worth."""
    words, letters, worth = 0, 0, 0
    while place < end:
        first, second, length = bits(0), bits(0), 0
        while place < end:
            letter = _small(text[place])
            if letter == 0:
                break
            if length < 8:
                first |= bits(letter) << bits(8 * length)
            elif length < 16:
                second |= bits(letter) << bits(8 * length - 64)
            length += 1
            place += 1
        place += 1
        if length:
            words += 1
            letters += length
            if length <= 16:
                worth += _worth(first, second, low, high, worths, mask)
    return words, letters, worth


@inner
def _share(worth: int, words: int, number: int, size_of: int) -> float:
    return real(worth >> (size_of * number) & ((1 << size_of) - 1)) / real(max(words, 1))


@inner
def _worth(first: int, second: int, low: Array, high: Array, worth: Array, mask: int) -> int:
    where = whole(((first ^ (second >> bits(7))) * bits(0x9E3779B97F4A7C15)) >> bits(40)) & mask
    while low[where] != 0 or high[where] != 0:
        if low[where] == first and high[where] == second:
            return whole(worth[where])
        where = (where + 1) & mask
    return 0


@inner
def _widened(half: int) -> float:
    """A finite float16 as float32: its bits where a float32 has them, and its exponent put right."""
    own: Any = word((half & 0x8000) << 16 | (half & 0x7FFF) << 13)
    return single(own.view(np.float32)) * _SCALE


@native("bytes i64 f64* u32* i64* i32* u16* f32* i64 i32* i32* f32* i64* i64")
def tell_language(
    text: Array,
    size: int,
    worth: Array,
    moves: Array,
    rows: Array,
    features: Array,
    table: Array,
    prior: Array,
    classes: int,
    counts: Array,
    met: Array,
    scores: Array,
    aliases: Array,
    pairs: int,
) -> int:
    """The likeliest of py3langid's classes for a text, -1 where there is nothing to tell by.

    worth: float64 [classes], of which the likeliest's is its probability. scores: float32 [classes], room. aliases: pairs
    of classes with one name.

    moves, rows, features: the automaton. table: float16 [features, classes], as uint16, all of them finite.
    counts: int32 [features], zeros, which it leaves; met: int32, room for as many features as the text has bytes.
    """
    state, found = 0, 0
    for place in range(size):
        state = whole(moves[rows[state] + whole(text[place])])
        feature = features[state]
        if feature >= 0:
            if counts[feature] == 0:
                met[found] = feature
                found += 1
            counts[feature] += 1
    for each in range(classes):
        scores[each] = prior[each]
    for number in range(found):
        feature = whole(met[number])
        weight = single(np.log1p(real(counts[feature])))
        counts[feature] = 0
        base = feature * classes
        for each in range(classes):
            scores[each] += weight * _widened(table[base + each])
    return _likeliest(scores, worth, classes, 1 / np.sqrt(real(size)), aliases, pairs) if found else -1


@inner
def _likeliest(scores: Array, worth: Array, classes: int, scale: float, aliases: Array, pairs: int) -> int:
    best = real(scores[0]) * scale
    for each in range(classes):
        worth[each] = real(scores[each]) * scale
        best = max(best, worth[each])
    total = real(0)
    for each in range(classes):
        worth[each] = np.exp(worth[each] - best)
        total += worth[each]
    for pair in range(pairs):
        worth[aliases[2 * pair]] += worth[aliases[2 * pair + 1]]
        worth[aliases[2 * pair + 1]] = 0
    likeliest = 0
    for each in range(classes):
        worth[each] /= total
        if worth[each] > worth[likeliest]:
            likeliest = each
    return likeliest


@inner
def _begins_tag(text: Array, place: int, size: int) -> bool:
    """Whether a tag of record._MARKUP may follow a <: a closing one, or one of br, p, hr, img and div."""
    if place < size and text[place] == 47:
        return True
    begin, last = place, 0
    while place < size and _small(text[place]):
        last = _small(text[place])
        place += 1
    length = place - begin
    if place < size and text[place] > 32 and text[place] != 47 and text[place] != 62:
        return False
    return (length == 1 and last == 112) or (length == 2 and last == 114) or length == 3


@native("bytes i64 i64 u8* u8*")
def is_neat(text: Array, size: int, short: int, addresses: Array, telling: Array) -> int:
    """Whether a cell of ASCII is one paragraph as it stands, for certain: see record.paragraphs.

    short: characters of a text in which fields may be glued to a date. addresses: what an address behind a link's words
    begins with, each a count of bytes and then these; 0 ends them. telling: of each byte, whether it says anything here.
    """
    return _neat(text, 0, size, short, addresses, telling)


@native("bytes i64* i64 u8* i64 u8* u8*")
def is_neat_each(
    data: Array, ends: Array, count: int, flags: Array, short: int, addresses: Array, telling: Array
) -> int:
    """The same of cells one after another. ends: where each ends."""
    begin = 0
    for number in range(count):
        flags[number] = _neat(data, begin, whole(ends[number]), short, addresses, telling)
        begin = whole(ends[number])
    return count


@inner
def _neat(text: Array, begin: int, end: int, short: int, addresses: Array, telling: Array) -> int:
    if begin == end or text[begin] == 32 or text[end - 1] == 32:
        return 0
    dated = False
    for place in range(begin, end):
        code = text[place]
        if telling[code] == 0:  # most say nothing
            continue
        if code == 32:
            if text[place + 1] == 32:  # it is not the last
                return 0
            continue
        if code < 32 or code > 126 or code == 38 or code == 124:  # & |
            return 0
        if code == 60 and _begins_tag(text, place + 1, end):
            return 0
        if place + 1 == end:
            continue
        after = text[place + 1]
        if code == 50 and after == 48:  # "20"
            dated = True
        elif (
            code == 44 and after == 32 and place + 3 < end and text[place + 2] == 49 and text[place + 3] == 57
        ):  # ", 19"
            dated = True
        elif code == 41 and after == 66 and place + 2 < end and text[place + 2] == 121:  # ")By"
            return 0
        elif code == 40 or code == 91:  # ( [
            at = 0
            while addresses[at] != 0:
                count = whole(addresses[at])
                if place + count <= end:
                    each = 0
                    while each < count and text[place + each] == addresses[at + 1 + each]:
                        each += 1
                    if each == count:
                        return 0
                at += 1 + count
    return 0 if dated and end - begin < short else 1
