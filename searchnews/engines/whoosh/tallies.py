"""Exact counts of every facet and every period over any set of documents, in as few passes as can be.

Facets with few values share a pass: the codes of two or three of them make one number, and the counts of that number
are added up along each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import Columns, FacetColumn

PERIOD = "date"  # the name under which periods are counted, as if they were a facet
_TOGETHER = 4096  # codes that a group of facets may have together


@dataclass(frozen=True, slots=True)
class Group:
    """Facets that are counted in one pass."""

    names: tuple[str, ...]
    sizes: Array  # int64: how many codes each has, "no value" among them
    spans: tuple[tuple[str, int, int], ...]  # where each one's counts begin and end among those of all
    codes: Array  # a number a document, uint16 or int32: the first facet's code is its highest digit


@dataclass(frozen=True, slots=True)
class Further:
    """The second and later values of documents that have several."""

    none: int  # the facet's code for no value
    documents: Array
    codes: Array


class Tallies:
    """Counts by facet; a facet's counts have a row a code, "no value" last."""

    def __init__(self, columns: Columns, periods: Array, period_codes: int) -> None:
        """periods: the code of each document's period, `period_codes` - 1 where it has none."""
        firsts = {name: column.first for name, column in columns.facets.items()}
        sizes = {name: len(column.values) + 1 for name, column in columns.facets.items()}
        firsts[PERIOD], sizes[PERIOD] = periods, period_codes
        self._names = tuple(sizes)
        self._empty = [name for name, size in sizes.items() if size == 1]  # nobody has one
        self._groups = [_group(names, firsts, sizes) for names in _together(sizes)]
        self._group_of = {name: group for group in self._groups for name in group.names}
        self._further = {name: Further(sizes[name] - 1, c.more, c.codes) for name, c in _several(columns.facets)}
        self._size = len(periods)

    def of(self, documents: Array, names: Sequence[str] | None = None) -> dict[str, Array]:
        """The counts of at least some facets, or of all and the periods, over some documents (ascending); int64."""
        wanted = self._names if names is None else names
        counts = {name: np.array([len(documents)]) for name in self._empty if name in wanted}
        for group in self._groups:
            if names is None or any(name in wanted for name in group.names):
                found = kernels.tally(group.codes, documents, group.sizes)
                for name, begin, end in group.spans:
                    counts[name] = found[begin:end]
        several = [name for name in self._further if name in wanted]
        if several:
            mask = np.zeros(self._size, dtype=bool)
            mask[documents] = True
            for name in several:
                further = self._further[name]
                counts[name] = counts[name] + np.bincount(
                    further.codes[mask[further.documents]], minlength=further.none + 1
                )
        return counts


def _several(facets: Mapping[str, FacetColumn]) -> list[tuple[str, FacetColumn]]:
    return [(name, column) for name, column in facets.items() if len(column.more)]


def _together(sizes: Mapping[str, int]) -> list[list[str]]:
    """Which facets share a pass: from the smallest on, as long as their codes together are few."""
    groups: list[list[str]] = []
    product = _TOGETHER + 1
    for name in sorted((name for name in sizes if sizes[name] > 1), key=sizes.__getitem__):
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
    ends = np.cumsum([sizes[name] for name in names]).tolist()
    spans = tuple((name, end - sizes[name], end) for name, end in zip(names, ends, strict=True))
    narrow = codes.astype(np.uint16) if np.prod([sizes[name] for name in names]) <= 1 << 16 else codes
    return Group(tuple(names), np.array([sizes[name] for name in names]), spans, narrow)
