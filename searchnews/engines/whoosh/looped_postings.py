"""What inversion.py and merging.py do with postings, by compiled loops (native_postings.py): the same arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.engines.whoosh.inversion import DOCUMENTS, FIELD_BITS, PART_OF, PARTS
from searchnews.native import Loop, address_of

_PART_OF = np.zeros(1 << FIELD_BITS, np.int32)
_PART_OF[: len(PART_OF)] = PART_OF


def inverted(
    tokens: Array,
    values: tuple[Array, Array, Array],
    beside: Array,
    ranks: Array,
    terms: int,
    loops: Mapping[str, Loop],
) -> dict[str, Array]:
    """The arrays of inversion.postings. values: cell, count and first position of each, int64. beside: sorted.

    ranks: int32, by unit its term's number among `terms`.
    """
    total = len(tokens) + len(beside)
    ends, cells, positions = np.empty(PARTS * terms + 1, np.int64), np.empty(total, np.int32), np.empty(total, np.int32)
    rows, size = np.ascontiguousarray(beside), PARTS * terms
    lengths = len(values[0]), len(rows)
    loops["sort_occurrences"](
        tokens, *values, lengths[0], rows, lengths[1], ranks, _PART_OF, ends, size, cells, positions
    )
    first, place = np.empty(PARTS * terms + 1, np.int64), np.empty(terms + 1, np.int64)
    documents, codes = np.empty(2 * total, np.int32), np.empty(2 * total, np.uint8)
    many, mentions, sizes = np.empty(total, np.int64), np.empty(total, np.int32), np.empty(1, np.int64)
    count = loops["make_entries"](ends, terms, cells, first, place, documents, codes, many, mentions, sizes)
    return {
        "first": first.astype(np.uint32),
        "place": place.astype(np.uint32),
        "documents": narrow(documents[:count], DOCUMENTS).copy(),
        "codes": codes[:count].copy(),
        "many": many[: sizes[0]].astype(np.uint32),
        "mentions": mentions[: sizes[0]].copy(),
        "positions": _narrowed(positions.view(np.uint32)),
    }


def merged_postings(
    parts: Sequence[tuple[Mapping[str, Array], Array, Array]], terms: int, loops: Mapping[str, Loop]
) -> tuple[dict[str, Array], Array]:
    """The postings of segments in one, and which of the terms have an entry.

    parts: of each its arrays, the new number of each document (int32, -1 where it goes) and of each term (int32).
    """
    held = [_Segment(*part) for part in parts]
    entries, total = sum(len(each.codes) for each in held), sum(len(each.positions) for each in held)
    first, place = np.empty(PARTS * terms + 1, np.int64), np.empty(terms + 1, np.int64)
    most = max((int(each.renumber.max(initial=0)) for each in held), default=0)
    documents, codes = np.empty(entries, narrow(np.array([most]), DOCUMENTS).dtype), np.empty(entries, np.uint8)
    noted = sum(len(each.many) for each in held)
    many, mentions = np.empty(noted, np.int64), np.empty(noted, np.int32)
    positions, sizes = np.empty(total, np.result_type(*(each.positions for each in held))), np.empty(2, np.int64)
    given = [np.array(column, np.int64) for column in zip(*(each.row() for each in held), strict=True)]
    state = np.zeros(3 * len(held), np.int64)
    posted = *_either(documents), codes, many, mentions
    placed = _either(positions)
    count = loops["merge_postings"](len(held), terms, *given, state, first, place, *posted, *placed, sizes)
    used = np.diff(first[::PARTS]) > 0
    kept = np.append(np.repeat(used, PARTS), True)
    positions = positions[: sizes[1]]
    return {
        "first": first[kept].astype(np.uint32),
        "place": place[np.append(used, True)].astype(np.uint32),
        "documents": documents[:count],
        "codes": codes[:count],
        "many": many[: sizes[0]].astype(np.uint32),
        "mentions": mentions[: sizes[0]],
        "positions": _narrowed(positions),
    }, used


def _narrowed(positions: Array) -> Array:
    wide = positions.dtype != np.uint16 and len(positions) and positions.max() >= 1 << 16
    return positions.astype(np.uint32 if wide else np.uint16, copy=False)


class _Segment:
    """The arrays of a segment, each contiguous and of a type the loop takes."""

    def __init__(self, arrays: Mapping[str, Array], renumber: Array, numbers: Array) -> None:
        self.renumber, self.numbers = renumber.astype(np.int32), numbers.astype(np.int32)
        self.first, self.place, self.codes = arrays["first"], arrays["place"], arrays["codes"]
        self.documents, self.positions = arrays["documents"], arrays["positions"]
        self.many, self.mentions = arrays["many"], arrays["mentions"]

    def row(self) -> tuple[int, ...]:
        """What `merge_postings` is given of it, in its order."""
        return (
            address_of(self.numbers, "i32*"),
            len(self.numbers),
            address_of(self.first, "u32*"),
            address_of(self.place, "u32*"),
            *_either(self.documents),
            address_of(self.codes, "u8*"),
            address_of(self.many, "u32*"),
            address_of(self.mentions, "i32*"),
            len(self.many),
            *_either(self.positions),
            address_of(self.renumber, "i32*"),
        )


def _either(numbers: Array) -> tuple[int, int, int]:
    """The address of an array that may be of 16 bits or 32, for both; and which it is."""
    wide = numbers.dtype != np.uint16
    place = address_of(numbers, f"{numbers.dtype.kind}{8 * numbers.itemsize}*")
    return place, place, int(wide)


def merged_names(tables: Sequence[tuple[Array, Array]], loops: Mapping[str, Loop]) -> tuple[Array, Array, list[Array]]:
    """The names of sorted tables in one: their text, where each begins and the last ends; of each table the new numbers.

    tables: text, uint8, and beginnings, int64, of each.
    """
    (text, starts), *others = tables
    numbers = [np.arange(len(starts) - 1, dtype=np.int32)]
    for other, begins in others:
        counts = len(starts) - 1, len(begins) - 1
        joined, joined_starts = np.empty(len(text) + len(other), np.uint8), np.empty(sum(counts) + 1, np.int64)
        own, theirs = np.empty(counts[0], np.int32), np.empty(counts[1], np.int32)
        both = text, starts, counts[0], other, begins, counts[1]
        count = loops["merge_names"](*both, joined, joined_starts, own, theirs)
        starts = joined_starts[: count + 1].copy()
        text = joined[: starts[-1]].copy()
        numbers = [own[each] for each in numbers] + [theirs]
    return text, starts, numbers
