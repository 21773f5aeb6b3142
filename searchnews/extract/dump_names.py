"""Names of people in lines of a text dump: alone, in a line of fields, after "By", over a text that tells who they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from searchnews.datewords import WEEKDAYS, fold, month_number
from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import agency
from searchnews.extract.byline_fields import beside_day
from searchnews.extract.byline_words import is_about, is_house, joint, profession
from searchnews.extract.bylines import (
    PARTICLES,
    is_desk,
    is_eastern,
    is_other_work,
    is_person,
    may_begin_with_name,
    split_names,
    strip_by,
)
from searchnews.extract.bylines_signed import presented
from searchnews.extract.line_classes import Line
from searchnews.extract.line_signed import names_of
from searchnews.extract.line_words import exact, key, table
from searchnews.models import Evidence

Found = tuple[tuple[str, ...], Evidence | None]

_LINE = 100  # characters of a line that names somebody and little else
_OFFICE = 60  # characters of a line that says what somebody is
_HEADING = 40  # characters of "About the author", "Article by", "Read more posts by"
_TOLD = 140  # characters in which such a text names a profession
_SHORT_FORM = 3  # letters of "Sun", "Jan"
_LEAD = 2  # spaces in "Story by "
_MAX_RUN = 6  # lines of names
_IN = re.compile(r"\s+(?:in|on|en|dans|em|am|le)\Z")  # "Ada Marsh in", the section on the next line
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = frozenset({kinds.SHORT, kinds.LISTED, kinds.BYLINE, kinds.ITEM, kinds.CAPTION})
_NONE: Found = ((), None)


class Said:
    """The words of the story, and of the page's lines, asked for names."""

    def __init__(self, text: str, lines: Sequence[Line] = ()) -> None:
        self._text = text
        self._lines = lines

    @functools.cached_property
    def _page(self) -> str:
        """The page's lines with a space around each word; without those all in small letters, as addresses and handles are."""
        page = " ".join([line.text for line in self._lines if not line.text.islower()])
        for mark in (", ", ". ", "! ", "? ", ": ", "; "):
            page = page.replace(mark, " ")
        return f" {page} "

    @functools.cached_property
    def _folded(self) -> str:
        return self._text.casefold()

    def speaks_of(self, name: str) -> bool:
        """Whether the text has a whole name, or most of its words in small letters: "Valley Bridge Repairs" is a headline."""
        parts = _WORD.findall(name)
        small = sum(_has_word(self._text, part.lower()) for part in parts)
        return name in self._text or small > max(len(parts) / 2, len(parts) - 2)

    def is_ordinary(self, name: str) -> bool:
        """Whether all words of a supposed name, or all but one of three and more, are ordinary ones: "Best Lemon Recipes".

        Such a word stands on the page in small letters, too, is one of a page's furniture, or names a day: "Released Wednesday".
        A desk may have one of its own.
        """
        parts = [part.lower() for part in _WORD.findall(name) if len(part) > 1 and part not in PARTICLES]
        usual = sum(f" {part} " in self._page or part in _furniture() or _names_day(part) for part in parts)
        return bool(parts) and usual >= len(parts) - (len(parts) > 2 and not is_desk(name))

    def has_part(self, name: str) -> bool:
        """Whether the text has the last word of a name, or all the others of two letters and more."""
        parts = [word.casefold() for word in _WORD.findall(name)]
        return _has_word(self._folded, parts[-1]) or all(
            _has_word(self._folded, part) for part in parts[:-1] if len(part) > 1
        )


def _has_word(text: str, word: str) -> bool:
    """Whether a text has a word with no letter right beside it."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and _is_letter(text[start - 1])) and not _is_letter(text[end : end + 1]):
            return True
        start = text.find(word, start + 1)
    return False


def _names_day(word: str) -> bool:
    """Whether a word is that for a day of the week or a month, and no short form: "Sun" and "Jan" are names."""
    return len(word) > _SHORT_FORM and (fold(word) in WEEKDAYS or month_number(word) is not None)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and not sign.isdecimal()


def split_all(value: str) -> list[str]:
    """The names in the value of a byline, each less its office: "Ada Marsh, Shipping Expert; Ben Holm"."""
    return [name for part in value.split(";") for name in (split_names(part.strip())[:1] or [part.strip()])]


def joined_names(lines: Sequence[Line], place: int) -> list[str]:
    """Names on lines of their own that commas join: "Ada Marsh,", "Ben Holm &", "Ida Roe"."""
    names: list[str] = []
    if joint().search(lines[place].text) is None:
        return []
    for line in lines[place : place + _MAX_RUN]:
        bare = joint().sub("", line.text.strip())
        found = names_alone(replace(line, text=bare)) if bare else []
        if not found:
            break
        names += found
        if bare == line.text.strip():
            return names if len(names) > 1 else []
    return []


def names_alone(line: Line) -> list[str]:
    """The names of a line that holds nothing else; [] where it holds more, or names a section or a house."""
    text = line.text.strip(" |•·*") if line.kind in _PLAIN else ""
    if not may_begin_with_name(text):
        return []
    text = _IN.sub("", text)
    if not 4 < len(text) <= _LINE or text[-1] in "…?!." or any(map(str.isdigit, text)):
        return []
    if key(text) in exact("section") or key(text) in exact("furniture") or profession().search(text):
        return []
    names = split_names(text.rstrip(":")) if strip_by(text) == text else []
    sure = names and all(is_person(name) and not is_eastern(name) and not is_house(name) for name in names)
    sure = sure and not any(
        name.count(" ") > 2 and name.title() == name for name in names
    )  # four capitals are a headline
    return names if sure and not text.isupper() and agency(text) is None else []


def names_in_line(line: Line) -> list[str]:
    """The name beside the day of a line in fields; whoever a line with a bullet names after "By"."""
    bare = line.text.lstrip(" *•·|–-")
    if line.kind == kinds.DATE:
        return [name] if (name := beside_day(line.text)) else []
    return names_of(bare) if bare != line.text and len(bare) <= _LINE and strip_by(bare) != bare else []


@functools.cache
def _furniture() -> frozenset[str]:
    lists = (table(name) for name in ("furniture", "list_heading", "after", "section", "inline"))
    lines = (line for each in lists for name in ("exact", "starts") for line in each.get(name, ()))
    return frozenset(word.casefold() for line in lines for word in _WORD.findall(line))


def is_furniture(name: str) -> bool:
    """Whether the last word of a supposed name stands in lines that are furniture: "Order Now", "Print Article"."""
    return _WORD.findall(name)[-1].casefold() in _furniture()


def is_office(line: Line) -> bool:
    return len(line.text) <= _OFFICE and profession().search(line.text) is not None


def names_spoken(line: Line) -> list[str]:
    """The names of a line that begins with "By" or the like in the lines under a text."""
    if line.kind == kinds.BYLINE and line.value:
        return split_all(line.value)
    lead = line.text[: len(line.text) - len(strip_by(line.text))]
    long = lead.count(" ") > _LEAD and "written" not in lead
    credit = ";" in line.text and lead.casefold().startswith("reporting")  # an agency's list of all who had a part
    if not lead or long or credit or is_other_work(line.text):
        return []
    return [name for name in names_of(line.text) if not profession().search(name)]


def is_heading(line: Line) -> bool:
    """Whether a line is "About the author", "Article by", or ends so: "Read more posts by"."""
    text = line.text.strip()
    if not text or len(text) > _HEADING:
        return False
    return (is_about(text) or not strip_by(f"{text} ").strip(" :")) and not is_other_work(f"{text} ")


def person_at(line: Line) -> list[str]:
    if names := names_alone(line):
        return names
    if len(line.text) <= _LINE and "," in line.text:  # "Ada Marsh, MD, surgeon, Valley Health."
        names = split_names(line.text.split(",")[0])
        return names if all(map(is_person, names)) else []
    name = presented(line.text)
    return [name] if name else []


def presents(line: Line, name: str) -> bool:
    """Whether a line tells who somebody is: an office, or a text that begins with the name and tells a profession."""
    text, first = line.text, name.split()[0]
    if line.kind == kinds.BODY and text.startswith((name, f"{first} ")):
        return True
    return text == name or is_about(text) or profession().search(text[:_TOLD]) is not None
