"""Which characters of a text a query's leaves match: what is marked on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchnews.analysis import Token, compounds, tokens
from searchnews.fields import POSITION_GAP, scope, text_values
from searchnews.models import Article
from searchnews.query.nodes import Leaf, Near, Or, Phrase, Spans
from searchnews.query.spans import Places, spans


@dataclass(frozen=True, slots=True)
class Span:
    """Characters that are marked."""

    start: int
    end: int
    leaf: int  # its place in the query


def field_spans(article: Article, field: str, leaves: Sequence[Leaf]) -> Iterator[tuple[str, list[Span]]]:
    """The values of a field, each with its spans; none where no leaf is asked of the field."""
    asked = _Asked(leaves, field)
    starts = [0]
    for value in text_values(article, field) if asked.leaves else ():
        found = tokens(value, article.language)
        yield value, asked.spans(value, found, article.language, starts)
        starts.append(starts[-1] + len(found) + POSITION_GAP)


def value_spans(text: str, leaves: Sequence[Leaf], language: str, field: str) -> list[Span]:
    """The spans of one value, read as the first of its field."""
    asked = _Asked(leaves, field)
    return asked.spans(text, tokens(text, language), language, [0]) if asked.leaves else []


class _Asked:
    """The leaves that can stand in a field, and the terms they are made of."""

    def __init__(self, leaves: Sequence[Leaf], field: str) -> None:
        self.field = field
        self.leaves = [(number, leaf) for number, leaf in enumerate(leaves) if _may_stand_in(leaf, field)]
        self.terms = frozenset(term for _, leaf in self.leaves for term in _terms(leaf))

    def spans(self, text: str, found: Sequence[Token], language: str, starts: Sequence[int]) -> list[Span]:
        """The spans of a value that begins at the last of the starts."""
        base = starts[-1]
        positions: dict[str, list[int]] = {}
        for position, token in enumerate(found, base):
            if token.term in self.terms:
                positions.setdefault(token.term, []).append(position)
        # A word of two parts stands where its first part does and is marked to the end of its second.
        two_parts = [(start, term) for start, term in compounds(text, language) if term in self.terms]
        places = {token.start: position for position, token in enumerate(found, base)} if two_parts else {}
        double = {(places[start], term) for start, term in two_parts}
        for position, term in sorted(double):
            positions.setdefault(term, []).append(position)
        if not positions:
            return []
        standing = Places(self.field, positions, starts)
        marks = {
            (
                first - base,
                last - base + (first == last and any((first, term) in double for term in _terms(leaf))),
                number,
            )
            for number, asked in self.leaves
            for leaf, first, last in _words(asked, standing)
        }
        return [Span(found[first].start, found[last].end, number) for first, last, number in sorted(marks)]


def _words(leaf: Spans, places: Places) -> Iterator[tuple[Spans, int, int]]:
    """The words and phrases to mark: of a window those that stand in one that matches."""
    if isinstance(leaf, Near):
        windows = spans(leaf, places)
        for side in (leaf.left, leaf.right):
            for part, first, last in _words(side, places):
                if any(begin <= first and last <= end for begin, end in windows):
                    yield part, first, last
    elif isinstance(leaf, Or):
        for child in leaf.children:
            yield from _words(child, places)  # type: ignore[arg-type]
    else:
        for first, last in spans(leaf, places):
            yield leaf, first, last


def _may_stand_in(leaf: Spans, field: str) -> bool:
    match leaf:
        case Near(left, right):
            return _may_stand_in(left, field) and _may_stand_in(right, field)
        case Or(children):
            return any(_may_stand_in(child, field) for child in children)  # type: ignore[arg-type]
        case _:
            return field in scope(leaf.field).fields


def _terms(leaf: Spans) -> Iterator[str]:
    match leaf:
        case Phrase(_, slots, _, joined):
            yield from joined
            for slot in slots:
                yield from slot
        case Near(left, right):
            yield from _terms(left)
            yield from _terms(right)
        case Or(children):
            for child in children:
                yield from _terms(child)  # type: ignore[arg-type]
        case _:
            yield from leaf.variants
