"""Compiled with numba: a whole answer in one call, from the words of a query to counts and the best articles.

It does one after another what executor.py, filters.py and rescoring.py do in steps, with the same loops, so that the
answer is the same to the bit; only the steps between cost nothing. Imported only where the extra `fast` is installed.

`held`, int64 [arrays, 3], are the arrays of a snapshot in the order of `Snapshot.given` (snapshot.py) by their addresses, each
with its one or two lengths: to take each array itself would cost a call a tenth of a microsecond, and much more where it is
in no cache.
"""

from __future__ import annotations

import numpy as np
from numba.np.numpy_support import carray

from searchnews.engines.whoosh.arrays import Array, addresses
from searchnews.engines.whoosh.choosing import PASSES, add_those_alone, choose
from searchnews.engines.whoosh.counting import count, list_values
from searchnews.engines.whoosh.leading import leading
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.mapped import COLUMNS, match_all, pointer, score_all, sweep_all
from searchnews.engines.whoosh.window import leading_by_places

TOTAL, POSSIBLE, BEST, NEARLY, HEAD = range(5)  # places in `numbers`: how many of each, then documents, then values


@loop
def _kept(
    documents: Array,
    scores: Array,
    begins: Array,
    ends: Array,
    precision: Array,
    coded: Array,
    sizes: Array,
    further: Array,
    places: Array,
    selected: Array,
    wanted: Array,
    dates: Array,
    alone: Array,
) -> tuple[Array, Array, int]:
    """What passes the filters, with its scores; how many only overlap the range of dates (choosing.choose)."""
    if not len(wanted):
        return documents, scores, 0
    possible = choose(
        documents, coded, sizes, further, places, selected, wanted, dates, begins, ends, precision, alone
    )  # fmt: skip
    kept = 0
    found, of_found = np.empty_like(documents), np.empty_like(scores)
    for number in range(len(documents)):
        if alone[number] == PASSES:
            found[kept] = documents[number]
            of_found[kept] = scores[number]
            kept += 1
    return found[:kept], of_found[:kept], possible


@loop
def _told(
    total: int, possible: int, best: Array, nearly: Array, of_best: Array, of_nearly: Array, listed: Array
) -> tuple[Array, Array]:
    numbers = np.empty(HEAD + len(best) + len(nearly) + len(listed), np.int64)
    numbers[TOTAL], numbers[POSSIBLE], numbers[BEST], numbers[NEARLY] = total, possible, len(best), len(nearly)
    end = HEAD + len(best)
    numbers[HEAD:end] = best
    numbers[end : end + len(nearly)] = nearly
    numbers[end + len(nearly) :] = listed
    scores = np.empty(len(best) + len(nearly), np.float32)
    scores[: len(best)] = of_best
    scores[len(best) :] = of_nearly
    return numbers, scores


@loop
def _given(held: Array) -> tuple[Array, ...]:
    """The arrays of a snapshot (Snapshot.held), in their order."""
    return (
        carray(pointer(held[0, 0]), (held[0, 1],), np.bool_),
        carray(pointer(held[1, 0]), (held[1, 1], held[1, 2]), np.float32),
        carray(pointer(held[2, 0]), (held[2, 1],), np.int64),
        carray(pointer(held[3, 0]), (held[3, 1],), np.int8),
        carray(pointer(held[4, 0]), (held[4, 1], held[4, 2]), np.uint8),
        carray(pointer(held[5, 0]), (held[5, 1],), np.int64),
        carray(pointer(held[6, 0]), (held[6, 1],), np.int64),
        carray(pointer(held[7, 0]), (held[7, 1], held[7, 2]), np.int32),
        carray(pointer(held[8, 0]), (held[8, 1], held[8, 2]), np.uint16),
        carray(pointer(held[9, 0]), (held[9, 1], held[9, 2]), np.int32),
        carray(pointer(held[10, 0]), (held[10, 1],), np.int64),
        carray(pointer(held[11, 0]), (held[11, 1],), np.int64),
        carray(pointer(held[12, 0]), (held[12, 1],), np.int32),
        carray(pointer(held[13, 0]), (held[13, 1],), np.int32),
        carray(pointer(held[14, 0]), (held[14, 1],), np.int64),
        carray(pointer(held[15, 0]), (held[15, 1],), np.bool_),
    )


@loop
def answer_found(
    documents: Array,
    scores: Array,
    first: int,
    held: Array,
    selected: Array,
    wanted: Array,
    dates: Array,
) -> tuple[Array, Array, Array]:
    """The answer for documents that are known to match, with their scores: `numbers`, scores of the best, counts.

    first: how many of the best. selected, wanted, dates: see choosing.choose; `wanted` is empty where there is no filter.
    numbers: int64: HEAD numbers, the best documents, those that nearly match, and what list_values gives.
    """
    (
        _, _, instants, precision, ids, begins, ends, coded,
        narrow, wide, facets, sizes, further, places, limits, by_count,
    ) = _given(held)  # fmt: skip
    alone = np.empty(len(documents) if len(wanted) else 0, np.int8)
    kept, of_kept, possible = _kept(
        documents, scores, begins, ends, precision, coded, sizes, further, places, selected, wanted, dates, alone
    )
    counts = count(kept, narrow, wide, facets, sizes, further, places)
    if len(wanted):
        add_those_alone(documents, alone, coded, sizes, further, places, counts)
    best, of_best = leading(kept, of_kept, first, instants, precision, ids)
    listed = list_values(counts, sizes, limits, by_count)
    numbers, of_all = _told(len(kept), int(possible), best, best[:0], of_best, of_best[:0], listed)
    return numbers, of_all, counts


@loop
def answer_bag(
    script: Array,
    where: Array,
    table: Array,
    kind: Array,
    telling: Array,
    worth: Array,
    reach: Array,
    asked: Array,
    held: Array,
    selected: Array,
    wanted: Array,
    dates: Array,
) -> tuple[Array, Array, Array, Array]:
    """The answer for a bag of words (bags.py): the same, and what matches before any filter.

    script, where, table, kind: see mapped.py. A plan is that of sweeping.sweep; starts are where the occurrences of each
    row's term begin; heads are how many words are looked for in headlines as they were typed, then the rows of
    heading.headed. telling: see sweeping.sweep. worth: float64: K1, HEADLINE, LEAD, NEAR, NEAR_K, TYPED, ASIDE (ranking.py).
    reach: int64: the title's number, LEAD_WORDS, REACH, WINDOW. asked: int64: whether every word is wanted; how many of the
    best; below how many those that nearly match are listed too; how many of the words these have at least; how many of both
    in all; whether nothing is deleted; whether it is looked at where the words stand.
    """
    (
        live, scales, instants, precision, ids, begins, ends, coded,
        narrow, wide, facets, sizes, further, places, limits, by_count,
    ) = _given(held)  # fmt: skip
    clauses, every, first = len(telling), asked[0] > 0, asked[1]
    least, below = clauses if every else 1, clauses + 1
    matching, counts, total, overlapping = np.empty(0, np.int32), np.empty(0, np.int64), 0, 0
    best, nearly = np.empty(0, np.int32), np.empty(0, np.int32)
    of_best, of_nearly = np.empty(0, np.float32), np.empty(0, np.float32)
    for turn in range(2):  # what matches, then what nearly does: in one loop, so that it is compiled once
        possible, alone = 0, np.empty(0, np.int8)
        if len(wanted):  # what the filters keep out needs no score
            found = match_all(script, where, table, kind, clauses, live, least, below)
            alone = np.empty(len(found), np.int8)
            possible += choose(
                found, coded, sizes, further, places, selected, wanted, dates, begins, ends, precision, alone
            )
            kept = found[alone == PASSES]
            of_kept = score_all(script, where, table, kind, telling, scales, worth[0], kept)
        else:
            found, of_kept = sweep_all(
                script, where, table, kind, telling, live, scales, worth[0], least, below, asked[5] > 0
            )
            kept = found
        if asked[6]:
            ahead, of_ahead = leading_by_places(
                kept, of_kept, first, script, where, table, kind, telling, worth, reach, instants, precision, ids
            )
        else:
            ahead, of_ahead = leading(kept, of_kept, first, instants, precision, ids)
        if turn:
            nearly, of_nearly = ahead, of_ahead
            break
        matching, total, overlapping, best, of_best = found, len(kept), possible, ahead, of_ahead
        counts = count(kept, narrow, wide, facets, sizes, further, places)
        if len(wanted):
            add_those_alone(found, alone, coded, sizes, further, places, counts)
        if total >= asked[2] or len(best) >= asked[4] or not len(found):
            break
        least, below, first = asked[3], clauses, asked[4] - len(best)
    listed = list_values(counts, sizes, limits, by_count)
    numbers, of_all = _told(total, overlapping, best, nearly, of_best, of_nearly, listed)
    return numbers, of_all, counts, matching


def try_out() -> None:
    """Run the loops on the types that an index has, so that no search waits for a compilation."""
    no_pieces, table = np.empty((0, 7), np.int64), np.zeros((1, COLUMNS), np.int64)
    script, telling, moments = np.zeros(1, np.int64), np.ones(1, np.float32), np.zeros(2, np.int64)
    worth, reach, asked = np.ones(7), np.array([0, 1, 1, 1]), np.array([1, 1, 0, 1, 1, 1, 1])
    by_document = (
        np.ones(2, np.bool_),
        np.ones((5, 2), np.float32),
        moments,
        np.zeros(2, np.int8),
        np.zeros((2, 16), np.uint8),
    )
    counted = (
        np.zeros((1, 2), np.uint16), np.zeros((1, 2), np.int32), np.ones(2, np.int64), np.ones(2, np.int64),
        np.empty(0, np.int32), np.empty(0, np.int32), np.ones(2, np.int64), np.ones(2, np.bool_),
    )  # fmt: skip
    given = (*by_document, moments, moments, np.zeros((2, 2), np.int32), *counted)
    held = addresses(given)
    selection = np.zeros(2, np.bool_), np.empty(0, np.bool_), np.zeros(7, np.int64)
    for kind in (np.uint16, np.int32):
        none = np.empty(0, kind)
        answer_bag(script, no_pieces, table, none, telling, worth, reach, asked, held, *selection)
    answer_found(np.array([1], np.int32), telling, 1, held, *selection)
