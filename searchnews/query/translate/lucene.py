"""Lucene's syntax and its kin: Lucene (words are alternatives), Media Cloud (the same), Whoosh (all the words)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.query.nodes import Node, Not
from searchnews.query.shaping import all_of, any_of, boosted, near
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
from searchnews.query.words import word_or_phrase

_END = r"(?=[\s()]|\Z)"
_LEXEME = re.compile(
    rf"""\s+ | (?P<phrase>["“”„][^"“”„]*["“”„]?) | (?P<open>[(]) | (?P<close>[)])
    | (?P<range>[\[{{][^\]}}]*\s+to\s+[^\]}}]*[\]}}]) | (?P<regex>/[^/\s]+/{_END})
    | (?P<and>(?-i:AND){_END}|&&) | (?P<or>(?-i:OR){_END}|\|\|) | (?P<not>(?-i:NOT){_END}|!)
    | (?P<andnot>(?-i:ANDNOT){_END}) | (?P<andmaybe>(?-i:ANDMAYBE){_END}) | (?P<require>(?-i:REQUIRE){_END})
    | (?P<must>(?<![^\s(])\+(?=\S)) | (?P<mustnot>(?<![^\s(])-(?=\S))
    | (?P<field>[a-z_][\w.-]*):(?=\S) | (?P<slop>(?<=["“”])~\d+) | (?P<boost>\^\d+(?:\.\d+)?)
    | (?P<word>(?:\\.|[^\s()"“”„^:\[\]{{}}\\])+) | (?P<other>[\[\]{{}}:^\\])""",
    re.VERBOSE | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class _Kin:
    """What differs among them."""

    all_words: bool  # words without an operator between: all, or any
    edits: int  # of ~ without a number


def lucene(text: str, notes: list[str]) -> Node | None:
    """Lucene's classic query parser."""
    return _Reader(text, _Kin(all_words=False, edits=2), notes).whole()


def mediacloud(text: str, notes: list[str]) -> Node | None:
    """Media Cloud's advanced search."""
    return _Reader(text, _Kin(all_words=False, edits=2), notes).whole()


def whoosh(text: str, notes: list[str]) -> Node | None:
    """Whoosh's default query language."""
    return _Reader(text, _Kin(all_words=True, edits=1), notes).whole()


class _Reader:
    """NOT binds closest, then AND, then OR, then words side by side."""

    def __init__(self, text: str, kin: _Kin, notes: list[str]) -> None:
        pieces = _LEXEME.finditer(text)
        found = [(piece.lastgroup, piece[piece.lastgroup]) for piece in pieces if piece.lastgroup]
        self.lexemes = Lexemes([piece for piece in found if piece[0] != "other"])
        self.kin = kin
        self.notes = notes
        self.depth = 0

    def whole(self) -> Node | None:
        parts = [self._sequence()]
        while self.lexemes.take("close") is not None:
            self.notes.append("a closing bracket without its partner was left out")
            parts.append(self._sequence())
        found = [part for part in parts if part]
        return self._side_by_side(found) if found else None

    def _sequence(self) -> Node | None:
        """Alternatives side by side up to a closing bracket; those with + or - before them decide, as in Lucene."""
        required: list[Node] = []
        optional: list[Node] = []
        barred: list[Node] = []
        while self.lexemes.kind() not in ("", "close"):
            before = self.lexemes.place
            sign = self.lexemes.kind()
            self.lexemes.take("must", "mustnot")
            node = self._alternatives()
            if node and sign == "mustnot":
                barred.append(excluded(node))
            elif node:
                (barred if isinstance(node, Not) else required if sign == "must" else optional).append(node)
            if self.lexemes.place == before:
                self.lexemes.place += 1
        if required and optional and not self.kin.all_words:
            self.notes.append(
                "what only raises an article's rank here has no counterpart: words without + were left out"
            )
            optional = []
        either = [self._side_by_side(optional)] if optional else []
        return all_of([*required, *either, *barred])

    def _side_by_side(self, nodes: Sequence[Node]) -> Node:
        if len(nodes) > 1 and not self.kin.all_words:
            self.notes.append("words side by side are alternatives there, so OR was written between them")
        return (all_of(nodes) if self.kin.all_words else any_of(nodes)) or nodes[0]

    def _alternatives(self) -> Node | None:
        found = [self._all()]
        while self.lexemes.take("or") is not None:
            found.append(self._all())
        nodes = [node for node in found if node]
        return any_of(nodes) if nodes else None

    def _all(self) -> Node | None:
        node = self._operand()
        while (kind := self.lexemes.kind()) in ("and", "andnot", "andmaybe", "require"):
            self.lexemes.take()
            other = self._operand()
            if other is None:
                continue
            if kind == "andmaybe":
                self.notes.append(
                    "ANDMAYBE only raises an article's rank and has no counterpart: its words were left out"
                )
                continue
            if kind == "require":
                self.notes.append("REQUIRE was read as AND: its words count in the order here")
            other = excluded(other) if kind == "andnot" else other
            node = all_of([node, other]) if node else other
        return node

    def _operand(self) -> Node | None:
        signs = 0
        while (kind := self.lexemes.kind()) in ("not", "must", "mustnot"):
            self.lexemes.take()
            signs += kind != "must"
        node = self._field() if self.lexemes.kind() == "field" else self._atom()
        if node and (weight := self.lexemes.take("boost")):
            node = boosted(node, min(float(weight[1:]), 999), self.notes)
        return excluded(node) if node and signs % 2 else node

    def _field(self) -> Node | None:
        name = (self.lexemes.take("field") or "").lower()
        kind = self.lexemes.kind()
        if kind == "range":
            return self._range(name, self.lexemes.take() or "")
        if name in LANGUAGE | DATED and kind in ("word", "phrase"):
            text = _bare(self.lexemes.take() or "")
            return language(text, self.notes) if name in LANGUAGE else dated("=", text, self.notes)
        node = self._field() if kind == "field" else self._atom()
        return in_field(name, node, self.notes) if node else None

    def _range(self, name: str, text: str) -> Node | None:
        first, last = (
            end.strip() for end in re.split(r"\s+to\s+", text[1:-1].strip(), maxsplit=1, flags=re.IGNORECASE)
        )
        if name in DATED:
            if text[0] == "{" or text[-1] == "}":
                self.notes.append("the ends of the range were read as included")
            return between(first, last, self.notes)
        if name in LENGTHS and all(end == "*" or end.isdigit() for end in (first, last)):
            ends = [f">={first}"] * (first != "*") + [f"<={last}"] * (last != "*")
            return all_of([words_count(end[:9]) for end in ends])
        self.notes.append(f"the range of “{name}” has no counterpart and was left out")
        return None

    def _atom(self) -> Node | None:
        match self.lexemes.kind():
            case "open":
                return self._group()
            case "phrase":
                return self._phrase(_bare(self.lexemes.take() or ""))
            case "word":
                return self._word(_ESCAPE.sub(r"\1", self.lexemes.take() or ""))
            case "regex":
                self.notes.append(f"the regular expression {self.lexemes.take()} has no counterpart and was left out")
            case "range":
                self.lexemes.take()
                self.notes.append("a range without a field has no counterpart and was left out")
        return None

    def _group(self) -> Node | None:
        self.lexemes.take("open")
        self.depth += 1
        node = self._sequence() if self.depth < MAX_NESTED else None
        self.depth -= 1
        if self.lexemes.take("close") is None:
            self.notes.append("a bracket was closed")
        return node

    def _phrase(self, text: str) -> Node | None:
        slop = self.lexemes.take("slop")
        texts = text.split()
        if slop is None or len(texts) < 2 or slop == "~0":
            return word_or_phrase(text)
        self.notes.append("a sloppy phrase is a window here: so many words between its words, in either order")
        nodes = [node for node in map(word_or_phrase, texts) if node]
        if not nodes:
            return None
        joined = nodes[0]
        window: Node = joined
        for node in nodes[1:]:
            window = near(window, node, int(slop[1:6]) + 1, ordered=False, notes=self.notes)
        return window

    def _word(self, text: str) -> Node | None:
        near_spelling = re.fullmatch(r"(.+?)~(?:(\d)|0?\.\d+)?", text)
        if near_spelling:
            edits = int(near_spelling[2]) if near_spelling[2] else self.kin.edits
            text = f"{near_spelling[1]}~{edits}" if edits else near_spelling[1]
        elif text.endswith("?") and text[:-1].isalnum():
            self.notes.append("one letter at the end of a word can't be asked for, so any ending was")
            text = text[:-1] + "*"
        return words([text], self.notes, phrase=False)


def _bare(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip('"“”„')
