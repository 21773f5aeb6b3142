"""The clock printed beside a date: hour, minute and zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from searchnews.datewords import WEEKDAYS, fold, zone_offset

_ZONE_NAME = (
    r"UTC|GMT|WEST|WET|WAT|BST|CEST|CET|MESZ|MEZ|CAT|SAST|EEST|EET|EAT|MSK|TRT|TS[İI]|AST|IRST|GST|AFT|PKT|IST|NPT|B[dD]ST|ICT|WITA|WIB|WIT"
    r"|HKT|SGT|MYT|PHT|AWST|JST|KST|ACST|AEST|AEDT|NZST|NZDT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BRT|ART|ET|CT|MT|PT"
)
_NUMBER = r"[+\u2212-]\d{1,2}(?::?\d\d)?"
_ZONE = (
    rf"(?:\s?\(?(Z(?![A-Za-z])|(?:UTC|GMT)\s?{_NUMBER}|(?:{_ZONE_NAME})(?![A-Za-z])"
    rf"|{_NUMBER}(?!\d)(?:\s?(?:GMT|UTC))?))?"
)
_HALF = r"(?:\s?([AaPp])\.?\s?[Mm]\b\.?)?"
_TIME = (
    rf"(\d{{1,2}})(?:\s?[:hH.٫]\s?(\d\d)(?!\.?\d)(?::(\d\d)(?:[.,]\d{{1,9}})?)?)?(?!\d)"
    rf"(?:\s?(?:Uhr|hrs|hours|น\.))?{_HALF}{_ZONE}"
)
_LINK = (
    r"[\s,T·•|/–—-]{0,4}"
    r"(?:(?:at|à|um|alle|ore|a las|às|kl\.?|klo|klockan|saat|saati|в|о|la|om|pukul|jam|เวลา|الساعة)\s{0,2})?"
)
_BEFORE_LINK = r"[\s,·•|/–—]{1,4}(?:(?:on|am|le|,)\s)?(?:[^\W\d_]{3,9}\.?,?\s)?\Z"
_AFTER = re.compile(_LINK + _TIME)
_DAY_NAME = re.compile(r"[\s,]{1,3}([^\W\d_]{3,12})\b\.?(?=[\s,])")
_BEFORE = re.compile(r"(?<![\d:./-])" + _TIME + _BEFORE_LINK)
_REACH = 34  # characters before a date in which its clock may stand
_HOUR, _MINUTE, _SECOND, _MERIDIEM, _PLACE = range(1, 6)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as printed."""

    hour: int | None
    minute: int = 0
    zone: str = ""
    seconds: bool = False
    start: int = 0
    end: int = 0

    def offset(self, moment: datetime) -> int | None:
        """Minutes east of UTC at a civil time, None where the clock names no zone."""
        return _offset(self.zone, moment) if self.zone else None


NO_CLOCK = Clock(None)


def clock_after(text: str, position: int) -> Clock:
    """The clock that begins at a position, behind a comma, a "T" or an "at"."""
    named = _DAY_NAME.match(text, position)
    if named and fold(named[1]) in WEEKDAYS:
        position = named.end()
    match = _AFTER.match(text, position)
    return _clock(match, 0) if match else NO_CLOCK


def clock_before(text: str, position: int) -> Clock:
    """The clock that ends before a position, a comma or "on" between."""
    begin = max(0, position - _REACH)
    match = _BEFORE.search(text[begin:position])
    return _clock(match, begin) if match else NO_CLOCK


def _clock(match: re.Match[str], shift: int) -> Clock:
    """The match as a time of day; a bare number without minutes and without "am" is none."""
    hour, minute, half = int(match[_HOUR]), match[_MINUTE], match[_MERIDIEM]
    if minute is None and half is None:
        return NO_CLOCK
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    if (hour, int(minute or 0)) == (24, 0) or hour > 23 or int(minute or 0) > 59 or int(match[_SECOND] or 0) > 60:
        return NO_CLOCK
    start, end = match.start(_HOUR) + shift, (match.end() if not shift else match.end(_PLACE) + shift)
    return Clock(hour, int(minute or 0), match[_PLACE] or "", match[_SECOND] is not None, start, max(end, start + 1))


def _offset(zone: str, moment: datetime) -> int | None:
    """Minutes east of UTC: "GMT+3", "+05:30", "Z", "IST"."""
    number = re.search(r"([+\u2212-])(\d{1,2}):?(\d\d)?\Z", zone.removesuffix("GMT").removesuffix("UTC").strip())
    if number:
        hours, rest = int(number[2]), int(number[3] or 0)
        if hours > 14 or rest > 59:
            return None
        return (hours * 60 + rest) * (1 if number[1] == "+" else -1)
    return 0 if zone == "Z" else zone_offset(zone, moment)
