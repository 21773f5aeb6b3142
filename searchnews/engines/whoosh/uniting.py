"""Compiled with numba: several terms of a segment as if they were one, by a bit for every document or cell (bits.py).

The plain form is in leaves.py. Entries are those of a segment (inversion.py). Imported only where the extra `fast`
is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bits import counted_up, members, no_bits, put, rank
from searchnews.engines.whoosh.inversion import FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop

_FEW = 8  # terms that are gone through side by side
_SPARSE = 64  # keys an entry, at least, where that is the quicker way
_NONE = np.int64(1) << 40  # above every key


@loop
def _key(entry: int, documents: Array, codes: Array, further: bool) -> int:
    """An entry's document, or with its field its cell: document << FIELD_BITS | field."""
    document = np.int64(documents[entry])
    return int(document << FIELD_BITS | np.int64(codes[entry] >> FIELD_BITS)) if further else int(document)


@loop
def _collected(
    rows: Array, first: int, documents: Array, codes: Array, many: Array, mentions: Array, size: int
) -> tuple[Array, Array]:
    """The keys of all terms, ascending, and how often each has them together. first: 0 the text part, 1 what is further."""
    bits, shift = (
        no_bits(size),
        FIELD_BITS if first else 0,
    )  # the key is made here, since a loop that is called takes longer
    for row in range(len(rows)):
        for entry in range(rows[row, first], rows[row, first + 1]):
            field = np.int64(codes[entry] >> FIELD_BITS) if first else 0
            put(bits, int(np.int64(documents[entry]) << shift | field))
    before, count = counted_up(bits)
    sums, limit = np.zeros(count, np.int32), MENTIONS if first else TEXT_MENTIONS
    for row in range(len(rows)):
        begin, end = rows[row, first], rows[row, first + 1]
        for entry in range(begin, end):
            field = np.int64(codes[entry] >> FIELD_BITS) if first else 0
            key = int(np.int64(documents[entry]) << shift | field)
            sums[rank(key, bits, before)] += np.int64(codes[entry]) & limit
        if len(many):
            for place in range(np.searchsorted(many, begin), np.searchsorted(many, end)):
                key = _key(int(many[place]), documents, codes, first > 0)
                sums[rank(key, bits, before)] += mentions[place] - limit
    return members(bits, count, 0), sums


@loop
def _merged(
    rows: Array, first: int, documents: Array, codes: Array, many: Array, mentions: Array, room: int
) -> tuple[Array, Array]:
    """The same by going through all terms side by side, where they have few entries. room: how many."""
    at, heads = rows[:, first].copy(), np.empty(len(rows), np.int64)
    limit = MENTIONS if first else TEXT_MENTIONS
    found, sums, count = np.empty(room, np.int32), np.empty(room, np.int32), 0
    for row in range(len(rows)):
        heads[row] = _key(at[row], documents, codes, first > 0) if at[row] < rows[row, first + 1] else _NONE
    while True:
        least = heads.min()
        if least == _NONE:
            return found[:count], sums[:count]
        total = 0
        for row in range(len(rows)):
            if heads[row] == least:
                number = int(codes[at[row]]) & limit
                total += number if number < limit else int(mentions[np.searchsorted(many, at[row])])
                at[row] += 1
                heads[row] = _key(at[row], documents, codes, first > 0) if at[row] < rows[row, first + 1] else _NONE
        found[count], sums[count] = least, total
        count += 1


@loop
def part(
    rows: Array, first: int, documents: Array, codes: Array, many: Array, mentions: Array, size: int
) -> tuple[Array, Array]:
    """The keys of all terms, ascending, and how often each has them together, the quicker way."""
    room = 0
    for row in range(len(rows)):
        room += int(rows[row, first + 1] - rows[row, first])
    if len(rows) <= _FEW and room * _SPARSE < size:
        return _merged(rows, first, documents, codes, many, mentions, room)
    return _collected(rows, first, documents, codes, many, mentions, size)


@loop
def united(
    rows: Array, documents: Array, codes: Array, many: Array, mentions: Array, size: int
) -> tuple[Array, Array, Array, Array, Array]:
    """The parts of leaves.Match for all these terms together.

    rows: int64 [terms, 3], where a term's entries of the text part and its further ones begin, and where these end.
    documents, codes, many, mentions: Segment.entries. size: documents of the segment.
    """
    found, text = part(rows, 0, documents, codes, many, mentions, size)
    cells, others = part(rows, 1, documents, codes, many, mentions, size << FIELD_BITS)
    fields = np.empty(len(cells), np.uint8)
    for number in range(len(cells)):
        fields[number] = cells[number] & ((1 << FIELD_BITS) - 1)
        cells[number] >>= FIELD_BITS
    return found, text, cells, fields, others


def try_out() -> None:
    """Run the loop on the types that an index has, so that no search waits for a compilation."""
    codes, many, mentions = np.array([1, 1], np.uint8), np.empty(0, np.uint32), np.empty(0, np.int32)
    for documents in (np.zeros(2, np.uint16), np.zeros(2, np.int32)):
        united(np.array([[0, 1, 2]]), documents, codes, many, mentions, 1)
