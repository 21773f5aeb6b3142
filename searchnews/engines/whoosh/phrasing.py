"""Compiled with numba: where words stand one after another, in one pass over one part of a segment's entries.

The plain form of the same is in phrases.py. A *cell* is a document, in the text part, or a document and a field. A *row*
is one term of one slot of the phrase, int64 [5]: where its entries of the part begin and end, where its positions begin,
and where its entries of the text part and its further ones begin; rows are sorted by slot, and each slot has one at least.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop

_NONE = np.int64(1) << 60  # above every cell


@loop
def occurrences_before(begin: int, end: int, text: bool, codes: Array, many: Array, mentions: Array) -> int:
    """How many positions the entries from `begin` to `end` of one part have."""
    total, most = np.int64(0), np.int64(TEXT_MENTIONS if text else MENTIONS)
    if begin >= end:
        return 0
    if text:
        for entry in range(begin, end):
            total += codes[entry]
    else:
        for entry in range(begin, end):
            total += codes[entry] & MENTIONS
    if len(many):
        for place in range(np.searchsorted(many, begin), np.searchsorted(many, end)):
            total += mentions[place] - most
    return int(total)


@loop
def _cell(entry: int, text: bool, documents: Array, codes: Array) -> int:
    document = np.int64(documents[entry])
    return int(document if text else document << FIELD_BITS | np.int64(codes[entry] >> FIELD_BITS))


@loop
def _is_among(positions: Array, begin: int, end: int, wanted: int) -> bool:
    """Whether an ascending stretch holds a number."""
    while begin < end:
        middle = (begin + end) // 2
        if np.int64(positions[middle]) < wanted:
            begin = middle + 1
        elif np.int64(positions[middle]) > wanted:
            end = middle
        else:
            return True
    return False


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
    at, starts = rows[:, 0].copy(), rows[:, 2].copy()
    ends = starts.copy()  # where the positions of the entry a row is at end
    slots, count = len(order), 0
    wanted, started = np.int64(0), text
    while True:
        together = np.int64(0)
        for rank in range(slots):
            nearest = _NONE
            for row in range(firsts[order[rank]], firsts[order[rank] + 1]):
                entry, end = at[row], rows[row, 1]
                if entry < end and _cell(entry, text, documents, codes) < wanted:
                    document = wanted if text else wanted >> FIELD_BITS
                    place = reached(documents, int(document), entry, end)
                    while place < end and _cell(place, text, documents, codes) < wanted:
                        place += 1
                    starts[row] += occurrences_before(entry, place, text, codes, many, mentions)
                    at[row] = entry = place
                if entry < end:
                    nearest = min(nearest, np.int64(_cell(entry, text, documents, codes)))
            if nearest == _NONE:
                return count
            if rank and nearest != wanted:
                wanted = nearest
                break
            together, wanted = together + 1, nearest
        if together < slots:
            continue
        if not started:  # only now: most phrases stand in no headline
            started = True
            for row in range(len(rows)):
                begin, further = rows[row, 3], rows[row, 4]
                starts[row] += occurrences_before(begin, further, True, codes, many, mentions)
                starts[row] += occurrences_before(further, rows[row, 0], False, codes, many, mentions)
        for row in range(len(rows)):
            entry = at[row]
            here = entry < rows[row, 1] and _cell(entry, text, documents, codes) == wanted
            ends[row] = starts[row]
            if here:
                ends[row] += occurrences_before(entry, entry + 1, text, codes, many, mentions)
        number = 0
        for row in range(firsts[0], firsts[1]):
            for place in range(starts[row], ends[row]):
                slot = 1
                while slot < slots:
                    there = False
                    for other in range(firsts[slot], firsts[slot + 1]):
                        there = there or _is_among(positions, starts[other], ends[other], int(positions[place]) + slot)
                    if not there:
                        break
                    slot += 1
                number += slot == slots
        if number:
            found[count] = wanted if text else wanted >> FIELD_BITS
            fields[count] = BODY if text else wanted & ((1 << FIELD_BITS) - 1)
            counts[count] = number
            count += 1
        wanted += 1


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
