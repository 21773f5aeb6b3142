"""The lines of a text dump, each with its class: what it looks like by itself, before the lines around it are seen.

The table RULES is read from top to bottom; the first rule that answers gives the class. The words are in
vocabulary/lines.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from searchnews.datetext import DateMention, find_dates
from searchnews.extract.agencies import agency, credited, is_sign_off
from searchnews.extract.bylines import is_person, split_names
from searchnews.extract.line_words import exact, key, labelled, phrases, starts
from searchnews.extract.rows import Row

Class = Literal[
    "body", "short", "item", "date", "clock", "byline", "caption", "source", "agency", "section", "crumbs", "place",
    "inline", "listed", "furniture", "list heading", "after",
]  # fmt: skip
BODY: Class = "body"
SHORT: Class = "short"  # a headline, a sub-heading, a name in a menu
ITEM: Class = "item"  # a point of a list: its bullet shows
DATE: Class = "date"
CLOCK: Class = "clock"  # the time of an entry of a live page
BYLINE: Class = "byline"
CAPTION: Class = "caption"
SOURCE: Class = "source"
AGENCY: Class = "agency"
SECTION: Class = "section"
CRUMBS: Class = "crumbs"  # the way to the page: "Home / Sport"
PLACE: Class = "place"  # where the story was filed, on a line of its own below the agency
INLINE: Class = "inline"
LISTED: Class = "listed"
FURNITURE: Class = "furniture"
LIST_HEADING: Class = "list heading"  # of a list of other stories
AFTER: Class = "after"  # what only stands after a story: comments, tags, about the author

LOOKED_AT = 2_000  # characters of a line that patterns see
_SHORT_NOISE = 900  # characters: a paragraph longer than this is not dropped for a word about cookies

_BULLET = re.compile(r"(?:[-–•*+·▪►‣✓○◦]|o(?=\s[A-Z])|\d{1,2}[.)])\s+\S")
_POINT = 30  # characters: a point shorter than this is a menu's as often as a story's
_MINUTES = re.compile(
    r"\d{1,3}\s*[- ]?(?:min(?:ute)?s?\.?)\s+(?:read|lesezeit|de lecture|de lectura)\b.{0,12}\Z", re.IGNORECASE
)
_IN_NUMBERS = re.compile(r"\d[./-]\d")
_ONLY_SIGNS = re.compile(r"[\W\d_]{1,12}\Z")
_INLINE_MARK = re.compile(r"\s*[:|–—-]\s*|\s*(?=[A-ZÀ-Þ])")
_CAPTION = re.compile(
    r"(?:\s/\s?(?:photo\s?:\s?)?[\w .&/-]{2,40}\Z|\bfile (?:photo|image|picture)\b.{0,40}\Z|\(?(?:photo|image|picture) credit\s*:.*|\[(?:source|photo|image)\b[^\]]{0,60}\]?\Z"
    r"|\b(?:foto|photo|image|picture|photograph|bild|fotoğraf)s?\s*(?::|/)\s*[\w .&/-]{2,40}\)?\Z|\bREUTERS/[\w .-]{2,40}\Z|\(?©\s*[\w /.,-]{2,40}\)?\Z|\bvia (?:getty images|ap|reuters|afp)\)?\Z"
    r"|\bphoto(?:graph)? by\b.{2,40}\Z|\bcourtesy (?:of )?[\w .&-]{2,40}\)?\Z|(?:/|\()(?:getty images|getty|afp|ap|epa|reuters|shutterstock)(?: photo)?\)?\Z|\((?:ap|afp|reuters)(?: photo)?/[^)]{2,40}\)\.?\Z)",
    re.IGNORECASE,
)
_CREDIT_ONLY = re.compile(
    r"(?:file photo |representative )?(?:image|photo|picture)s?(?: credits?| by| courtesy)?\s*:?\s*[\w .&/-]{2,40}\Z",
    re.IGNORECASE,
)
_GLUED_BY = re.compile(r"\ABy(?=[A-Z]{2})")
_SUBCREDIT = re.compile(
    r"\A(?P<caption>.{10,300}\((?:photo|image) credit\s*:[^()]{2,60}\))(?P<tail>by(?P<name>.{2,60}))?\Z", re.IGNORECASE
)
_DOUBLED = re.compile(r"(?P<name>[^\W\d_][\w.'’ -]{4,50})(?P=name)\Z")
_CLOCK = re.compile(
    r"\d{1,2}:\d\d\s?(?:[ap]\.?m\.?)?\s?[A-Z]{2,4},?\s.{6,30}\Z|\d{1,2}[:.]\d\d\s?(?:GMT|UTC|[ap]\.?m\.?|Uhr)?\Z",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:\d{1,2}|an?)\s?(?:m|h|d|s|min|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?|gün|saat|dakika)\s?(?:ago|önce)",
    re.IGNORECASE,
)
_AGO_HEAD = re.compile(_AGO.pattern + r"\s?(?P<title>[^\W\d_].{10,200})\Z", re.IGNORECASE)
_AGO_TAIL = re.compile(r"\s*[|·•-]?\s+" + _AGO.pattern + r"\Z", re.IGNORECASE)
_CRUMBS = re.compile(
    r"(?:home|start|startseite|accueil|inicio|anasayfa|ana sayfa)\s*(?:[/>›»|·-]|\s›)\s*(?P<rest>.{2,80})\Z",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\s*[|•·,–—-]?\s*\b(?:published|posted|updated|last updated|created|on|at|publié|veröffentlicht|giriş)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its class."""

    text: str
    number: int  # from 1 in the file
    last: int
    gap: bool  # whether a blank line stands before it
    kind: Class
    value: str = ""  # what the line says, without its label
    dates: tuple[DateMention, ...] = ()


_Answer = tuple[Class, str] | None
Rule = Callable[[str, str], _Answer]  # a line and its key → class and value


def classed(row: Row) -> Line:
    """A row with its class."""
    text = row.text[:LOOKED_AT]
    line = Line(row.text, row.number, row.last, row.gap, BODY)
    if len(text) <= 240:
        word = key(text)
        for rule in RULES:
            if answer := rule(text, word):
                return replace(line, kind=answer[0], value=answer[1])
        if dated := _dated(text):
            return replace(line, kind=dated[0], value=dated[1], dates=dated[2])
        if _BULLET.match(text):
            return replace(line, kind=ITEM, value="" if len(text) >= _POINT else text)
    elif _is_noise(text):
        return replace(line, kind=FURNITURE)
    elif len(text) <= 400 and not text.endswith(".") and _CAPTION.search(text[-120:]):
        return replace(line, kind=CAPTION)
    return replace(line, kind=BODY if is_prose(text) else SHORT)


def _is_noise(text: str) -> bool:
    return (
        (len(text) < _SHORT_NOISE and bool(phrases("noise").search(text)))
        or (len(text) > 1200 and text.lower().count(" icon") > 3)
        or is_sign_off(text)
    )


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or more, by its length and its end."""
    if len(text) >= 90 or (len(text) >= 60 and text[-1] in '.!?”"»…'):
        return not _is_menu(text)
    if not text.isascii() and sum(ord(letter) > 0x2E80 for letter in text[:80]) > 20:
        return True
    return text[-1] in '.!?”"»…' and text.count(" ") >= 4


def _is_menu(text: str) -> bool:
    """Whether a long line is names side by side: a menu printed on one line, a table, a list of months."""
    if len(text) > 1_500 or not text[:1].isascii():
        return False
    words = text.split()
    named = sum(not word[0].islower() for word in words)
    return len(words) >= 10 and named > 0.7 * len(words) and text.count(", ") + text.count(". ") < len(words) / 8


def section_name(text: str) -> str:
    """A section as a page would write it: "WORLD" as "World"."""
    if not text.isupper():
        return text
    turkish = any(letter in "İÇŞĞÜÖ" for letter in text)
    lower = (text.replace("I", "ı").replace("İ", "i") if turkish else text).lower()
    return " ".join(
        word[:1].upper() + word[1:] if word[:1] != "i" or not turkish else "İ" + word[1:] for word in lower.split(" ")
    )


def _section(text: str, word: str) -> _Answer:
    if len(text) <= 40 and word in exact("section"):
        return SECTION, section_name(text.strip(" :#"))
    if len(text) <= 60 and (found := _CRUMBS.match(text)):
        return CRUMBS, section_name(re.split(r"\s*[/>›»|]\s*", found["rest"])[0].strip())
    return None


def _list_heading(text: str, word: str) -> _Answer:
    if len(text) <= 60 and (
        word in exact("list_heading") or (text[-1] not in ".!?" and starts("list_heading").match(word))
    ):
        return LIST_HEADING, ""
    return None


def _after(text: str, word: str) -> _Answer:
    if (len(text) <= 30 and word in exact("after")) or (
        len(text) <= 160 and starts("after").match(text.lstrip("#*- "))
    ):
        return AFTER, ""
    return None


def _furniture(text: str, word: str) -> _Answer:
    if not word or word in exact("furniture") or (len(text) <= 100 and starts("furniture").match(text)):
        return FURNITURE, ""
    if _MINUTES.match(text) or (_ONLY_SIGNS.match(text) and not _CLOCK.match(text) and not _IN_NUMBERS.search(text)):
        return FURNITURE, ""
    return (FURNITURE, "") if _is_noise(text) else None


def _inline(text: str, word: str) -> _Answer:
    """A lead-in, a mark or a capital right after it, and a headline: "READ MORE: …", "RelatedHEADLINE"."""
    found = starts_loosely("inline").match(text)
    if found is None or len(text) - found.end() < 12:
        return None
    rest = text[found.end() :]
    mark = re.match(r"\s*[:|–—]\s*|\s+-\s+", rest)
    glued = found[0][:1].isupper() and rest[:1].isupper() and found[0][-1:].islower()
    if not mark and not glued:
        return None
    title = rest[mark.end() :].strip() if mark else rest.strip()
    return (INLINE, title) if len(title) > 8 else None


def starts_loosely(name: str) -> re.Pattern[str]:
    """As `starts`, but a capital may follow at once."""
    return _LOOSE.setdefault(name, re.compile(starts(name).pattern.replace(r"(?!\w)", ""), re.IGNORECASE))


_LOOSE: dict[str, re.Pattern[str]] = {}


def _ago(text: str, word: str) -> _Answer:
    if len(text) > 8 and not text[0].isdigit() and text[:1].casefold() != "a":
        return None
    if found := _AGO_HEAD.match(text):
        return LISTED, found["title"].strip()
    return (FURNITURE, "") if _AGO.fullmatch(text) else None


def without_age(title: str) -> str:
    """A listed headline less the "2 hours ago" after it."""
    return _AGO_TAIL.sub("", title)


def _source(text: str, word: str) -> _Answer:
    found = _SOURCE.match(text) if len(text) <= 120 else None
    return (SOURCE, found["value"].strip()) if found else None


_SOURCE = labelled("source")


def _agency(text: str, word: str) -> _Answer:
    if len(text) > 60:
        return None
    bare = _GLUED_BY.sub("", text.strip(" >»|-*"))
    names = credited(bare)
    both = len(names) == 2 and agency(names[1]) is not None and not text.endswith(".")
    return (AGENCY, bare) if agency(bare) or both else None


def _caption(text: str, word: str) -> _Answer:
    if found := _SUBCREDIT.match(text):
        return CAPTION, found["caption"]
    if len(text) <= 60 and _CREDIT_ONLY.fullmatch(text) and (":" in text):
        return FURNITURE, ""
    if not _CAPTION.search(text) or (len(text) < 90 and _mostly_date(text)):
        return None
    return CAPTION, text


def _mostly_date(text: str) -> bool:
    """Whether a line is a date with little beside it: "November 12, 2023 / 7:56 PM / a month ago"."""
    found = find_dates(text, place="")
    return bool(found) and (found[0].alone or len(text) - (found[-1].end - found[0].start) < 25)


def _byline(text: str, word: str) -> _Answer:
    if len(text) > 120:
        return None
    if found := _DOUBLED.match(text):
        return BYLINE, found["name"].strip()
    if not starts_loosely("byline").match(text):
        return None
    if key(text) in {"by", "von", "par", "por", "written by", "author", "di", "door"}:
        return BYLINE, ""
    rest = starts_loosely("byline").sub("", text, count=1)
    if rest[:1] not in " :" and not rest[:1].isupper():
        return None
    names = names_of(text)
    return (BYLINE, "; ".join(names)) if names and not find_dates(text, place="") else None


def names_of(text: str) -> list[str]:
    """The people a short line names after its "By"."""
    head = _PUBLISHED.split(text.replace("•", "|"), maxsplit=1)[0]
    head = head.split("|")[0]
    return [name for name in split_names(head) if is_person(name)]


def _dated(text: str) -> tuple[Class, str, tuple[DateMention, ...]] | None:
    if len(text) > 220 or not any(letter.isdigit() for letter in text):
        return None
    if _CLOCK.match(text):
        return CLOCK, "", tuple(find_dates(text, place=""))
    found = tuple(find_dates(text, place=""))
    if not found:
        return (DATE, "", ()) if re.fullmatch(r"[\d./-]{8,10}", text) else None
    rest = (text[: found[0].start] + " " + text[found[-1].end :]).strip()
    if found[0].alone or (len(rest) <= 60 and not text.endswith((".", "?", "!"))):
        if house := agency(text[: found[0].start]):
            return AGENCY, house, found
        names = names_of(text[: found[0].start]) if len(text[: found[0].start]) > 4 else []
        if names or len(rest) <= 30 or found[0].label:
            return (BYLINE, "; ".join(names), found) if names else (DATE, "", found)
    return None


RULES: tuple[Rule, ...] = (
    _section,
    _list_heading,
    _ago,
    _after,
    _inline,
    _furniture,
    _source,
    _agency,
    _byline,
    _caption,
)
