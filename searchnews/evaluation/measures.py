"""The measures: shingles for texts, sameness for titles, dates and names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from searchnews.datewords import fold, month_number
from searchnews.models import ArticleDate

Outcome = Literal["right", "wrong", "unknown"]

SHINGLE = 4  # words
_WORD = re.compile(r"\w+")
_CLOSE = 40  # characters within which a day, a month and a year make a date
_TOKEN = re.compile(r"\d{1,4}|[^\W\d_]{3,15}")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of two texts is shared: precision, recall and F1, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def words(text: str) -> list[str]:
    """The words of a text, without capitals and punctuation."""
    return _WORD.findall(text.casefold().replace("i\u0307", "i"))  # "İ" has two signs when small


def overlap(found: str, wanted: str) -> Overlap:
    """Shared shingles of four words, as often as they occur (article-extraction-benchmark, Scrapinghub 2020)."""
    mine, theirs = _shingles(found), _shingles(wanted)
    shared = sum((mine & theirs).values())
    return Overlap(
        shared / mine.total() if mine else float(not theirs), shared / theirs.total() if theirs else float(not mine)
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    all_words = words(text)
    last = max(len(all_words) - SHINGLE + 1, 1 if all_words else 0)
    return Counter(tuple(all_words[n : n + SHINGLE]) for n in range(last))


def mean_overlap(overlaps: Sequence[Overlap]) -> Overlap:
    """Mean precision and mean recall over pages; F1 is that of the two means."""
    count = max(len(overlaps), 1)
    return Overlap(sum(each.precision for each in overlaps) / count, sum(each.recall for each in overlaps) / count)


def contains(text: str, part: str) -> bool:
    """Whether a text has a part word for word, whatever the capitals and the punctuation."""
    return f" {' '.join(words(part))} " in f" {' '.join(words(text))} "


def same_title(found: Iterable[str], wanted: str) -> bool:
    """Whether one of the titles has the wanted words, and no others."""
    target = words(wanted)
    return any(words(title) == target for title in found)


def same_day(found: ArticleDate | None, wanted: date) -> Outcome:
    """Whether a date lies in this very day, or, known less precisely, holds it."""
    if found is None:
        return "unknown"
    day = datetime(wanted.year, wanted.month, wanted.day)
    return "right" if found.start < day + timedelta(days=1) and day < found.end else "wrong"


def states_day(text: str, wanted: date) -> bool:
    """Whether a text has the day's three numbers (the month by number or name) close together in any order."""
    places: dict[str, list[int]] = {"y": [], "m": [], "d": []}
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token.isdigit():
            number = int(token)
            for kind, value in (("y", wanted.year), ("m", wanted.month), ("d", wanted.day)):
                if number == value and (kind == "y") == (len(token) == 4):
                    places[kind].append(found.start())
        elif month_number(fold(token), "") == wanted.month:
            places["m"].append(found.start())
    return any(_near(places["m"], year) and _near(places["d"], year) for year in places["y"])


def _near(places: Sequence[int], year: int) -> bool:
    return any(abs(place - year) <= _CLOSE for place in places)


def set_overlap(found: Iterable[str], wanted: Iterable[str]) -> Overlap:
    """Names shared by two lists, whatever the capitals and accents."""
    mine, theirs = {" ".join(words(fold(name))) for name in found}, {" ".join(words(fold(name))) for name in wanted}
    shared = len(mine & theirs)
    return Overlap(shared / len(mine) if mine else float(not theirs), shared / len(theirs) if theirs else 1.0)
