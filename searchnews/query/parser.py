"""Any string → a query tree. Never fails but for size: what makes no sense is repaired, and the repair is noted.

sequence    = { operand | OR | AND }         all of them; an OR joins the two operands beside it
operand     = { "-" | NOT } [ field ":" ] ( word | phrase | "(" sequence ")" )
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchnews.analysis import tokens, variants
from searchnews.errors import QueryTooLarge
from searchnews.fields import FIELD_NAMES
from searchnews.query.lexer import Lexeme, lexemes
from searchnews.query.nodes import And, Everything, Leaf, Node, Not, Or, Phrase, Term

MAX_CHARACTERS = 2_000
MAX_LEAVES = 64
MAX_DEPTH = 16
FIELDS = {name: name for name in FIELD_NAMES} | {"caption": "captions", "headline": "title"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's tree, and what was repaired to make it."""

    node: Node
    notes: tuple[str, ...] = ()


def parse(text: str) -> Parsed:
    """The tree of any string. Raises QueryTooLarge beyond 2,000 characters, 64 words or phrases, 16 brackets deep."""
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge(
            f"the query has {len(text):,} characters; it may have {MAX_CHARACTERS:,} characters at most"
        )
    found, notes = lexemes(text)
    reader = _Reader(found, notes)
    node = reader.sequence(0)
    return Parsed(node or Everything(), tuple(dict.fromkeys(reader.notes)))


class _Reader:
    """Recursive descent over lexemes."""

    def __init__(self, found: list[Lexeme], notes: list[str]) -> None:
        self.found = found
        self.notes = notes
        self.place = 0
        self.leaves = 0

    def _next(self) -> Lexeme | None:
        return self.found[self.place] if self.place < len(self.found) else None

    def sequence(self, depth: int) -> Node | None:
        """Operands up to the closing bracket, or the end at depth 0."""
        if depth > MAX_DEPTH:
            raise QueryTooLarge(f"the query has brackets more than {MAX_DEPTH} deep")
        groups: list[list[Node]] = []
        joining = False
        while (lexeme := self._next()) and not (lexeme.kind == "close" and depth):
            if lexeme.kind in ("or", "and", "close"):
                self.place += 1
                joining = self._joins(lexeme, groups, joining)
                continue
            node = self._operand(depth)
            if node is None:
                continue
            if joining:
                groups[-1].append(node)
            else:
                groups.append([node])
            joining = False
        if joining:
            self.notes.append("an OR with nothing after it was left out")
        return _all([_any(group) for group in groups])

    def _joins(self, lexeme: Lexeme, groups: list[list[Node]], joining: bool) -> bool:
        if lexeme.kind == "close":
            self.notes.append("a closing bracket without its partner was left out")
            return joining
        if lexeme.kind == "or" and not groups:
            self.notes.append("an OR with nothing before it was left out")
        return bool(groups) if lexeme.kind == "or" else False

    def _operand(self, depth: int) -> Node | None:
        negative = False
        while (lexeme := self._next()) and lexeme.kind == "not":
            negative = not negative
            self.place += 1
        field = self._field() if lexeme and lexeme.kind == "field" else None
        node = self._atom(depth)
        if node is None:
            if negative:
                self.notes.append("a minus or NOT with nothing after it was left out")
            return None
        if field:
            node = _within(node, field)
        return _not(node) if negative else node

    def _field(self) -> str | None:
        lexeme = self.found[self.place]
        field = FIELDS.get(lexeme.text.lower())
        if field:
            self.place += 1
        else:
            self.notes.append(f"there is no field “{lexeme.text}”, so it was searched as text")
            self._as_text(lexeme)
        return field

    def _as_text(self, lexeme: Lexeme) -> None:
        # The name goes in front of what follows it, and both become one word or phrase again.
        following = self.found[self.place + 1] if self.place + 1 < len(self.found) else Lexeme("word")
        if following.kind in ("word", "field"):
            text = f"{lexeme.text}:{following.text}" + (":" if following.kind == "field" else "")
            self.found[self.place : self.place + 2] = [Lexeme(following.kind, text)]
            if following.kind == "field":
                self.found[self.place] = Lexeme("word", text)
        else:
            self.found[self.place] = Lexeme("word", lexeme.text)

    def _atom(self, depth: int) -> Node | None:
        lexeme = self._next()
        if lexeme is None or lexeme.kind in ("close", "or", "and"):
            return None
        self.place += 1
        if lexeme.kind == "open":
            node = self.sequence(depth + 1)
            if self._next():
                self.place += 1
            else:
                self.notes.append("a bracket was closed at the end")
            return node
        return self._leaf(lexeme.text)

    def _leaf(self, text: str) -> Leaf | None:
        slots = variants(text)
        if not slots:
            return None
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            raise QueryTooLarge(f"the query has more than {MAX_LEAVES} words and phrases")
        if len(slots) == 1:
            (token,) = tokens(text, "")
            return Term(text[token.start : token.end], slots[0])
        return Phrase(" ".join(text.split()), tuple(slots))


def _within(node: Node, field: str) -> Node:
    """The node with a field given to each leaf that names none."""
    match node:
        case Term() | Phrase():
            return node if node.field else replace(node, field=field)
        case And(children):
            return And(tuple(_within(child, field) for child in children))
        case Or(children):
            return Or(tuple(_within(child, field) for child in children))
        case Not(child):
            return Not(_within(child, field))
        case Everything():
            return node


def _not(node: Node) -> Node:
    return node.child if isinstance(node, Not) else Not(node)


def _all(nodes: list[Node]) -> Node | None:
    flat = [part for node in nodes for part in (node.children if isinstance(node, And) else (node,))]
    return And(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def _any(nodes: list[Node]) -> Node:
    flat = [part for node in nodes for part in (node.children if isinstance(node, Or) else (node,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]
