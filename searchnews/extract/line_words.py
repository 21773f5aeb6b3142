"""The vocabulary of lines, read once from vocabulary/lines.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

_EDGES = " \t:#-–—•*·|.»›>«_[]()"


def key(text: str) -> str:
    """A line as it is compared: without capitals and without punctuation at its ends."""
    return text.strip(_EDGES).casefold()


@functools.cache
def _file() -> dict[str, dict[str, list[str]]]:
    source = files("searchnews.extract").joinpath("vocabulary/lines.toml")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return table


@functools.cache
def exact(name: str) -> frozenset[str]:
    """The lines a class consists of, as `key` gives them."""
    return frozenset(key(line) for line in _file()[name].get("exact", ()))


@functools.cache
def starts(name: str) -> re.Pattern[str]:
    """What the lines of a class begin with, at a word's end."""
    return _pattern(_file()[name]["starts"], before="", after=r"(?!\w)")


@functools.cache
def phrases(name: str) -> re.Pattern[str]:
    """What a line of a class has anywhere."""
    return _pattern(_file()[name]["phrases"], before=r"(?<!\w)", after="")


def labelled(name: str) -> re.Pattern[str]:
    """A label of the class, a colon and a value: "Source: AFP"."""
    words = "|".join(sorted(map(re.escape, _file()[name]["labels"]), key=len, reverse=True))
    return re.compile(rf"[(\[]?(?:{words})\s*[:：]\s*(?P<value>\S.{{1,100}}?)[)\]]?\Z", re.IGNORECASE)


def _pattern(words: list[str], before: str, after: str) -> re.Pattern[str]:
    alternatives = "|".join(
        re.escape(word) + (after if word[-1].isalnum() else "") for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(f"{before}(?:{alternatives})", re.IGNORECASE)
