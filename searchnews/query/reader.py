"""Lexemes → a tree, by recursive descent: what makes no sense is left out, and noted.

sequence     = { window | AND }                                       all of them
window       = alternatives { [ NOT ] ( w/N | near/N | pre/N | w/para ) alternatives }
alternatives = operand { OR operand }
operand      = { "-" | "+" | NOT } { name ":" } ( word | phrase | "(" sequence ")" | '"same para"(' sequence ")" ) [ "^" number ]
             | "words" ( "<" | ">" ) number
"""

from __future__ import annotations

from datetime import date

from searchnews.errors import QueryTooLarge
from searchnews.query.common import is_common
from searchnews.query.lexer import Lexeme
from searchnews.query.nodes import Everything, Node, Term
from searchnews.query.prefixes import Prefix, prefix_of
from searchnews.query.shaping import (
    all_of,
    any_of,
    at_least,
    boosted,
    near,
    negated,
    paragraph,
    same_paragraph,
    valued,
    within,
)
from searchnews.query.values import length, restriction
from searchnews.query.words import pattern, word_or_phrase

MAX_DEPTH = 16


def _is_common(leaf: Node, *, capitals: bool) -> bool:
    """Whether a word does not decide; one in capitals does, where they mean something."""
    return isinstance(leaf, Term) and not (leaf.capitals and capitals) and is_common(leaf.text)


class Reader:
    """Recursive descent over lexemes."""

    def __init__(
        self, found: list[Lexeme], notes: list[str], today: date, *, shouted: bool, keeping: bool = False
    ) -> None:
        self.found = list(found)
        self.notes = list(notes)
        self.today = today
        self.shouted = shouted  # capitals mean nothing
        self.keeping = keeping  # common words count like all others
        self.dropped: list[str] = []  # common words that were left out
        self.aside: list[str] = []  # those without a minus
        self.place = 0

    def _next(self, *kinds: str) -> Lexeme | None:
        """The next lexeme, if it is of one of the kinds (none given: any)."""
        lexeme = self.found[self.place] if self.place < len(self.found) else None
        return lexeme if lexeme and (not kinds or lexeme.kind in kinds) else None

    def _take(self, *kinds: str) -> Lexeme | None:
        lexeme = self._next(*kinds)
        self.place += bool(lexeme)
        return lexeme

    def sequence(self, depth: int) -> Node | None:
        """Windows up to the closing bracket, or the end at depth 0."""
        if depth > MAX_DEPTH:
            raise QueryTooLarge(f"the query has brackets more than {MAX_DEPTH} deep")
        parts: list[Node] = []
        while (lexeme := self._next()) and not (lexeme.kind == "close" and depth):
            if self._take("close"):
                self.notes.append("a closing bracket without its partner was left out")
            elif self._take("or"):
                self.notes.append("an OR with nothing before it was left out")
            elif self._next_is_window():
                self._take("not")
                if lexeme := self._take("window"):
                    self.notes.append(f"{lexeme.text} with nothing before it was left out")
            elif not self._take("and") and (node := self._window(depth)):
                parts.append(node)
        return all_of(parts)

    def _window(self, depth: int) -> Node | None:
        left = self._alternatives(depth)
        while left and self._next_is_window():
            away = bool(self._take("not"))
            operator = self._take("window")
            assert operator
            right = self._alternatives(depth)
            if right is None:
                self.notes.append(f"{'NOT ' * away}{operator.text} with nothing after it was left out")
            else:
                left = self._near(operator.text.lower(), left, right, away=away)
        return left

    def _near(self, operator: str, left: Node, right: Node, *, away: bool) -> Node:
        name, distance = operator.split("/")
        if distance == "para":
            return same_paragraph(left, right, self.notes, away=away)
        return near(left, right, int(distance), ordered=name == "pre", notes=self.notes, away=away)

    def _next_is_window(self) -> bool:
        """Whether a window comes next, or NOT and one."""
        place = self.place + bool(self._next("not"))
        return place < len(self.found) and self.found[place].kind == "window"

    def _alternatives(self, depth: int) -> Node | None:
        found = [self._operand(depth)]
        while self._next("or"):
            while self._take("or"):
                pass
            if not self._next() or self._next("close", "and") or self._next_is_window():
                self.notes.append("an OR with nothing after it was left out")
                break
            found.append(self._operand(depth))
        nodes = [node for node in found if node]
        return any_of(nodes) if nodes else None

    def _operand(self, depth: int) -> Node | None:
        if self._next_is_window():
            return None
        negative = required = False
        while sign := self._take("not", "required"):
            negative ^= sign.kind == "not"
            required |= sign.kind == "required"
        if self._next("window"):
            return None
        prefixes = self._prefixes()
        value = next((prefix for prefix in reversed(prefixes) if prefix.kind == "value"), None)
        # A value is read as it was typed, before it is cut into words.
        said = value if self._next("word", "phrase") else None
        before = len(self.dropped)
        node = self._atom(depth, required=required, value=value, counted=any(p.kind == "atleast" for p in prefixes))
        self.aside += [] if negative else self.dropped[before:]
        weight = self._take("weight")
        if node is None:
            if negative and not self.dropped:
                self.notes.append("a minus or NOT with nothing after it was left out")
            return None
        for prefix in reversed(prefixes):
            node = node if prefix is said else self._prefixed(prefix, node)
        if weight:
            node = boosted(node, float(weight.text[1:]), self.notes)
        return negated(node) if negative else node

    def _prefixes(self) -> list[Prefix]:
        """The names before an operand; one that nobody knows becomes text again."""
        found: list[Prefix] = []
        while lexeme := self._next("prefix"):
            prefix = prefix_of(lexeme.text)
            if prefix is None:
                self.notes.append(f"there is no field “{lexeme.text}”, so it was searched as text")
                self._as_text(lexeme)
                break
            found.append(prefix)
            self.place += 1
        return found

    def _as_text(self, lexeme: Lexeme) -> None:
        # The name goes in front of what follows it, and both become one word or phrase again.
        following = self.found[self.place + 1] if self.place + 1 < len(self.found) else Lexeme("word")
        if following.kind in ("word", "prefix"):
            text = f"{lexeme.text}:{following.text}" + (":" if following.kind == "prefix" else "")
            self.found[self.place : self.place + 2] = [Lexeme("word", text)]
        else:
            self.found[self.place] = Lexeme("word", lexeme.text)

    def _prefixed(self, prefix: Prefix, node: Node) -> Node:
        match prefix.kind:
            case "field":
                return within(node, prefix.name)
            case "atleast":
                return at_least(prefix.number, node, self.notes)
            case _:
                return valued(node, lambda text: self._value(prefix.name, text), self.notes)

    def _atom(self, depth: int, *, required: bool, value: Prefix | None, counted: bool) -> Node | None:
        if lexeme := self._take("length"):
            return length(lexeme.text)
        if opening := self._take("open", "paragraph"):
            return self._group(depth, opening, keeping=bool(value) or counted)
        lexeme = self._take("word", "phrase")
        if lexeme is None:
            self._take("weight")
            return None
        if value:
            return self._value(value.name, lexeme.text)
        return self._leaf(lexeme, required=required or counted)

    def _group(self, depth: int, opening: Lexeme, *, keeping: bool) -> Node | None:
        before, self.keeping = self.keeping, self.keeping or keeping
        node = self.sequence(depth + 1)
        self.keeping = before
        if not self._take("close"):
            self.notes.append("a bracket was closed at the end")
        return paragraph(node, self.notes) if node and opening.kind == "paragraph" else node

    def _value(self, name: str, text: str) -> Node:
        found = restriction(name, text, self.today)
        if found is None:
            self.notes.append(f"{name}:{text} says nothing that is known, so it was searched as text")
            return word_or_phrase(f"{name}:{text}") or Everything()
        return found

    def _leaf(self, lexeme: Lexeme, *, required: bool) -> Node | None:
        if lexeme.kind == "phrase":
            if "*" in lexeme.text:
                self.notes.append("* stands for letters of a word outside quotation marks only")
            return word_or_phrase(lexeme.text)
        found = pattern(lexeme.text, self.notes) or word_or_phrase(lexeme.text)
        if isinstance(found, Term) and not required and self._is_dropped(found):
            self.dropped.append(found.text)
            return None
        return found

    def _is_dropped(self, leaf: Node) -> bool:
        if self.keeping or not _is_common(leaf, capitals=not self.shouted):
            return False
        before = self.found[self.place - 2] if self.place > 1 else Lexeme("word")
        return before.kind != "window" and not self._next_is_window()  # a window is like a phrase
