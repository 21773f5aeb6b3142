"""What the scores of a page's hits are made of: each article is analysed once more, and counted by the yardstick."""

from __future__ import annotations

from typing import Any

from searchnews.engines.opensearch.searching import Searcher
from searchnews.engines.opensearch.showing import article_of
from searchnews.engines.yardstick import Document, analysed, closeness, leads, mentions
from searchnews.explaining import Place, Standing, distinct, explained
from searchnews.models import Part, Query
from searchnews.query.echo import canonical


def explanation(searcher: Searcher, query: Query, row: Any) -> tuple[Part, ...]:
    """The parts of a hit's score; `row` comes with its source."""
    document = analysed(article_of(row))
    standing = [
        Standing(canonical(leaf), weight * searcher.idf(leaf), mentions(document, leaf))
        for leaf, weight in distinct(query.node).items()
    ]
    places = _places(searcher, query, document) if row.get("first") else []
    return explained(standing, places, document.lengths, searcher.now.averages, searcher.gain(query, row))


def _places(searcher: Searcher, query: Query, document: Document) -> list[Place]:
    words = searcher.telling(query)
    close = closeness(document, [word for word, _ in words])
    return [Place(canonical(word), worth, leads(document, word), close[word]) for word, worth in words]
