"""The date histogram of a snapshot: which period each document belongs to, and bars from counts of periods.

A document of minute, day or month precision belongs to its month; one known to the year only to that year, as a row of
its own. Histograms of years and months follow from these counts; one of days is counted apart (`bars_of_days`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache, partial

import numpy as np

from searchnews.dates import EPOCH, following, from_minutes, label, minutes
from searchnews.engines.answer import bars, in_order
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED, Columns
from searchnews.models import PRECISIONS, Bar, Precision

OUTSIDE, INSIDE, ASKED = range(3)  # what a range is to a period; ASKED: each of its dates has to be looked at
_DAY = 24 * 60  # minutes
_YEAR, _DAYS = PRECISIONS.index("year"), PRECISIONS.index("day")
_FEW = 32  # documents that are faster looked at one by one than by arrays
_LONGER: tuple[Precision, ...] = ("month", "year")  # than a day
_YEARFUL = 13  # codes of one year: its months and itself
_bar = partial(tuple.__new__, Bar)  # Bar._make, which would count the fields each time


class Periods:
    """The periods that the documents of some columns fall in, in the order of their bars."""

    def __init__(self, columns: Columns) -> None:
        # Numbers of months are small: what is there, and its place, is found through a table, which is quicker than sorting.
        keys = np.where(columns.precision != UNDATED, columns.months * 2 + (columns.precision == _YEAR) + 1, 0)
        table = np.zeros(int(keys.max(initial=0)) + 1, np.int32)
        table[keys] = 1
        known = np.flatnonzero(table[1:])
        table[known + 1] = np.arange(len(known))
        table[0] = len(known)
        self.codes: Array = table[keys]
        self.count = len(known) + 1  # codes: a period each, and one for no date
        self._years: list[int] = (known // 24).tolist()
        starts = [EPOCH.replace(year=year) for year in dict.fromkeys(self._years)]
        self._bar_of_year = {start.year: (label(start, "year"), start, following(start, "year")) for start in starts}
        self.starts = [_start(int(key), "year" if key % 2 else "month") for key in known]
        self.precisions: list[Precision] = ["year" if key % 2 else "month" for key in known]
        self._some_of_years = "year" in self.precisions
        self._ends = [following(start, size) for start, size in zip(self.starts, self.precisions, strict=True)]
        self._first, self._last = (np.array(list(map(minutes, found)), np.int64) for found in (self.starts, self._ends))
        self._bars = [
            (label(start, size), start, end, None if size == "month" else size)
            for start, end, size in zip(self.starts, self._ends, self.precisions, strict=True)
        ]

    def extent(self, codes: Sequence[int]) -> tuple[datetime, datetime, datetime, datetime] | None:
        """Bounds of the earliest start (low, high) and of the latest end (low, high) of documents in these periods.

        codes: ascending. None where there are none.
        """
        if not codes:
            return None
        first, last = codes[0], codes[-1]
        if self._some_of_years:
            last = max(codes[-_YEARFUL:], key=self._ends.__getitem__)
        # A document of a year begins and ends with it; one of a month somewhere inside.
        latest = self.starts[first] if self.precisions[first] == "year" else self._ends[first]
        earliest = self._ends[last] if self.precisions[last] == "year" else self.starts[last]
        return self.starts[first], latest, earliest, self._ends[last]

    def verdicts(self, since: int, until: int, *, known: bool) -> Array:
        """Of each code, whether all of its dates are in a range of minutes, none is, or that has to be asked (choosing.py).

        known: only dates of one precision are, so that no period is as a whole.
        """
        found = np.where((self._first >= since) & (self._last <= until), ASKED if known else INSIDE, ASKED)
        found[(self._last <= since) | (self._first >= until)] = OUTSIDE
        return np.append(found, ASKED)  # without a date

    def within(self, codes: Sequence[int], low: datetime, high: datetime) -> tuple[int, int]:
        """Between which places of `codes`, ascending, those lie that may touch a range: a year more before it."""
        starts = self.starts
        earliest = EPOCH.replace(year=max(low.year - 1, 1))
        first = bisect_left(codes, earliest, key=starts.__getitem__)
        return first, bisect_left(codes, high, lo=first, key=starts.__getitem__)

    def bars(self, codes: Sequence[int], counts: Sequence[int], size: Precision) -> list[Bar]:
        """Bars of months, with rows of years apart, or of years; codes: ascending."""
        if size == "year":
            return self._bars_of_years(codes, counts)
        found = map(self._bars.__getitem__, codes)
        return [
            _bar((label, start, end, count, own)) for (label, start, end, own), count in zip(found, counts, strict=True)
        ]

    def _bars_of_years(self, codes: Sequence[int], counts: Sequence[int]) -> list[Bar]:
        by_year: dict[int, int] = {}
        for code, count in zip(codes, counts, strict=True):
            by_year[self._years[code]] = by_year.get(self._years[code], 0) + count
        return [Bar(*self._bar_of_year[year], count) for year, count in by_year.items()]


def bounds(columns: Columns, documents: Array) -> tuple[int, int]:
    """The first minute of the earliest date of some documents, one of which is dated, and the one after the latest's."""
    if len(documents) <= _FEW:
        dated = [number for number in documents.tolist() if columns.precision.item(number) != UNDATED]
        return min(map(columns.starts.item, dated)), max(map(columns.ends.item, dated))
    documents = documents[columns.precision[documents] != UNDATED]
    return int(columns.starts[documents].min()), int(columns.ends[documents].max())


def bars_of_days(columns: Columns, documents: Array) -> tuple[Bar, ...]:
    """Bars of days, and of months and years for documents of whose date no more is known."""
    if len(documents) <= _FEW and max(map(columns.precision.item, numbers := documents.tolist()), default=0) <= _DAYS:
        dated = [number for number in numbers if columns.precision.item(number) != UNDATED]
        days = sorted(map(columns.days.item, dated))
        return tuple([_bar((*_day(day), days.count(day), None)) for day in dict.fromkeys(days)])
    known = columns.precision[documents]
    of_day = documents[(known != UNDATED) & (known <= _DAYS)]
    days = [Bar(*_day(day), count) for day, count in _tallied(columns.days[of_day])]
    if len(of_day) == len(documents):
        return tuple(days)
    rows: list[tuple[datetime, Precision, int]] = []
    for precision in _LONGER:
        months = columns.months[documents[known == PRECISIONS.index(precision)]]
        rows += [(_start(2 * month, precision), precision, count) for month, count in _tallied(months)]
    return in_order((*days, *bars(rows, "day")))


@lru_cache(4096)
def _day(number: int) -> tuple[str, datetime, datetime]:
    """Label, beginning and end of a day; number: since 1970."""
    start = from_minutes(number * _DAY)
    return label(start, "day"), start, following(start, "day")


def _tallied(numbers: Array) -> Iterable[tuple[int, int]]:
    """Each number with how often it is there, ascending; they lie close together."""
    if not len(numbers):
        return ()
    base = int(numbers.min())
    counts = np.bincount(numbers - base).tolist()
    return ((base + step, count) for step, count in enumerate(counts) if count)


def _start(key: int, precision: Precision) -> datetime:
    """The beginning of a month or year; key: twice the month, counted from year 0, and a bit that does not matter."""
    year, month = divmod(key // 2, 12)
    return EPOCH.replace(year=year, month=1 if precision == "year" else month + 1)
