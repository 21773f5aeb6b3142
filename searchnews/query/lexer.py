"""A query's text → lexemes. Every character of any string ends up in one, or between two."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "word", "phrase", "prefix", "open", "close", "or", "and", "not", "required", "window", "paragraph", "length", "weight"
]  # fmt: skip

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
OPERATORS: dict[str, Kind] = {"OR": "or", "AND": "and", "NOT": "not"}
_SHOUTING = 6  # words without one small letter, from which capitals are no operators

_END = rf"(?=[\s()|{QUOTES}]|\Z)"
_BEGIN = r"(?:(?<=[\s()|])|(?<=\A))"
_WEIGHT = rf"(?<=[^\s(|])\^\d{{1,3}}(?:\.\d{{1,3}})?{_END}"
_LEXEME = rf"""
    (?P<space>\s+)
    | (?P<paragraph>[{QUOTES}]\s*same\s+para(?:graph)?\s*[{QUOTES}]\()
    | [{QUOTES}] (?P<phrase>[^{QUOTES}]*) [{QUOTES}]
    | (?P<quote>[{QUOTES}])
    | (?P<open>\() | (?P<close>\)) | (?P<or>\|+)
    | {_BEGIN} (?P<window>(?:w|near|pre)/(?:\d{{1,5}}|para)){_END}
    | (?:{_BEGIN}|(?<=[-+])) words (?P<length>[<>]=?\d{{1,7}}) {_END}
    | (?P<weight>{_WEIGHT})
    | (?P<sign>(?:(?<=\s)|(?<=\()|(?<=\A)|(?<=\|)|(?<=:)) [-+]+ (?=[^\s|)]))
    | (?P<prefix>[A-Za-z]+[0-9]{{0,5}}) : (?=[^\s:/)|+-])
    | (?P<word>(?:(?!{_WEIGHT})[^\s()|{QUOTES}])+)
    """


@functools.cache  # when there is one to read: it takes a while, and most queries are plain words (plain.py)
def _lexeme() -> re.Pattern[str]:
    return re.compile(_LEXEME, re.VERBOSE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: what it is and its text."""

    kind: Kind
    text: str = ""


def lexemes(text: str) -> tuple[list[Lexeme], list[str]]:
    """The lexemes of any string, and notes on what was repaired."""
    found: list[Lexeme] = []
    notes: list[str] = []
    words_only = shouted(text)
    for match in _lexeme().finditer(text):
        kind, value = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "quote":
            notes.append("a quotation mark without its partner was left out")
        elif kind == "sign":
            found += _signs(value)
        elif kind == "word" and value in OPERATORS and not words_only:
            found.append(Lexeme(OPERATORS[value]))
        elif kind != "space":
            found.append(Lexeme(kind, value))  # type: ignore[arg-type]
    if words_only and any(word in OPERATORS for word in text.split()):
        notes.append("all is in capitals, so AND, OR and NOT were searched as words")
    return found, notes


def _signs(value: str) -> list[Lexeme]:
    signs = [Lexeme("not")] if "-" in value else []
    return [*signs, Lexeme("required")] if "+" in value else signs


def shouted(text: str) -> bool:
    """Whether a text is written all in capitals, so that they mean nothing."""
    return len(text.split()) >= _SHOUTING and text == text.upper() and text != text.lower()
