"""Compiled with numba: where the words of a query stand in a few articles. The plain form is in rescoring.py.

Rows are those of sweeping.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.inversion import FIELD_BITS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop


@loop
def _mentions(codes: Array, many: Array, mentions: Array, begin: int, end: int) -> int:
    """How often all in all the term of these entries of the text part occurs."""
    total = np.int64(0)
    for entry in range(begin, end):
        total += codes[entry]
    if len(many):
        for place in range(np.searchsorted(many, begin), np.searchsorted(many, end)):
            total += mentions[place] - TEXT_MENTIONS
    return int(total)


@loop
def _in_title(documents: Array, codes: Array, document: int, entry: int, end: int, title: int) -> bool:
    while entry < end and documents[entry] == document:
        if codes[entry] >> FIELD_BITS == title:
            return True
        entry += 1
    return False


@loop
def stand(
    rows: Array,
    starts: Array,
    window: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    positions: Array,
    title: int,
    lead_words: int,
    reach: int,
    leads: Array,
    closeness: Array,
    telling: Array,
    worth: tuple[float, float, float, float],
    scores: Array,
) -> None:
    """Fill in what each word leads by in each document of the window, and how close it is to others; add both to the scores.

    starts: int64, where the occurrences of each row's term begin. window: documents of this segment, ascending.
    leads, closeness: float64 [window, clauses], zeros. telling: float32, a clause each. worth: HEADLINE, LEAD, NEAR
    and NEAR_K (ranking.py). scores: float32, beside `window`.
    """
    headline, lead, near, middle = worth
    at, further, place = rows[:, 1].copy(), rows[:, 2].copy(), starts.copy()
    low, high = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for number in range(len(window)):
        document = window[number]
        for row in range(len(rows)):
            entry = reached(documents, document, at[row], rows[row, 2])
            place[row] += _mentions(codes, many, mentions, at[row], entry)
            at[row] = entry
            low[row] = high[row] = place[row]
            if entry < rows[row, 2] and documents[entry] == document:
                high[row] += _mentions(codes, many, mentions, entry, entry + 1)
            further[row] = reached(documents, document, further[row], rows[row, 3])
            if _in_title(documents, codes, document, further[row], rows[row, 3], title):
                leads[number, rows[row, 0]] = headline
        before, last = np.int64(-1), np.int64(-1)  # the word before, and where it stands
        while True:
            first, position = -1, np.int64(0)
            for row in range(len(rows)):
                if low[row] < high[row] and (first < 0 or positions[low[row]] < position):
                    first, position = row, np.int64(positions[low[row]])
            if first < 0:
                break
            low[first] += 1
            word, step = rows[first, 0], position - last
            if position < lead_words:
                leads[number, word] = max(leads[number, word], lead)
            if before >= 0 and before != word and 1 <= step <= reach:
                closeness[number, word] += 1.0 / step
                closeness[number, before] += 1.0 / step
            before, last = word, position
        added = 0.0
        for word in range(len(telling)):
            if leads[number, word] >= headline:
                closeness[number, word] = 0.0
            close = closeness[number, word]
            added += telling[word] * (leads[number, word] + near * close / (middle + close))
        scores[number] += np.float32(added)


def try_out() -> None:
    """Run the loop on the types that an index has, so that no search waits for a compilation."""
    rows, window = np.array([[0, 0, 1, 1]]), np.array([0], np.int32)
    codes, many, mentions = np.array([1], np.uint8), np.empty(0, np.uint32), np.empty(0, np.int32)
    for documents in (np.array([0], np.uint16), np.array([0], np.int32)):
        for positions in (np.array([0], np.uint16), np.array([0], np.uint32)):
            stand(
                rows, np.zeros(1, np.int64), window, documents, codes, many, mentions, positions, 0, 15, 10,
                np.zeros((1, 1)), np.zeros((1, 1)), np.ones(1, np.float32), (0.1, 0.1, 0.1, 1.0), np.zeros(1, np.float32),
            )  # fmt: skip
