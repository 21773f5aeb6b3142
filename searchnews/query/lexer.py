"""A query's text → lexemes. Every character of any string ends up in one, or between two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "phrase", "field", "open", "close", "or", "and", "not"]

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
OPERATORS: dict[str, Kind] = {"OR": "or", "AND": "and", "NOT": "not"}
_SHOUTING = 6  # words without one small letter, from which capitals are no operators

_LEXEME = re.compile(
    rf"""
    (?P<space>\s+)
    | [{QUOTES}] (?P<phrase>[^{QUOTES}]*) [{QUOTES}]
    | (?P<quote>[{QUOTES}])
    | (?P<open>\() | (?P<close>\)) | (?P<or>\|+)
    | (?P<sign>(?:(?<=\s)|(?<=\()|(?<=\A)|(?<=\|)|(?<=:)) [-+]+ (?=[^\s|)]))
    | (?P<field>[A-Za-z]+) : (?=[^\s:/)|+-])
    | (?P<word>[^\s()|{QUOTES}]+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: what it is and its text."""

    kind: Kind
    text: str = ""


def lexemes(text: str) -> tuple[list[Lexeme], list[str]]:
    """The lexemes of any string, and notes on what was repaired."""
    found: list[Lexeme] = []
    notes: list[str] = []
    words_only = _shouted(text)
    for match in _LEXEME.finditer(text):
        kind, value = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "quote":
            notes.append("a quotation mark without its partner was left out")
        elif kind == "sign":
            found.append(Lexeme("not" if "-" in value else "and"))
        elif kind == "word" and value in OPERATORS and not words_only:
            found.append(Lexeme(OPERATORS[value]))
        elif kind != "space":
            found.append(Lexeme(kind, value))  # type: ignore[arg-type]
    if words_only and any(word in OPERATORS for word in text.split()):
        notes.append("all is in capitals, so AND, OR and NOT were searched as words")
    return found, notes


def _shouted(text: str) -> bool:
    return len(text.split()) >= _SHOUTING and text == text.upper() and text != text.lower()
