"""Compiled with numba: which documents pass the filters of a search, and which fail by one of them alone.

The plain form of the same is filters.py. Facets and their codes are those of tallies.py; the dates are one of them, the
periods, whose filter is the range. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.looping import loop

PASSES, SEVERAL = -1, -2  # in `alone`


@loop
def _digits(facets: Array, sizes: Array) -> tuple[Array, Array, Array]:
    """Of each facet: where its counts begin, its group, and what its digit in the group's codes counts."""
    begins, groups, counting = np.zeros((3, len(sizes)), np.int64)
    facet, begin = 0, 0
    for group in range(len(facets)):
        one = np.int64(1)
        for own in range(facet + facets[group] - 1, facet - 1, -1):
            groups[own], counting[own] = group, one
            one *= sizes[own]
        for own in range(facet, facet + facets[group]):
            begins[own] = begin
            begin += sizes[own]
        facet += facets[group]
    return begins, groups, counting


@loop
def _code(narrow: Array, wide: Array, group: int, document: int) -> int:
    return int(narrow[group, document] if group < len(narrow) else wide[group - len(narrow), document])


@loop
def _note_failing(
    documents: Array,
    own: int,
    narrow: Array,
    wide: Array,
    facets: Array,
    sizes: Array,
    further: Array,
    places: Array,
    wanted: Array,
    alone: Array,
) -> None:
    """Note in `alone` which documents have no wanted value of a facet."""
    begins, groups, counting = _digits(facets, sizes)
    begin, end, at = begins[own], begins[own] + sizes[own], 0
    for number in range(len(documents)):
        document = documents[number]
        code = _code(narrow, wide, groups[own], document) // counting[own] % sizes[own]
        passes = wanted[begin + code]
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
    narrow: Array,
    wide: Array,
    facets: Array,
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

    selected: bool, a facet each, whether it has a filter. wanted: bool, a place among all counts each. dates: int64:
    whether there is a range; its first minute and the one after its last; the only precision that passes, UNDATED for
    any; whether undated ones pass; whether those that overlap the range do; which facet is the dates. Returns how many only overlap the range and
    pass all else.
    """
    possible = np.int64(0)
    alone[:] = PASSES
    for own in range(len(sizes)):
        if selected[own] and own != dates[6]:
            _note_failing(documents, own, narrow, wide, facets, sizes, further, places, wanted, alone)
    if selected[dates[6]]:
        for number in range(len(documents)):
            passes, overlaps = _by_date(int(documents[number]), dates, starts, ends, precision)
            possible += overlaps and alone[number] == PASSES
            if not passes:
                alone[number] = dates[6] if alone[number] == PASSES else SEVERAL
    return int(possible)


@loop
def add_those_alone(
    documents: Array,
    alone: Array,
    narrow: Array,
    wide: Array,
    facets: Array,
    sizes: Array,
    further: Array,
    places: Array,
    counts: Array,
) -> None:
    """Add to the counts of each facet the documents that only its own filter keeps out."""
    begins, groups, counting = _digits(facets, sizes)
    at = 0
    for number in range(len(documents)):
        own = np.int64(alone[number])
        if own < 0:
            continue
        document = documents[number]
        code = _code(narrow, wide, groups[own], document) // counting[own] % sizes[own]
        counts[begins[own] + code] += 1
        while at < len(further) and further[at] < document:
            at += 1
        while at < len(further) and further[at] == document:
            counts[places[at]] += begins[own] <= places[at] and places[at] < begins[own] + sizes[own]
            at += 1
