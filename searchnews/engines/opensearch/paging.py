"""Hits beyond the first page: step by step, from one state of the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from searchnews.engines.opensearch.searching import REACHED, Searcher, order
from searchnews.models import Query
from searchnews.ranking import WINDOW

_KEPT = "5m"  # a point in time waits so long for the next page


def pages(
    searcher: Searcher, query: Query, *, size: int, bare: bool = False, ranked: bool = True
) -> Iterator[list[Any]]:
    """All hits of a settled query in order, so many at a time.

    bare: without what the articles say. ranked: whether the first hits are to be in the right order.
    """
    path = f"/{searcher.now.articles_index}/_search/point_in_time"
    pit = searcher.connection.call("POST", path, params={"keep_alive": _KEPT})["pit_id"]
    try:
        yield from _pages(searcher, query, pit, size, bare or query.detail == "ids", ranked)
    finally:
        searcher.connection.call("DELETE", "/_search/point_in_time", {"pit_id": [pit]})


def _pages(searcher: Searcher, query: Query, pit: str, size: int, bare: bool, ranked: bool) -> Iterator[list[Any]]:
    ranked = ranked and bool(searcher.telling(query))
    body: dict[str, Any] = {
        "size": size,
        "query": searcher.kept(query),
        "sort": order(query),
        "track_scores": True,
        "track_total_hits": False,
        "_source": ranked or not bare,
        "pit": {"id": pit, "keep_alive": _KEPT},
    }
    while True:
        rows = searcher.ask(body, path="/_search")["hits"]["hits"]
        if rows:
            yield searcher.ranked(query, rows) if ranked else rows
        ranked = False
        if len(rows) < size:
            return
        body |= {"search_after": rows[-1]["sort"], "_source": not bare}


def far(searcher: Searcher, query: Query) -> list[Any]:
    """A page that begins beyond what one request reaches."""
    rows: list[Any] = []
    skip = query.offset
    for page in pages(searcher, query, size=REACHED, bare=True, ranked=query.offset < WINDOW):
        if skip < len(page):
            rows += page[skip : skip + query.limit - len(rows)]
            if len(rows) == query.limit:
                break
        skip = max(skip - len(page), 0)
    if (query.detail == "ids" and not query.explain) or not rows:
        return rows
    ids = [row["_id"] for row in rows]
    answer = searcher.ask({"size": len(ids), "query": {"ids": {"values": ids}}})
    sources = {row["_id"]: row["_source"] for row in answer["hits"]["hits"]}
    return [{**row, "_source": sources[row["_id"]]} for row in rows if row["_id"] in sources]
