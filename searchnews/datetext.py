"""Dates as people and machines print them, in many languages and digits.

A date is read only where it can mean one thing: "08/01/2022" is None unless its zone, its separator, its language or
the caller says which number is the day. The longest text looked at is bounded.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from searchnews.dateclock import Clock
from searchnews.datecores import NUMERIC, Core, Found, cores, whole
from searchnews.datelabels import Label, label_of, leftover
from searchnews.dates import article_date
from searchnews.models import ArticleDate, Evidence

_FIRST_YEAR, _LAST_YEAR = 1400, 2200
_LONGEST = 400  # characters of a text that may be one date
_LOOKED_AT = 20_000  # characters of a line in which dates are looked for
_COMPACT = re.compile(r"(?<=\d)T(\d\d):?(\d\d)(?::?\d\d(?:\.\d{1,9})?)?")
_HAS_YEAR = re.compile(r"\d{4}|(?<![\d./-])\d\d?([./-])\d\d?\1\d\d(?![\d./-])")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of any script but ours
_OTHER_SPACE = re.compile("[\u00a0\u202f\u2009\u060c]")  # and the comma of Arabic
_LABEL_REACH = 40  # characters before a date in which its label stands


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a line, with what its surroundings say of it."""

    date: ArticleDate
    start: int  # offset of its first character, its clock included
    end: int  # exclusive
    label: Label = ""  # what the words before it call it
    alone: bool = False  # the line holds only dates, their labels, weekdays, "a month ago" and "3 min read"
    seconds: bool = False  # its clock shows seconds


def read_date(
    text: str,
    *,
    rule: str,
    place: str,
    confidence: float = 1.0,
    language: str = "",
    day_first: bool | None = None,
) -> ArticleDate | None:
    """The date that a whole text is, None where it is none or can mean two days."""
    plain = _COMPACT.sub(r"T\1:\2", ascii_digits(text.strip()[: _LONGEST + 1]))
    if not plain or len(plain) > _LONGEST:
        return None
    found = whole(plain) or next(cores(plain, language, day_first), None)
    if found is None:
        return None
    core, clock, start, end = found
    if leftover(plain[:start] + " " + plain[end:], labels=False):
        return None
    return _dated(core, clock, (Evidence(rule, place, confidence),))


def find_dates(text: str, *, place: str, language: str = "", day_first: bool | None = None) -> list[DateMention]:
    """Every date in a line that can mean one thing only, in order."""
    if not _HAS_YEAR.search(text) and not (
        _OTHER_DIGIT.search(text) and _HAS_YEAR.search(ascii_digits(text[:_LOOKED_AT]))
    ):
        return []
    plain = ascii_digits(text[:_LOOKED_AT])
    found = list(cores(plain, language, day_first))
    alone = bool(found) and len(plain) <= _LONGEST and not leftover(_without(plain, found), labels=True)
    mentions, before = [], 0
    for core, clock, start, end in found:
        date = _dated(core, clock, (Evidence("printed", place, 1.0),))
        label = label_of(plain[max(before, start - _LABEL_REACH) : start])
        if date is not None and (not core.short or alone or label):
            mentions.append(DateMention(date, start, end, label, alone, clock.seconds))
        before = end
    return mentions


def order_shown(text: str) -> bool | None:
    """Whether a numeric date shows that the day comes first (True) or the month (False); None without a clear one."""
    for found in NUMERIC.finditer(ascii_digits(text[:_LOOKED_AT])):
        first, second = int(found[1]), int(found[3])
        if (found[2] != "." or second > 12) and (first > 12) != (second > 12) and max(first, second) <= 31:
            return first > 12
    return None


def ascii_digits(text: str) -> str:
    """The text with the digits of every script in ASCII; every character keeps its place."""
    if text.isascii() or not (_OTHER_DIGIT.search(text) or _OTHER_SPACE.search(text)):
        return text
    return text.translate(_digits_to_ascii())


@functools.cache
def _digits_to_ascii() -> dict[int, str]:
    """Made when it is first needed: that takes a look at every character there is."""
    digits = {
        code: str(unicodedata.digit(chr(code)))
        for code in range(0x660, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Nd"
    }
    return digits | {0xA0: " ", 0x202F: " ", 0x2009: " ", 0x60C: ","}


def _dated(core: Core, clock: Clock, evidence: tuple[Evidence, ...]) -> ArticleDate | None:
    """The date, None where the calendar has no such day or no newspaper such a year."""
    if not _FIRST_YEAR <= core.year <= _LAST_YEAR:
        return None
    try:
        if clock.hour is None:
            return article_date(datetime(core.year, core.month, core.day), core.precision, None, evidence)
        moment = datetime(core.year, core.month, core.day, clock.hour, clock.minute)
    except ValueError:
        return None
    return article_date(moment, "minute", clock.offset(moment), evidence)


def _without(text: str, found: list[Found]) -> str:
    """The text less its dates."""
    pieces, before = [], 0
    for _, _, start, end in found:
        pieces.append(text[before:start])
        before = end
    return " ".join([*pieces, text[before:]])
