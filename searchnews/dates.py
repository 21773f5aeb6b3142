"""Periods of the calendar, and article dates as intervals in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from searchnews.models import ArticleDate, Evidence, Precision

Size = Literal["year", "month", "day"]

EPOCH = datetime(1970, 1, 1)
_LONGEST = len("2014-02-03")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day."""

    start: datetime
    end: datetime  # exclusive
    size: Size

    @property
    def label(self) -> str:
        """ "2014", "2014-03" or "2014-03-02"."""
        return label(self.start, self.size)


def label(start: datetime, size: Precision) -> str:
    """A period's canonical spelling; a minute is spelled as its day."""
    return start.date().isoformat()[: {"year": 4, "month": 7, "day": 10, "minute": 10}[size]]


def parse_period(text: str) -> Period | None:
    """Read "2014", "2014-02" or "2014-02-03"; None for anything else, 31 February included."""
    stripped = text.strip()
    return _period(stripped) if len(stripped) <= _LONGEST else None


@lru_cache(1024)
def _period(text: str) -> Period | None:
    found = _PERIOD.match(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    size: Size = "day" if day is not None else "month" if month is not None else "year"
    try:
        start = datetime(year or 0, 1 if month is None else month, 1 if day is None else day)
        return Period(start, following(start, size), size)
    except (ValueError, OverflowError):
        return None


def following(start: datetime, precision: Precision) -> datetime:
    """The first moment after the minute, day, month or year that begins at `start`.

    Raises OverflowError or ValueError at the end of the calendar.
    """
    if precision == "minute":
        return start + timedelta(minutes=1)
    if precision == "day":
        return start + timedelta(days=1)
    if precision == "month":
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start.replace(year=start.year + 1)


def floor(moment: datetime, precision: Precision) -> datetime:
    """The beginning of the minute, day, month or year that holds `moment`."""
    if precision == "minute":
        return moment.replace(second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if precision == "day":
        return day
    return day.replace(day=1) if precision == "month" else day.replace(month=1, day=1)


def article_date(
    moment: datetime, precision: Precision, offset: int | None = None, evidence: tuple[Evidence, ...] = ()
) -> ArticleDate:
    """The interval of one precision that holds `moment`, civil time as printed."""
    start = floor(moment.replace(tzinfo=None), precision)
    return ArticleDate(start, following(start, precision), precision, offset, evidence)


def minutes(moment: datetime) -> int:
    """Whole minutes since 1970-01-01, negative before."""
    return (moment - EPOCH) // timedelta(minutes=1)


def from_minutes(count: int) -> datetime:
    """The moment that `minutes` counted."""
    return EPOCH + timedelta(minutes=count)


def sort_minutes(date: ArticleDate) -> int:
    """What to sort by: the instant in UTC where the offset is known, else the civil time as if it were UTC."""
    return minutes(date.start) - (date.offset or 0)


def isoformat(date: ArticleDate, moment: datetime) -> str:
    """One end of an article's date in ISO 8601: a day, or a minute with its offset where known."""
    if date.precision != "minute":
        return moment.date().isoformat()
    stamp = moment.isoformat(timespec="minutes")
    return stamp if date.offset is None else stamp + _offset(date.offset)


def _offset(minutes_east: int) -> str:
    hours, rest = divmod(abs(minutes_east), 60)
    return f"{'-' if minutes_east < 0 else '+'}{hours:02}:{rest:02}"


def histogram_size(first: datetime, last: datetime) -> Size:
    """The size of the bars that cover `first` to `last` (exclusive): a month in days, two years in months."""
    days = (last - first).days
    if days <= 31:
        return "day"
    return "month" if days <= 731 else "year"
