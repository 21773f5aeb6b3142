"""Queries, hits and results as JSON: one spelling for the library, the command line and the web."""

from __future__ import annotations

from typing import Any

from searchnews.dates import label
from searchnews.models import Bar, FacetCount, Hit, Part, Query, SearchResult
from searchnews.serialise import date_to_json


def result_to_json(result: SearchResult) -> dict[str, Any]:
    """A search's answer: the same from /search.json, `search --json` and the library."""
    return {
        "query": query_to_json(result.query),
        "understood": result.understood,
        "total": result.total,
        "undated": result.undated,
        "possible": result.possible,
        "hits": [hit_to_json(hit) for hit in result.hits],
        "nearly": [hit_to_json(hit) for hit in result.nearly],
        "facets": {name: [_count_to_json(row) for row in rows] for name, rows in result.facets.items()},
        "histogram": [_bar_to_json(bar) for bar in result.histogram],
        "notes": list(result.notes),
        "suggestion": result.suggestion,
        "generation": result.generation,
        "seconds": result.seconds,
    }


def query_to_json(query: Query) -> dict[str, Any]:
    """What was asked, in its canonical spelling."""
    filters: dict[str, list[str | None]] = {name: list(values) for name, values in query.filters.items()}
    filters |= {f"not_{name}": list(values) for name, values in query.excluded.items()}
    if query.dates.missing:
        filters["date"] = [None]
    return {
        "text": query.text,
        "filters": filters,
        "from": query.dates.since_text or None,
        "to": query.dates.until_text or None,
        "match": query.match,
        "sort": query.sort,
        "recent": query.recent,
        "page": query.offset // query.limit + 1 if query.limit else 1,
        "limit": query.limit,
    }


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """One hit; with detail="ids" its id and score only."""
    article = hit.article
    told = {} if hit.explanation is None else {"explanation": list(map(_part_to_json, hit.explanation))}
    if article is None:
        return {"id": hit.article_id, "score": hit.score, **told}
    return {
        "id": hit.article_id,
        "title": article.title,
        "url": article.url,
        "published": date_to_json(article.published),
        "sources": list(article.sources),
        "publisher": article.publisher,
        "section": article.section,
        "authors": list(article.authors),
        "language": article.language,
        "score": hit.score,
        "matched_in": list(hit.matched_in),
        "snippets": list(hit.snippets),
        **told,
    }


def _part_to_json(part: Part) -> dict[str, Any]:
    data: dict[str, Any] = {"part": part.kind, "score": part.score}
    if part.words:
        data["words"] = part.words
    return data | {"mentions": dict(part.mentions)} if part.kind == "words" else data


def _count_to_json(row: FacetCount) -> dict[str, Any]:
    return {"value": row.value, "count": row.count, "selected": row.selected}


def _bar_to_json(bar: Bar) -> dict[str, Any]:
    data = {
        "period": bar.period,
        "start": label(bar.start, "day"),
        "end": label(bar.end, "day"),
        "count": bar.count,
    }
    return data | {"precision": bar.precision} if bar.precision else data
