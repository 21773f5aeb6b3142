"""Every value of a facet with its count, exact on any number of shards: read step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from searchnews.engines.opensearch import filters
from searchnews.engines.opensearch.clauses import Clause
from searchnews.engines.opensearch.searching import Searcher
from searchnews.models import Query

_AT_ONCE = 5_000


def every_value(searcher: Searcher, clause: Clause, facet: str) -> Iterator[tuple[str, int]]:
    """The values that the articles of a query have, each with how many have it."""
    composite: dict[str, Any] = {"size": _AT_ONCE, "sources": [{"value": {"terms": {"field": f"f.{facet}"}}}]}
    while True:
        answer = searcher.ask({"size": 0, "query": clause, "aggs": {"values": {"composite": composite}}})
        found = answer["aggregations"]["values"]
        yield from ((row["key"]["value"], int(row["doc_count"])) for row in found["buckets"])
        if "after_key" not in found:
            return
        composite["after"] = found["after_key"]


def values_found(searcher: Searcher, query: Query, facet: str) -> dict[str, int]:
    """The same for what a search finds, the facet's own selection aside."""
    query = searcher.settled(query)
    clause = {"bool": {"must": [searcher.scored(query)], "filter": filters.kept(query, facet)}}
    return dict(every_value(searcher, clause, facet))
