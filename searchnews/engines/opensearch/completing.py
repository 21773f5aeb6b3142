"""Completions and exact headlines on a cluster: headlines by an index of their words, facets by a table of all values.

The table is read when somebody first types after a commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from searchnews.analysis import surface
from searchnews.engines.completing import COMPLETED, Values, completions, values_of
from searchnews.engines.opensearch.clauses import EVERYTHING, Clause, all_of
from searchnews.engines.opensearch.document import clean, digest
from searchnews.engines.opensearch.listing import every_value
from searchnews.engines.opensearch.searching import NEWEST, Searcher
from searchnews.engines.opensearch.showing import article_of
from searchnews.models import Article, Completion

_AT_ONCE = 20  # articles that are read before it is seen whether more are needed


def cluster_completions(searcher: Searcher, prefix: str, limit: int) -> tuple[Completion, ...]:
    """See Engine.complete."""
    typed = surface(prefix)
    if not typed or limit < 1:
        return ()
    values = searcher.known.values(searcher.now, lambda: _values(searcher))
    return completions(values.having(" ".join(typed)), _newest_first(searcher, _having(typed)), limit)


def _values(searcher: Searcher) -> Values:
    return values_of(
        Completion(facet, value, count)
        for facet in COMPLETED
        for value, count in every_value(searcher, EVERYTHING, facet)
    )


def _having(typed: Sequence[str]) -> Clause:
    """The articles whose headlines have all of the words but the last, and one that begins as it does."""
    words: list[Clause] = [{"term": {"headline": clean(word)}} for word in dict.fromkeys(typed[:-1])]
    return all_of([*words, {"prefix": {"headline": clean(typed[-1])}}])


def _newest_first(searcher: Searcher, clause: Clause) -> Iterator[Article]:
    body: dict[str, Any] = {"size": _AT_ONCE, "query": clause, "sort": NEWEST, "track_total_hits": False}
    while True:
        rows = searcher.ask(dict(body))["hits"]["hits"]
        yield from map(article_of, rows)
        if len(rows) < _AT_ONCE:
            return
        body["search_after"] = rows[-1]["sort"]


def cluster_titled(searcher: Searcher, titles: Sequence[str]) -> dict[str, str]:
    """See Engine.titled."""
    asked = {title: words for title in titles if (words := surface(title))}
    if not asked:
        return {}
    bodies = [
        {"size": 1, "query": all_of([{"term": {"whole_headline": digest(words)}}]), "sort": NEWEST, "_source": False}
        for words in asked.values()
    ]
    answers = zip(asked, searcher.ask_each(bodies), strict=True)
    return {title: rows[0]["_id"] for title, answer in answers if (rows := answer["hits"]["hits"])}
