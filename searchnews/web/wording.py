"""Numbers, dates and counts as a person reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from searchnews.dates import parse_period
from searchnews.models import ArticleDate, DateRange, Precision

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def facet_value(facet: str, value: str) -> str:
    """A facet's value as a reader knows it: "en" → "English" for a language, all others as they are."""
    return _LANGUAGES.get(value, value) if facet == "language" else value


def number(count: int) -> str:
    """1284 → "1,284"."""
    return f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 → "1 article", 2 → "2 articles"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


_LENGTHS = {"year": 4, "month": 7, "day": 10, "minute": 16}  # of a moment as machines read it


def moment(start: datetime, precision: Precision) -> str:
    """A date no more precise than it is known: "8 January 2022, 14:05", "January 2022", "2022"."""
    if precision == "year":
        return str(start.year)
    month = f"{MONTHS[start.month - 1]} {start.year}"
    if precision == "month":
        return month
    day = f"{start.day} {month}"
    return f"{day}, {start:%H:%M}" if precision == "minute" else day


def date(value: ArticleDate | None) -> str:
    """An article's date, or "no date"."""
    return moment(value.start, value.precision) if value else "no date"


def machine_date(value: ArticleDate) -> str:
    """The `datetime` of a <time> element: "2022-01-08T14:05", "2022-01", "2022"."""
    return value.start.isoformat()[: _LENGTHS[value.precision]]


@lru_cache(1024)
def period(text: str) -> str:
    """ "2014-03" → "March 2014"."""
    found = parse_period(text)
    return moment(found.start, found.size) if found else text


def between(since: str, until: str) -> str:
    """A range as its two ends are written: "March 2014 to 2015", "since 2014", "until 2015", "" for none."""
    first, last = period(since), period(until)
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"since {first}" if first else f"until {last}" if last else ""


def span(dates: DateRange) -> str:
    """The days of a range: "3 February to 4 March 2014", "since 2014"."""
    if dates.since_text and dates.since_text == dates.until_text:
        return period(dates.since_text)
    if dates.since and dates.until:
        first, last = dates.since, dates.until - timedelta(days=1)
        shared = first.year == last.year
        begin = moment(first, "day").removesuffix(f" {first.year}") if shared else moment(first, "day")
        return f"{begin} to {moment(last, 'day')}"
    if dates.since:
        return f"since {period(dates.since_text)}"
    return f"until {period(dates.until_text)}" if dates.until else ""
