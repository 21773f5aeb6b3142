"""Values of a facet that no article may have, asked of each engine."""

from __future__ import annotations

import pytest

from searchnews.engine import Engine
from searchnews.errors import BadRequest
from searchnews.models import Article, SearchResult
from searchnews.request import make_query

STORIES = [
    Article("a" * 16, "Ferry one", sources=("Tarn Wire",), section="Sea"),
    Article("b" * 16, "Ferry two", sources=("Tarn Wire", "Lowland Press"), section="Land"),
    Article("c" * 16, "Ferry three", sources=("Tarn",), section="Sea"),
    Article("d" * 16, "Ferry four"),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.commit([engine.encode(STORIES)])
    return engine


def ids(result: SearchResult) -> set[str]:
    return {hit.article_id[0] for hit in result.hits}


def counts(result: SearchResult, facet: str) -> dict[str | None, int]:
    return {row.value: row.count for row in result.facets[facet]}


def test_exactly_the_value_is_left_out_wherever_it_stands_in_an_article(filled: Engine) -> None:
    assert ids(filled.search(make_query("ferry", excluded={"source": ["Tarn Wire"]}))) == {"c", "d"}
    assert ids(filled.search(make_query("ferry", excluded={"source": ["Lowland Press"]}))) == {"a", "c", "d"}
    assert ids(filled.search(make_query("ferry", excluded={"source": ["tarn wire", "Tar"]}))) == {"a", "b", "c", "d"}


def test_values_of_several_facets_add_up(filled: Engine) -> None:
    unwanted = {"source": ["Lowland Press", "Tarn"], "section": ["Sea"]}
    assert ids(filled.search(make_query("ferry", excluded=unwanted))) == {"d"}


def test_every_count_obeys(filled: Engine) -> None:
    found = filled.search(make_query("ferry", filters={"section": ["Sea"]}, excluded={"source": ["Tarn Wire"]}))
    assert (found.total, ids(found)) == (1, {"c"})
    assert counts(found, "source") == {"Tarn": 1}
    assert counts(found, "section") == {"Sea": 1, None: 1}
    page = filled.facet_values(make_query("ferry", excluded={"source": ["Tarn Wire"]}), "source")
    assert [(row.value, row.count) for row in page.values] == [("Tarn", 1)]
    assert {hit.article_id[0] for hit in filled.scan(make_query("", excluded={"source": ["Tarn"]}))} == {"a", "b", "d"}


def test_it_decides_nothing_about_the_words(filled: Engine) -> None:
    found = filled.search(make_query("ferry one", excluded={"source": ["Tarn Wire"]}))
    assert (found.query.match, found.total) == ("all", 0)


def test_a_facet_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequest, match="expected one of source"):
        make_query("", excluded={"colour": ["red"]})
