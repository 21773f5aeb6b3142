"""Compiled with numba: clauses that are in many documents of a segment, added up in tables of all its documents.

The same sums as scoring.py and uniting.py make, in the same order. Entries and rows are those of sweeping.py. Imported only
where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bits import no_bits, put
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, MENTIONS, TEXT_MENTIONS
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.uniting import part

_THICK = 6  # documents an entry, at most, where tables are quicker


@loop
def reach(rows: Array, documents: Array) -> int:
    """One more than the last document of some terms."""
    size = np.int64(0)
    for row in range(len(rows)):
        if rows[row, 1] < rows[row, 2]:
            size = max(size, np.int64(documents[rows[row, 2] - 1]) + 1)
    return int(size)


@loop
def entered(rows: Array) -> int:
    """How many entries of the text part some terms have."""
    entries = np.int64(0)
    for row in range(len(rows)):
        entries += rows[row, 2] - rows[row, 1]
    return int(entries)


@loop
def those(rows: Array, documents: Array, size: int) -> Array:
    """The documents below `size` that have any of some terms, as bits."""
    bits = no_bits(size)
    for row in range(len(rows)):
        for entry in range(rows[row, 1], rows[row, 2]):
            put(bits, int(documents[entry]))
    return bits


@loop
def is_dense(rows: Array, size: int) -> bool:
    """Whether a clause of these rows is best added up in tables of `size` documents."""
    return bool(entered(rows) * _THICK > size)


@loop
def _add_one(
    base: int,
    row: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
    counts: Array,
    scores: Array,
) -> None:
    limit, weight, body = np.float32(k1), np.float32(telling), scales[BODY]
    begin, rest, last = row[1], row[2], row[3]
    frequencies = np.empty(len(scores), np.float32)  # those of documents without the term are never read
    for entry in range(begin, rest):
        document = np.int64(documents[entry])
        frequencies[document] = body[document + base] * np.float32(codes[entry])
    if len(many):
        for other in range(np.searchsorted(many, begin), np.searchsorted(many, rest)):
            document = np.int64(documents[many[other]])
            frequencies[document] = body[document + base] * np.float32(mentions[other])
    for entry in range(rest, last):
        document = np.int64(documents[entry])
        count = np.int64(codes[entry] & MENTIONS)
        if count == MENTIONS:
            count = np.int64(mentions[np.searchsorted(many, entry)])
        frequencies[document] += scales[codes[entry] >> FIELD_BITS, document + base] * np.float32(count)
    for entry in range(begin, rest):
        document = np.int64(documents[entry])
        frequency = frequencies[document]
        counts[document] += 1
        scores[document] += weight * (frequency / (limit + frequency))


@loop
def _mentioned(
    rows: Array, documents: Array, codes: Array, many: Array, mentions: Array, there: Array, sums: Array
) -> None:
    """Put down which documents have any of some terms, uint8, and how often in their text, int32; both zeros before."""
    for row in range(len(rows)):
        begin, end = rows[row, 1], rows[row, 2]
        for entry in range(begin, end):
            document = np.int64(documents[entry])
            there[document] = 1
            sums[document] += codes[entry]
        if len(many):
            for place in range(np.searchsorted(many, begin), np.searchsorted(many, end)):
                sums[documents[many[place]]] += mentions[place] - TEXT_MENTIONS


@loop
def _add_several(
    base: int,
    rows: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
    counts: Array,
    scores: Array,
) -> None:
    limit, weight, size = np.float32(k1), np.float32(telling), len(scores)
    there, sums, body = np.zeros(size, np.uint8), np.zeros(size, np.int32), scales[BODY, base : base + size]
    _mentioned(rows, documents, codes, many, mentions, there, sums)
    frequencies = np.empty(size, np.float32)
    for document in range(size):
        frequencies[document] = body[document] * np.float32(sums[document])
    cells, others = part(rows[:, 1:].copy(), 1, documents, codes, many, mentions, size << FIELD_BITS)
    for number in range(len(cells)):
        place, field = cells[number] >> FIELD_BITS, cells[number] & ((1 << FIELD_BITS) - 1)
        frequencies[place] += scales[field, place + base] * np.float32(others[number])
    for document in range(size):
        counts[document] += there[document]
        scores[document] += weight * (frequencies[document] / (limit + frequencies[document]))


@loop
def add_dense(
    base: int,
    rows: Array,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    scales: Array,
    telling: float,
    k1: float,
    counts: Array,
    scores: Array,
) -> None:
    """Add a clause of one term or of several to the tables of a segment's documents, which begin at `base`.

    counts: uint8, one more for each that has it. scores: float32. Both reach as far as its documents do.
    """
    if len(rows) == 1:
        _add_one(base, rows[0], documents, codes, many, mentions, scales, telling, k1, counts, scores)
    else:
        _add_several(base, rows, documents, codes, many, mentions, scales, telling, k1, counts, scores)
