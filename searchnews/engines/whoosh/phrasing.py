"""Compiled with numba: where words stand one after another, in one part of a segment's entries.

The plain form of the same is in phrases.py. A *cell* is a document, in the text part, or a document and a field. A *row*
is one term of one slot of the phrase, int64 [5]: where its entries of the part begin and end, where its positions begin,
and where its entries of the text part and its further ones begin; rows are sorted by slot, and each slot has one at least.

Four passes, each a loop that does one thing: the cells that have a word of every slot; then, some of these at a time, where
each row's positions begin in them and how many there are; and how often the words stand one after another.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop

_SPARSE = 16  # so many times fewer: what lies between two is skipped by halves
_BLOCK = 2048  # cells at a time
_DECIDING = 3  # slots, the rarest, that are looked at first: where long phrases mostly end


_NONE = np.int64(1) << 60  # above every cell


@loop
def _cell(entry: int, text: bool, documents: Array, codes: Array) -> int:
    document = np.int64(documents[entry])
    return int(document if text else document << FIELD_BITS | np.int64(codes[entry] >> FIELD_BITS))


@loop
def _mentions(entry: int, text: bool, codes: Array, many: Array, mentions: Array) -> int:
    """How many positions an entry has."""
    most = np.int64(TEXT_MENTIONS if text else MENTIONS)
    number = np.int64(codes[entry]) & most
    if number == most:
        place = np.searchsorted(many, entry)
        if place < len(many) and many[place] == entry:
            number = np.int64(mentions[place])
    return int(number)


@loop
def _skipped(entry: int, place: int, text: bool, codes: Array, many: Array, mentions: Array) -> int:
    """How many positions the entries from `entry` to `place` have."""
    total, mask = 0, np.uint8(TEXT_MENTIONS if text else MENTIONS)
    for number in range(entry, place):
        total += codes[number] & mask
    if len(many):
        for number in range(np.searchsorted(many, entry), np.searchsorted(many, place)):
            total += mentions[number] - np.int64(mask)
    return int(total)


@loop
def _begun(rows: Array, row: int, text: bool, codes: Array, many: Array, mentions: Array) -> int:
    """How many positions of a row's term stand before those of the part; text: of the text part, before which are none."""
    if text:
        return 0
    begin, further = rows[row, 3], rows[row, 4]
    before = _skipped(begin, further, True, codes, many, mentions)
    return before + _skipped(further, rows[row, 0], False, codes, many, mentions)


@loop
def _cells_of(begin: int, end: int, text: bool, documents: Array, codes: Array) -> Array:
    """The cells of a row's entries, int64."""
    found = np.empty(end - begin, np.int64)
    for number in range(len(found)):
        found[number] = _cell(begin + number, text, documents, codes)
    return found


@loop
def _either(one: Array, other: Array) -> Array:
    found = np.empty(len(one) + len(other), np.int64)
    count, first, second = 0, 0, 0
    while first < len(one) or second < len(other):
        left = one[first] if first < len(one) else _NONE
        right = other[second] if second < len(other) else _NONE
        found[count] = min(left, right)
        count += 1
        first += int(left <= right)
        second += int(right <= left)
    return found[:count]


@loop
def _first_from(entry: int, end: int, wanted: int, sparse: bool, text: bool, documents: Array, codes: Array) -> int:
    """The first entry from `entry` on, `end` at most, whose cell is not below `wanted`."""
    if sparse:
        entry = reached(documents, int(wanted if text else wanted >> FIELD_BITS), entry, end)
    while entry < end and _cell(entry, text, documents, codes) < wanted:
        entry += 1
    return entry


@loop
def _candidates(rows: Array, firsts: Array, order: Array, text: bool, documents: Array, codes: Array) -> Array:
    """The cells that have a word of every slot, int64, ascending."""
    found = np.empty(0, np.int64)
    for rank in range(len(order)):
        slot = order[rank]
        there = np.zeros(len(found), np.bool_)
        for row in range(firsts[slot], firsts[slot + 1]):
            entry, end = rows[row, 0], rows[row, 1]
            if rank == 0:
                found = _either(found, _cells_of(entry, end, text, documents, codes))
                continue
            sparse = len(found) * _SPARSE < end - entry
            for number in range(len(found)):
                entry = _first_from(entry, end, found[number], sparse, text, documents, codes)
                if entry == end:
                    break
                there[number] |= _cell(entry, text, documents, codes) == found[number]
        if rank:
            found = found[there]
    return found


@loop
def _place(
    cells: Array, entry: int, end: int, start: int, sparse: bool, text: bool, documents: Array, codes: Array,
    many: Array, mentions: Array, starts: Array, ends: Array,
) -> tuple[int, int]:  # fmt: skip
    """Fill in where a row's positions of each cell start and end; the entry that this came to, and where its own start."""
    for number in range(len(cells)):
        if sparse:
            place = _first_from(entry, end, cells[number], True, text, documents, codes)
            start += _skipped(entry, place, text, codes, many, mentions)
            entry = place
        else:
            while entry < end and _cell(entry, text, documents, codes) < cells[number]:
                start += _mentions(entry, text, codes, many, mentions)
                entry += 1
        starts[number] = ends[number] = start
        if entry < end and _cell(entry, text, documents, codes) == cells[number]:
            ends[number] += _mentions(entry, text, codes, many, mentions)
    return entry, start


@loop
def _table(size: int, slots: int, positions: Array, starts: Array, ends: Array) -> Array:
    """Room for a number at each place where the phrase may begin in any of some cells."""
    last = np.int64(0)
    for row in range(len(starts)):
        for cell in range(size):
            if starts[row, cell] < ends[row, cell]:
                last = max(last, np.int64(positions[ends[row, cell] - 1]))
    return np.zeros(last + slots + 1, np.int64)


@loop
def _often(
    ranks: int, firsts: Array, order: Array, positions: Array, starts: Array, ends: Array, table: Array, often: Array
) -> int:
    """Put into `often` how often the rarest slots, so many as `ranks`, stand together, where it is not 0; in how many cells.

    Each row's positions are from `starts` to `ends`. table: int64, zeros, in the end at the place where a phrase would begin
    which cell it was, and how many slots have a word there: no branch that depends on where words stand, which a processor
    would guess wrong half of the time.
    """
    alive, slots = 0, len(order)
    for cell in range(len(often)):
        known, number = (cell + 1) * (slots + 1), often[cell]
        for rank in range(ranks):
            if number == 0:
                break
            slot = order[rank]
            shift, number = np.uint64(slots - slot), 0
            for row in range(firsts[slot], firsts[slot + 1]):
                first, last = starts[row, cell], ends[row, cell]
                if rank == 0:
                    for place in range(first, last):
                        table[np.uint64(positions[place]) + shift] = known
                    number += last - first
                    continue
                for place in range(first, last):
                    at = np.uint64(positions[place]) + shift
                    there = table[at] == known
                    table[at] += there
                    number += there
            known += rank > 0
        often[cell] = number
        alive += number > 0
    return alive


@loop
def standing_together(
    rows: Array,
    firsts: Array,
    order: Array,
    text: bool,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    positions: Array,
    found: Array,
    fields: Array,
    counts: Array,
) -> int:
    """Fill `found` (int32 documents), `fields` (uint8) and `counts` (int32) with each cell of the phrase; how many.

    firsts: int64, each slot's first row, and after the last their number. order: int64, the slots, rarest first.
    """
    cells = _candidates(rows, firsts, order, text, documents, codes)
    if not len(cells):
        return 0
    at, begun = rows[:, 0].copy(), rows[:, 2].copy()
    for row in range(len(rows)):
        begun[row] += _begun(rows, row, text, codes, many, mentions)
    size, slots, count = min(_BLOCK, len(cells)), len(order), 0
    starts, ends = np.zeros((len(rows), size), np.int64), np.zeros((len(rows), size), np.int64)
    for first in range(0, len(cells), size):
        block = cells[first : first + size]
        often, rank = np.ones(len(block), np.int64), 0
        for ranks in (min(_DECIDING, slots), slots):
            while rank < ranks:
                slot = order[rank]
                for row in range(firsts[slot], firsts[slot + 1]):
                    end = rows[row, 1]
                    sparse = len(cells) * _SPARSE < end - rows[row, 0]
                    at[row], begun[row] = _place(
                        block, at[row], end, begun[row], sparse, text, documents, codes, many, mentions,
                        starts[row], ends[row],
                    )  # fmt: skip
                rank += 1
            table = _table(len(block), slots, positions, starts, ends)
            if not _often(ranks, firsts, order, positions, starts, ends, table, often) or ranks == slots:
                break
        for number in range(len(block)):
            if often[number]:
                found[count] = block[number] if text else block[number] >> FIELD_BITS
                fields[count] = BODY if text else block[number] & ((1 << FIELD_BITS) - 1)
                counts[count] = often[number]
                count += 1
    return count


def try_out() -> None:
    """Run the loops on the types that an index has, so that no search waits for a compilation."""
    rows, firsts, order = np.array([[0, 1, 0, 0, 0], [0, 1, 0, 0, 0]]), np.array([0, 1, 2]), np.array([0, 1])
    found, fields, counts = np.empty(1, np.int32), np.empty(1, np.uint8), np.empty(1, np.int32)
    codes, many, mentions = np.ones(1, np.uint8), np.empty(0, np.uint32), np.empty(0, np.int32)
    for documents in (np.zeros(1, np.uint16), np.zeros(1, np.int32)):
        for positions in (np.zeros(1, np.uint16), np.zeros(1, np.uint32)):
            standing_together(
                rows, firsts, order, True, documents, codes, many, mentions, positions, found, fields, counts
            )
