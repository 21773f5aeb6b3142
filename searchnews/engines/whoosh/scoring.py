"""Compiled with numba: what a clause adds to the scores of documents, BM25F (ranking.py).

Entries, and what a row is, are those of sweeping.py.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop

GALLOP = 16  # so many times fewer: what lies between two is skipped by halves


@loop
def score_term(
    base: int,
    row: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
) -> tuple[Array, Array]:
    """All documents of a term, and their scores: the same sums as `add_term`, where nothing has to be looked for."""
    limit, weight, body = np.float32(k1), np.float32(telling), scales[BODY]
    begin, rest, last = row[1], row[2], row[3]
    found, frequencies = np.empty(rest - begin, np.int32), np.empty(rest - begin, np.float32)
    for number in range(len(found)):
        place = np.int64(documents[begin + number]) + base
        found[number] = place
        frequencies[number] = body[place] * np.float32(codes[begin + number])
    if len(many):
        for other in range(np.searchsorted(many, begin), np.searchsorted(many, rest)):
            at = int(many[other] - begin)
            frequencies[at] = body[found[at]] * np.float32(mentions[other])
    at = 0
    for entry in range(rest, last):
        place = np.int64(documents[entry]) + base
        at = reached(found, int(place), at, len(found))
        count = np.int64(codes[entry] & MENTIONS)
        if count == MENTIONS:
            count = np.int64(mentions[np.searchsorted(many, entry)])
        frequencies[at] += scales[codes[entry] >> FIELD_BITS, place] * np.float32(count)
    for number in range(len(found)):
        frequencies[number] = weight * (frequencies[number] / (limit + frequencies[number]))
    return found, frequencies


@loop
def add_term(
    found: Array,
    base: int,
    row: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
    scores: Array,
) -> None:
    """Add the part of a clause of one term to the scores of those of `found` that it is in."""
    limit, weight, body = np.float32(k1), np.float32(telling), scales[BODY]
    entry, end, rest, last = row[1], row[2], row[2], row[3]
    sparse = len(found) * GALLOP < end - entry
    for number in range(len(found)):
        place = found[number]
        document = place - base
        if sparse:
            entry = reached(documents, int(document), entry, end)
        else:
            while entry < end and documents[entry] < document:
                entry += 1
        if entry == end:
            return
        if documents[entry] != document:
            continue
        count = np.int64(codes[entry])
        if count == TEXT_MENTIONS:
            count = np.int64(mentions[np.searchsorted(many, entry)])
        frequency = body[place] * np.float32(count)
        if rest < last:
            if sparse:
                rest = reached(documents, int(document), rest, last)
            else:
                while rest < last and documents[rest] < document:
                    rest += 1
            while rest < last and documents[rest] == document:
                count = np.int64(codes[rest] & MENTIONS)
                if count == MENTIONS:
                    count = np.int64(mentions[np.searchsorted(many, rest)])
                frequency += scales[codes[rest] >> FIELD_BITS, place] * np.float32(count)
                rest += 1
        scores[number] += weight * (frequency / (limit + frequency))


@loop
def add_terms(
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
    """The same for a clause of several terms, whose mentions are added up field by field."""
    limit, weight = np.float32(k1), np.float32(telling)
    at, rest = rows[:, 1].copy(), rows[:, 2].copy()
    by_field = np.zeros(scales.shape[0], np.int64)
    for number in range(len(found)):
        place = found[number]
        document = place - base
        there = False
        for row in range(len(rows)):
            entry, end = at[row], rows[row, 2]
            if entry < end and documents[entry] < document:
                entry = reached(documents, int(document), entry, end)
                at[row] = entry
            if entry == end or documents[entry] != document:
                continue
            there = True
            count = np.int64(codes[entry])
            if count == TEXT_MENTIONS:
                count = np.int64(mentions[np.searchsorted(many, entry)])
            by_field[BODY] += count
            entry, end = rest[row], rows[row, 3]
            if entry < end:
                entry = reached(documents, int(document), entry, end)
                while entry < end and documents[entry] == document:
                    count = np.int64(codes[entry] & MENTIONS)
                    if count == MENTIONS:
                        count = np.int64(mentions[np.searchsorted(many, entry)])
                    by_field[codes[entry] >> FIELD_BITS] += count
                    entry += 1
                rest[row] = entry
        if there:
            frequency = scales[BODY, place] * np.float32(by_field[BODY])
            by_field[BODY] = 0
            for field in range(len(by_field)):
                if by_field[field]:
                    frequency += scales[field, place] * np.float32(by_field[field])
                    by_field[field] = 0
            scores[number] += weight * (frequency / (limit + frequency))
