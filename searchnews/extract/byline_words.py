"""The vocabulary of bylines as patterns, made once from the byline table of vocabulary/lines.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from searchnews.extract.line_words import key, table

_FIRST_PERSON = re.compile(
    r"\b(?:I(?:['’](?:m|ve|d|ll))?(?= [a-z])|[Ii]ch|[Jj]e|[Jj]['’]ai|[Yy]o|[Ii]o|[Ee]u|[Ii]k|[Jj]ag|[Jj]eg|[Мм]не|[Яя])\b"
)
_END = r"(?![^\W\d_])"  # where a word ends: that of a script with marks over its letters, too


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _of(name: str) -> str:
    return _alternatives(table("byline")[name])


@functools.cache
def byline_label() -> re.Pattern[str]:
    """What stands before an author's name: a label with a colon, or one that needs none: "Автор: ", "بقلم "."""
    labels, spaced = _of("labels"), _of("spaced")
    return re.compile(rf"\A\W{{0,2}}(?:(?:{labels}|{spaced})\s*[:：/／|=＝]\s*|(?:{spaced})\s+)", re.IGNORECASE)


@functools.cache
def lead_in() -> re.Pattern[str]:
    """What stands before an author's name in running words: "Geschrieben von", "Publié le 6 mai 2024 par"."""
    dated = rf"[^|•·!?]{{0,40}}\b\d{{4}}[.,]?\s+(?:[–—-]\s+)?(?:{_of('by')})"
    return re.compile(rf"\A\W{{0,2}}(?:(?:{_of('written')})|{dated})(?:\s?[:：])?(?:\s+|\Z)", re.IGNORECASE)


@functools.cache
def between() -> re.Pattern[str]:
    """What parts one name from the next: a comma, a bar, "and" in many languages."""
    joints = table("byline")["and"]
    long = _alternatives(word for word in joints if len(word) > 1)
    short = _alternatives(word for word in joints if len(word) == 1)  # "John E Holm" is one man
    joint = rf"(?:(?:{long})|(?-i:{short}))\s+"
    return re.compile(rf"(\s*(?:[,;/|&](?:\s+{joint})?|\s{joint})\s*)", re.IGNORECASE)


@functools.cache
def joint() -> re.Pattern[str]:
    """What a line of names ends with whose next name stands on the next line: "By Ada Marsh and"."""
    return re.compile(rf"\s+(?:{_of('and')}|&)\Z|\s*,\Z", re.IGNORECASE)


@functools.cache
def aside() -> re.Pattern[str]:
    """A bracket after a name that others follow: "Ada Delmas (Aldery, envoyée spéciale) et Ben Bouziane"."""
    return re.compile(rf"\s*\([^()]{{2,60}}\)(?=\s*(?:,|&|(?:{_of('and')}){_END}))", re.IGNORECASE)


@functools.cache
def other_work() -> re.Pattern[str]:
    """From where on a byline names who did something else: "Text: Ada Lund, Fotos: Ben Rehm"."""
    start = rf"(?:\s*[,;/|&•·–—-]\s*|\s+(?:(?:{_of('and')})\s+)?)(?:{_of('others')})"
    return re.compile(rf"{start}\s*(?:[:：/／=＝]|(?:{_of('by')}|de){_END}|\Z).*\Z", re.IGNORECASE | re.DOTALL)


@functools.cache
def profession() -> re.Pattern[str]:
    """The word for one who writes: "Chefredakteurin", "журналист"."""
    return re.compile(rf"(?<![^\W\d_])(?:{_of('professions')}){_END}", re.IGNORECASE)


@functools.cache
def offices() -> re.Pattern[str]:
    """The word for a reporter after a name in a script without capitals: "한지우 기자"; an address may follow it."""
    return re.compile(rf"\s?(?:{_of('offices')})(?:\s+[\w.+-]+@[\w.-]+)?\Z")


@functools.cache
def _houses() -> frozenset[str]:
    return frozenset(table("byline")["houses"])


def is_house(name: str) -> bool:
    """Whether a name holds a word that names a paper, a firm or a site: "Valley Post"."""
    return not _houses().isdisjoint(name.casefold().split())


def speaks(body: Sequence[str]) -> bool:
    """Whether a text is told in the first person, in more than one of its paragraphs."""
    return sum(_FIRST_PERSON.search(text) is not None for text in body) > 1


@functools.cache
def _headings() -> frozenset[str]:
    return frozenset(map(key, table("byline")["about"]))


def is_about(text: str) -> bool:
    """Whether a text is the heading over who the author is: "About the author", "Über die Autorin"."""
    return len(text) <= 40 and key(text) in _headings()
