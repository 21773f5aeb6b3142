"""Facets, dates and the histogram of a search, counted over arrays of documents."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from searchnews.dates import from_minutes, histogram_size, minutes
from searchnews.engines.answer import PRECISIONS, bars, facet_rows
from searchnews.engines.whoosh.columns import UNDATED, FacetColumn, Ints
from searchnews.engines.whoosh.executor import Bools
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.fields import FACET_NAMES
from searchnews.models import Bar, DateRange, FacetCount, Precision, Query

_UNIT = {"day": "D", "month": "M", "year": "Y"}


class Filters:
    """What a query's filters leave of the documents that match its words."""

    def __init__(self, snapshot: Snapshot, query: Query, matching: Ints) -> None:
        self.snapshot = snapshot
        self.query = query
        self.matching = matching
        self._passes = {name: self._chosen(name) for name in query.filters}  # a mask a facet, over `matching`
        self._dated = self._dates(matching)

    def filtered(self, without: str | None = None) -> Bools:
        """Which of `matching` pass every facet but one; dates are not looked at."""
        passes = np.ones(len(self.matching), dtype=bool)
        for name, mask in self._passes.items():
            if name != without:
                passes &= mask
        return passes

    def kept(self, without: str | None = None) -> Ints:
        """The documents that pass every filter but one facet's."""
        return self.matching[self.filtered(without) & self._dated]

    def _chosen(self, name: str) -> Bools:
        column = self.snapshot.columns.facets[name]
        chosen = self.query.filters[name]
        wanted = np.array([value in chosen for value in column.values], dtype=bool)
        codes, owners = _codes_of(column, self.matching)
        has = np.zeros(len(self.matching), dtype=bool)
        if len(codes):
            has[owners[wanted[codes]]] = True
        if None in chosen:
            np.logical_or(has, np.diff(column.starts)[self.matching] == 0, out=has)
        return has

    def _dates(self, documents: Ints) -> Bools:
        wanted = self.query.dates
        undated: Bools = self.snapshot.columns.precision[documents] == UNDATED
        if wanted.missing and not wanted.bounded:
            return undated
        keep_undated = wanted.missing or (wanted.undated if wanted.bounded else wanted.precision is None)
        inside, overlapping = self._ranges(documents)
        kept: Bools = inside | (overlapping & wanted.possible) | (undated & keep_undated)
        return kept

    def _ranges(self, documents: Ints) -> tuple[Bools, Bools]:
        # Whether the interval lies in the range, whether it overlaps it; of the right precision, dated ones only.
        columns, wanted = self.snapshot.columns, self.query.dates
        precision = columns.precision[documents]
        right = precision != UNDATED
        if wanted.precision is not None:
            right = precision == PRECISIONS.index(wanted.precision)
        inside, overlapping = right.copy(), right.copy()
        if wanted.since is not None:
            inside &= columns.starts[documents] >= minutes(wanted.since)
            overlapping &= columns.ends[documents] > minutes(wanted.since)
        if wanted.until is not None:
            inside &= columns.ends[documents] <= minutes(wanted.until)
            overlapping &= columns.starts[documents] < minutes(wanted.until)
        return inside, overlapping

    def undated(self) -> int:
        """Articles without a date that match all else; 0 without a range."""
        if not self.query.dates.bounded:
            return 0
        return self._without_date()

    def _without_date(self) -> int:
        return int((self.filtered() & (self.snapshot.columns.precision[self.matching] == UNDATED)).sum())

    def possible(self) -> int:
        """Articles whose date only overlaps the range, that match all else; 0 without a range."""
        if not self.query.dates.bounded:
            return 0
        inside, overlapping = self._ranges(self.matching)
        return int((self.filtered() & overlapping & ~inside).sum())

    def facets(self) -> dict[str, tuple[FacetCount, ...]]:
        """The rows of every facet, and under "date" the articles without one."""
        rows = {}
        for name in FACET_NAMES:
            counts, without = self.counts(name)
            rows[name] = facet_rows(counts, without, self.query.filters.get(name, ()))
        rows["date"] = facet_rows({}, self._without_date(), (None,) if self.query.dates.missing else ())
        return rows

    def counts(self, facet: str) -> tuple[dict[str, int], int]:
        """Value → articles, and articles without a value; the facet's own selection ignored."""
        column = self.snapshot.columns.facets[facet]
        documents = self.kept(without=facet)
        codes, _ = _codes_of(column, documents)
        counted = np.bincount(codes, minlength=len(column.values))
        without = int((np.diff(column.starts)[documents] == 0).sum())
        return {column.values[code]: int(counted[code]) for code in np.flatnonzero(counted)}, without

    def histogram(self) -> tuple[Bar, ...]:
        """Articles by period over the range, or over everything; own selection ignored."""
        columns = self.snapshot.columns
        documents = self.matching[self.filtered()]
        documents = documents[columns.precision[documents] != UNDATED]
        if not len(documents):
            return ()
        first = self.query.dates.since or from_minutes(int(columns.starts[documents].min()))
        last = self.query.dates.until or from_minutes(int(columns.ends[documents].max()))
        size = histogram_size(first, last)
        rows = [row for precision in ("day", "month", "year") for row in self._periods(documents, precision, size)]
        window = DateRange(since=first, until=last)
        return tuple(bar for bar in bars(rows, size) if _touches(bar, window))

    def _periods(self, documents: Ints, precision: Precision, size: Precision) -> list[tuple[datetime, Precision, int]]:
        """How many articles fall in each period of one precision: the bars' own, or one that is coarser."""
        known = np.maximum(self.snapshot.columns.precision[documents], PRECISIONS.index(size))
        days = self.snapshot.columns.starts[documents[known == PRECISIONS.index(precision)]]
        periods = days.astype("datetime64[m]").astype(f"datetime64[{_UNIT[precision]}]")
        starts, counts = np.unique(periods, return_counts=True)
        moments = starts.astype("datetime64[m]").astype(np.int64)
        return [(from_minutes(int(m)), precision, int(n)) for m, n in zip(moments, counts, strict=True)]


def _touches(bar: Bar, window: DateRange) -> bool:
    return (window.since is None or window.since < bar.end) and (window.until is None or bar.start < window.until)


def _codes_of(column: FacetColumn, documents: Ints) -> tuple[Ints, Ints]:
    """The values of the documents one after another, and for each the place of its document in `documents`."""
    counts = np.diff(column.starts)[documents]
    owners = np.repeat(np.arange(len(documents)), counts)
    steps = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    return column.codes[np.repeat(column.starts[documents], counts) + steps], owners
