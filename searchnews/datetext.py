"""Dates as people and machines print them, in many languages and digits.

A date is read only where it can mean one thing: "08/01/2022" is None unless its zone, its separator, its language or
the caller says which number is the day. The longest text looked at is bounded, and no pattern can backtrack far.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from searchnews.dateclock import NO_CLOCK, Clock, clock_after, clock_before
from searchnews.dates import article_date
from searchnews.datewords import WEEKDAYS, fold, language_day_first, month_number, zone_day_first
from searchnews.models import ArticleDate, Evidence, Precision

Label = Literal["", "published", "updated"]

_FIRST_YEAR, _LAST_YEAR = 1400, 2200
_BUDDHIST = 543  # years ahead of ours
_LONGEST = 400  # characters of a text that may be one date
_LOOKED_AT = 20_000  # characters of a line in which dates are looked for

_WORD = r"(كانون الثاني|كانون الأول|تشرين الأول|تشرين الثاني|[^\s\d_,/()|:;\"<>\[\]{}–—•·・-]{2,15})"
_DAY = r"(?<![\d.,:/-])(\d{1,2})"
_YEAR = r"((?:1[4-9]|2[0-6])\d\d)(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|°|\.ª|-го)?"
_OF = r"(?:(?:of|de|del|d'|di|den)\s+)?"
_CLOCKED = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[A-Z]{3,4})?"
# Each with the order of its groups, and signs of which it needs one ("": none). The first that fits a place wins.
_PATTERNS = tuple(
    (re.compile(pattern), order, tuple(signs.split()))
    for pattern, order, signs in (
        (r"(?<!\d)(\d{4})([•·])(\d{1,2})\2(\d{1,2})(?!\d)", "y-md", "• ·"),
        (r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号])?", "ymd", "年 년"),
        (r"(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d{3}|[\d]?[/.-]\d)", "y-md", "- / ."),
        (_DAY + r"([-/.])(\d{1,2})\2" + _YEAR, "a-by", "- / ."),
        (_DAY + r"(\.)\s(\d{1,2})\2\s" + _YEAR, "a-by", "."),
        (_DAY + r"\s?tháng\s(\d{1,2})(?:,|\s)\s?(?:năm\s)?" + _YEAR, "dmy", "tháng"),
        (
            _DAY + _ORDINAL + r"[\s.,-]{0,3}" + _OF + _WORD + r"[\s.,-]{0,3}" + _OF + r"(?:พ\.ศ\.\s?)?" + _YEAR,
            "dwy",
            "",
        ),
        (_WORD + r"\s{1,2}(\d{1,2}),?\s{1,2}" + _CLOCKED + r"\s" + _YEAR, "wdy", ":"),
        (_WORD + r"\s{0,2}(\d{1,2})" + _ORDINAL + r"(?:\s?[,.]|\s)\s{0,2}" + _YEAR, "wdy", ""),
        (r"(?<!\d)" + _YEAR + r"[\s.,-]{1,3}" + _OF + _WORD + r"[\s.,-]{1,2}(\d{1,2})(?!\d)", "ywd", ""),
        (_WORD + r"[\s.,-]{1,3}" + _OF + _YEAR, "wy", ""),
        (_DAY + r"([-/.])(\d{1,2})\2(\d\d)(?![\d./:-]\d|\d)", "a-bs", "- / ."),
    )
)
_WORDED = frozenset({"dwy", "wdy", "ywd", "wy"})  # orders with a month's name, whose year has four digits
_WORDED_YEAR = re.compile(_YEAR)
_BEFORE_YEAR, _AFTER_YEAR = 80, 50  # characters, more than a date has on either side of its year
_NUMERIC = next(pattern for pattern, order, _ in _PATTERNS if order == "a-by")
_WHOLE = tuple(
    (re.compile(pattern), order)
    for pattern, order in (
        (r"(\d{4})(\d\d)(\d\d)(?!\d)", "ymd"),
        (r"(\d{4})[-/.](\d{1,2})(?!\d|[-/.])", "ym"),
        (r"(\d{1,2})[-/.](\d{4})(?!\d)", "my"),
        (r"(\d{4})[\s-](\d{1,2})(?!\d)", "ym"),
        (r"(\d{4})年?(?!\d)", "y"),
    )
)
_COMPACT = re.compile(r"(?<=\d)T(\d\d):?(\d\d)(?::?\d\d(?:\.\d{1,9})?)?")
_HAS_YEAR = re.compile(r"\d{4}|(?<![\d./-])\d\d?([./-])\d\d?\1\d\d(?![\d./-])")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of any script but ours
_OTHER_SPACE = re.compile("[\u00a0\u202f\u2009\u060c]")  # and the comma of Arabic
_NO_YEAR_FIRST = 27  # a number over this begins no year of two digits that is past
_YEAR_FIRST = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)  # scripts whose years of two digits come first: "24.03.04"
_YEARS_FIRST = frozenset({"ko", "ja", "zh", "hu", "lt", "lv", "sv", "fa", "mn"})
_UPDATED = re.compile(
    r"updated?(?!s)|modified|revised|edited|aktualis|actuali[sz]|mis[e]? à jour|modifi[ée]"
    r"|atualizado|aggiornat|güncelle|son güncel|bijgewerkt"
    r"|uppdatera|oppdatert|opdateret|zaktualiz|обновлен|оновлен|تحديث|更新|수정|עודכן|अपडेट"
    r"|diperbarui|last changed|stand:",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publish|posted|created|issued|release[d]?|first seen|publi[ée]"
    r"|veröffentlicht|erstellt|publicado|pubblicat|creado|giriş|yayın|gepubliceerd"
    r"|publicerad|publisert|udgivet|julkaistu|opublikowan|опубликован"
    r"|дата публикации|פורסם|प्रकाशित|diterbitkan|نشر|发布|发表|公開|등록|입력|terbit|dipublikasikan|\bdate\b|datum",
    re.IGNORECASE,
)
_LABEL_REACH = 40  # characters before a date in which its label stands
_MOST_LABELS = 12  # words in a line of nothing but dates and their labels, at most: a longer one is prose
_FILLER = frozenset(
    [
        "on",
        "at",
        "the",
        "last",
        "first",
        "le",
        "am",
        "el",
        "il",
        "om",
        "um",
        "à",
        "de",
        "of",
        "uhr",
        "date",
        "datum",
        "fecha",
        "time",
        "local",
        "tarihi",
        "saat",
        "ora",
        "klockan",
        "kl",
        "den",
        "and",
        "ist",
        "du",
        "em",
        "dia",
        "ngày",
    ]
)
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"\d")
_READING = re.compile(
    r"\b\d{1,3}[\s-]?min(?:ute)?s?\b\.?(?:\s(?:read|de lecture|de lectura|de leitura|di lettura|lesezeit|leestijd))?",
    re.IGNORECASE,
)
_AGO = re.compile(r"\b(?:an?|\d{1,3})\s(?:second|minute|min|hour|day|week|month|year)s?\sago\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a line, with what its surroundings say of it."""

    date: ArticleDate
    start: int  # offset of its first character, its clock included
    end: int  # exclusive
    label: Label = ""  # what the words before it call it
    alone: bool = False  # the line holds only dates, their labels, weekdays, "a month ago" and "3 min read"
    seconds: bool = False  # its clock shows seconds


@dataclass(frozen=True, slots=True)
class _Core:
    """Year, month and day found in a text, not yet checked."""

    year: int
    month: int
    day: int
    precision: Precision
    start: int
    end: int
    short: bool = False  # its year has two digits


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
    plain = _COMPACT.sub(r"T\1:\2", _ascii_digits(text.strip()[: _LONGEST + 1]))
    if not plain or len(plain) > _LONGEST:
        return None
    found = _whole(plain) or next(_cores(plain, language, day_first), None)
    if found is None:
        return None
    core, clock, start, end = found
    if _leftover(plain[:start] + " " + plain[end:], labels=False):
        return None
    return _dated(core, clock, (Evidence(rule, place, confidence),))


def find_dates(text: str, *, place: str, language: str = "", day_first: bool | None = None) -> list[DateMention]:
    """Every date in a line that can mean one thing only, in order."""
    if not _HAS_YEAR.search(text) and not (
        _OTHER_DIGIT.search(text) and _HAS_YEAR.search(_ascii_digits(text[:_LOOKED_AT]))
    ):
        return []
    plain = _ascii_digits(text[:_LOOKED_AT])
    found = list(_cores(plain, language, day_first))
    alone = bool(found) and len(plain) <= _LONGEST and not _leftover(_without(plain, found), labels=True)
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
    for found in _NUMERIC.finditer(_ascii_digits(text[:_LOOKED_AT])):
        first, second = int(found[1]), int(found[3])
        if (found[2] != "." or second > 12) and (first > 12) != (second > 12) and max(first, second) <= 31:
            return first > 12
    return None


_Found = tuple[_Core, Clock, int, int]


def _ascii_digits(text: str) -> str:
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


def _cores(text: str, language: str, day_first: bool | None) -> Iterator[_Found]:
    """Dates in order, none overlapping another."""
    taken: list[_Found] = []
    years = [year.start() for year in _WORDED_YEAR.finditer(text)]
    first, last = (max(years[0] - _BEFORE_YEAR, 0), years[-1] + _AFTER_YEAR) if years else (0, 0)
    for pattern, order, signs in _PATTERNS:
        if signs and not any(map(text.__contains__, signs)):
            continue
        if not last and order in _WORDED:
            continue
        # A month's name is looked for near a year only: elsewhere every word might be one.
        for match in pattern.finditer(text, first, last) if order in _WORDED else pattern.finditer(text):
            if any(match.start() < end and start < match.end() for _, _, start, end in taken):
                continue
            found = _with_clock(text, match, order, language, day_first)
            if found is not None:
                taken.append(found)
    yield from sorted(taken, key=lambda found: found[2])


def _with_clock(text: str, match: re.Match[str], order: str, language: str, day_first: bool | None) -> _Found | None:
    """A match as a date with the clock that stands inside, after or before it."""
    inside = clock_after(text, match.start(2) + len(match[2])) if order == "wdy" and ":" in match[0] else NO_CLOCK
    clock = inside if inside.hour is not None else clock_after(text, match.end())
    if clock.hour is None:
        clock = clock_before(text, match.start())
    if order == "a-bs" and not _ends_with_year(text, int(match[1]), language):
        return None
    if order.startswith("a-b") and day_first is None and match[2] != ".":
        day_first = zone_day_first(clock.zone) if clock.zone else None
        day_first = language_day_first(language) if day_first is None else day_first
    core = _core(match, order, language, day_first)
    if core is None:
        return None
    if core.precision != "day":
        clock = NO_CLOCK
    reach = clock is not NO_CLOCK and clock is not inside
    start = min(core.start, clock.start) if reach else core.start
    return core, clock, start, max(core.end, clock.end) if reach else core.end


def _ends_with_year(text: str, first: int, language: str) -> bool:
    """Whether the last of three numbers of two digits is the year: "20/12/22" in Hebrew, but not "24.03.04" in Korean.

    Without a language the line's letters have to tell it, or a first number that begins no year.
    """
    if _YEAR_FIRST.search(text) or language in _YEARS_FIRST:
        return False
    return bool(language) or first > _NO_YEAR_FIRST or _LETTERS.search(text) is not None


def _core(match: re.Match[str], order: str, language: str, day_first: bool | None) -> _Core | None:
    parts = dict(zip(order, match.groups(), strict=False))
    year, month, day = int(parts["y"]) if "y" in parts else 2000 + int(parts["s"]), 1, 1
    if "a" in parts:
        usual = True if parts["-"] == "." and day_first is None else day_first  # full stops: the day first
        numbers = _ordered(int(parts["a"]), int(parts["b"]), usual)
        if numbers is None:
            return None
        day, month = numbers
    elif "w" in parts:
        number = month_number(parts["w"], language)
        if number is None:
            return None
        month = number
    else:
        month = int(parts.get("m") or 1)
    day = day if "a" in parts else int(parts.get("d") or 1)
    has_day = "a" in parts or bool(parts.get("d"))
    precision: Precision = "day" if has_day else "month" if "w" in parts or "m" in parts else "year"
    return _Core(_common_year(year, match[0], language), month, day, precision, *match.span(), "s" in parts)


def _ordered(first: int, second: int, day_first: bool | None) -> tuple[int, int] | None:
    """Day and month of two numbers, None where either may be the day."""
    if first > 12 or second > 12 or first == second:
        return (second, first) if second > 12 else (first, second)
    if day_first is None:
        return None
    return (first, second) if day_first else (second, first)


def _common_year(year: int, text: str, language: str) -> int:
    """A year of the Common Era: Thai texts count from the Buddha."""
    thai = language == "th" or (not text.isascii() and any("\u0e00" <= letter <= "\u0e7f" for letter in text))
    return year - _BUDDHIST if thai and 2300 <= year <= 2700 else year


def _whole(text: str) -> _Found | None:
    """A date written in a way that only stands alone: 20220108, 2022-01, 2022."""
    for pattern, order in _WHOLE:
        match = pattern.match(text)
        core = _core(match, order, "", None) if match else None
        if match is None or core is None:
            continue
        clock = clock_after(text, match.end()) if core.precision == "day" else NO_CLOCK
        end = clock.end if clock is not NO_CLOCK else match.end()
        if not text[end:].strip(" .,;"):
            return core, clock, 0, len(text)
    return None


def _dated(core: _Core, clock: Clock, evidence: tuple[Evidence, ...]) -> ArticleDate | None:
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


def label_of(before: str) -> Label:
    """What the words before a date call it: the last word counts."""
    updated = max((found.end() for found in _UPDATED.finditer(before)), default=0)
    published = max((found.end() for found in _PUBLISHED.finditer(before)), default=0)
    if updated or published:
        return "updated" if updated > published else "published"
    return ""


def _without(text: str, found: list[_Found]) -> str:
    """The text less its dates."""
    pieces, before = [], 0
    for _, _, start, end in found:
        pieces.append(text[before:start])
        before = end
    return " ".join([*pieces, text[before:]])


def _leftover(text: str, *, labels: bool) -> bool:
    """Whether something remains beside weekdays and fillers, and beside labels and "a month ago" where allowed."""
    if labels and len(text.split()) > _MOST_LABELS:
        return True
    if labels:
        text = _READING.sub(" ", _AGO.sub(" ", text))
        text = _PUBLISHED.sub(" ", _UPDATED.sub(" ", text))
    if _NUMBERS.search(text):
        return True
    words = [fold(word) for word in re.split(r"[\s,.;:|/()·•・–—-]+", text) if _LETTERS.search(word)]
    allowed = 3 if labels else 0  # letters of an ending such as "aktualis|iert"
    return any(word not in WEEKDAYS and word not in _FILLER and len(word) > allowed for word in words)
