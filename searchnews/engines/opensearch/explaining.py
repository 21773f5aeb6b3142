"""What the scores of a page's hits are made of: each article is analysed once more, and counted by the yardstick."""

from __future__ import annotations

from typing import Any

from searchnews.engines.opensearch.searching import Searcher
from searchnews.engines.opensearch.showing import article_of
from searchnews.engines.yardstick import Document, analysed, closeness, leads, mentions, titled
from searchnews.explaining import Place, Standing, distinct, explained, written
from searchnews.models import Part, Query
from searchnews.query.echo import canonical
from searchnews.ranking import HEADLINE, as_typed


def explanation(searcher: Searcher, query: Query, row: Any) -> tuple[Part, ...]:
    """The parts of a hit's score; `row` comes with its source."""
    document = analysed(article_of(row))
    standing = [
        Standing(written(leaf), weight * searcher.idf(leaf), mentions(document, leaf))
        for leaf, weight in distinct(query.node).items()
    ]
    places, common = _places(searcher, query, document) if row.get("first") else ([], [])
    gain = searcher.gain(query, row)
    return explained(standing, places, document.lengths, searcher.now.averages, gain, common)


def _places(searcher: Searcher, query: Query, document: Document) -> tuple[list[Place], list[str]]:
    """Where each word stands, and the common words that add something."""
    words = searcher.telling(query)
    close = closeness(document, [word for word, _ in words])
    typed = as_typed(words, query.aside)
    found = titled(document.article.title, typed)
    places = [
        Place(canonical(word), worth, leads(document, word), close[word], there)
        for (word, worth), there in zip(words, found, strict=False)
    ]
    if not words or any(place.leading < HEADLINE for place in places):
        return places, []
    several = zip(typed[len(words) :], found[len(words) :], strict=True)
    return places, [word for word, there in several if there]
