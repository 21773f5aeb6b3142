"""An article as the cluster gets it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from searchnews.analysis import surface, terms_and_compounds
from searchnews.dates import floor, label, minutes, sort_minutes
from searchnews.engines.opensearch.mapping import END, PERIODS, STACK
from searchnews.fields import FACET_NAMES, FIELD_NAMES, facet_values, text_values
from searchnews.models import PRECISIONS, Article, ArticleDate, Precision
from searchnews.serialise import article_to_bytes

_PARTING = str.maketrans({" ": "\u0001", STACK: "\u0002", END: "\u0003"})


def document(article: Article) -> bytes:
    """One line of JSON."""
    texts: dict[str, list[str]] = {}
    lengths: dict[str, int] = {}
    for name in FIELD_NAMES:
        analysed = [_analysed(value, article.language) for value in text_values(article, name)]
        if analysed:
            texts[name] = [text for text, _ in analysed]
            lengths[name] = sum(length for _, length in analysed)
    if "body" in texts:
        texts["lead"] = texts["body"][:1]
    headline = surface(article.title)
    fields: dict[str, Any] = {
        "id": article.article_id,
        "t": texts,
        "n": lengths,
        "f": {name: [clean(value) for value in facet_values(article, name)] for name in FACET_NAMES},
        "kind": article.kind,
        "headline": list(dict.fromkeys(map(clean, headline))),
        "whole_headline": digest(headline) if headline else None,
        "article": article_to_bytes(article).decode(),
    }
    return orjson.dumps(fields | _date(article.published))


def _analysed(text: str, language: str) -> tuple[str, int]:
    """The terms of one value as they are sent, and how many they are."""
    terms, compounds = terms_and_compounds(text, language)
    length = len(terms)
    if not text.isascii():  # else there is nothing in them that parts terms
        terms = list(map(spelled, terms))
    for place, term in compounds:
        terms[place] += STACK + spelled(term)
    terms.append(END)
    return " ".join(terms), length


def spelled(term: str) -> str:
    """A term as the cluster has it: a few letters fold to what has blanks in it (U+FDFA)."""
    return term.translate(_PARTING) if " " in term or STACK in term or END in term else term


def clean(value: str) -> str:
    """The value without halves of surrogate pairs, which no JSON holds."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def digest(headline: Sequence[str]) -> str:
    """A headline, by its words, however long it is, as a short name that no other has."""
    return hashlib.blake2b(" ".join(headline).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _date(date: ArticleDate | None) -> dict[str, Any]:
    if date is None:
        return {}
    return {
        "start": minutes(date.start),
        "end": minutes(date.end),
        "moment": sort_minutes(date),
        "precision": date.precision,
        **{size: period_label(date, size) for size in PERIODS},
    }


def period_label(date: ArticleDate, size: Precision | str) -> str:
    """The period a date is counted in where bars are as long as `size`: its own where it is known less precisely."""
    coarsest = max(date.precision, size, key=PRECISIONS.index)
    return label(floor(date.start, coarsest), coarsest)  # type: ignore[arg-type]


def words(article: Article) -> Counter[str]:
    """How often each word occurs, folded but not stemmed: what a pattern is compared with."""
    counted: Counter[str] = Counter()
    for name in FIELD_NAMES:
        for value in text_values(article, name):
            counted.update(surface(value))
    return counted
