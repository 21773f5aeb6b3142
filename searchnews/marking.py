"""Which characters of a text a query's leaves match: what is marked on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from searchnews.analysis import compounds, terms, token_places
from searchnews.fields import FIELD_NAMES, POSITION_GAP, scope, text_values
from searchnews.models import Article
from searchnews.query.nodes import Leaf, Near, Or, Phrase, Spans
from searchnews.query.spans import Places, spans


class Span(NamedTuple):
    """Characters that are marked."""

    start: int
    end: int
    leaf: int  # its place in the query


Marked = Mapping[str, Sequence[tuple[str, Sequence[Span]]]]  # field → its values, each with its spans


class Marking:
    """What some leaves mark, put together once for many articles."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._asked = [asked for name in FIELD_NAMES if (asked := _Asked(leaves, name)).leaves]

    def of(self, article: Article) -> Marked:
        """The values of the fields that any leaf is asked of, in the order of FIELD_NAMES."""
        return {asked.field: list(_field_spans(article, asked)) for asked in self._asked}


def _field_spans(article: Article, asked: _Asked) -> Iterator[tuple[str, list[Span]]]:
    starts = [0]
    for value in text_values(article, asked.field):
        found = terms(value, article.language)
        yield value, asked.spans(value, found, article.language, starts)
        starts.append(starts[-1] + len(found) + POSITION_GAP)


def value_spans(text: str, leaves: Sequence[Leaf], language: str, field: str) -> list[Span]:
    """The spans of one value, read as the first of its field."""
    asked = _Asked(leaves, field)
    return asked.spans(text, terms(text, language), language, [0]) if asked.leaves else []


class _Asked:
    """The leaves that can stand in a field, and the terms they are made of."""

    def __init__(self, leaves: Sequence[Leaf], field: str) -> None:
        self.field = field
        self.leaves = [(number, leaf) for number, leaf in enumerate(leaves) if _may_stand_in(leaf, field)]
        self.terms = frozenset(term for _, leaf in self.leaves for term in _terms(leaf))

    def spans(self, text: str, found: Sequence[str], language: str, starts: Sequence[int]) -> list[Span]:
        """The spans of a value that begins at the last of the starts; `found`: its terms."""
        # A word of two parts stands where its first part does and is marked to the end of its second.
        two_parts = [(start, term) for start, term in compounds(text, language) if term in self.terms]
        if not two_parts and self.terms.isdisjoint(found):
            return []
        base, places = starts[-1], token_places(text)
        positions: dict[str, list[int]] = {}
        for position, term in enumerate(found, base):
            if term in self.terms:
                positions.setdefault(term, []).append(position)
        beginning = {start: position for position, (start, _) in enumerate(places, base)} if two_parts else {}
        double = {(beginning[start], term) for start, term in two_parts}
        for position, term in sorted(double):
            positions.setdefault(term, []).append(position)
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
        return [Span(places[first][0], places[last][1], number) for first, last, number in sorted(marks)]


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
