"""Whether what a page or a column claims to be a date can be one."""

from __future__ import annotations

import contextlib
import functools
import re
from datetime import UTC, datetime, timedelta

from searchnews.dates import article_date
from searchnews.extract.claim import Claim
from searchnews.models import ArticleDate, Evidence

_DAY = re.compile(r"(?:1[6-9]|20)\d\d-\d\d-\d\d\Z", re.ASCII)
_SLACK = timedelta(hours=26)  # a page printed east of us may bear tomorrow's date
_FIRST_YEAR = 1600  # the first newspapers
_SHOWN = 60  # characters of a wrong date that a message repeats


def latest_moment(fetched_at: datetime | None) -> datetime:
    """The latest civil time anywhere on Earth when a page was fetched, by default now."""
    return (fetched_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None) + _SLACK


def read_claim(claim: Claim, language: str, latest: datetime) -> tuple[ArticleDate | None, str]:
    """The date a claim holds and "", or None and a sentence that says where and what is wrong."""
    rule, place = claim.rule, claim.place
    found = _read(claim.value[:200], rule=rule, place=place, confidence=claim.confidence, language=language)
    if found is None:
        wrong = "is no date; indexed without one"
    elif found.start > latest:
        wrong = "lies in the future; indexed without a date"
    elif found.start.year < _FIRST_YEAR:
        wrong = "is older than any newspaper; indexed without a date"
    else:
        return _without_zeros(found), ""
    return None, f"{place}: {claim.value[:_SHOWN]!r} {wrong}"


@functools.lru_cache(maxsize=10_000)  # the records of a day all bear its date
def _read(value: str, *, rule: str, place: str, confidence: float, language: str) -> ArticleDate | None:
    """datetext.read_date."""
    if _DAY.match(value):  # as most columns have it
        with contextlib.suppress(ValueError):
            day = datetime.fromisoformat(value)
            return article_date(day, "day", None, (_column(rule, place, confidence),))
    from searchnews.datetext import read_date  # here: slow to import

    return read_date(value, rule=rule, place=place, confidence=confidence, language=language)


@functools.lru_cache(maxsize=100)
def _column(rule: str, place: str, confidence: float) -> Evidence:
    """The same object for all dates of a column."""
    return Evidence(rule, place, confidence)


def _without_zeros(date: ArticleDate) -> ArticleDate:
    """A stamp of exactly midnight says a day: systems that know no time write zeros."""
    if date.precision == "minute" and (date.start.hour, date.start.minute) == (0, 0):
        return article_date(date.start, "day", None, date.evidence)
    return date
