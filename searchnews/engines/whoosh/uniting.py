"""Compiled with numba: several terms of a segment as if they were one, by a table with a place for every cell.

The plain form is in leaves.py. Entries are those of a segment (inversion.py). Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop

_EIGHT = 8  # places that are looked at in one step


@loop
def _listed(there: Array, mentions: Array) -> tuple[Array, Array]:
    """The places of a table that are taken, ascending, and their mentions. there: bool, a multiple of eight long."""
    eights, size = there.view(np.uint64), 0
    for taken in there:
        size += taken
    found, of_found, count = np.empty(size, np.int32), np.empty(size, np.int32), 0
    for eight in range(len(eights)):
        if eights[eight] == 0:
            continue
        for place in range(_EIGHT * eight, _EIGHT * eight + _EIGHT):
            if there[place]:
                found[count], of_found[count] = place, mentions[place]
                count += 1
    return found, of_found


@loop
def _fill_text(begin: int, end: int, documents: Array, codes: Array, there: Array, total: Array) -> None:
    """Add some entries of the text part to a table by document."""
    for entry in range(begin, end):
        document = documents[entry]
        there[document] = True
        total[document] += codes[entry]


@loop
def _fill_further(begin: int, end: int, documents: Array, codes: Array, there: Array, total: Array) -> None:
    """Add further entries to a table by document << FIELD_BITS | field, of which only what is taken has been written."""
    for entry in range(begin, end):
        cell = _cell(entry, documents, codes)
        number = np.int32(codes[entry] & MENTIONS)
        if there[cell]:
            total[cell] += number
        else:
            there[cell], total[cell] = True, number


@loop
def _cell(entry: int, documents: Array, codes: Array) -> int:
    return int(np.int64(documents[entry]) << FIELD_BITS | np.int64(codes[entry] >> FIELD_BITS))


@loop
def _many(begin: int, end: int, many: Array) -> tuple[int, int]:
    """Which of the entries that the codes of `many` are too narrow for lie in a stretch."""
    return int(np.searchsorted(many, begin)), int(np.searchsorted(many, end))


@loop
def united(
    rows: Array, documents: Array, codes: Array, many: Array, mentions: Array, size: int
) -> tuple[Array, Array, Array, Array, Array]:
    """The parts of leaves.Match for all these terms together.

    rows: int64 [terms, 3], where a term's entries of the text part and its further ones begin, and where these end.
    documents, codes, many, mentions: Segment.entries. size: documents of the segment.
    """
    there, total = np.zeros((size + 7) // _EIGHT * _EIGHT, np.bool_), np.zeros(size, np.int32)
    for row in rows:
        _fill_text(row[0], row[1], documents, codes, there, total)
        low, high = _many(row[0], row[1], many)
        for place in range(low, high):
            total[documents[many[place]]] += mentions[place] - TEXT_MENTIONS
    found, text = _listed(there, total)
    there, total = np.zeros(size << FIELD_BITS, np.bool_), np.empty(size << FIELD_BITS, np.int32)
    for row in rows:
        _fill_further(row[1], row[2], documents, codes, there, total)
        low, high = _many(row[1], row[2], many)
        for place in range(low, high):
            total[_cell(many[place], documents, codes)] += mentions[place] - MENTIONS
    cells, others = _listed(there, total)
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
