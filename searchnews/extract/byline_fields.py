"""The name that is a field of its own in a line with a day."""

from __future__ import annotations

import re

from searchnews.datetext import find_dates
from searchnews.extract.bylines import is_eastern, is_person, split_names

_LINE = 120  # characters of such a line
_FIRST = 3  # fields of a line that may be a name
_FIELD = re.compile(r"\s*[|•·●・]\s*|\s+[–—-]\s+")
_IN_SECTION = re.compile(r"\s+(?:in|en|dans|em|w|i|в|under|unter|sous)\s+.{2,40}\Z")  # "Ada Marsh in Environment"


def beside_day(text: str) -> str:
    """The name beside a day: "26 May 2024 • Ada Marsh in Environment"; "" where none is."""
    fields = _FIELD.split(text) if len(text) <= _LINE else []
    if len(fields) < 2 or not any(map(_is_day, fields)):
        return ""
    for field in fields[:_FIRST]:
        bare = _IN_SECTION.sub("", field)
        if ":" not in bare and is_person(bare) and not is_eastern(bare) and split_names(bare) == [bare]:
            return bare
    return ""


def _is_day(field: str) -> bool:
    return any(mention.alone or mention.label for mention in find_dates(field, place=""))
