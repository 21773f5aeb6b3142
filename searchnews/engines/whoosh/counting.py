"""Compiled with numba: the counts of facets and periods (tallies.py)."""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop


@loop
def _counted_along(counts: Array, sizes: Array, found: Array) -> None:
    """Add the counts of joint codes to those of each facet, one after another in `found`."""
    for number in range(len(counts)):
        count = counts[number]
        if count:
            rest, base = number, len(found)
            for facet in range(len(sizes) - 1, -1, -1):
                base -= sizes[facet]
                found[base + rest % sizes[facet]] += count
                rest //= sizes[facet]


@loop
def _group_counts(codes: Array, documents: Array, counts: Array) -> None:
    if len(documents) == len(codes):
        for code in codes:
            counts[code] += 1
    else:
        for document in documents:
            counts[codes[document]] += 1


@loop
def _list_values(counts: Array, limit: int, ranked: bool, listed: Array) -> int:
    """Put how many values are shown, their codes, their counts and the last count into `listed`; how many numbers."""
    codes, filled = listed[1:], 0
    for code in range(len(counts) - 1):
        count = counts[code]
        if count == 0 or (filled == limit and (not ranked or count <= counts[codes[limit - 1]])):
            continue
        at = min(filled, limit - 1)
        while ranked and at > 0 and counts[codes[at - 1]] < count:
            codes[at] = codes[at - 1]
            at -= 1
        codes[at] = code
        filled = min(filled + 1, limit)
    listed[0] = filled
    for place in range(filled):
        codes[filled + place] = counts[codes[place]]
    codes[2 * filled] = counts[len(counts) - 1]
    return 2 * filled + 2


@loop
def count(
    documents: Array, narrow: Array, wide: Array, facets: Array, sizes: Array, further: Array, places: Array
) -> Array:
    """How many documents have each code of each facet: int64, one facet's after another's; see plain_counting.counted."""
    counts = np.zeros(sizes.sum(), np.int64)
    facet, begin = 0, 0
    for group in range(len(facets)):
        own = sizes[facet : facet + facets[group]]
        room = own.sum()
        joint = counts[begin : begin + room] if len(own) == 1 else np.zeros(np.prod(own), np.int64)
        if group < len(narrow):
            _group_counts(narrow[group], documents, joint)
        else:
            _group_counts(wide[group - len(narrow)], documents, joint)
        if len(own) > 1:
            _counted_along(joint, own, counts[begin : begin + room])
        facet, begin = facet + len(own), begin + room
    place = 0
    for number in range(len(further)):
        while place < len(documents) and documents[place] < further[number]:
            place += 1
        if place == len(documents):
            break
        counts[places[number]] += documents[place] == further[number]
    return counts


@loop
def list_values(counts: Array, sizes: Array, limits: Array, ranked: Array) -> Array:
    """The values of each facet that are to be shown, as plain_counting.counted gives them."""
    room = np.int64(0)
    for facet in range(len(sizes)):
        room += 2 * min(limits[facet], sizes[facet]) + 2
    listed = np.empty(room, np.int64)
    begin, end = 0, 0
    for facet in range(len(sizes)):
        own = counts[begin : begin + sizes[facet]]
        end += _list_values(own, min(limits[facet], sizes[facet]), ranked[facet], listed[end:])
        begin += sizes[facet]
    return listed[:end]


@loop
def counted(
    documents: Array,
    narrow: Array,
    wide: Array,
    facets: Array,
    sizes: Array,
    further: Array,
    places: Array,
    limits: Array,
    ranked: Array,
) -> tuple[Array, Array]:
    """See plain_counting.py."""
    counts = count(documents, narrow, wide, facets, sizes, further, places)
    return counts, list_values(counts, sizes, limits, ranked)
