"""Terms and connectors: LexisNexis and Factiva. Words without a connector between them are a phrase.

Order of operations as their help pages give it. LexisNexis: OR, then W/n and PRE/n (small numbers first), W/s, W/p, AND, AND NOT. Factiva: same,
adjN, w/N, nearN, /Nn/, then NOT, AND, OR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchnews.query.nodes import Node
from searchnews.query.shaping import all_of, any_of, at_least, near, same_paragraph, within
from searchnews.query.translate.parts import (
    DATED,
    LANGUAGE,
    LENGTHS,
    MAX_NESTED,
    Lexemes,
    between,
    dated,
    excluded,
    in_field,
    language,
    words,
    words_count,
)

_QUOTED = r"[\"“”„](?P<phrase>[^\"“”„]*)[\"“”„]?"
_END = r"(?=[\s()]|\Z)"
_NEXIS = re.compile(
    rf"""\s+ | {_QUOTED} | (?P<open>[(]) | (?P<close>[)])
    | (?P<andnot>and\s+not{_END}|not{_END}(?!\s+(?:w|near|pre)?/))
    | (?P<notnear>not\s+(?:w|near|pre)?/\w+{_END})
    | (?P<and>and{_END}|&{_END}) | (?P<or>or{_END})
    | (?P<near>(?:w|near)?/\d+{_END}) | (?P<pre>(?:pre|onear)/\d+{_END})
    | (?P<sentence>(?:w)?/(?:s|sent){_END}) | (?P<same>(?:w)?/(?:p|para){_END}) | (?P<segment>(?:w)?/seg{_END})
    | (?P<atleast>atleast\s*\d+(?=\s*[(]))
    | (?P<length>(?:length|words)\s*(?:[<>]=?)\s*\d+{_END})
    | (?P<range>date\s*[(]?\s*geq\s*[(]?[\d/-]+[)]?\s*and\s*(?:date\s*)?leq\s*[(]?[\d/-]+\s*[)]*)
    | (?P<date>date\s*(?:[(]\s*)?(?:>=|<=|>|<|=|geq|leq|aft(?:er)?|bef(?:ore)?|is)\s*[(]?\s*[\d/-]+\s*[)]*)
    | (?P<capitals>(?:allcaps|caps|nocaps|singular|plural)(?=\s*[(]))
    | (?P<field>[a-z][a-z-]*(?=[(]))
    | (?P<word>[^\s()\"“”„]+)""",
    re.VERBOSE | re.IGNORECASE,
)
_FACTIVA = re.compile(
    rf"""\s+ | {_QUOTED} | (?P<open>[(\[]) | (?P<close>[)\]])
    | (?P<not>not{_END}) | (?P<and>and{_END}) | (?P<or>or{_END}) | (?P<same>same{_END})
    | (?P<pre>(?:adj\d*|w/\d*){_END}) | (?P<near>near\d*{_END}|/n\d+/) | (?P<first>/f\d+/)
    | (?P<atleast>atleast\s*\d+{_END})
    | (?P<length>wc\s*(?:[<>]=?)\s*\d+{_END})
    | (?P<range>date\s+from\s+[\d/-]+(?:\s+to\s+[\d/-]+)?)
    | (?P<date>date\s+(?:after|before|on|>=|<=|>|<|=)\s*[\d/-]+)
    | (?P<field>[a-z]{{2,5}}=)
    | (?P<word>(?:(?!/[nf]\d+/)[^\s()\[\]\"“”„])+)""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPARED = {
    "geq": ">=", "leq": "<=", "aft": ">", "after": ">", "bef": "<", "before": "<", "is": "=", "on": "="
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Service:
    """How one service reads a query."""

    lexemes: re.Pattern[str]
    levels: tuple[tuple[str, ...], ...]  # connectors, those that bind loosest first
    wild: tuple[tuple[str, str], ...]  # regular expression → our wildcard


_NEXIS_SERVICE = _Service(
    _NEXIS,
    (("andnot",), ("and", "segment"), ("same",), ("sentence",), ("near", "pre", "notnear"), ("or",)),
    ((r"(?<=\w)\*(?=\w)", "?"), (r"(?<=\w)!+", "*")),
)
_FACTIVA_SERVICE = _Service(
    _FACTIVA,
    (("or",), ("and",), ("not",), ("same", "near", "pre")),
    ((r"(?<=\w)\$\d*", "*"),),
)


def nexis(text: str, notes: list[str]) -> Node | None:
    """LexisNexis's terms and connectors."""
    return _Reader(text, _NEXIS_SERVICE, notes).whole()


def factiva(text: str, notes: list[str]) -> Node | None:
    """Factiva's free-text search."""
    return _Reader(text, _FACTIVA_SERVICE, notes).whole()


class _Reader:
    """Operator precedence, level by level."""

    def __init__(self, text: str, service: _Service, notes: list[str]) -> None:
        pieces = service.lexemes.finditer(text)
        self.lexemes = Lexemes([(piece.lastgroup, piece[piece.lastgroup]) for piece in pieces if piece.lastgroup])
        self.service = service
        self.notes = notes
        self.depth = 0

    def whole(self) -> Node | None:
        """The whole text; a closing bracket without its partner is passed over."""
        parts = []
        while self.lexemes.kind():
            parts.append(self._level(0))
            if self.lexemes.take("close") is not None:
                self.notes.append("a closing bracket without its partner was left out")
            elif self.lexemes.kind() and parts[-1] is None:
                self.lexemes.place += 1
        return all_of([part for part in parts if part])

    def _level(self, level: int) -> Node | None:
        if level == len(self.service.levels):
            return self._operand()
        kinds = self.service.levels[level]
        operands = [self._level(level + 1)]
        connectors: list[tuple[str, str]] = []
        while self.lexemes.kind() in kinds:
            connectors.append((self.lexemes.kind(), self.lexemes.take() or ""))
            operands.append(self._level(level + 1))
        return self._joined(operands, connectors)

    def _joined(self, operands: list[Node | None], connectors: list[tuple[str, str]]) -> Node | None:
        """The operands of one level; windows with small numbers first, all else from the left."""
        while connectors:
            place = min(range(len(connectors)), key=lambda n: _distance(connectors[n]))
            kind, text = connectors.pop(place)
            right = operands.pop(place + 1)
            left = operands[place]
            if left is None and kind in ("not", "andnot") and right:
                operands[place] = excluded(right)
            elif left is None or right is None:
                self.notes.append(f"“{text}” with nothing on one side was left out")
                operands[place] = left or right
            else:
                operands[place] = self._connected(kind, text, left, right)
        return operands[0]

    def _connected(self, kind: str, text: str, left: Node, right: Node) -> Node:
        match kind:
            case "or":
                return any_of([left, right])
            case "near" | "pre":
                return near(left, right, _number(text), ordered=kind == "pre", notes=self.notes)
            case "same" | "sentence":
                if kind == "sentence":
                    self.notes.append("sentences are not kept apart here, so the paragraph was asked for")
                return same_paragraph(left, right, self.notes)
            case "notnear":
                return self._away(text, left, right)
            case "not" | "andnot":
                return all_of([left, excluded(right)]) or left
            case _:
                if kind == "segment":
                    self.notes.append("segments are not kept apart here, so AND was read for W/seg")
                return all_of([left, right]) or left

    def _away(self, text: str, left: Node, right: Node) -> Node:
        """NOT before a window: of words, a sentence, a paragraph or a segment."""
        name, _, size = text.lower().rpartition("/")
        if size.isdigit():
            return near(left, right, _number(size), ordered="pre" in name, notes=self.notes, away=True)
        if size in ("s", "sent"):
            self.notes.append("sentences are not kept apart here, so the paragraph was asked for")
        elif size not in ("p", "para"):
            self.notes.append(f"“{text}” has no counterpart: articles with both were left out, wherever they stand")
            return all_of([left, excluded(right)]) or left
        return same_paragraph(left, right, self.notes, away=True)

    def _operand(self) -> Node | None:
        kind = self.lexemes.kind()
        match kind:
            case "word" | "phrase":
                node = self._words()
            case "open":
                node = self._group()
            case "field":
                return self._field((self.lexemes.take() or "").rstrip("=").lower())
            case "atleast":
                count = _number(self.lexemes.take() or "")
                child = self._operand()
                return at_least(max(count, 1), child, self.notes) if child else None
            case "capitals":
                self.notes.append(f"{(self.lexemes.take() or '').upper()} has no counterpart and was left out")
                return self._operand()
            case "length":
                return words_count(re.sub(r"^[a-z]+", "", (self.lexemes.take() or "").lower()))
            case "date":
                return self._date(self.lexemes.take() or "")
            case "range":
                days = re.findall(r"[\d/-]+", self.lexemes.take() or "")
                return between(days[0], days[1] if len(days) > 1 else "", self.notes)
            case _:
                return None
        while node and (first := self.lexemes.take("first")):
            node = within(node, f"first{max(_number(first), 1)}")
        return node

    def _group(self) -> Node | None:
        self.lexemes.take("open")
        self.depth += 1
        node = self._level(0) if self.depth < MAX_NESTED else None
        self.depth -= 1
        if self.lexemes.take("close") is None:
            self.notes.append("a bracket was closed")
        return node

    def _words(self) -> Node | None:
        """Words up to the next connector: a phrase."""
        texts = []
        while self.lexemes.kind() in ("word", "phrase"):
            quoted = self.lexemes.kind() == "phrase"
            text = self.lexemes.take() or ""
            texts += text.split() if quoted else [self._wild(text)]
        return words(texts, self.notes, phrase=len(texts) > 1)

    def _wild(self, text: str) -> str:
        for expression, ours in self.service.wild:
            text = re.sub(expression, ours, text)
        if text.endswith("?") and text[:-1].isalnum():
            self.notes.append("one letter at the end of a word can't be asked for, so any ending was")
            text = text[:-1] + "*"
        return text

    def _field(self, name: str) -> Node | None:
        if name in LANGUAGE | DATED | LENGTHS and self.lexemes.kind() in ("word", "open"):
            return self._value(name)
        node = self._operand()
        return in_field(name, node, self.notes) if node else None

    def _value(self, name: str) -> Node | None:
        bracketed = self.lexemes.take("open") is not None
        texts: list[str] = []
        while (text := self.lexemes.take("word", "or", "and")) is not None:
            texts.append(text)
            if not bracketed:
                break
        if bracketed:
            self.lexemes.take("close")
        value = " ".join(texts)
        if name in LANGUAGE:
            codes = [language(text, self.notes) for text in texts if text.lower() not in ("or", "and")]
            found = [code for code in codes if code]
            return any_of(found) if found else None
        if name in LENGTHS and re.fullmatch(r"[<>]=?\s*\d{1,7}", value):
            return words_count(value)
        return dated("=", value, self.notes)

    def _date(self, text: str) -> Node | None:
        found = re.search(r"(>=|<=|>|<|=|geq|leq|after|aft|before|bef|is|on)\s*[(]?\s*([\d/-]+)", text, re.IGNORECASE)
        return dated(_COMPARED.get(found[1].lower(), found[1]), found[2], self.notes) if found else None


def _distance(connector: tuple[str, str]) -> int:
    kind, text = connector
    return _number(text) if kind in ("near", "pre", "notnear") else 0


def _number(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits[:5]) if digits else 1
