"""Year, month and day in a text, by the orders and words that people write them in, with the clock beside them.

No pattern can backtrack far; whether the calendar has such a day is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchnews.dateclock import NO_CLOCK, Clock, clock_after, clock_before
from searchnews.datewords import language_day_first, month_number, zone_day_first
from searchnews.models import Precision

_BUDDHIST = 543  # years ahead of ours
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
NUMERIC = next(pattern for pattern, order, _ in _PATTERNS if order == "a-by")
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
_NO_YEAR_FIRST = 27  # a number over this begins no year of two digits that is past
_YEAR_FIRST = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)  # scripts whose years of two digits come first: "24.03.04"
_YEARS_FIRST = frozenset({"ko", "ja", "zh", "hu", "lt", "lv", "sv", "fa", "mn"})
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Core:
    """Year, month and day found in a text, not yet checked."""

    year: int
    month: int
    day: int
    precision: Precision
    start: int
    end: int
    short: bool = False  # its year has two digits


Found = tuple[Core, Clock, int, int]  # with where all of it begins and ends, its clock included


def cores(text: str, language: str, day_first: bool | None) -> Iterator[Found]:
    """Dates in order, none overlapping another."""
    taken: list[Found] = []
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


def _with_clock(text: str, match: re.Match[str], order: str, language: str, day_first: bool | None) -> Found | None:
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


def _core(match: re.Match[str], order: str, language: str, day_first: bool | None) -> Core | None:
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
    return Core(_common_year(year, match[0], language), month, day, precision, *match.span(), "s" in parts)


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


def whole(text: str) -> Found | None:
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
