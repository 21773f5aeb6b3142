"""Restrictions as they are typed: has:date, kind:live, lang:fr, date:2014-02..2014-04, words>800."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import get_args

from searchnews.dates import Period, label, parse_period
from searchnews.fields import FACET_NAMES, FIELD_NAMES
from searchnews.models import Kind
from searchnews.query.nodes import Dates, Has, Length, Node, Value
from searchnews.relativedates import named_period

KINDS: tuple[str, ...] = get_args(Kind)
VALUE_PREFIXES = {
    "has": "has", "kind": "kind", "lang": "lang", "language": "lang", "date": "date", "after": "after", "before": "before"
}  # fmt: skip
_HAS = {name: name for name in (*FIELD_NAMES, *FACET_NAMES, "date")} | {"lang": "language", "caption": "captions"}


def restriction(prefix: str, text: str, today: date) -> Node | None:
    """What a value after one of VALUE_PREFIXES asks for; None where it says nothing."""
    text = text.strip().lower()
    match prefix:
        case "has":
            return Has(_HAS[text]) if text in _HAS else None
        case "kind":
            return Value("kind", text) if text in KINDS else None
        case "lang":
            return Value("language", text) if len(text) == 2 and text.isascii() and text.isalpha() else None
        case _:
            return _dates(prefix, text, today)


def _dates(prefix: str, text: str, today: date) -> Dates | None:
    first, dots, last = text.partition("..")
    since, until = _period(first, today), _period(last, today) if dots else None
    if dots:
        if prefix != "date" or not (since or until) or (first.strip() and not since) or (last.strip() and not until):
            return None
        if since and until and since.start >= until.end:
            since, until = until, since
        return Dates(since.start if since else None, until.end if until else None)
    if since is None:
        return None
    match prefix:
        case "after":
            return Dates(since.end, None)
        case "before":
            return Dates(None, since.start) if since.start > datetime.min else None
        case _:
            return Dates(since.start, since.end)


def _period(text: str, today: date) -> Period | None:
    return parse_period(text) or named_period(text, today)


def length(comparison: str) -> Length:
    """The restriction of ">800", ">=800", "<200" or "<=200"."""
    number = int(comparison.lstrip("<>="))
    strict = "=" not in comparison
    if comparison[0] == ">":
        return Length(least=number + strict)
    return Length(most=max(number - strict, 0))


def typed_dates(dates: Dates) -> str:
    """The shortest spelling: "date:2014-02", "date:2014-02..2014-04", "date:2014..", "date:..2014-02-03"."""
    first = _first(dates.since) if dates.since else ""
    last = _last(dates.until) if dates.until else ""
    return f"date:{first}" if first == last else f"date:{first}..{last}"


def _first(since: datetime) -> str:
    if (since.month, since.day) == (1, 1):
        return label(since, "year")
    return label(since, "month" if since.day == 1 else "day")


def _last(until: datetime) -> str:
    day = until - timedelta(days=1)
    if until.day != 1:
        return label(day, "day")
    return label(day, "year" if until.month == 1 else "month")


def said_dates(dates: Dates) -> str:
    """The days meant: "dated 2014-02-01 to 2014-04-30"."""
    first = label(dates.since, "day") if dates.since else ""
    last = label(dates.until - timedelta(days=1), "day") if dates.until else ""
    if first and last:
        return f"dated {first}" if first == last else f"dated {first} to {last}"
    return f"dated {first} or later" if first else f"dated {last} or earlier"
