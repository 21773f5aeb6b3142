"""Compiled (native.py): occurrences put into postings, tables of names joined, postings of several segments joined.

The plain ways are in inversion.py, term_table.py and merging.py, which say what is meant; the arrays are theirs.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.native_building import inner, native, whole, word

_PARTS, _TEXT = 3, 0  # inversion.PARTS, inversion.TEXT
_FIELD_BITS, _FIELD = 4, 15
_MENTIONS, _TEXT_MENTIONS = 15, 255


@native("i32* i64* i64* i64* i64 i64* i64 i32* i32* i64* i64 i32* i32*")
def sort_occurrences(
    tokens: Array,
    cells: Array,
    counts: Array,
    starts: Array,
    values: int,
    beside: Array,
    rows: int,
    ranks: Array,
    part_of: Array,
    ends: Array,
    size: int,
    found_cells: Array,
    found_positions: Array,
) -> int:
    """Cell and position of each occurrence, sorted by its term and part; returns how many there are.

    tokens: units, one value's after another's. cells, counts, starts: of each value its cell, its tokens, its first
    position. beside: rows of value, place and unit, ascending. ranks: a unit's term. part_of: a field's part. ends:
    int64 [size + 1], where size is PARTS times the terms: where each term's part ends, and before it a 0.
    """
    for key in range(size + 1):
        ends[key] = 0
    token, row = 0, 0
    for value in range(values):
        part = part_of[cells[value] & _FIELD]
        for each in range(token, token + counts[value]):
            ends[_PARTS * whole(ranks[tokens[each]]) + part + 1] += 1
        token += counts[value]
    for each in range(rows):
        part = part_of[cells[beside[3 * each]] & _FIELD]
        ends[_PARTS * whole(ranks[beside[3 * each + 2]]) + part + 1] += 1
    # Where each begins; while it is filled, where its next one goes: in the end, where it ends.
    total = 0
    for key in range(size + 1):
        own = ends[key]
        ends[key] = total
        total += own
    token = 0
    for value in range(values):
        cell, start = cells[value], starts[value]
        part = part_of[cell & _FIELD]
        for place in range(counts[value]):
            while row < rows and beside[3 * row] == value and beside[3 * row + 1] == place:
                _enter(
                    _PARTS * whole(ranks[beside[3 * row + 2]]) + part + 1,
                    cell,
                    start + place,
                    ends,
                    found_cells,
                    found_positions,
                )
                row += 1
            _enter(
                _PARTS * whole(ranks[tokens[token]]) + part + 1,
                cell,
                start + place,
                ends,
                found_cells,
                found_positions,
            )
            token += 1
        while row < rows and beside[3 * row] == value:
            _enter(
                _PARTS * whole(ranks[beside[3 * row + 2]]) + part + 1,
                cell,
                start + beside[3 * row + 1],
                ends,
                found_cells,
                found_positions,
            )
            row += 1
    return total


@inner
def _enter(key: int, cell: int, position: int, ends: Array, found_cells: Array, found_positions: Array) -> None:
    where = ends[key]
    found_cells[where] = np.int32(cell)
    found_positions[where] = np.int32(position)
    ends[key] = where + 1


@native("i64* i64 i32* i64* i64* i32* u8* i64* i32* i64*")
def make_entries(
    ends: Array,
    terms: int,
    cells: Array,
    first: Array,
    place: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    sizes: Array,
) -> int:
    """The entries of sorted occurrences; returns how many. The arrays are inversion.py's, in wider types.

    ends: as `sort_occurrences` leaves it. documents, codes: room for twice as many as there are occurrences. sizes: how
    many of `many` there are.
    """
    count, several = 0, 0
    for term in range(terms):
        base = _PARTS * term
        place[term] = ends[base]
        first[base] = count
        text, last_text, further, last = ends[base], ends[base + 1], ends[base + 1], ends[base + 2]
        while text < last_text or further < last:
            document = whole(1) << 40
            if text < last_text:
                document = whole(cells[text] >> _FIELD_BITS)
            if further < last:
                document = min(document, whole(cells[further] >> _FIELD_BITS))
            begin = text
            while text < last_text and cells[text] >> _FIELD_BITS == document:
                text += 1
            while further < last and cells[further] >> _FIELD_BITS == document:
                further += 1
            several = _note(text - begin, _TEXT_MENTIONS, count, many, mentions, several)
            documents[count], codes[count] = document, min(text - begin, _TEXT_MENTIONS)
            count += 1
        for part in range(1, _PARTS):
            first[base + part] = count
            at = ends[base + part]
            while at < ends[base + part + 1]:
                cell, begin = cells[at], at
                while at < ends[base + part + 1] and cells[at] == cell:
                    at += 1
                several = _note(at - begin, _MENTIONS, count, many, mentions, several)
                documents[count] = cell >> _FIELD_BITS
                codes[count] = (cell & _FIELD) << _FIELD_BITS | min(at - begin, _MENTIONS)
                count += 1
    first[_PARTS * terms] = count
    place[terms] = ends[_PARTS * terms]
    sizes[0] = several
    return count


@inner
def _note(count: int, most: int, entry: int, many: Array, mentions: Array, several: int) -> int:
    """Keep a number that no code can hold."""
    if count < most:
        return several
    many[several], mentions[several] = entry, count
    return several + 1


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
        for part in range(_PARTS):
            first[_PARTS * term + part] = count
            most, held = (_TEXT_MENTIONS, 255) if part == _TEXT else (_MENTIONS, _MENTIONS)
            for segment in range(segments):
                own = state[segment]
                if own == own_terms[segment] or numbers[segment][own] != term:
                    continue
                begin, end = (
                    whole(firsts[segment][_PARTS * own + part]),
                    whole(firsts[segment][_PARTS * own + part + 1]),
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
                        noted = _note(times, most, count, found_many, found_mentions, noted)
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
    first[_PARTS * terms] = count
    place[terms] = occurrence
    sizes[0], sizes[1] = noted, occurrence
    return count
