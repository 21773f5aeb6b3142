"""Compiled with numba: which documents pass the filters of a search, and which fail by one of them alone.

The plain form of the same is filters.py. Facets and their codes are those of tallies.py; the dates are one of them, the
periods, whose filter is the range. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.periods import ASKED, INSIDE

PASSES, SEVERAL = -1, -2  # in `alone`
_VERDICTS = 7  # where they begin in `dates`


@loop
def _note_failing(
    documents: Array,
    own: int,
    begin: int,
    end: int,
    codes: Array,
    further: Array,
    places: Array,
    wanted: Array,
    alone: Array,
) -> None:
    """Note in `alone` which documents have no wanted value of a facet; its counts stand from `begin` to `end`."""
    at = 0
    for number in range(len(documents)):
        document = documents[number]
        passes = wanted[begin + codes[own, document]]
        while at < len(further) and further[at] < document:
            at += 1
        while at < len(further) and further[at] == document:
            passes = passes or (begin <= places[at] and places[at] < end and wanted[places[at]])
            at += 1
        if not passes:
            alone[number] = own if alone[number] == PASSES else SEVERAL


@loop
def _by_date(document: int, dates: Array, starts: Array, ends: Array, precision: Array) -> tuple[bool, bool]:
    """Whether a document's date passes, and whether it is one that only overlaps the range."""
    known = precision[document]
    bounded, wanted = dates[0] > 0, dates[3]
    if known == UNDATED:
        return bool(dates[4]), False
    if wanted != UNDATED and known != wanted:
        return False, False
    inside = starts[document] >= dates[1] and ends[document] <= dates[2]
    overlaps = ends[document] > dates[1] and starts[document] < dates[2]
    return bool(inside or (dates[5] and overlaps)), bool(bounded and overlaps and not inside)


@loop
def choose(
    documents: Array,
    codes: Array,
    sizes: Array,
    further: Array,
    places: Array,
    selected: Array,
    wanted: Array,
    dates: Array,
    starts: Array,
    ends: Array,
    precision: Array,
    alone: Array,
) -> int:
    """Set `alone` (int8, beside the documents): PASSES, the facet whose filter alone a document fails, or SEVERAL.

    codes: int32 [facets, all documents]. selected: bool, a facet each, whether it has a filter. wanted: bool, a place among all counts each. dates: int64:
    whether there is a range; its first minute and the one after its last; the only precision that passes, UNDATED for
    any; whether undated ones pass; whether those that overlap the range do; which facet is the dates; then OUTSIDE, INSIDE or ASKED of each period,
    where that facet has a filter: most documents need no closer look. Returns how many only overlap the range and pass all else.
    """
    possible = np.int64(0)
    alone[:] = PASSES
    begin = np.int64(0)
    for own in range(len(sizes)):
        end = begin + sizes[own]
        if selected[own] and own != dates[6]:
            _note_failing(documents, own, int(begin), int(end), codes, further, places, wanted, alone)
        begin = end
    if selected[dates[6]]:
        for number in range(len(documents)):
            document = documents[number]
            verdict = dates[_VERDICTS + codes[dates[6], document]]
            passes = verdict == INSIDE
            if verdict == ASKED:
                passes, overlaps = _by_date(int(document), dates, starts, ends, precision)
                possible += overlaps and alone[number] == PASSES
            if not passes:
                alone[number] = dates[6] if alone[number] == PASSES else SEVERAL
    return int(possible)


@loop
def add_those_alone(
    documents: Array,
    alone: Array,
    codes: Array,
    sizes: Array,
    further: Array,
    places: Array,
    counts: Array,
) -> None:
    """Add to the counts of each facet the documents that only its own filter keeps out."""
    begins = np.zeros(len(sizes), np.int64)
    for facet in range(1, len(sizes)):
        begins[facet] = begins[facet - 1] + sizes[facet - 1]
    at = 0
    for number in range(len(documents)):
        own, document = np.int64(alone[number]), documents[number]
        if own < 0:
            continue
        counts[begins[own] + codes[own, document]] += 1
        while at < len(further) and further[at] < document:
            at += 1
        while at < len(further) and further[at] == document:
            counts[places[at]] += begins[own] <= places[at] and places[at] < begins[own] + sizes[own]
            at += 1
