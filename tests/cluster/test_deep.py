"""Pages and exports beyond what one request to the cluster reaches are those of the yardstick."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from searchnews.dates import article_date
from searchnews.engines.memory import MemoryEngine
from searchnews.engines.opensearch import engine as cluster_engine
from searchnews.engines.opensearch import paging, searching
from searchnews.models import Article, Hit, Sort
from searchnews.request import make_query
from tests.cluster.server import emptied, needs_cluster

pytestmark = needs_cluster
COUNT = 61
_DAY = datetime(2014, 3, 1)


def article(number: int) -> Article:
    """Three of them a day, every seventh undated; the words that are asked for stand ever farther apart."""
    published = article_date(_DAY + timedelta(days=number // 3), "day") if number % 7 else None
    text = f"cargo {'filler ' * (number % 12)}strike in port {number}"
    return Article(f"a{number:015}", f"Story {number % 5}", body=(text,), published=published, language="en")


def shown(hits: tuple[Hit, ...] | list[Hit]) -> list[tuple[str, str | None]]:
    return [(hit.article_id, hit.article and hit.article.body[0]) for hit in hits]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("text", ["cargo strike", "port", ""])
def test_pages_and_exports_beyond_one_request(monkeypatch: pytest.MonkeyPatch, text: str, sort: Sort) -> None:
    monkeypatch.setattr(searching, "REACHED", 12)
    monkeypatch.setattr(paging, "REACHED", 12)
    monkeypatch.setattr(cluster_engine, "_SCANNED", 52)  # the first holds all that is looked at for their order
    yardstick, engine = MemoryEngine(), emptied()
    for each in (yardstick, engine):
        each.commit([each.encode(article(number) for number in range(COUNT))])  # type: ignore[attr-defined]
    query = make_query(text, sort=sort, detail="fields")
    assert shown(list(engine.scan(query))) == shown(list(yardstick.scan(query)))
    for detail in ("ids", "fields"):
        for offset in (0, 7, 13, 36, 55, 60, 61, 90):
            page = replace(query, detail=detail, offset=offset, limit=9)  # type: ignore[arg-type]
            found, expected = engine.search(page), yardstick.search(page)
            assert (found.total, found.facets, shown(found.hits)) == (COUNT, expected.facets, shown(expected.hits))
    engine.close()
