"""The searchable text fields with their weights, and the facets: one row each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchnews.models import Article

# Between two values of one field, so that no phrase or window reaches across. An engine that keeps the position at which each value
# begins, ascending, knows the value of a position (the last beginning not after it: one binary search) and so the paragraph, and which
# word of the field it is (the position less POSITION_GAP for every value before).
POSITION_GAP = 100


@dataclass(frozen=True, slots=True)
class TextField:
    """A field that words are searched in."""

    name: str  # what a query calls it: "title:oil"
    label: str  # what a page calls it: "in related headlines"
    weight: float  # in BM25F; 0: matches, adds nothing to the score
    b: float  # BM25F's length normalisation, 0 (none) to 1 (full)
    default: bool  # searched when a word names no field
    values: Callable[[Article], tuple[str, ...]]  # one string a paragraph, caption or headline


@dataclass(frozen=True, slots=True)
class Facet:
    """A field whose values are counted and filtered by."""

    name: str  # the key in JSON, the parameter in an address, the option, the keyword
    label: str
    none_label: str  # what articles without a value are called
    values: Callable[[Article], tuple[str, ...]]


def _titles(article: Article) -> tuple[str, ...]:
    if not article.alternative_titles:
        return (article.title,) if article.title else ()
    return tuple(filter(None, (article.title, *article.alternative_titles)))


def _standfirst(article: Article) -> tuple[str, ...]:
    return (article.standfirst,) if article.standfirst else ()


def _inline_headlines(article: Article) -> tuple[str, ...]:
    return tuple([related.title for related in article.related if related.kind == "inline"]) if article.related else ()


def credited(article: Article) -> tuple[str, ...]:
    """Who the story is from: the credited agencies, else the publisher."""
    return article.sources or ((article.publisher,) if article.publisher else ())


def _one(attribute: str) -> Callable[[Article], tuple[str, ...]]:
    get = attrgetter(attribute)
    return lambda article: (value,) if (value := get(article)) else ()


TEXT_FIELDS: tuple[TextField, ...] = (
    TextField("title", "headline", 8.0, 0.75, True, _titles),
    TextField("standfirst", "standfirst", 2.0, 0.6, True, _standfirst),
    TextField("body", "text", 1.0, 0.75, True, lambda article: article.body),
    TextField("captions", "captions", 0.5, 0.75, True, lambda article: article.captions),
    TextField("related", "related headlines", 0.3, 0.75, True, _inline_headlines),
    TextField("source", "source", 0.0, 0.0, False, credited),
    TextField("publisher", "publisher", 0.0, 0.0, False, _one("publisher")),
    TextField("author", "byline", 0.0, 0.0, False, lambda article: article.authors),
    TextField("section", "section", 0.0, 0.0, False, _one("section")),
    TextField("url", "address", 0.0, 0.0, False, _one("url")),
)

FACETS: tuple[Facet, ...] = (
    Facet("source", "Source", "no source", credited),
    Facet("section", "Section", "no section", _one("section")),
    Facet("author", "Author", "no author", lambda article: article.authors),
    Facet("language", "Language", "no language", _one("language")),
)

DEFAULT_FIELDS: tuple[str, ...] = tuple(row.name for row in TEXT_FIELDS if row.default)
FIELD_NAMES: tuple[str, ...] = tuple(row.name for row in TEXT_FIELDS)
FACET_NAMES: tuple[str, ...] = tuple(row.name for row in FACETS)
MISSING = (*FACET_NAMES, "date")  # what `missing=` takes
FACET_LIMIT = 50  # values a search lists; facet_values pages through all


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the text that a leaf's field name stands for."""

    label: str  # what a page calls it: "in headline or lead"
    fields: tuple[str, ...]  # in the order of TEXT_FIELDS
    first_words: int | None = None  # only so many words of the field; None: all
    lead_only: bool = False  # of the body its first value only


_FIRST = re.compile(r"first([1-9]\d{0,3})\Z")


@lru_cache(1024)
def scope(name: str | None) -> Scope:
    """What a name means: a text field, "hlead", "first50" (any number to 9999), None for the default fields. KeyError for others."""
    if name is None:
        return Scope("text", DEFAULT_FIELDS)
    if name == "hlead":
        return Scope("headline or lead", ("title", "standfirst", "body"), lead_only=True)
    if found := _FIRST.match(name):
        return Scope(f"the first {int(found[1]):,} words", ("body",), first_words=int(found[1]))
    return Scope(_FIELD_BY_NAME[name].label, (name,))


def text_values(article: Article, name: str) -> tuple[str, ...]:
    """The strings of one text field; KeyError for a name that is none."""
    return _FIELD_BY_NAME[name].values(article)


def facet_values(article: Article, name: str) -> tuple[str, ...]:
    """The values of one facet, without repeats; () where the article has none."""
    return tuple(dict.fromkeys(_FACET_BY_NAME[name].values(article)))


def text_field(name: str) -> TextField:
    """The row of one text field; KeyError for a name that is none."""
    return _FIELD_BY_NAME[name]


def facet(name: str) -> Facet:
    """The row of one facet; KeyError for a name that is none."""
    return _FACET_BY_NAME[name]


_FIELD_BY_NAME = {row.name: row for row in TEXT_FIELDS}
_FACET_BY_NAME = {row.name: row for row in FACETS}
