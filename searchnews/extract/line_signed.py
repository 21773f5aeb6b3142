"""The rules for lines that say who wrote a story and when."""

from __future__ import annotations

import re

from searchnews.datetext import DateMention, find_dates
from searchnews.datewords import WEEKDAYS, fold
from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import agency
from searchnews.extract.byline_words import lead_in, offices
from searchnews.extract.bylines import is_desk, is_eastern, is_labelled, is_person, split_names, strip_by
from searchnews.extract.line_classes import Answer
from searchnews.extract.line_words import begins

_MANY = 4  # dates on one line: an archive's months, no story's date
CLOCK = re.compile(
    r"\d{1,2}:\d\d\s?(?:[ap]\.?m\.?)?\s?[A-Z]{2,4},?\s.{6,30}\Z|(?:[01]?\d|2[0-3])(?::[0-5]\d\s?(?:GMT|UTC|[ap]\.?m\.?|Uhr)?|\.[0-5]\d\s?Uhr)\Z",
    re.IGNORECASE,
)
_FIRST_NAME = re.compile(r"\W{0,3}([^\W\d_]{2,20})")  # "2021-08-28 19:50:42Xinhua Editor : NAME"
_FIELD = re.compile(r"\s+[|•·●–—]\s+|\s*[|●]\s*")
_ON = 4  # characters before a date that say nothing: "On ", "# "
_REPORTER = 60  # characters of "한지우 기자 jiwoo@gangsan.example"
_HEAD = 40  # characters of a name and its label before a date
_PUBLISHED = re.compile(
    r"\s*[|•·,–—-]?\s*\b(?:published|posted|updated|last updated|created|on|at|publié|veröffentlicht|giriş)\b",
    re.IGNORECASE,
)
_LABELS = frozenset(
    {"last", "modified", "updated", "published", "posted", "date", "created", "reviewed", "edited", "first"}
)
_LONE_BY = frozenset(
    {"by", "von", "par", "por", "written by", "author", "di", "door", "av", "af", "oleh", "posted by", "מאת", "بقلم"}
)
_DIGIT = re.compile(r"\d")


def byline(text: str, low: str, word: str) -> Answer | None:
    """Who wrote it: "By" and names, or one name printed twice without a space."""
    if len(text) > 120:
        return None
    if name := _doubled(text):
        return kinds.BYLINE, name
    if len(text) <= _REPORTER and is_eastern(text) and offices().search(text):
        names = names_of(text)
        return (kinds.BYLINE, "; ".join(names)) if names else None
    length = begins("byline", low, glued=True)
    if not length or not (text[length : length + 1] in ("", " ", ":", "：", "/", "／") or _is_glued(text, length)):
        return None
    if word in _LONE_BY or (text[-1] in ":：" and len(text) <= length + 2):
        return kinds.BYLINE, ""
    names = names_of(text)
    return (kinds.BYLINE, "; ".join(names)) if names and not find_dates(text, place="") else None


def _is_glued(text: str, length: int) -> bool:
    """Whether a name follows without a space: "ByREUTERS", but not "DIY shelves"."""
    return text[length].isupper() and text[length - 1].islower()


def _doubled(text: str) -> str:
    half, odd = divmod(len(text), 2)
    name = text[:half]
    return name.strip() if not odd and 5 <= half <= 50 and name == text[half:] and name[0].isalpha() else ""


def names_of(text: str) -> list[str]:
    """The people a short line names after its "By"."""
    head = _PUBLISHED.split(strip_by(text).replace("•", "|"), maxsplit=1)[0].split("|")[0]
    names = [name for name in split_names(head) if (is_person(name) or is_desk(name)) and agency(name) is None]
    names = [name for name in names if _LABELS.isdisjoint(name.casefold().split())]
    return names if not any(map(is_eastern, names)) or is_labelled(text.strip()) else []


def dated(text: str, low: str, word: str) -> Answer | None:
    """A date, alone or with a name, a label or an agency."""
    if len(text) > 220 or not _DIGIT.search(text):
        return None
    if CLOCK.match(text):
        return kinds.CLOCK, "", tuple(find_dates(text, place=""))
    found = tuple(find_dates(text, place=""))
    if len(found) > _MANY:
        return kinds.SHORT, ""
    if not found:
        return (kinds.DATE, "", ()) if re.fullmatch(r"[\d./-]{8,10}", text) else None
    head = text[: found[0].start]
    rest = len(head.strip()) + len(text[found[-1].end :].strip()) + 1
    if text[found[-1].end :].startswith((" | ", " • ", " · ")) and len(head) < 12:
        return kinds.DATE, "", found  # "Monday, August 11th, 2025 at 11:00 am | Categories: …"
    if not found[0].alone and text[-1] in ".?!" and not found[0].label and not _FIELD.search(text):
        return None
    if not found[0].alone and (rest > 60 or text[-1] in ".?!"):
        return _signed_line(text, found)
    if name := agency(head):
        return kinds.AGENCY, name, found
    if (behind := _FIRST_NAME.match(text, found[-1].end)) and (name := agency(behind[1])):
        return kinds.AGENCY, name, found
    names = names_of(_less_weekday(head)) if len(head) > 4 else []
    names = names or (names_of(text) if lead_in().match(text) else [])
    if names:
        return kinds.BYLINE, "; ".join(names), found
    if rest <= 30 or found[0].label or found[0].alone:
        return kinds.DATE, "", found
    return _signed_line(text, found)


def _less_weekday(head: str) -> str:
    """What stands before a date less the day of the week, unless "By" says that a name stands there: "Released Wednesday, "."""
    bare = head.rstrip(" ,")
    before, _, last = bare.rpartition(" ")
    return before if fold(last) in WEEKDAYS and strip_by(bare) == bare else head


def _signed_line(text: str, found: tuple[DateMention, ...]) -> Answer | None:
    """A long line in fields, one of them a date: "by NAME | Mar 11, 2023 | Gardens | 0 comments", "Posted by NAME May 3, 2021"."""
    fields = _FIELD.split(text)
    head = text[: found[0].start].strip(" |•·●–—-")
    labelled = found[0].label or begins("byline", head.casefold()) or found[0].start <= _ON
    if (len(fields) > 1 and any(_is_date(field) for field in fields)) or (labelled and len(head) <= _HEAD):
        names = names_of(fields[0][: found[0].start]) if len(head) > _ON else []
        return (kinds.BYLINE, "; ".join(names), found) if names else (kinds.DATE, "", found)
    return None


def _is_date(field: str) -> bool:
    return len(field) < 60 and bool(_DIGIT.search(field)) and any(each.alone for each in find_dates(field, place=""))
