"""Periods named from today: "yesterday", "last week", "last 7 days", "P1W"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from searchnews.dates import Period, Size, floor, following, label

_COUNTED = re.compile(r"(?:last|past) (\d{1,4}) (day|week|month|year)s?\Z")
_NAMED = re.compile(r"(this|last) (week|month|year)\Z")
_DURATION = re.compile(r"p(\d{1,4})([dwmy])\Z")  # ISO 8601
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


def today_in(timezone: str = "") -> date:
    """The day it is in a time zone, by its name; "": where this machine thinks it is."""
    if not timezone:
        return date.today()
    from zoneinfo import ZoneInfo  # here: it looks for the zones of this machine

    return datetime.now(ZoneInfo(timezone)).date()


def named_period(text: str, today: date) -> Period | None:
    """The days that a name means, weeks from Monday; counted ones end with today. None for anything else."""
    words = " ".join(text.lower().split())
    now = datetime.combine(today, time())
    try:
        if words in ("today", "yesterday"):
            return _days(now - timedelta(days=words == "yesterday"), 1)
        if found := _NAMED.match(words):
            return _calendar(found[2], now, last=found[1] == "last")
        if found := _COUNTED.match(words):
            return _counted(int(found[1]), found[2], now)
        if found := _DURATION.match(words):
            return _counted(int(found[1]), _UNITS[found[2]], now)
    except (ValueError, OverflowError):
        pass
    return None


def _days(start: datetime, count: int) -> Period:
    return Period(start, start + timedelta(days=count), "day")


def _calendar(unit: str, now: datetime, *, last: bool) -> Period:
    if unit == "week":
        monday = now - timedelta(days=now.weekday() + 7 * last)
        return _days(monday, 7)
    size: Size = "month" if unit == "month" else "year"
    start = floor(now, size)
    if last:
        start = floor(start - timedelta(days=1), size)
    return Period(start, following(start, size), size)


def _counted(count: int, unit: str, now: datetime) -> Period | None:
    """So many days, weeks, months or years up to the end of today."""
    end = now + timedelta(days=1)
    if unit in ("day", "week"):
        start = end - timedelta(days=count * (7 if unit == "week" else 1))
    else:
        start = _months_before(end, count * (12 if unit == "year" else 1))
    return Period(start, end, "day") if count else None


def _months_before(moment: datetime, count: int) -> datetime:
    months = moment.year * 12 + moment.month - 1 - count
    year, month = divmod(months, 12)
    for day in range(moment.day, 27, -1):  # the 31st of a month of 30 days is its last day
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if day <= 28:
                raise
    return moment.replace(year=year, month=month + 1)


def first_label(period: Period) -> str:
    """How a range that begins with the period is written: "2014-02" for February, the first day of several."""
    return label(period.start, _size(period))


def last_label(period: Period) -> str:
    """How a range that ends with the period is written."""
    return label(period.end - timedelta(days=1), _size(period))


def _size(period: Period) -> Size:
    whole = period.start == floor(period.start, period.size) and period.end == following(period.start, period.size)
    return period.size if whole else "day"
