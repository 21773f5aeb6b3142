"""Compiled with numba: what has some of the clauses of a bag of words.

Entries, rows and what `firsts` are, are those of sweeping.py. `live` is of all segments, of which this one begins at `base`.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bits import counted_up, members, no_bits, rank
from searchnews.engines.whoosh.dense import add_dense, entered, is_dense, reach, those
from searchnews.engines.whoosh.inversion import BODY
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.scoring import score_term
from searchnews.engines.whoosh.uniting import united

_FULL = 4  # times as many as have a clause, from which on there are few of them
_DENSE = 8  # documents an entry, at most, for which all entries are scored where one clause is not enough


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
    clauses = np.zeros((reach(rows, documents) + 7) // 8 * 8, np.uint8)
    several = False
    for clause in range(len(firsts) - 1):
        several = several or firsts[clause + 1] - firsts[clause] > 1
    seen = np.zeros(len(clauses) if several else 0, np.uint8)  # the last clause counted, where any has several rows
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
def clause_scored(
    base: int,
    rows: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
    size: int,
) -> tuple[Array, Array]:
    """All documents of a clause, and their scores: the same sums as `add_terms`, where nothing has to be looked for."""
    if len(rows) == 1:
        return score_term(base, rows[0], documents, codes, many, mentions, scales, telling, k1)
    found, text, further, fields, others = united(rows[:, 1:].copy(), documents, codes, many, mentions, size)
    weight, limit, rest = np.float32(telling), np.float32(k1), 0
    scores = np.empty(len(found), np.float32)
    for number in range(len(found)):
        document = found[number]
        place = document + base
        frequency = scales[BODY, place] * np.float32(text[number])
        while rest < len(further) and further[rest] == document:
            frequency += scales[fields[rest], place] * np.float32(others[rest])
            rest += 1
        found[number], scores[number] = place, weight * (frequency / (limit + frequency))
    return found, scores


@loop
def some_scored(
    rows: Array,
    firsts: Array,
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
    """What has from `least` to `below` - 1 clauses, and the scores, all entries being scored."""
    size, largest = reach(rows, documents), 0
    for row in range(len(rows)):
        largest = max(largest, int(rows[row, 2] - rows[row, 1]))
    bits, before, count = no_bits(0), np.empty(0, np.int32), size
    if largest * _FULL <= size:
        bits = those(rows, documents, size)
        before, count = counted_up(bits)
    full = count * _FULL > size  # most documents have a clause: each has a place, rather than each of these
    counts, scores = np.zeros(size if full else count, np.uint8), np.zeros(size if full else count, np.float32)
    for clause in range(len(telling)):
        own = rows[firsts[clause] : firsts[clause + 1]]
        if full and is_dense(own, size):
            add_dense(base, own, documents, codes, many, mentions, scales, telling[clause], k1, counts, scores)
        elif len(own):
            found, parts = clause_scored(base, own, documents, codes, many, mentions, scales, telling[clause], k1, size)
            for number in range(len(found)):
                place = int(found[number] - base)
                place = place if full else rank(place, bits, before)
                counts[place] += 1
                scores[place] += parts[number]
    if full:
        return _chosen(counts, scores, live, base, least, below)
    found = members(bits, count, base)
    if whole and least == 1 and below > len(telling):
        return found, scores
    kept = 0
    for number in range(count):
        found[kept], scores[kept] = found[number], scores[number]
        kept += live[found[number]] and least <= counts[number] and counts[number] < below
    return found[:kept], scores[:kept]


@loop
def _chosen(counts: Array, scores: Array, live: Array, base: int, least: int, below: int) -> tuple[Array, Array]:
    """What is alive and has from `least` to `below` - 1 clauses, by tables of all documents, whose scores are moved up."""
    found, kept = np.empty(len(counts), np.int32), 0
    for document in range(len(counts)):
        found[kept], scores[kept] = base + document, scores[document]
        kept += least <= counts[document] and counts[document] < below and live[base + document]
    return found[:kept], scores[:kept]


@loop
def are_scored(rows: Array, firsts: Array, documents: Array, least: int) -> bool:
    """Whether it is best to score all entries: any clause is enough; many have one; or all do, and most have each of them."""
    size, clauses, rarest = reach(rows, documents), len(firsts) - 1, entered(rows)
    for clause in range(clauses):
        rarest = min(rarest, entered(rows[firsts[clause] : firsts[clause + 1]]))
    if least == clauses:
        return len(rows) > 1 and rarest * _DENSE > size
    return bool(least == 1 or entered(rows) * _DENSE > size)
