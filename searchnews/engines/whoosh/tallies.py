"""Exact counts of every facet and every period over any set of documents, in as few passes as can be.

Facets with few values share a pass: the codes of two or three of them make one number, and the counts of that number
are added up along each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import Columns, FacetColumn
from searchnews.fields import FACET_LIMIT

PERIOD = "date"  # the name under which periods are counted, as if they were a facet
_TOGETHER = 4096  # codes that a group of facets may have together
_NARROW = 1 << 16


@dataclass(frozen=True, slots=True)
class Group:
    """Facets that are counted in one pass."""

    names: tuple[str, ...]
    sizes: Array  # int64: how many codes each has, "no value" among them
    codes: Array  # a number a document, uint16 or int32: the first facet's code is its highest digit


# The values of a facet that are shown, or the periods that have a document: codes, counts beside them, and how many
# documents have no value.
Frequent = tuple[Sequence[int], Sequence[int], int]


class Counted:
    """The counts of all facets and periods over one set of documents."""

    def __init__(self, counts: Array, listed: Sequence[int], spans: Mapping[str, tuple[int, int]]) -> None:
        """counts: int64, of all codes of all facets, each facet's between its `spans`. listed: see kernels.counted."""
        self._counts, self._spans = counts, spans
        self._frequent: dict[str, Frequent] = {}
        codes = 1
        for name in spans:
            middle = codes + listed[codes - 1]
            end = middle + middle - codes
            self._frequent[name] = listed[codes:middle], listed[middle:end], listed[end]
            codes = end + 2

    def of(self, name: str) -> Array:
        """A facet's counts, a row a code, "no value" last; int64."""
        begin, end = self._spans[name]
        return self._counts[begin:end]

    def frequent(self, name: str) -> Frequent:
        """A facet's most frequent values, FACET_LIMIT at most; all periods, in their order. None that nobody has."""
        return self._frequent[name]


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
        limits = np.array([sizes[name] if name == PERIOD else FACET_LIMIT for name in names])
        ranked = np.array([name != PERIOD for name in names])
        self.codes = np.array(
            [firsts[name] for name in names], np.int32
        )  # [facets, documents]: what compiled filters read
        self.given = (*_given(self._groups, len(periods)), *_further(columns.facets, self._spans), limits, ranked)
        self._places = {name: place for place, name in enumerate(names)}
        selected, wanted = np.zeros(len(names), np.bool_), np.ones(ends[-1], np.bool_)
        dates = np.array([0] * 6 + [self._places[PERIOD]])
        self.nothing_selected = selected, wanted[:0], dates
        self.everything_wanted = selected, wanted, dates  # see choosing.choose

    def counted(self, documents: Array) -> Counted:
        """The counts of all over some documents (ascending)."""
        counts, listed = kernels.counted(documents, *self.given)
        return self.known(counts, listed.tolist())

    def known(self, counts: Array, listed: Sequence[int]) -> Counted:
        """Counts that are at hand; both are those of kernels.counted."""
        return Counted(counts, listed, self._spans)

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
