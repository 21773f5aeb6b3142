"""The vocabulary of lines, read once from vocabulary/lines.toml, and looked up without regular expressions.

Every line of every page passes here, so a look-up costs a slice and a few comparisons: phrases are filed by their
first character.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

_EDGES = " \t:#-–—•*·|.»›>«_[]()"


def key(text: str) -> str:
    """A line as it is compared: without capitals, without punctuation at its ends, the Turkish "İ" as "i"."""
    low = text.strip(_EDGES).casefold()
    return low if low.isascii() else low.replace("i\u0307", "i")


@functools.cache
def _file() -> dict[str, dict[str, list[str]]]:
    source = files("searchnews.extract").joinpath("vocabulary/lines.toml")
    classes: dict[str, dict[str, list[str]]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return classes


def table(name: str) -> dict[str, list[str]]:
    """The lists of one class."""
    return _file()[name]


@functools.cache
def exact(name: str) -> frozenset[str]:
    """The lines a class consists of, as `key` gives them."""
    return frozenset(key(line) for line in _file()[name].get("exact", ()))


@functools.cache
def _starts(name: str) -> dict[str, tuple[str, ...]]:
    """The beginnings of a class by their first character, the longest first."""
    filed: dict[str, list[str]] = {}
    for phrase in sorted(map(str.casefold, _file()[name]["starts"]), key=len, reverse=True):
        filed.setdefault(phrase[0], []).append(phrase)
    return {letter: tuple(phrases) for letter, phrases in filed.items()}


def begins(name: str, low: str, *, glued: bool = False) -> int:
    """The length of the class's phrase that a casefolded line begins with, 0 where it begins with none.

    The phrase ends at a word's end, unless `glued`: "RelatedHEADLINE".
    """
    phrases = _starts(name).get(low[:1])
    if phrases is None or not low.startswith(phrases):
        return 0
    for phrase in phrases:
        if low.startswith(phrase) and (
            glued or not phrase[-1].isalnum() or not low[len(phrase) : len(phrase) + 1].isalnum()
        ):
            return len(phrase)
    return 0


def labelled(name: str) -> re.Pattern[str]:
    """A label of the class, a colon and a value: "Source: AFP"."""
    words = "|".join(sorted(map(re.escape, _file()[name]["labels"]), key=len, reverse=True))
    return re.compile(rf"[(\[]?(?:{words})\s*[:：]\s*(?P<value>\S.{{1,100}}?)[)\]]?\Z", re.IGNORECASE)


@functools.cache
def units(name: str) -> frozenset[str]:
    """The words for a unit of time, or for "ago", casefolded."""
    return frozenset(map(str.casefold, _file()["relative"][name]))


@functools.cache
def says() -> frozenset[str]:
    """The words for "says" after the name of who wrote a comment, casefolded."""
    return frozenset(map(str.casefold, _file()["comment"]["says"]))
