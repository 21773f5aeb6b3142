"""Compiled with numba: how often the words of a query occur in each field of a few articles.

The plain form is in explaining.py. Rows are those of sweeping.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop


@loop
def _count(codes: Array, most: int, many: Array, mentions: Array, entry: int) -> int:
    """How often the term of this entry occurs: what its code says, unless that is as much as a code can say."""
    count = int(codes[entry]) & most
    if count < most:
        return count
    place = np.searchsorted(many, entry)
    return int(mentions[place]) if place < len(many) and many[place] == entry else count


@loop
def mentioned(
    rows: Array, documents: Array, codes: Array, many: Array, mentions: Array, window: Array, found: Array
) -> None:
    """Add the mentions of each row's term in these documents.

    rows: int64, as those of `stand`. documents, codes, many, mentions: Segment.entries. window: int32, documents of
    this segment in any order. found: int64 [window, clauses, fields].
    """
    for row in range(len(rows)):
        word, begin, end, last = rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 3]
        for number in range(len(window)):
            document = window[number]
            at = reached(documents, document, begin, end)
            if at < end and documents[at] == document:
                found[number, word, BODY] += _count(codes, TEXT_MENTIONS, many, mentions, at)
            at = reached(documents, document, end, last)
            while at < last and documents[at] == document:
                field = int(codes[at]) >> FIELD_BITS
                found[number, word, field] += _count(codes, MENTIONS, many, mentions, at)
                at += 1


def try_out() -> None:
    """Run the loop on the types that an index has, so that no search waits for a compilation."""
    codes, many, mentions = np.array([1], np.uint8), np.empty(0, np.uint32), np.empty(0, np.int32)
    for documents in (np.array([0], np.uint16), np.array([0], np.int32)):
        found = np.zeros((1, 1, 1 << FIELD_BITS), np.int64)
        mentioned(np.array([[0, 0, 1, 1]]), documents, codes, many, mentions, np.array([0], np.int32), found)
