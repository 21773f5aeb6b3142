"""Compiled (native.py): occurrences put into postings. The plain way is in inversion.py, and so are the arrays."""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.native_building import inner, native, whole

PARTS = 3  # inversion.PARTS
_FIELD_BITS, _FIELD = 4, 15
MENTIONS, TEXT_MENTIONS = 15, 255


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
            ends[PARTS * whole(ranks[tokens[each]]) + part + 1] += 1
        token += counts[value]
    for each in range(rows):
        part = part_of[cells[beside[3 * each]] & _FIELD]
        ends[PARTS * whole(ranks[beside[3 * each + 2]]) + part + 1] += 1
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
                    PARTS * whole(ranks[beside[3 * row + 2]]) + part + 1,
                    cell,
                    start + place,
                    ends,
                    found_cells,
                    found_positions,
                )
                row += 1
            _enter(
                PARTS * whole(ranks[tokens[token]]) + part + 1,
                cell,
                start + place,
                ends,
                found_cells,
                found_positions,
            )
            token += 1
        while row < rows and beside[3 * row] == value:
            _enter(
                PARTS * whole(ranks[beside[3 * row + 2]]) + part + 1,
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
        base = PARTS * term
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
            several = note(text - begin, TEXT_MENTIONS, count, many, mentions, several)
            documents[count], codes[count] = document, min(text - begin, TEXT_MENTIONS)
            count += 1
        for part in range(1, PARTS):
            first[base + part] = count
            at = ends[base + part]
            while at < ends[base + part + 1]:
                cell, begin = cells[at], at
                while at < ends[base + part + 1] and cells[at] == cell:
                    at += 1
                several = note(at - begin, MENTIONS, count, many, mentions, several)
                documents[count] = cell >> _FIELD_BITS
                codes[count] = (cell & _FIELD) << _FIELD_BITS | min(at - begin, MENTIONS)
                count += 1
    first[PARTS * terms] = count
    place[terms] = ends[PARTS * terms]
    sizes[0] = several
    return count


@inner
def note(count: int, most: int, entry: int, many: Array, mentions: Array, several: int) -> int:
    """Keep a number that no code can hold."""
    if count < most:
        return several
    many[several], mentions[several] = entry, count
    return several + 1
