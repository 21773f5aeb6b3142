"""Compiled with numba: what has some of the clauses of a bag of words, by a table with a place for every document.

Entries, rows and what `firsts` are, are those of sweeping.py. `live` is of all segments, of which this one begins at `base`.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.scoring import score_term

_DENSE = 8  # documents an entry, at most, for which all entries are scored


@loop
def _listed(clauses: Array, live: Array, base: int, least: int, below: int, found: Array) -> int:
    """Fill `found` with what is alive and has from `least` to `below` - 1 clauses; how many.

    clauses: uint8, how many each document of the segment has, and zeros up to a multiple of eight.
    """
    count = 0
    eights = clauses.view(np.uint64)  # most articles have none of the words: eight are passed over in one step
    for eight in range(len(eights)):
        if eights[eight] == 0:
            continue
        for document in range(8 * eight, 8 * eight + 8):
            number = clauses[document]
            if least <= number and number < below and live[base + document]:
                found[count] = base + document
                count += 1
    return count


@loop
def some(
    rows: Array,
    firsts: Array,
    documents: Array,
    live: Array,
    base: int,
    least: int,
    below: int,
    found: Array,
) -> int:
    """Fill `found` with what has from `least` to `below` - 1 clauses; how many."""
    size = np.int64(0)
    for row in range(len(rows)):
        if rows[row, 1] < rows[row, 2]:
            size = max(size, np.int64(documents[rows[row, 2] - 1]) + 1)
    clauses = np.zeros((size + 7) // 8 * 8, np.uint8)
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
    return _listed(clauses, live, base, least, below, found)


@loop
def some_scored(
    rows: Array,
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
    size: int,
) -> tuple[Array, Array]:
    """What has from `least` to `below` - 1 clauses of one term each, and the scores, all entries being scored."""
    clauses, total = np.zeros((size + 7) // 8 * 8, np.uint8), np.zeros(size, np.float32)
    for row in rows:
        own, parts = score_term(base, row, documents, codes, many, mentions, scales, telling[row[0]], k1)
        for number in range(len(own)):
            document = own[number] - base
            clauses[document] += 1
            total[document] += parts[number]
    found = np.empty(size, np.int32)
    count = _listed(clauses, live, base, least, below, found)
    scores = np.empty(count, np.float32)
    for number in range(count):
        scores[number] = total[found[number] - base]
    return found[:count], scores


@loop
def dense(rows: Array, firsts: Array, documents: Array) -> int:
    """How many documents of the segment come into question, where it is best to score all entries; else 0."""
    size, entries = np.int64(0), np.int64(0)
    for clause in range(len(firsts) - 1):
        if firsts[clause + 1] - firsts[clause] > 1:
            return 0
    for row in range(len(rows)):
        begin, end = rows[row, 1], rows[row, 2]
        entries += end - begin
        if begin < end:
            size = max(size, np.int64(documents[end - 1]) + 1)
    return int(size) if entries * _DENSE > size else 0
