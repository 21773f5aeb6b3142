"""Compiled (native.py): tables of names joined and hashed, postings of several segments joined.

The plain ways are in term_table.py and merging.py, which say what is meant; the arrays are theirs.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.native_postings import MENTIONS, PARTS, TEXT_MENTIONS, note
from searchnews.native_building import inner, native, whole, word

_TEXT = 0  # inversion.TEXT


@native("u8* i64* i64 u8* i64* i64 u8* i64* i32* i32*")
def merge_names(
    text: Array,
    starts: Array,
    count: int,
    other: Array,
    other_starts: Array,
    others: int,
    joined: Array,
    joined_starts: Array,
    own: Array,
    theirs: Array,
) -> int:
    """The names of two sorted tables in one; own, theirs: their new numbers. Returns how many there are."""
    one, two, found, size = 0, 0, 0, 0
    while one < count or two < others:
        if two == others:
            order = -1
        elif one == count:
            order = 1
        else:
            order = _compared(text, starts[one], starts[one + 1], other, other_starts[two], other_starts[two + 1])
        joined_starts[found] = size
        if order <= 0:
            for place in range(starts[one], starts[one + 1]):
                joined[size] = text[place]
                size += 1
            own[one] = found
            one += 1
        if order >= 0:
            if order > 0:
                for place in range(other_starts[two], other_starts[two + 1]):
                    joined[size] = other[place]
                    size += 1
            theirs[two] = found
            two += 1
        found += 1
    joined_starts[found] = size
    return found


@inner
def _compared(text: Array, begin: int, end: int, other: Array, start: int, stop: int) -> int:
    for place in range(min(end - begin, stop - start)):
        if text[begin + place] != other[start + place]:
            return -1 if text[begin + place] < other[start + place] else 1
    return 0 if end - begin == stop - start else -1 if end - begin < stop - start else 1


@native("u8* i64* i64 u32* i32* i64 i32* i64*")
def hash_names(
    text: Array, starts: Array, count: int, remainders: Array, slots: Array, mask: int, waiting: Array, wanted: Array
) -> int:
    """term_table._slots. remainders: crc32 of each byte. waiting, wanted: room for a number a name."""
    for number in range(count):
        crc = word(0xFFFFFFFF)
        for place in range(starts[number], starts[number + 1]):
            crc = remainders[whole((crc ^ word(text[place])) & word(255))] ^ (crc >> word(8))
        wanted[number] = whole(crc ^ word(0xFFFFFFFF)) & mask
        waiting[number] = number
    left = count
    while left:
        kept = 0
        for each in range(left):
            number = waiting[each]
            slot = wanted[number]
            if slots[slot] < 0:
                slots[slot] = number
            else:
                wanted[number] = (slot + 1) & mask
                waiting[kept] = number
                kept += 1
        left = kept
    return 0


@native(
    "i64 i64 i32** i64* u32** u32** u16** i32** i64* u8** u32** i32** i64* u16** u32** i64* i32** i64* i64* i64* u16* i32* i64 u8* i64* i32* u16* u32* i64 i64*"
)
def merge_postings(
    segments: int,
    terms: int,
    numbers: Array,
    own_terms: Array,
    firsts: Array,
    places: Array,
    short_documents: Array,
    long_documents: Array,
    long: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    several: Array,
    short_positions: Array,
    long_positions: Array,
    wide: Array,
    renumber: Array,
    state: Array,
    first: Array,
    place: Array,
    short_found: Array,
    long_found: Array,
    long_now: int,
    found_codes: Array,
    found_many: Array,
    found_mentions: Array,
    short_places: Array,
    long_places: Array,
    wide_now: int,
    sizes: Array,
) -> int:
    """The postings of several segments in one: of each array the addresses in all; returns how many entries there are.

    numbers: the new number of each own term. long, wide: which of two types documents and positions have. several: how
    many of `many` there are. renumber: a document's new number, -1 where it goes. state: zeros, int64 [3, segments]:
    own term, place in `many` and place in `positions`. long_now, wide_now: of the new arrays. sizes: of `many` and of the
    positions.
    """
    count, noted, occurrence = 0, 0, 0
    for term in range(terms):
        place[term] = occurrence
        for part in range(PARTS):
            first[PARTS * term + part] = count
            most, held = (TEXT_MENTIONS, 255) if part == _TEXT else (MENTIONS, MENTIONS)
            for segment in range(segments):
                own = state[segment]
                if own == own_terms[segment] or numbers[segment][own] != term:
                    continue
                begin, end = (
                    whole(firsts[segment][PARTS * own + part]),
                    whole(firsts[segment][PARTS * own + part + 1]),
                )
                among, at = state[segments + segment], state[2 * segments + segment]
                for entry in range(begin, end):
                    code = codes[segment][entry]
                    times = whole(code) & held
                    if times == most:
                        times = whole(mentions[segment][among])
                        among += 1
                    old = (
                        whole(long_documents[segment][entry])
                        if long[segment]
                        else whole(short_documents[segment][entry])
                    )
                    document = renumber[segment][old]
                    if document >= 0:
                        noted = note(times, most, count, found_many, found_mentions, noted)
                        found_codes[count] = code
                        if long_now:
                            long_found[count] = document
                        else:
                            short_found[count] = np.uint16(document)
                        count += 1
                        for each in range(at, at + times):
                            where = (
                                word(long_positions[segment][each])
                                if wide[segment]
                                else word(short_positions[segment][each])
                            )
                            if wide_now:
                                long_places[occurrence] = where
                            else:
                                short_places[occurrence] = np.uint16(where)
                            occurrence += 1
                    at += times
                state[segments + segment], state[2 * segments + segment] = among, at
        for segment in range(segments):
            own = state[segment]
            if own < own_terms[segment] and numbers[segment][own] == term:
                state[segment] = own + 1
    first[PARTS * terms] = count
    place[terms] = occurrence
    sizes[0], sizes[1] = noted, occurrence
    return count
