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


class Counted:
    """The counts of all facets and periods over one set of documents."""

    def __init__(self, counts: Array, best: Array, spans: Mapping[str, tuple[int, int, int]]) -> None:
        """counts: int64, of all codes of all facets. best: int64, a row a facet: how many and which codes (kernels.py)."""
        self._counts, self._best, self._spans = counts, best, spans

    def of(self, name: str) -> Array:
        """A facet's counts, a row a code, "no value" last; int64."""
        begin, end, _ = self._spans[name]
        return self._counts[begin:end]

    def without(self, name: str) -> int:
        """How many documents have no value."""
        return int(self._counts[self._spans[name][1] - 1])

    def most_frequent(self, name: str) -> tuple[list[int], list[int]]:
        """The codes of the most frequent values, FACET_LIMIT at most and none that nobody has, and their counts."""
        begin, _, row = self._spans[name]
        best = self._best[row]
        codes = best[1 : 1 + best[0]]
        return codes.tolist(), self._counts[codes + begin].tolist()


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
        self._spans = {
            name: (end - sizes[name], end, row) for row, (name, end) in enumerate(zip(names, ends, strict=True))
        }
        self._given = _given(self._groups, len(periods))
        self._further = _further(columns.facets, self._spans)

    def counted(self, documents: Array) -> Counted:
        """The counts of all over some documents (ascending)."""
        counts, best = kernels.counted(documents, *self._given, *self._further, FACET_LIMIT)
        return Counted(counts, best, self._spans)


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


def _further(facets: Mapping[str, FacetColumn], spans: Mapping[str, tuple[int, int, int]]) -> tuple[Array, Array]:
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
