"""How long ago a page says its story was published: a date only where it is known when the page was fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from searchnews.dates import article_date
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import units
from searchnews.models import ArticleDate, Evidence

_NUMBER = re.compile(r"\b(\d{1,3}|an?|one|une?|uno|una|eine[mr]?)\s?([^\W\d_]{1,14})\b", re.IGNORECASE)
_LONGEST = 40  # characters of a line that says little else
_HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 7 * 24}
_NEAR_MIDNIGHT = 24  # hours: what is older than this is known to the day, a week to no day at all


def long_ago(lines: Sequence[Line], fetched_at: datetime) -> ArticleDate | None:
    """The day that "6 hours ago" means, in the clock of the fetch; None where no line says so."""
    for line in lines:
        text = line.text.casefold()
        if len(text) > _LONGEST or not any(word in text for word in units("ago")):
            continue
        found = _NUMBER.search(text)
        unit = next((name for name in _HOURS if found and found[2] in units(name)), "")
        if found and unit and unit != "week":
            count = int(found[1]) if found[1].isdigit() else 1
            moment = fetched_at.replace(tzinfo=None) - timedelta(hours=count * _HOURS[unit])
            day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
            evidence = (Evidence("ago", f"line {line.number}", 0.6),)
            return article_date(day, "day", None, evidence)
    return None
