"""Exact counts of every facet and every period over any set of documents, in as few passes as can be.

Facets with few values share a pass: the codes of two or three of them make one number, and the counts of that number
are added up along each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import Columns, FacetColumn
from searchnews.fields import FACET_LIMIT

PERIOD = "date"  # the name under which periods are counted, as if they were a facet
_TOGETHER = 4096  # codes that a group of facets may have together
_NARROW = 1 << 16
_FEW = 48  # documents that are faster counted one by one than by arrays
_SOME = 1536  # documents of which each facet is counted for itself


@dataclass(frozen=True, slots=True)
class Group:
    """Facets that are counted in one pass."""

    names: tuple[str, ...]
    sizes: Array  # int64: how many codes each has, "no value" among them
    codes: Array  # a number a document, uint16 or int32: the first facet's code is its highest digit


# The values of a facet that are shown, or the periods that have a document: codes, counts beside them, and how many
# documents have no value.
Frequent = tuple[Sequence[int], Sequence[int], int]


Rooms = Mapping[str, tuple[int, int, bool]]  # of a facet: codes; how many values are shown; whether by their counts


class Counted:
    """The counts of all facets and periods over one set of documents."""

    def __init__(self, counts: Array, frequent: Mapping[str, Frequent], spans: Mapping[str, tuple[int, int]]) -> None:
        """counts: int64, of all codes of all facets, each facet's between its `spans`."""
        self._counts, self._frequent, self._spans = counts, frequent, spans

    def of(self, name: str) -> Array:
        """A facet's counts, a row a code, "no value" last; int64."""
        begin, end = self._spans[name]
        return self._counts[begin:end]

    def frequent(self, name: str) -> Frequent:
        """A facet's most frequent values, FACET_LIMIT at most; all periods, in their order. None that nobody has."""
        return self._frequent[name]


class _CountedFew(Counted):
    """The same over a few documents, by Python's dictionaries."""

    def __init__(self, tallies: Mapping[str, dict[int, int]], frequent: dict[str, Frequent], rooms: Rooms) -> None:
        """tallies: how many have each code but that of no value."""
        self._tallies, self._frequent, self._rooms = tallies, frequent, rooms

    def of(self, name: str) -> Array:
        counts = np.zeros(self._rooms[name][0], np.int64)
        for code, count in self._tallies[name].items():
            counts[code] = count
        counts[-1] = self._frequent[name][2]
        return counts


class Tallies:
    """Counts by facet over the documents of some columns."""

    def __init__(self, columns: Columns, periods: Array, period_codes: int) -> None:
        """periods: the code of each document's period, `period_codes` - 1 where it has none."""
        firsts = {name: column.first for name, column in columns.facets.items()}
        sizes = {name: len(column.values) + 1 for name, column in columns.facets.items()}
        firsts[PERIOD], sizes[PERIOD] = periods, period_codes
        self._groups = [_group(names, firsts, sizes) for names in _together(sizes)]
        names = [name for group in self._groups for name in group.names]
        ends = np.cumsum([sizes[name] for name in names]).tolist()
        self._spans = {name: (end - sizes[name], end) for name, end in zip(names, ends, strict=True)}
        self._rooms = {
            name: (sizes[name], sizes[name] if name == PERIOD else FACET_LIMIT, name != PERIOD) for name in names
        }
        self._shown: tuple[Sequence[int], Sequence[int], Sequence[bool]] = tuple(
            zip(*self._rooms.values(), strict=True)
        )  # type: ignore[assignment]
        self._empty = sum(
            size == 1 for size, _, _ in self._rooms.values()
        )  # facets without any value, the first of all
        self._begins = np.array([begin for begin, _ in self._spans.values()][self._empty :], np.int32).reshape(-1, 1)
        limits, ranked = map(np.array, self._shown[1:])
        self.codes = np.array(
            [firsts[name] for name in names], np.int32
        )  # [facets, documents]: what compiled filters read
        self.given = (*_given(self._groups, len(periods)), *_further(columns.facets, self._spans), limits, ranked)
        self._places = {name: place for place, name in enumerate(names)}
        selected, wanted = np.zeros(len(names), np.bool_), np.ones(ends[-1], np.bool_)
        dates = np.array([0] * 6 + [self._places[PERIOD]])
        self.nothing_selected = selected, wanted[:0], dates
        self.everything_wanted = selected, wanted, dates  # see choosing.choose

    def counted(self, documents: Array, only: str | None = None) -> Counted:
        """The counts of all facets over some documents (ascending), or of one."""
        if kernels.can_sweep() or (only is None and len(documents) > _SOME):
            counts, listed = kernels.counted(documents, *self.given)
            return self.known(counts, listed if isinstance(listed, list) else listed.tolist())
        if len(documents) <= _FEW:
            return self._counted_few(documents, self._rooms if only is None else (only,))
        return self._counted_some(documents) if only is None else self._counted_one(documents, only)

    def _counted_some(self, documents: Array) -> Counted:
        codes = self.codes[self._empty :].take(documents, 1)
        codes += self._begins
        counts = np.bincount(codes.ravel(), minlength=len(self.everything_wanted[1]))
        counts[: self._empty] = len(documents)
        for place in self._further_places(documents):
            counts[place] += 1
        return Counted(counts, dict(zip(self._rooms, kernels.shown(counts, *self._shown), strict=True)), self._spans)

    def _counted_few(self, documents: Array, names: Collection[str]) -> Counted:
        tallies: dict[str, dict[int, int]] = {}
        frequent: dict[str, Frequent] = {}
        further = self._further_of(documents)
        rows = [self._places[name] for name in names]  # next to each other: all, or one
        for name, codes in zip(names, self.codes[rows[0] : rows[-1] + 1].take(documents, 1).tolist(), strict=True):
            size, limit, by_count = self._rooms[name]
            if size == 1:
                tallies[name], frequent[name] = {}, ([], [], len(codes))
                continue
            tally: dict[int, int] = {}
            for code in (*codes, *further[name]) if further else codes:
                tally[code] = tally.get(code, 0) + 1
            without = tally.pop(size - 1, 0)
            shown = sorted(tally)
            if by_count:
                shown.sort(key=tally.__getitem__, reverse=True)
                del shown[limit:]
            tallies[name], frequent[name] = tally, (shown, [tally[code] for code in shown], without)
        return _CountedFew(tallies, frequent, self._rooms)

    def _counted_one(self, documents: Array, name: str) -> Counted:
        (begin, end), room = self._spans[name], self._rooms[name]
        counts = np.bincount(self.codes[self._places[name]].take(documents), minlength=end - begin)
        for place in self._further_places(documents):
            if begin <= place < end:
                counts[place - begin] += 1
        frequent = kernels.shown(counts, room[:1], room[1:2], room[2:])
        return Counted(counts, {name: frequent[0]}, {name: (0, end - begin)})

    def _further_of(self, documents: Array) -> dict[str, list[int]] | None:
        """The codes of second and later values; None where there are none."""
        found = self._further_places(documents)
        if not found:
            return None
        spans = self._spans.items()
        return {name: [place - begin for place in found if begin <= place < end] for name, (begin, end) in spans}

    def _further_places(self, documents: Array) -> Sequence[int]:
        """Where these are counted."""
        further, places = self.given[4:6]
        return places[kernels.present(further, documents)].tolist() if len(further) else ()

    def known(self, counts: Array, listed: Sequence[int]) -> Counted:
        """Counts that are at hand; both are those of plain_counting.counted."""
        frequent: dict[str, Frequent] = {}
        codes = 1
        for name in self._spans:
            middle = codes + listed[codes - 1]
            end = middle + middle - codes
            frequent[name] = listed[codes:middle], listed[middle:end], listed[end]
            codes = end + 2
        return Counted(counts, frequent, self._spans)

    def span(self, name: str) -> tuple[int, int]:
        """Between which places a facet's counts stand among all."""
        return self._spans[name]

    def place(self, name: str) -> int:
        """Which of the facets one is, in the order of `given`."""
        return self._places[name]


def _given(groups: Sequence[Group], documents: int) -> tuple[Array, Array, Array, Array]:
    """Codes of groups in two bytes and of those that want four, [groups, documents]; facets of each, sizes of facets."""
    narrow = [group.codes for group in groups if group.codes.dtype == np.uint16]
    wide = [group.codes for group in groups if group.codes.dtype != np.uint16]
    return (
        np.array(narrow, np.uint16).reshape(len(narrow), documents),
        np.array(wide, np.int32).reshape(len(wide), documents),
        np.array([len(group.names) for group in groups], np.int64),
        np.concatenate([group.sizes for group in groups]),
    )


def _further(facets: Mapping[str, FacetColumn], spans: Mapping[str, tuple[int, int]]) -> tuple[Array, Array]:
    """The second and later values of documents that have several: int32 document and place among all counts, ascending."""
    several = [(c.more, c.codes + spans[name][0]) for name, c in facets.items() if len(c.more)]
    if not several:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    documents, places = (np.concatenate(arrays).astype(np.int32) for arrays in zip(*several, strict=True))
    order = np.argsort(documents, kind="stable")
    return documents[order], places[order]


def _together(sizes: Mapping[str, int]) -> list[list[str]]:
    """Which facets share a pass: from the smallest on, as long as their codes together are few; narrow groups first."""
    groups: list[list[str]] = []
    product = _TOGETHER + 1
    for name in sorted(sizes, key=sizes.__getitem__):
        if product * sizes[name] > _TOGETHER:
            groups.append([])
            product = 1
        groups[-1].append(name)
        product *= sizes[name]
    return groups


def _group(names: Sequence[str], firsts: Mapping[str, Array], sizes: Mapping[str, int]) -> Group:
    codes = np.zeros(len(firsts[PERIOD]), dtype=np.int32)
    for name in names:
        codes *= np.int32(sizes[name])
        codes += firsts[name]
    room = np.array([sizes[name] for name in names])
    return Group(tuple(names), room, codes.astype(np.uint16) if _product(room) <= _NARROW else codes)


def _product(sizes: Iterable[int]) -> int:
    return int(np.prod(np.fromiter(sizes, np.int64)))
