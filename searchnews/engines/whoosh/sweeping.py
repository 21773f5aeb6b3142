"""Compiled with numba: queries of words alone, matched and scored in one pass over one segment's postings.

The plain form of the same is what executor.py does leaf by leaf; both give the same bits. Imported only where the extra
`fast` is installed.

A *row* is one term of one clause, int64 [4]: the clause, where its entries of the text part begin, where these end and
the further ones begin, and where those end (inversion.py). Rows are sorted by clause, and each clause has one at least.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import loop
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS

_GALLOP = 16  # so many times fewer: what lies between two is skipped by halves
_NONE = np.int64(1) << 40  # above every document


@loop
def _reached(documents: Array, wanted: int, place: int, end: int) -> int:
    """The first place from `place` on, `end` at most, whose document is not below `wanted`."""
    step, low = 1, place
    while low + step < end and np.int64(documents[low + step]) < wanted:
        low += step
        step *= 2
    high = min(low + step, end)
    while low < high:
        middle = (low + high) // 2
        if np.int64(documents[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@loop
def _add_word(
    found: Array,
    base: int,
    rows: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
    scores: Array,
) -> None:
    """Add one clause's part to the scores of those of `found` that it is in; `rows` are the clause's."""
    limit, weight = np.float32(k1), np.float32(telling)
    at, rest = rows[:, 1].copy(), rows[:, 2].copy()
    by_field = np.zeros(scales.shape[0], np.int64)
    several = len(rows) > 1
    entries = 0
    for row in range(len(rows)):
        entries += rows[row, 2] - rows[row, 1]
    sparse = len(found) * _GALLOP < entries
    for number in range(len(found)):
        place = found[number]
        document = place - base
        text, frequency, there = 0, np.float32(0), False
        for row in range(len(rows)):
            entry, end = at[row], rows[row, 2]
            if sparse:
                entry = _reached(documents, int(document), entry, end)
            else:
                while entry < end and documents[entry] < document:
                    entry += 1
            at[row] = entry
            if entry < end and documents[entry] == document:
                there = True
                text += codes[entry] if codes[entry] < TEXT_MENTIONS else mentions[np.searchsorted(many, entry)]
        if not there:
            continue
        frequency = scales[BODY, place] * np.float32(text)
        for row in range(len(rows)):
            entry, end = rest[row], rows[row, 3]
            if entry == end:
                continue
            if sparse:
                entry = _reached(documents, int(document), entry, end)
            else:
                while entry < end and documents[entry] < document:
                    entry += 1
            while entry < end and documents[entry] == document:
                field, count = codes[entry] >> FIELD_BITS, np.int64(codes[entry] & MENTIONS)
                if count == MENTIONS:
                    count = np.int64(mentions[np.searchsorted(many, entry)])
                if several:
                    by_field[field] += count
                else:
                    frequency += scales[field, place] * np.float32(count)
                entry += 1
            rest[row] = entry
        if several:
            for field in range(len(by_field)):
                if by_field[field]:
                    frequency += scales[field, place] * np.float32(by_field[field])
                    by_field[field] = 0
        scores[number] += weight * (frequency / (limit + frequency))


@loop
def _all(rows: Array, firsts: Array, order: Array, documents: Array, live: Array, base: int, found: Array) -> int:
    """Fill `found` with what has every clause; how many."""
    at = rows[:, 1].copy()
    low, high = firsts[order[0]], firsts[order[0] + 1]
    count, wanted = 0, np.int64(0)
    while True:
        document = _NONE
        for row in range(low, high):
            at[row] = _reached(documents, int(wanted), at[row], rows[row, 2])
            if at[row] < rows[row, 2]:
                document = min(document, np.int64(documents[at[row]]))
        wanted = document
        for rank in range(1, len(order)):
            nearest = _NONE
            for row in range(firsts[order[rank]], firsts[order[rank] + 1]):
                at[row] = _reached(documents, int(wanted), at[row], rows[row, 2])
                if at[row] < rows[row, 2]:
                    nearest = min(nearest, np.int64(documents[at[row]]))
            if nearest != wanted:
                wanted = nearest
                break
        if wanted == _NONE:
            return count
        if wanted == document:
            found[count] = base + document
            count += live[base + document]
            wanted = document + 1


@loop
def _some(
    rows: Array,
    firsts: Array,
    documents: Array,
    live: Array,
    base: int,
    least: int,
    below: int,
    found: Array,
    had: Array,
) -> int:
    """Fill `found` and `had` with what has from `least` to `below` - 1 clauses; how many."""
    size = np.int64(0)
    for row in range(len(rows)):
        if rows[row, 1] < rows[row, 2]:
            size = max(size, np.int64(documents[rows[row, 2] - 1]) + 1)
    clauses = np.zeros(size, np.uint8)
    several = False
    for clause in range(len(firsts) - 1):
        several = several or firsts[clause + 1] - firsts[clause] > 1
    seen = np.zeros(size if several else 0, np.uint8)  # the last clause counted, where any has several rows
    for clause in range(len(firsts) - 1):
        low, high = firsts[clause], firsts[clause + 1]
        for row in range(low, high):
            for entry in range(rows[row, 1], rows[row, 2]):
                document = documents[entry]
                if high - low > 1:
                    if seen[document] == clause + 1:
                        continue
                    seen[document] = clause + 1
                clauses[document] += 1
    count = 0
    for document in range(size):
        number = clauses[document]
        if least <= number and number < below and live[base + document]:
            found[count], had[count] = base + document, number
            count += 1
    return count


@loop
def sweep(
    plan: Array,
    telling: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    live: Array,
    base: int,
    scales: Array,
    k1: float,
    least: int,
    below: int,
) -> tuple[Array, Array, Array]:
    """What has from `least` to `below` - 1 clauses and is alive: documents, scores and how many clauses each has.

    plan: int64: each clause's first row, then the number of rows; the clauses, rarest first; the rows, one after another.
    telling: float32, each clause's inverse document frequency and weight in one. live: bool, and scales: float32 [fields,
    documents], both of all segments, where this one's begin at `base`. Returns int32 numbers of all segments, ascending,
    float32, and uint8, which is empty where all clauses are wanted.
    """
    clauses = len(telling)
    firsts, order = plan[: clauses + 1], plan[clauses + 1 : 2 * clauses + 1]
    rows = plan[2 * clauses + 1 :].reshape((firsts[clauses], 4))
    room, every = np.int64(0), least == clauses
    for row in range(firsts[order[0]] if every else 0, firsts[order[0] + 1] if every else len(rows)):
        room += rows[row, 2] - rows[row, 1]
    found, had = np.empty(room, np.int32), np.empty(0 if every else room, np.uint8)
    if every:
        count = _all(rows, firsts, order, documents, live, base, found)
    else:
        count = _some(rows, firsts, documents, live, base, least, below, found, had)
    scores = np.zeros(count, np.float32)
    for clause in range(clauses):
        _add_word(
            found[:count], base, rows[firsts[clause] : firsts[clause + 1]], documents, codes, many, mentions, scales,
            telling[clause], k1, scores,
        )  # fmt: skip
    return found[:count], scores, had[:count]


@loop
def spread(plan: Array, documents: Array, live: Array, base: int, counts: Array) -> None:
    """Add to `counts` (int64, a clause each) in how many living documents each clause is."""
    clauses = len(counts)
    firsts = plan[: clauses + 1]
    rows = plan[2 * clauses + 1 :].reshape((firsts[clauses], 4))
    at = rows[:, 1].copy()
    for clause in range(clauses):
        low, high = firsts[clause], firsts[clause + 1]
        while True:
            document = _NONE
            for row in range(low, high):
                if at[row] < rows[row, 2]:
                    document = min(document, np.int64(documents[at[row]]))
            if document == _NONE:
                break
            counts[clause] += live[base + document]
            for row in range(low, high):
                if at[row] < rows[row, 2] and np.int64(documents[at[row]]) == document:
                    at[row] += 1


def try_out() -> None:
    """Run the loops on the types that an index has, so that no search waits for a compilation."""
    plan, telling = np.array([0, 1, 0, 0, 0, 1, 1]), np.ones(1, np.float32)
    live, scales = np.ones(2, np.bool_), np.ones((5, 2), np.float32)
    for kind in (np.uint16, np.int32):
        documents, codes = np.array([1], kind), np.array([1], np.uint8)
        many, mentions = np.empty(0, np.uint32), np.empty(0, np.int32)
        spread(plan, documents, live, 0, np.zeros(1, np.int64))
        sweep(plan, telling, documents, codes, many, mentions, live, 0, scales, 1.2, 1, 2)
