"""Facets, dates and the histogram of a search, counted over arrays of documents.

A mask is None where everything passes: a search without filters looks at no mask at all.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np

from searchnews.dates import EPOCH, from_minutes, histogram_size, minutes
from searchnews.engines.answer import PRECISIONS, bars, facet_rows
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED, FacetColumn
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.fields import FACET_NAMES
from searchnews.models import Bar, DateRange, FacetCount, Precision, Query

_DAY = 24 * 60  # minutes


class Filters:
    """What a query's filters leave of the documents that match its words."""

    def __init__(self, snapshot: Snapshot, query: Query, matching: Array) -> None:
        self.snapshot = snapshot
        self.query = query
        self.matching = matching
        self._passes = {name: self._chosen(name) for name in query.filters}  # a mask a facet, over `matching`
        dates = query.dates
        dated = dates.bounded or dates.missing or dates.precision is not None
        self._dated = self._dates(matching) if dated else None
        self._precision = snapshot.columns.precision[matching]

    def filtered(self, without: str | None = None) -> Array | None:
        """Which of `matching` pass every facet but one; dates are not looked at. None: all."""
        passes = None
        for name, mask in self._passes.items():
            if name != without:
                passes = mask if passes is None else passes & mask
        return passes

    def kept(self, without: str | None = None) -> Array:
        """The documents that pass every filter but one facet's."""
        passes = self.filtered(without)
        if self._dated is not None:
            passes = self._dated if passes is None else passes & self._dated
        return self.matching if passes is None else self.matching[passes]

    def _chosen(self, name: str) -> Array:
        column = self.snapshot.columns.facets[name]
        chosen = self.query.filters[name]
        wanted = np.zeros(len(column.values) + 1, dtype=bool)
        wanted[:-1] = [value in chosen for value in column.values]
        wanted[-1] = None in chosen
        has: Array = wanted[column.first[self.matching]]
        if len(column.more):
            further = np.zeros(self.snapshot.size, dtype=bool)
            further[column.more[wanted[column.codes]]] = True
            has |= further[self.matching]
        return has

    def _dates(self, documents: Array) -> Array:
        wanted = self.query.dates
        undated: Array = self.snapshot.columns.precision[documents] == UNDATED
        if wanted.missing and not wanted.bounded:
            return undated
        keep_undated = wanted.missing or (wanted.undated if wanted.bounded else wanted.precision is None)
        inside, overlapping = self._ranges(documents)
        passes: Array = inside | (overlapping & wanted.possible) | (undated & keep_undated)
        return passes

    def _ranges(self, documents: Array) -> tuple[Array, Array]:
        # Whether the interval lies in the range, whether it overlaps it; of the right precision, dated ones only.
        columns, wanted = self.snapshot.columns, self.query.dates
        precision = columns.precision[documents]
        right = precision != UNDATED
        if wanted.precision is not None:
            right = precision == PRECISIONS.index(wanted.precision)
        inside, overlapping = right.copy(), right.copy()
        starts, ends = columns.starts[documents], columns.ends[documents]
        if wanted.since is not None:
            inside &= starts >= minutes(wanted.since)
            overlapping &= ends > minutes(wanted.since)
        if wanted.until is not None:
            inside &= ends <= minutes(wanted.until)
            overlapping &= starts < minutes(wanted.until)
        return inside, overlapping

    def undated(self) -> int:
        """Articles without a date that match all else; 0 without a range."""
        return self._without_date() if self.query.dates.bounded else 0

    def _without_date(self) -> int:
        passes = self.filtered()
        undated = self._precision == UNDATED
        return int(np.count_nonzero(undated if passes is None else undated & passes))

    def possible(self) -> int:
        """Articles whose date only overlaps the range, that match all else; 0 without a range."""
        if not self.query.dates.bounded:
            return 0
        inside, overlapping = self._ranges(self.matching)
        passes = self.filtered()
        only = overlapping & ~inside
        return int(np.count_nonzero(only if passes is None else only & passes))

    def facets(self) -> dict[str, tuple[FacetCount, ...]]:
        """The rows of every facet, and under "date" the articles without one."""
        rows = {}
        kept = None if self._passes else self.kept()
        for name in FACET_NAMES:
            counts, without = self.counts(name, kept)
            rows[name] = facet_rows(counts, without, self.query.filters.get(name, ()))
        rows["date"] = facet_rows({}, self._without_date(), (None,) if self.query.dates.missing else ())
        return rows

    def counts(self, facet: str, kept: Array | None = None) -> tuple[dict[str, int], int]:
        """Value → articles, and articles without a value; the facet's own selection ignored."""
        column = self.snapshot.columns.facets[facet]
        if not column.values:  # nobody has one
            return {}, len(self.kept(without=facet) if kept is None else kept)
        counted = self._counted(column, self.kept(without=facet) if kept is None else kept)
        return {column.values[code]: int(counted[code]) for code in np.flatnonzero(counted[:-1]).tolist()}, int(
            counted[-1]
        )

    def _counted(self, column: FacetColumn, documents: Array) -> Array:
        """Documents by code, those without a value last."""
        counted = np.bincount(column.first[documents], minlength=len(column.values) + 1)
        if len(column.more):
            mask = np.zeros(self.snapshot.size, dtype=bool)
            mask[documents] = True
            counted += np.bincount(column.codes[mask[column.more]], minlength=len(column.values) + 1)
        return counted

    def histogram(self) -> tuple[Bar, ...]:
        """Articles by period over the range, or over everything; own selection ignored."""
        columns, passes = self.snapshot.columns, self.filtered()
        dated = self._precision != UNDATED
        documents = self.matching[dated if passes is None else dated & passes]
        if not len(documents):
            return ()
        first = self.query.dates.since or from_minutes(int(columns.starts[documents].min()))
        last = self.query.dates.until or from_minutes(int(columns.ends[documents].max()))
        size = histogram_size(first, last)
        rows = self._rows(documents, size)
        window = DateRange(since=first, until=last)
        return tuple(bar for bar in bars(rows, size) if _touches(bar, window))

    def _rows(self, documents: Array, size: Precision) -> list[tuple[datetime, Precision, int]]:
        """How many articles fall in each period: those of the bars' size, then those of dates known less precisely."""
        known, own = self.snapshot.columns.precision[documents], PRECISIONS.index(size)
        if known.max() <= own:
            return self._periods(documents, size)
        rows = []
        for precision in PRECISIONS[own:]:
            place = PRECISIONS.index(precision)
            rows += self._periods(documents[known <= own if place == own else known == place], precision)
        return rows

    def _periods(self, documents: Array, precision: Precision) -> list[tuple[datetime, Precision, int]]:
        if not len(documents):
            return []
        columns = self.snapshot.columns
        numbers = columns.days[documents] if precision == "day" else columns.months[documents]
        if precision == "year":
            numbers = numbers // 12
        base = int(numbers.min())
        counted = np.bincount(numbers - base)
        return [
            (_start(base + place, precision), precision, int(counted[place]))
            for place in np.flatnonzero(counted).tolist()
        ]


def _start(number: int, precision: Precision) -> datetime:
    """The beginning of a day counted from 1970, of a month counted from year 0, of a year."""
    if precision == "day":
        return from_minutes(number * _DAY)
    year, month = divmod(number, 12) if precision == "month" else (number, 0)
    return EPOCH.replace(year=year, month=month + 1)


def _touches(bar: Bar, window: DateRange) -> bool:
    return (window.since is None or window.since < bar.end) and (window.until is None or bar.start < window.until)
