"""Whether one article is what a query asks for, node by node: slow and obviously right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchnews.analysis import surface, terms_and_compounds
from searchnews.fields import DEFAULT_FIELDS, FACET_NAMES, FIELD_NAMES, POSITION_GAP, facet_values, text_values
from searchnews.models import Article, ArticleDate, DateRange
from searchnews.query.nodes import (
    And,
    AtLeast,
    Away,
    Boost,
    Dates,
    Everything,
    Has,
    Length,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Restriction,
    Spans,
    Term,
    Value,
)
from searchnews.query.spans import Places, spans
from searchnews.ranking import HEADLINE, LEAD, LEAD_WORDS, REACH


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its terms."""

    article: Article
    places: Mapping[str, Places]  # field → where its terms stand
    lengths: Mapping[str, int]  # field → number of terms
    facets: Mapping[str, tuple[str, ...]]


def analysed(article: Article, fields: Sequence[str] = FIELD_NAMES) -> Document:
    """An article as the index keeps it, or some fields of it."""
    places: dict[str, Places] = {}
    lengths: dict[str, int] = {}
    for name in fields:
        positions: dict[str, list[int]] = {}
        starts: list[int] = []
        position = lengths[name] = 0
        for value in text_values(article, name):
            starts.append(position)
            found, compounds = terms_and_compounds(value, article.language)
            for step, term in sorted([*enumerate(found), *compounds]):
                positions.setdefault(term, []).append(position + step)
            lengths[name] += len(found)
            position += len(found) + POSITION_GAP
        places[name] = Places(name, positions, starts)
    return Document(article, places, lengths, {name: facet_values(article, name) for name in FACET_NAMES})


def mentions(document: Document, node: Spans) -> dict[str, int]:
    """Field → how many spans the node has in it, in the order of TEXT_FIELDS; fields without one left out."""
    if isinstance(node, Or):
        counted = {name: sum(_count(document, child, name) for child in node.children) for name in FIELD_NAMES}
    else:
        counted = {name: _count(document, node, name) for name in FIELD_NAMES}
    return {name: count for name, count in counted.items() if count}


def _count(document: Document, node: Node, field: str) -> int:
    places = document.places[field]
    return len(spans(node, places)) if places.positions else 0  # type: ignore[arg-type]


def titled(title: str, words: Sequence[str]) -> list[bool]:
    """Whether each unstemmed word stands in a headline."""
    headline = frozenset(surface(title))
    return [word in headline for word in words]


def leads(document: Document, word: Term) -> float:
    """What a word leads by: it stands in the headline, or at the beginning of the text."""
    if spans(word, document.places["title"]):
        return HEADLINE
    return LEAD if any(place < LEAD_WORDS for place, _ in _in_body(document, word)) else 0.0


def closeness(document: Document, words: Sequence[Term]) -> dict[Term, float]:
    """Word → the sum of 1 / distance over its neighbours in the body: the next of the words, if within REACH."""
    places = sorted((place, number) for number, word in enumerate(words) for place, _ in _in_body(document, word))
    found = dict.fromkeys(words, 0.0)
    for (place, number), (following, other) in pairwise(places):
        if number != other and 1 <= following - place <= REACH:
            found[words[number]] += 1 / (following - place)
            found[words[other]] += 1 / (following - place)
    return found


def _in_body(document: Document, word: Term) -> list[tuple[int, int]]:
    return spans(word, document.places["body"])


def matches(document: Document, node: Node) -> bool:
    """Whether an article is what the node asks for."""
    match node:
        case Term() | Phrase() | Pattern() | Near() | Away():
            return bool(mentions(document, node))
        case AtLeast(count, child):
            return sum(mentions(document, child).values()) >= count
        case Paragraph(child):
            return bool(_values(document, child))
        case Dates() | Length() | Has() | Value():
            return _fulfils(document, node)
        case Boost(child):
            return matches(document, child)
        case And(children):
            return all(matches(document, child) for child in children)
        case Or(children):
            return any(matches(document, child) for child in children)
        case Not(child):
            return not matches(document, child)
        case Everything():
            return True


def _values(document: Document, node: Node) -> set[tuple[str, int]]:
    """The values, as field and number, for which a part of a Paragraph is true."""
    match node:
        case And(children):
            return set.intersection(*(_values(document, child) for child in children))
        case Or(children):
            return set.union(*(_values(document, child) for child in children))
        case Not(child):
            return _all_values(document) - _values(document, child)
        case Boost(child):
            return _values(document, child)
        case _:
            return {
                (name, places.value(first))
                for name, places in document.places.items()
                for first, _ in spans(node, places)  # type: ignore[arg-type]
            }


def _all_values(document: Document) -> set[tuple[str, int]]:
    return {
        (name, document.places[name].value(place))
        for name in DEFAULT_FIELDS
        for places in document.places[name].positions.values()
        for place in places
    }


def _fulfils(document: Document, node: Restriction) -> bool:
    article = document.article
    match node:
        case Dates(since, until):
            return article.published is not None and inside(article.published, DateRange(since, until))
        case Length(least, most):
            length = document.lengths["body"]
            return (least is None or least <= length) and (most is None or length <= most)
        case Has("date"):
            return article.published is not None
        case Has(name):
            return bool(document.facets[name]) if name in FACET_NAMES else document.lengths[name] > 0
        case Value(column, value):
            return bool(getattr(article, column) == value)


def inside(date: ArticleDate, wanted: DateRange) -> bool:
    """Whether the whole interval lies in the range."""
    return (wanted.since is None or wanted.since <= date.start) and (wanted.until is None or date.end <= wanted.until)


def overlaps(date: ArticleDate, wanted: DateRange) -> bool:
    """Whether some of the interval lies in the range."""
    return (wanted.since is None or wanted.since < date.end) and (wanted.until is None or date.start < wanted.until)


def dated_right(date: ArticleDate | None, wanted: DateRange) -> bool:
    """Whether a search keeps an article with this date."""
    if date is None:
        return wanted.missing or (wanted.undated if wanted.bounded else wanted.precision is None)
    if wanted.missing and not wanted.bounded:
        return False
    if wanted.precision not in (None, date.precision):
        return False
    return inside(date, wanted) or (wanted.possible and overlaps(date, wanted))
