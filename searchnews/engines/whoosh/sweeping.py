"""Compiled with numba: queries of words alone, matched and scored in one pass over one segment's postings.

The plain form of the same is what executor.py does leaf by leaf; both give the same bits. Imported only where the extra
`fast` is installed.

A *row* is one term of one clause, int64 [4]: the clause, where its entries of the text part begin, where these end and
the further ones begin, and where those end (inversion.py). Rows are sorted by clause, and each clause has one at least.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.alternatives import are_scored, clause_scored, some, some_scored
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bits import counted_up, has, members
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.dense import entered, reach, those
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.scoring import GALLOP, add_term, add_terms, score_term

_NONE = np.int64(1) << 40  # above every document
_FEW = 8  # terms of a clause that are looked at side by side; of more, all documents are put down first


@loop
def _union(rows: Array, documents: Array, found: Array) -> int:
    """Fill `found` with the segment's documents that have any of some terms, ascending; how many."""
    if len(rows) == 1:
        count = rows[0, 2] - rows[0, 1]
        for place in range(count):
            found[place] = documents[rows[0, 1] + place]
        return int(count)
    if len(rows) > _FEW:
        bits = those(rows, documents, reach(rows, documents))
        every = members(bits, counted_up(bits)[1], 0)
        found[: len(every)] = every
        return len(every)
    at = rows[:, 1].copy()
    count = 0
    while True:
        document = _NONE
        for row in range(len(rows)):
            if at[row] < rows[row, 2]:
                document = min(document, np.int64(documents[at[row]]))
        if document == _NONE:
            return count
        found[count] = document
        count += 1
        for row in range(len(rows)):
            if at[row] < rows[row, 2] and documents[at[row]] == document:
                at[row] += 1


@loop
def _note_present(found: Array, row: Array, documents: Array, there: Array) -> None:
    """Set `there` for those of `found`, numbers of the segment, that a term is in."""
    entry, end = row[1], row[2]
    sparse = len(found) * GALLOP < end - entry
    for number in range(len(found)):
        document = found[number]
        if sparse:
            entry = reached(documents, int(document), entry, end)
        else:
            while entry < end and documents[entry] < document:
                entry += 1
        if entry == end:
            return
        if documents[entry] == document:
            there[number] = True


@loop
def _has_any(found: Array, rows: Array, documents: Array) -> Array:
    """Which of `found`, numbers of the segment, have any of some terms."""
    there = np.zeros(len(found), np.bool_)
    if len(rows) <= _FEW:
        for row in range(len(rows)):
            _note_present(found, rows[row], documents, there)
        return there
    bits = those(rows, documents, reach(rows, documents))
    for number in range(len(found)):
        there[number] = has(bits, int(found[number]))
    return there


@loop
def _all(rows: Array, firsts: Array, order: Array, documents: Array, live: Array, base: int, found: Array) -> int:
    """Fill `found` with what has every clause; how many."""
    count = _union(rows[firsts[order[0]] : firsts[order[0] + 1]], documents, found)
    for rank in range(1, len(order)):
        there = _has_any(found[:count], rows[firsts[order[rank]] : firsts[order[rank] + 1]], documents)
        kept = 0
        for number in range(count):
            found[kept] = found[number]
            kept += there[number]
        count = kept
    kept = 0
    for number in range(count):
        found[kept] = found[number] + base
        kept += live[found[kept]]
    return kept


@loop
def match(plan: Array, clauses: int, documents: Array, live: Array, base: int, least: int, below: int) -> Array:
    """What has from `least` to `below` - 1 clauses and is alive: int32 numbers of all segments, ascending; see `sweep`."""
    firsts, order = plan[: clauses + 1], plan[clauses + 1 : 2 * clauses + 1]
    rows = plan[2 * clauses + 1 :].reshape((firsts[clauses], 4))
    room, every = np.int64(0), least == clauses
    for row in range(firsts[order[0]] if every else 0, firsts[order[0] + 1] if every else len(rows)):
        room += rows[row, 2] - rows[row, 1]
    found = np.empty(room, np.int32)
    if every:
        count = _all(rows, firsts, order, documents, live, base, found)
    else:
        count = some(rows, firsts, documents, live, base, least, below, found)
    return found[:count]


@loop
def _add_known(found: Array, scores: Array, every: Array, parts: Array) -> None:
    """Add what is known of all documents of a clause to the scores of those that were found."""
    place = 0
    for number in range(len(found)):
        while place < len(every) and every[place] < found[number]:
            place += 1
        if place < len(every) and every[place] == found[number]:
            scores[number] += parts[place]


@loop
def score(
    plan: Array,
    telling: Array,
    found: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    base: int,
    scales: Array,
    k1: float,
) -> Array:
    """The scores of some documents of a segment, numbers of all segments, ascending: float32; see `sweep`."""
    clauses = len(telling)
    rows = plan[2 * clauses + 1 :].reshape((plan[clauses], 4))
    scores = np.zeros(len(found), np.float32)
    for clause in range(clauses):
        own = rows[plan[clause] : plan[clause + 1]]
        if len(own) == 1:
            add_term(found, base, own[0], documents, codes, many, mentions, scales, telling[clause], k1, scores)
        elif len(own) > _FEW and len(own) * len(found) > entered(own):
            size = reach(own, documents)
            every, parts = clause_scored(base, own, documents, codes, many, mentions, scales, telling[clause], k1, size)
            _add_known(found, scores, every, parts)
        elif len(own):
            add_terms(found, base, own, documents, codes, many, mentions, scales, telling[clause], k1, scores)
    return scores


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
    whole: bool,
) -> tuple[Array, Array]:
    """What has from `least` to `below` - 1 clauses and is alive: documents and scores.

    plan: int64: each clause's first row, then the number of rows; the clauses, rarest first; the rows, one after another.
    telling: float32, each clause's inverse document frequency and weight in one. live: bool, and scales: float32 [fields,
    documents], both of all segments, where this one's begin at `base`. whole: all are alive. Returns int32 numbers of all
    segments, ascending, and float32.
    """
    clauses = len(telling)
    if whole and clauses == 1 and plan[1] == 1:
        return score_term(base, plan[3:7], documents, codes, many, mentions, scales, telling[0], k1)
    rows = plan[2 * clauses + 1 :].reshape((plan[clauses], 4))
    if are_scored(rows, plan[: clauses + 1], documents, least):
        return some_scored(
            rows, plan[: clauses + 1], telling, documents, codes, many, mentions, live, base, scales, k1, least, below,
            whole,
        )  # fmt: skip
    found = match(plan, clauses, documents, live, base, least, below)
    return found, score(plan, telling, found, documents, codes, many, mentions, base, scales, k1)


@loop
def spread(plan: Array, documents: Array, live: Array, base: int, whole: bool, counts: Array) -> None:
    """Add to `counts` (int64, a clause each) in how many living documents each clause is; whole: all are alive."""
    clauses = len(counts)
    firsts = plan[: clauses + 1]
    rows = plan[2 * clauses + 1 :].reshape((firsts[clauses], 4))
    at = rows[:, 1].copy()
    for clause in range(clauses):
        low, high = firsts[clause], firsts[clause + 1]
        if high - low > _FEW:
            bits = those(rows[low:high], documents, reach(rows[low:high], documents))
            every = members(bits, counted_up(bits)[1], base)
            for number in range(len(every)):
                counts[clause] += live[every[number]]
            continue
        for row in range(low, high):
            if whole and high - low == 1:
                counts[clause] += rows[row, 2] - rows[row, 1]
                continue
            # Of one in several rows the one of the largest counts, so that it is the small ones that are walked through.
            first = True
            for other in range(low, high):
                first = first and _stands_before(rows, row, other)
                at[other] = rows[other, 1]
            if whole and first:
                counts[clause] += rows[row, 2] - rows[row, 1]
                continue
            for entry in range(rows[row, 1], rows[row, 2]):
                document = np.int64(documents[entry])
                again = False
                for other in range(low, high):
                    if again or other == row or _stands_before(rows, row, other):
                        continue
                    at[other] = reached(documents, int(document), at[other], rows[other, 2])
                    again = at[other] < rows[other, 2] and np.int64(documents[at[other]]) == document
                counts[clause] += live[base + document] and not again


@loop
def _stands_before(rows: Array, row: int, other: int) -> bool:
    """Whether a row is larger than another, or as large and earlier."""
    size, against = rows[row, 2] - rows[row, 1], rows[other, 2] - rows[other, 1]
    return bool(size > against or (size == against and row <= other))


def try_out() -> None:
    """Run the loops on the types that an index has, so that no search waits for a compilation."""
    plan, telling = np.array([0, 1, 0, 0, 0, 1, 1]), np.ones(1, np.float32)
    live, scales = np.ones(2, np.bool_), np.ones((5, 2), np.float32)
    for kind in (np.uint16, np.int32):
        documents, codes = np.array([1], kind), np.array([1], np.uint8)
        many, mentions = np.empty(0, np.uint32), np.empty(0, np.int32)
        spread(plan, documents, live, 0, True, np.zeros(1, np.int64))
        sweep(plan, telling, documents, codes, many, mentions, live, 0, scales, 1.2, 1, 2, True)
