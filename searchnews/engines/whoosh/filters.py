"""Facets, dates and the histogram of a search, counted over arrays of documents.

A mask is None where everything passes: a search without filters looks at no mask at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, partial
from itertools import repeat

import numpy as np

from searchnews.dates import from_minutes, histogram_size, minutes
from searchnews.engines.answer import chosen_rows
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.periods import bars_of_days, bounds
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.tallies import PERIOD, Counted, Frequent
from searchnews.fields import FACET_NAMES
from searchnews.models import PRECISIONS, Bar, DateRange, FacetCount, Query


class Filters:
    """What a query's filters leave of the documents that match its words."""

    def __init__(self, snapshot: Snapshot, query: Query, matching: Array) -> None:
        self.snapshot = snapshot
        self.query = query
        self.matching = matching
        self._whole: Array | None = None
        self._tallied: dict[str | None, Counted] = {}  # by the facet whose selection is left aside
        self._periods: Frequent | None = None
        self._possible: int | None = None
        dates = query.dates
        self._by_date = dates.bounded or dates.missing or dates.precision is not None

    def know(self, counted: Counted, possible: int) -> None:
        """Take counts that are at hand, each facet's without its own selection, that of periods without the range."""
        self._tallied = dict.fromkeys((None, *self.query.filters), counted)
        self._periods = counted.frequent(PERIOD)
        self._possible = possible

    @cached_property
    def _passes(self) -> dict[str, Array]:
        """A mask a facet, over `matching`."""
        return {name: self._having(name, values) for name, values in self.query.filters.items()}

    @cached_property
    def _dated(self) -> Array | None:
        return self._dates() if self._by_date else None

    def filtered(self, without: str | None = None) -> Array | None:
        """Which of `matching` pass every facet but one; dates are not looked at. None: all."""
        if not (self.query.filters or self.query.excluded):
            return None
        passes = self._allowed
        for name, mask in self._passes.items():
            if name != without:
                passes = mask if passes is None else passes & mask
        return passes

    def passing(self, without: str | None = None) -> Array | None:
        """Which of `matching` pass every filter but one facet's. None: all."""
        passes = self.filtered(without)
        if self._by_date:
            passes = self._dated if passes is None else passes & self._dated
        return passes

    def kept(self, without: str | None = None) -> Array:
        """The documents that do."""
        passes = self.passing(without)
        return self.matching if passes is None else self.matching[passes]

    @property
    def whole(self) -> Array:
        """The documents that pass every filter."""
        if self._whole is None:
            self._whole = self.kept()
        return self._whole

    def _of_any_date(self) -> Array:
        passes = self.filtered()
        return self.matching if passes is None else self.matching[passes]

    @cached_property
    def _allowed(self) -> Array | None:
        """Which of `matching` have no value that is excluded; None: all."""
        allowed: Array | None = None
        for name, values in self.query.excluded.items():
            others = ~self._having(name, values)
            allowed = others if allowed is None else allowed & others
        return allowed

    def _having(self, name: str, chosen: Sequence[str | None]) -> Array:
        column = self.snapshot.columns.facets[name]
        wanted = np.zeros(len(column.values) + 1, dtype=bool)
        for value in chosen:
            place = column.code(value)
            if place is not None:
                wanted[place] = True
        has: Array = wanted[column.first[self.matching]]
        if len(column.more):
            further = np.zeros(self.snapshot.size, dtype=bool)
            further[column.more[wanted[column.codes]]] = True
            has |= further[self.matching]
        return has

    def _dates(self) -> Array:
        wanted = self.query.dates
        undated: Array = self.snapshot.columns.precision[self.matching] == UNDATED
        if wanted.missing and not wanted.bounded:
            return undated
        keep_undated = wanted.missing or (wanted.undated if wanted.bounded else wanted.precision is None)
        inside, overlapping = self._ranges
        passes: Array = inside | overlapping if wanted.possible else inside
        return passes | undated if keep_undated else passes

    @cached_property
    def _ranges(self) -> tuple[Array, Array]:
        # Whether the interval lies in the range, whether it overlaps it; of the right precision, dated ones only.
        columns, wanted, documents = self.snapshot.columns, self.query.dates, self.matching
        precision = columns.precision[documents]
        right = precision != UNDATED
        if wanted.precision is not None:
            right = precision == PRECISIONS.index(wanted.precision)
        inside, overlapping = right.copy(), right
        starts, ends = columns.starts[documents], columns.ends[documents]
        if wanted.since is not None:
            inside &= starts >= minutes(wanted.since)
            overlapping = overlapping & (ends > minutes(wanted.since))
        if wanted.until is not None:
            inside &= ends <= minutes(wanted.until)
            overlapping = overlapping & (starts < minutes(wanted.until))
        return inside, overlapping

    def possible(self) -> int:
        """Articles whose date only overlaps the range, that match all else; 0 without a range."""
        if not self.query.dates.bounded:
            return 0
        if self._possible is not None:
            return self._possible
        inside, overlapping = self._ranges
        passes = self.filtered()
        only = overlapping & ~inside
        return int(np.count_nonzero(only if passes is None else only & passes))

    def facets(self) -> dict[str, tuple[FacetCount, ...]]:
        """The rows of every facet, each without its own selection, and under "date" the articles without one."""
        if self.query.filters:
            rows = {name: self._rows(name) for name in FACET_NAMES}
        else:
            counted, columns = self._counted(), self.snapshot.columns.facets
            rows = {name: _rows(columns[name].values, *counted.frequent(name)) for name in FACET_NAMES}
        undated = self.periods()[2]
        if undated or self.query.dates.missing:
            rows[PERIOD] = (FacetCount(None, undated, self.query.dates.missing),)
        else:
            rows[PERIOD] = ()
        return rows

    def _rows(self, name: str) -> tuple[FacetCount, ...]:
        counted, chosen, column = self._counted(name), self.query.filters.get(name), self.snapshot.columns.facets[name]
        codes, counts, without = counted.frequent(name)
        if not chosen:
            return _rows(column.values, codes, counts, without)
        values, known = map(column.values.__getitem__, codes), counted.of(name)
        own = {value: int(known[code]) for value in chosen if value and (code := column.code(value)) is not None}
        asked = dict.fromkeys(filter(None, chosen), 0) | own
        return chosen_rows(dict(zip(values, counts, strict=True)), asked, without, chosen)

    def _counted(self, without: str | None = None) -> Counted:
        """The counts over what passes every filter, or every one but a facet's."""
        without = without if without in self.query.filters else None
        found = self._tallied.get(without)
        if found is None:
            documents = self.kept(without) if without else self.whole
            found = self._tallied[without] = self.snapshot.tallies.counted(documents, without)
        return found

    def counts(self, facet: str) -> dict[str, int]:
        """Value → articles; the facet's own selection ignored."""
        counts = self._counted(facet).of(facet)
        values, numbers = self.snapshot.columns.facets[facet].values, counts.tolist()
        return {values[code]: numbers[code] for code in np.flatnonzero(counts[:-1]).tolist()}

    def periods(self) -> Frequent:
        """Articles by period, and those without a date; the range is not looked at."""
        if self._periods is None:
            counted = (
                self._counted() if not self._by_date else self.snapshot.tallies.counted(self._of_any_date(), PERIOD)
            )
            self._periods = counted.frequent(PERIOD)
        return self._periods

    def histogram(self) -> tuple[Bar, ...]:
        """Articles by period over the range, or over everything."""
        codes, counts, _ = self.periods()
        periods, dates = self.snapshot.periods, self.query.dates
        extent = periods.extent(codes)
        if extent is None:
            return ()
        low, high = dates.since or extent[0], dates.until or extent[3]
        size = histogram_size(low, high)
        if size != histogram_size(dates.since or extent[1], dates.until or extent[2]):
            low, high = self._extent()
            size = histogram_size(low, high)
        if not dates.bounded:
            return tuple(self._bars_of_days() if size == "day" else periods.bars(codes, counts, size))
        window = DateRange(since=low, until=high)
        first, last = (
            periods.within(codes, low, high) if size == "month" else (0, len(codes))
        )  # a year's bar is of it all
        found = self._bars_of_days() if size == "day" else periods.bars(codes[first:last], counts[first:last], size)
        return tuple(bar for bar in found if _touches(bar, window))

    def _extent(self) -> tuple[datetime, datetime]:
        """The exact bounds, where those that the periods give leave the size of the bars open."""
        dates = self.query.dates
        low, high = bounds(self.snapshot.columns, self._of_any_date())
        return dates.since or from_minutes(low), dates.until or from_minutes(high)

    def _bars_of_days(self) -> tuple[Bar, ...]:
        documents, wanted = self._of_any_date(), self.query.dates
        columns = self.snapshot.columns
        if wanted.since is not None:
            documents = documents[columns.ends[documents] > minutes(wanted.since)]
        if wanted.until is not None:
            documents = documents[columns.starts[documents] < minutes(wanted.until)]
        return bars_of_days(columns, documents)


_row = partial(tuple.__new__, FacetCount)  # FacetCount._make, which would count the fields each time


def _rows(values: Sequence[str], codes: Sequence[int], counts: Sequence[int], without: int) -> tuple[FacetCount, ...]:
    """The rows of a facet of which nothing is chosen; values: of all codes."""
    rows = tuple(map(_row, zip(map(values.__getitem__, codes), counts, repeat(False))))
    return (*rows, FacetCount(None, without)) if without else rows


def _touches(bar: Bar, window: DateRange) -> bool:
    return (window.since is None or window.since < bar.end) and (window.until is None or bar.start < window.until)
