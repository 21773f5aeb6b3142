"""The best passages of an article for a query, safely escaped, with the words it asked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from searchnews.fields import FIELD_NAMES, text_values
from searchnews.marking import Span, field_spans, value_spans
from searchnews.models import Article
from searchnews.query.nodes import Leaf

_SHOWN = ("body", "standfirst", "captions", "related")  # where passages are taken from, best place first
_BEFORE = 60  # characters of context before the first word marked
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Passage:
    text: str  # the whole value it is cut from
    start: int
    end: int
    spans: tuple[Span, ...]

    @property
    def covered(self) -> frozenset[int]:
        return frozenset(span.leaf for span in self.spans)


def snippets(article: Article, leaves: Sequence[Leaf], limit: int = 2, width: int = 220) -> tuple[str, ...]:
    """At most `limit` passages of about `width` characters, as escaped HTML with <mark>; the one that says most first.

    Where no leaf occurs outside the headline, the beginning of the story, unmarked.
    """
    passages = [
        passage
        for name in _SHOWN
        for value, found in field_spans(article, name, leaves)
        for passage in _passages(value, found, width)
    ]
    if not passages:
        lede = next((value for name in ("standfirst", "body", "captions") for value in text_values(article, name)), "")
        return (_rendered(_cut(lede, 0, (), width)),) if lede else ()
    return tuple(_rendered(passage) for passage in _best(passages, limit))


def marked(text: str, leaves: Sequence[Leaf], language: str, field: str) -> str:
    """The whole text, the first value of this field, as escaped HTML, with the words that match there in <mark>."""
    return _rendered(_Passage(text, 0, len(text), tuple(value_spans(text, leaves, language, field))))


def matched_in(article: Article, leaves: Sequence[Leaf]) -> tuple[str, ...]:
    """The text fields in which any of the leaves occurs, in the order of TEXT_FIELDS."""
    return tuple(name for name in FIELD_NAMES if any(found for _, found in field_spans(article, name, leaves)))


def _passages(text: str, spans: Sequence[Span], width: int) -> list[_Passage]:
    """The passages that begin a little before each match, those inside an earlier one left out."""
    passages: list[_Passage] = []
    for span in spans:
        if not passages or span.start >= passages[-1].end:
            passages.append(_cut(text, span.start, spans, width))
    return passages


def _cut(text: str, first: int, spans: Sequence[Span], width: int) -> _Passage:
    start, end = _begin(text, first), len(text)
    if end - start > width:
        space = text.rfind(" ", start + width // 2, start + width)
        end = space if space > first else start + width
    inside = [span for span in spans if start <= span.start]
    longest = max((span.end for span in inside if span.start < end), default=end)
    return _Passage(text, start, max(end, longest), tuple(span for span in inside if span.start < max(end, longest)))


def _begin(text: str, first: int) -> int:
    if first <= _BEFORE:
        return 0
    sentence = max(text.rfind(mark, first - 2 * _BEFORE, first) for mark in (". ", "? ", "! ", "” "))
    if sentence >= 0:
        return sentence + 2
    space = text.find(" ", first - _BEFORE, first)
    return space + 1 if space >= 0 else first


def _best(passages: Sequence[_Passage], limit: int) -> list[_Passage]:
    """First the passage with most of the query's words, then those that add most to it; earlier ones before later."""
    chosen: list[_Passage] = []
    covered: frozenset[int] = frozenset()
    rest = list(passages)
    while rest and len(chosen) < limit:
        best = max(rest, key=lambda p: (len(p.covered - covered), len(p.covered), len(p.spans)))
        chosen.append(best)
        covered |= best.covered
        rest.remove(best)
    return chosen


def _rendered(passage: _Passage) -> str:
    text, place = passage.text, passage.start
    parts = ["… "] if passage.start else []
    for start, end in _merged(passage.spans):
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    parts.append(escape(text[place : passage.end]))
    parts.append(" …" if passage.end < len(text.rstrip()) else "")
    return _SPACE.sub(" ", "".join(parts)).strip()


def _merged(spans: Sequence[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged
