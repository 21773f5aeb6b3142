"""What an index on a cluster holds, in figures."""

from __future__ import annotations

from searchnews.dates import from_minutes, label
from searchnews.engines.opensearch.searching import Searcher
from searchnews.models import EngineStats


def stats_of(searcher: Searcher) -> EngineStats:
    """See Engine.stats."""
    now = searcher.now
    aggs = {
        "first": {"min": {"field": "start"}},
        "last": {"max": {"field": "start"}},
        "undated": {"missing": {"field": "start"}},
    }
    answer = searcher.ask({"size": 0, "track_total_hits": True, "aggs": aggs})
    disk = searcher.connection.call("GET", f"/{now.articles_index},{now.books_index}/_stats/docs,store,segments")
    whole, found = disk["_all"], answer["aggregations"]
    return EngineStats(
        articles=int(answer["hits"]["total"]["value"]),
        generation=str(now.generation),
        segments=int(disk["indices"][now.articles_index]["primaries"]["segments"]["count"]),
        deleted=int(disk["indices"][now.articles_index]["primaries"]["docs"]["deleted"]),
        bytes=int(whole["primaries"]["store"]["size_in_bytes"]),
        first=_day(found["first"]["value"]),
        last=_day(found["last"]["value"]),
        undated=int(found["undated"]["doc_count"]),
    )


def _day(minutes: float | None) -> str | None:
    return None if minutes is None else label(from_minutes(int(minutes)), "day")
