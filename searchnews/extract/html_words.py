"""The vocabulary of HTML pages, read once from vocabulary/furniture.toml; what lines have in common with it stays in lines.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from searchnews.extract.line_words import exact as line_exact
from searchnews.extract.line_words import key

_LONGEST = 60  # characters of a label


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    source = files("searchnews.extract").joinpath("vocabulary/furniture.toml")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return table


@functools.cache
def _exact(name: str) -> frozenset[str]:
    return frozenset(map(key, _table()[name].get("exact", ())))


@functools.cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(map(str.casefold, _table()[name].get("phrases", ())))


def is_one_of(name: str, text: str) -> bool:
    """Whether a text is one of a class's, or begins with what such a text begins with."""
    if len(text) > 2 * _LONGEST:
        return False
    low = key(text)
    return low in _exact(name) or low.startswith(_starts(name))


@functools.cache
def _starts(name: str) -> tuple[str, ...]:
    return tuple(map(str.casefold, _table()[name].get("starts", ())))


def has_phrase(name: str, text: str) -> bool:
    """Whether a text has one of a class's phrases anywhere."""
    low = text.casefold()
    return any(phrase in low for phrase in _phrases(name))


def is_list_heading(text: str) -> bool:
    """Whether a text is the heading of a list of other stories."""
    if len(text) > _LONGEST:
        return False
    low = key(text)
    return low in _exact("listed") or low in line_exact("list_heading")


def begins_list(text: str) -> bool:
    """Whether a heading is that of a list of other stories, whatever it names after that: "More from Aldery"."""
    return is_list_heading(text) or (len(text) <= _LONGEST and is_one_of("list_heading", text))


@functools.cache
def _labels() -> re.Pattern[str]:
    words = sorted(map(re.escape, _table()["inline"]["starts"]), key=len, reverse=True)
    sure = "|".join(word for word in words if " " in word or not word.isascii())
    # One word alone begins many a headline: it is a label only before a colon.
    doubtful = "|".join(word for word in words if " " not in word and word.isascii())
    label = rf"(?:(?:{sure})(?!\w)|(?:{doubtful})(?=\s*[:：|]))"
    return re.compile(rf"\A\W{{0,3}}{label}\s*(?P<colon>[:：|\-–—>»›]*)\s*", re.IGNORECASE)


def inline_label(text: str) -> re.Match[str] | None:
    """The READ MORE or the like that a text begins with; its group `colon` is what parts it from the headline."""
    return _labels().match(text)
