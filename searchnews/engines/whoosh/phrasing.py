"""Compiled with numba: where words stand one after another, in one part of a segment's entries.

The plain form of the same is in phrases.py. A *key* is a document, in the text part, or a document and a field. A *row*
is one term of one slot of the phrase, int64 [3]: where its keys begin and end, and where the positions of the first of them begin;
rows are sorted by slot, and each slot has one at least. Beside each key stands how many positions it has.

Each pass is a loop that does one thing: the keys that have a word of the rarest slots (meeting.py); then, some of these at a time,
where each row's positions begin in them and how many there are; and how often the words stand one after another.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.meeting import meeting, placed

_BLOCK = 2048  # keys at a time
_DECIDING = 3  # slots, the rarest, that are looked at first: where long phrases mostly end
_NARROW = 2  # bytes of positions that are few enough for a table of all
_SEVERAL = 1 << 14  # keys, from which on one table of all is quicker than to look for the last position of each
_RESOLVED = 1 << 40  # a number of positions that none reaches: what is beside a key is the number itself


@loop
def _skipped(entry: int, place: int, mask: int, codes: Array, many: Array, mentions: Array) -> int:
    """How many positions the entries from `entry` to `place` have; mask: the bits of their codes that say so."""
    total, bits = 0, np.uint8(mask)
    for number in range(entry, place):
        total += codes[number] & bits
    if len(many):
        for number in range(np.searchsorted(many, entry), np.searchsorted(many, place)):
            total += mentions[number] - np.int64(mask)
    return int(total)


@loop
def _elsewhere(rows: Array, documents: Array, codes: Array, many: Array, mentions: Array) -> tuple[Array, Array, Array]:
    """The rows, keys (int64) and numbers of positions (int32) of terms in another part than the text."""
    own, room = np.empty((len(rows), 3), np.int64), 0
    for row in range(len(rows)):
        room += int(rows[row, 1] - rows[row, 0])
    keys, counts, filled = np.empty(room, np.int64), np.empty(room, np.int32), 0
    for row in range(len(rows)):
        begin, end, text, further = rows[row, 0], rows[row, 1], rows[row, 3], rows[row, 4]
        own[row, 0] = filled
        own[row, 2] = rows[row, 2] + _skipped(text, further, TEXT_MENTIONS, codes, many, mentions)
        own[row, 2] += _skipped(further, begin, MENTIONS, codes, many, mentions)
        for entry in range(begin, end):
            keys[filled] = np.int64(documents[entry]) << FIELD_BITS | np.int64(codes[entry] >> FIELD_BITS)
            count = np.int64(codes[entry] & MENTIONS)
            if count == MENTIONS:
                count = np.int64(mentions[np.searchsorted(many, entry)])
            counts[filled] = count
            filled += 1
        own[row, 1] = filled
    return own, keys, counts


@loop
def _table(slots: int, size: int, positions: Array, starts: Array, ends: Array, rows: Array) -> Array:
    """Room for a number at each place where the phrase may begin in any of `size` keys; rows: those looked at."""
    last = np.int64(0)
    for row in rows:
        for key in range(size):
            if starts[row, key] < ends[row, key]:
                last = max(last, np.int64(positions[ends[row, key] - 1]))
    return np.zeros(last + slots + 1, np.int64)


@loop
def _often_two(
    positions: Array,
    starts: Array,
    ends: Array,
    one: int,
    other: int,
    step: int,
    table: Array,
    before: int,
    often: Array,
) -> int:
    """What `_often` does for two slots of one row each, of which the second stands `step` places after the first."""
    alive = 0
    to_one, to_other = np.uint64(max(step, 0)), np.uint64(max(-step, 0))
    of_one, of_other, to, until = starts[one], starts[other], ends[one], ends[other]
    for key in range(len(often)):
        known, number = before + key + 1, 0
        for place in range(of_one[key], to[key]):
            table[np.uint64(positions[place]) + to_one] = known
        for place in range(of_other[key], until[key]):
            number += table[np.uint64(positions[place]) + to_other] == known
        often[key] = number
        alive += number > 0
    return alive


@loop
def _often(
    ranks: int, firsts: Array, order: Array, positions: Array, starts: Array, ends: Array, table: Array, before: int,
    often: Array,
) -> int:  # fmt: skip
    """Put into `often` how often the rarest slots, so many as `ranks`, stand together, where it is not 0; in how many keys.

    Each row's positions are from `starts` to `ends`. table: int64, at the place where a phrase would begin which key it
    was, and how many slots have a word there: no branch that depends on where words stand, which a processor would guess
    wrong half of the time. before: a number of keys, of which and of less than which nothing in the table may speak.
    """
    alive, slots = 0, len(order)
    for key in range(len(often)):
        known, number = (before + key + 1) * (slots + 1), often[key]
        for rank in range(ranks):
            if number == 0:
                break
            slot = order[rank]
            shift, number = np.uint64(slots - slot), 0
            for row in range(firsts[slot], firsts[slot + 1]):
                first, last = starts[row, key], ends[row, key]
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
        often[key] = number
        alive += number > 0
    return alive


@loop
def _rows_of(order: Array, firsts: Array, begin: int, end: int) -> Array:
    """The rows of the slots from one rank to another."""
    found, count = np.empty(firsts[len(firsts) - 1], np.int64), 0
    for rank in range(begin, end):
        for row in range(firsts[order[rank]], firsts[order[rank] + 1]):
            found[count] = row
            count += 1
    return found[:count]


@loop
def _together(
    rows: Array,
    firsts: Array,
    order: Array,
    keys: Array,
    codes: Array,
    most: int,
    many: Array,
    mentions: Array,
    positions: Array,
    counts: Array,
) -> Array:
    """The keys of a phrase, int64, ascending; puts into `counts` how often it stands there.

    codes: beside the keys, how many positions each has; that is in `mentions` where it says `most` (inversion.py).
    """
    slots = len(order)
    deciding = min(_DECIDING, slots)
    cells = meeting(rows, firsts, order[:deciding], keys)
    at, begun, count = rows[:, 0].copy(), rows[:, 2].copy(), 0
    size = min(_BLOCK, len(cells))
    starts, ends = np.zeros((len(rows), size), np.int64), np.zeros((len(rows), size), np.int64)
    first_rows, others = _rows_of(order, firsts, 0, deciding), _rows_of(order, firsts, deciding, slots)
    whole = positions.itemsize == _NARROW and len(cells) > _SEVERAL
    table = np.zeros((1 << 8 * _NARROW) + slots if whole else 0, np.int64)
    for first in range(0, len(cells), max(size, 1)):
        block = cells[first : first + size]
        often = np.ones(len(block), np.int64)
        for row in first_rows:
            at[row], begun[row] = placed(
                block, at[row], rows[row, 1], begun[row], keys, codes, most, many, mentions, starts[row], ends[row]
            )
        if not whole:
            table = _table(slots, len(block), positions, starts, ends, first_rows)
        if slots == 2 and len(rows) == 2:
            alive = _often_two(
                positions, starts, ends, order[0], order[1], order[1] - order[0], table, first, often
            )  # fmt: skip
        else:
            alive = _often(deciding, firsts, order, positions, starts, ends, table, 2 * first, often)
        if alive and len(others):  # only of those where the rarest stand together is it asked where the others do
            left = 0
            for number in range(len(block)):
                block[left], often[left] = block[number], often[number]
                for row in first_rows:
                    starts[row, left], ends[row, left] = starts[row, number], ends[row, number]
                left += often[number] > 0
            block, often = block[:left], often[:left]
            for row in others:
                at[row], begun[row] = placed(
                    block, at[row], rows[row, 1], begun[row], keys, codes, most, many, mentions, starts[row], ends[row]
                )
            if not whole:
                table = _table(slots, len(block), positions, starts, ends, np.arange(len(rows)))
            _often(slots, firsts, order, positions, starts, ends, table, 2 * first + size, often)
        for number in range(len(block)):
            cells[count], counts[count] = block[number], often[number]
            count += often[number] > 0
    return cells[:count]


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

    rows: int64 [rows, 5], where a term's entries of the part begin and end, where its positions begin, and where its entries
    of the text part and its further ones begin. firsts: int64, each slot's first row, and after the last their number.
    order: int64, the slots, rarest first.
    """
    if text:
        cells = _together(rows, firsts, order, documents, codes, TEXT_MENTIONS, many, mentions, positions, counts)
    else:
        own, keys, often = _elsewhere(rows, documents, codes, many, mentions)
        cells = _together(own, firsts, order, keys, often, _RESOLVED, many[:0], mentions, positions, counts)
    for number in range(len(cells)):
        found[number] = cells[number] if text else cells[number] >> FIELD_BITS
        fields[number] = BODY if text else cells[number] & ((1 << FIELD_BITS) - 1)
    return len(cells)


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
