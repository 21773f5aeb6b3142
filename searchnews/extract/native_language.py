"""Compiled (native.py): the words of a text counted, and py3langid's automaton walked, for texts of ASCII.

The plain ways are in language.py, which says what the counts decide, and in py3langid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchnews.native_building import bits, inner, native, real, whole

Array = NDArray[np.generic]


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
    if size > glance:
        words, _, worth = _counted(text, glance, low, high, worths, mask)
        if (
            words >= least
            and _share(worth, words, 0, size_of) < limits[0]
            and _share(worth, words, 1, size_of) >= limits[1]
        ):
            return 1
    words, letters, worth = _counted(text, size, low, high, worths, mask)
    if words < least and letters < least and size < least:
        return 2
    foreign = _share(worth, words, 0, size_of)
    if foreign < limits[2] and _share(worth, words, 1, size_of) >= limits[3]:
        return 1
    return 1 if foreign < limits[4] and _share(worth, words, 2, size_of) >= limits[5] else 0


@inner
def _counted(text: Array, end: int, low: Array, high: Array, worths: Array, mask: int) -> tuple[int, int, int]:
    """The words of a text's beginning, their letters, and what they are worth."""
    words, letters, worth, place = 0, 0, 0, 0
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


@native("bytes i64 u32* i64* i32* f32* u16* f32* i64 i32* i32* f64*")
def score_languages(
    text: Array,
    size: int,
    moves: Array,
    rows: Array,
    features: Array,
    numbers: Array,
    table: Array,
    prior: Array,
    classes: int,
    counts: Array,
    met: Array,
    scores: Array,
) -> int:
    """py3langid's scores of a text's languages, float64 [classes], before they are made probabilities; how many features.

    moves, rows, features: the automaton. numbers: what each float16 is. table: float16 [features, classes], as uint16.
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
        scores[each] = real(prior[each])
    for number in range(found):
        feature = whole(met[number])
        weight = np.log1p(real(counts[feature]))
        counts[feature] = 0
        base = feature * classes
        for each in range(classes):
            scores[each] += weight * real(numbers[table[base + each]])
    return found
