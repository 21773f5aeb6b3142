"""Every number is true: the count beside a value or a bar is the total of the search it leads to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article, Query
from searchnews.request import make_query
from tests.corpora import corpora, requests, wide_queries
from tests.corpora import queries as plain_queries
from tests.length import examples

queries = st.one_of(plain_queries, wide_queries)
quick = settings(
    deadline=None, max_examples=examples(50), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def engine_with(corpus: list[Article]) -> MemoryEngine:
    engine = MemoryEngine()
    engine.commit([engine.encode(corpus)])
    return engine


def settled(text: str, options: dict[str, object], match: str) -> Query:
    # `match` as it ran: the links of a page hold it.
    return make_query(text, **(options | {"match": match, "page": 1}))  # type: ignore[arg-type]


@quick
@given(corpora(), queries, requests())
def test_a_facets_count_is_the_total_with_that_value_alone(
    corpus: list[Article], text: str, options: dict[str, object]
) -> None:
    engine = engine_with(corpus)
    result = engine.search(make_query(text, **options))  # type: ignore[arg-type]
    query = settled(text, options, result.query.match)
    for facet, rows in result.facets.items():
        for row in rows:
            if facet == "date":
                alone = replace(query, dates=replace(query.dates, missing=True, since=None, until=None, precision=None))
            else:
                alone = replace(query, filters={**query.filters, facet: (row.value,)})
            assert engine.search(alone).total == row.count, (facet, row)


@quick
@given(corpora(), queries, requests())
def test_a_bars_link_returns_what_it_shows(corpus: list[Article], text: str, options: dict[str, object]) -> None:
    engine = engine_with(corpus)
    result = engine.search(make_query(text, **options))  # type: ignore[arg-type]
    for bar in result.histogram:
        span = {
            "since": bar.period,
            "until": bar.period,
            "precision": bar.precision,
            "undated": False,
            "possible": False,
        }
        missing = [name for name in options["missing"] if name != "date"]  # type: ignore[attr-defined]
        query = settled(text, options | span | {"missing": missing}, result.query.match)
        assert engine.search(query).total == bar.count, bar


@quick
@given(corpora(), queries, requests())
def test_undated_and_possible_are_what_they_add(corpus: list[Article], text: str, options: dict[str, object]) -> None:
    engine = engine_with(corpus)
    plain = options | {"undated": False, "possible": False, "missing": []}
    result = engine.search(make_query(text, **plain))  # type: ignore[arg-type]
    for name in ("undated", "possible"):
        query = settled(text, plain | {name: True}, result.query.match)
        assert engine.search(query).total == result.total + getattr(result, name)


@quick
@given(corpora(), queries)
def test_a_narrower_range_never_adds_an_article(corpus: list[Article], text: str) -> None:
    engine = engine_with(corpus)
    year, month, day = (
        {hit.article_id for hit in engine.search(make_query(text, since=period, until=period, limit=50)).hits}
        for period in ("2014", "2014-03", "2014-03-05")
    )
    assert day <= month <= year
