"""Compiled with numba: the words of a bag in all segments of an index, whose arrays are given by their addresses.

A loop that took the arrays themselves would be another for each number of segments, and each array costs a call a
quarter of a microsecond. The addresses are those of a snapshot that the caller holds, so they stay good.

`table`, int64 [segments, COLUMNS]: the number of a segment's first document in the index and the one after its last; then
address and length of each of documents, codes, many, mentions, positions and headings (segment.py). `where`, int64 [pieces,
7]: which segment a piece is of, and where in `script` (int64) its plan, its starts and its heads begin and end
(answering.py). `kind`: an empty array of the type that documents and headings have in all segments.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.numpy_support import carray

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.heading import headed
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.placing import stand
from searchnews.engines.whoosh.sweeping import match, score, sweep

FIRST, LAST, DOCUMENTS, CODES, MANY, MENTIONS, POSITIONS, HEADINGS, COLUMNS = 0, 1, 2, 4, 6, 8, 10, 12, 14


def _aspointer(_: Any, address: Any) -> Any:
    """An address as what `carray` takes."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.inttoptr(given[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


pointer: Any = intrinsic(_aspointer)


@loop
def entries(table: Array, segment: int, kind: Array) -> tuple[Array, Array, Array, Array]:
    """Documents, codes, many and mentions of a segment."""
    row = table[segment]
    return (
        carray(pointer(row[DOCUMENTS]), (row[DOCUMENTS + 1],), kind.dtype),
        carray(pointer(row[CODES]), (row[CODES + 1],), np.uint8),
        carray(pointer(row[MANY]), (row[MANY + 1],), np.uint32),
        carray(pointer(row[MENTIONS]), (row[MENTIONS + 1],), np.int32),
    )


@loop
def sweep_all(
    script: Array,
    where: Array,
    table: Array,
    kind: Array,
    telling: Array,
    live: Array,
    scales: Array,
    k1: float,
    least: int,
    below: int,
    whole: bool,
) -> tuple[Array, Array]:
    """What has from `least` to `below` - 1 of the words: documents (int32, ascending) and scores; see sweeping.sweep."""
    clauses, room = len(telling), np.int64(0)
    for piece in range(len(where)):
        plan = script[where[piece, 1] : where[piece, 2]]
        for row in range(plan[clauses]):
            room += plan[2 * clauses + 1 + 4 * row + 2] - plan[2 * clauses + 1 + 4 * row + 1]
    found, scores, count = np.empty(room, np.int32), np.empty(room, np.float32), 0
    for piece in range(len(where)):
        segment = where[piece, 0]
        documents, codes, many, mentions = entries(table, segment, kind)
        own, of_own = sweep(
            script[where[piece, 1] : where[piece, 2]], telling, documents, codes, many, mentions, live,
            int(table[segment, FIRST]), scales, k1, least, below, whole,
        )  # fmt: skip
        found[count : count + len(own)], scores[count : count + len(own)] = own, of_own
        count += len(own)
    return found[:count], scores[:count]


@loop
def match_all(
    script: Array,
    where: Array,
    table: Array,
    kind: Array,
    clauses: int,
    live: Array,
    least: int,
    below: int,
) -> Array:
    """The documents of `sweep_all` alone."""
    parts = [np.empty(0, np.int32)]
    room = 0
    for piece in range(len(where)):
        segment = where[piece, 0]
        documents, _, _, _ = entries(table, segment, kind)
        plan = script[where[piece, 1] : where[piece, 2]]
        parts.append(match(plan, clauses, documents, live, int(table[segment, FIRST]), least, below))
        room += len(parts[-1])
    found, count = np.empty(room, np.int32), 0
    for own in parts:
        found[count : count + len(own)] = own
        count += len(own)
    return found


@loop
def score_all(
    script: Array,
    where: Array,
    table: Array,
    kind: Array,
    telling: Array,
    scales: Array,
    k1: float,
    found: Array,
) -> Array:
    """The scores of some of them, ascending."""
    scores, low = np.zeros(len(found), np.float32), 0
    for piece in range(len(where)):
        segment = where[piece, 0]
        low = reached(found, int(table[segment, FIRST]), low, len(found))
        high = reached(found, int(table[segment, LAST]), low, len(found))
        documents, codes, many, mentions = entries(table, segment, kind)
        scores[low:high] = score(
            script[where[piece, 1] : where[piece, 2]], telling, found[low:high], documents, codes, many, mentions,
            int(table[segment, FIRST]), scales, k1,
        )  # fmt: skip
        low = high
    return scores


@loop
def look_all(
    script: Array,
    where: Array,
    table: Array,
    kind: Array,
    telling: Array,
    worth: Array,
    reach: Array,
    window: Array,
    scores: Array,
) -> None:
    """Add to the scores of a few documents, ascending, what the places of the words are worth (rescoring.look)."""
    clauses, low = len(telling), 0
    for piece in range(len(where)):
        segment = where[piece, 0]
        while low < len(window) and window[low] < table[segment, FIRST]:
            low += 1
        high = low
        while high < len(window) and window[high] < table[segment, LAST]:
            high += 1
        if low == high:
            continue
        documents, codes, many, mentions = entries(table, segment, kind)
        positions = carray(pointer(table[segment, POSITIONS]), (table[segment, POSITIONS + 1],), np.uint16)
        headings = carray(pointer(table[segment, HEADINGS]), (table[segment, HEADINGS + 1],), kind.dtype)
        plan = script[where[piece, 1] : where[piece, 2]]
        starts = script[where[piece, 3] : where[piece, 4]]
        heads = script[where[piece, 5] : where[piece, 6]]
        own, of_own = np.empty(high - low, np.int32), scores[low:high]
        for number in range(high - low):
            own[number] = window[low + number] - table[segment, FIRST]
        leads, closeness = np.zeros((len(own), clauses)), np.zeros((len(own), clauses))
        stand(
            plan[2 * clauses + 1 :].reshape((plan[clauses], 4)), starts, own, documents, codes, many, mentions, positions,
            reach[0], reach[1], reach[2], leads, closeness, telling, (worth[1], worth[2], worth[3], worth[4]), of_own,
        )  # fmt: skip
        headed(
            heads[1:].reshape((len(heads) // 3, 3)), headings, own, leads, telling, (worth[5], worth[6], worth[1]),
            np.zeros((len(own), heads[0]), np.bool_), of_own,
        )  # fmt: skip
        low = high
