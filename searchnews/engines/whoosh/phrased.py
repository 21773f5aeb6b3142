"""Compiled with numba: where a phrase stands in all segments of an index, and how often, weighted by field.

The same as phrases.py finds segment by segment, in one call. `table`, `where` and `kind` are those of mapped.py, but that of a
piece `where` says only which segment it is of, and where in `script` its plan begins and ends. A *plan* (int64): how many slots the
phrase has, each slot's first row, and after the last their number, then the rows, a term of a slot each: where its entries of
the text part, its further ones and those aside begin, and where its positions do. Each slot has a row at least.
"""

from __future__ import annotations

import numpy as np
from numba.np.numpy_support import carray

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import BODY
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.mapped import COLUMNS, FIRST, POSITIONS, entries, pointer
from searchnews.engines.whoosh.phrasing import standing_together

_ROW = 4  # numbers a row


@loop
def _by_size(rows: Array, firsts: Array, part: int) -> tuple[Array, int]:
    """The slots, that with the fewest entries of a part first, and how many this has."""
    slots = len(firsts) - 1
    sizes, order = np.zeros(slots, np.int64), np.zeros(slots, np.int64)
    for slot in range(slots):
        for row in range(firsts[slot], firsts[slot + 1]):
            sizes[slot] += rows[row, part + 1] - rows[row, part]
        at = slot
        while at > 0 and sizes[order[at - 1]] > sizes[slot]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = slot
    return order, int(sizes[order[0]])


@loop
def _cells(
    rows: Array,
    firsts: Array,
    part: int,
    documents: Array,
    codes: Array,
    many: Array,
    mentions: Array,
    positions: Array,
) -> tuple[Array, Array, Array]:
    """The phrase's cells of one part: documents, fields and how often (phrasing.standing_together)."""
    order, room = _by_size(rows, firsts, part)
    found, fields, counts = np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room, np.int32)
    if not room:
        return found, fields, counts
    own = np.empty((len(rows), 5), np.int64)
    own[:, 0], own[:, 1], own[:, 2] = rows[:, part], rows[:, part + 1], rows[:, 3]
    own[:, 3], own[:, 4] = rows[:, 0], rows[:, 1]
    count = standing_together(
        own, firsts, order, part == 0, documents, codes, many, mentions, positions, found, fields, counts
    )
    return found[:count], fields[:count], counts[:count]


@loop
def phrase_all(
    script: Array, where: Array, table: Array, kind: Array, live: Array, scales: Array
) -> tuple[Array, Array]:
    """The live documents with a phrase in a default field (int32, ascending), and its weighted frequency in each (float32)."""
    parts, frequencies, room = [np.empty(0, np.int32)], [np.empty(0, np.float32)], 0
    for piece in range(len(where)):
        segment = where[piece, 0]
        base = np.int32(table[segment, FIRST])
        documents, codes, many, mentions = entries(table, segment, kind)
        positions = carray(pointer(table[segment, POSITIONS]), (table[segment, POSITIONS + 1],), np.uint16)
        plan = script[where[piece, 1] : where[piece, 2]]
        slots = plan[0]
        firsts = plan[1 : slots + 2]
        rows = plan[slots + 2 :].reshape((firsts[slots], _ROW))
        body, _, counts = _cells(rows, firsts, 0, documents, codes, many, mentions, positions)
        other, fields, others = _cells(rows, firsts, 1, documents, codes, many, mentions, positions)
        own, of_own = np.empty(len(body) + len(other), np.int32), np.empty(len(body) + len(other), np.float32)
        count, at, rest = 0, 0, 0
        while at < len(body) or rest < len(other):
            if rest == len(other) or (at < len(body) and body[at] <= other[rest]):
                document = body[at] + base
                frequency = scales[BODY, document] * np.float32(counts[at])
                at += 1
            else:
                document = other[rest] + base
                frequency = np.float32(0.0)
            while rest < len(other) and other[rest] + base == document:
                frequency += scales[fields[rest], document] * np.float32(others[rest])
                rest += 1
            own[count], of_own[count] = document, frequency
            count += live[document]
        parts.append(own[:count])
        frequencies.append(of_own[:count])
        room += count
    found, of_found, filled = np.empty(room, np.int32), np.empty(room, np.float32), 0
    for number in range(len(parts)):
        end = filled + len(parts[number])
        found[filled:end], of_found[filled:end] = parts[number], frequencies[number]
        filled = end
    return found, of_found


def try_out() -> None:
    """Run the loop on the types that an index has, so that no search waits for a compilation."""
    for kind in (np.uint16, np.int32):
        phrase_all(
            np.zeros(1, np.int64), np.empty((0, 3), np.int64), np.zeros((1, COLUMNS), np.int64), np.empty(0, kind),
            np.ones(2, np.bool_), np.ones((5, 2), np.float32),
        )  # fmt: skip
