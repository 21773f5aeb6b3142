"""Every engine gives the yardstick's answer, to the bit, for generated queries over generated corpora."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.fields import FACET_NAMES
from searchnews.models import Article, SearchResult
from searchnews.request import make_query
from tests.contract.conftest import ExpandedWhoosh, lacks
from tests.corpora import corpora, queries, requests, wide_queries
from tests.length import examples

quick = settings(
    deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def comparable(result: SearchResult) -> SearchResult:
    """A result without what may differ: the time it took and the name of the generation."""
    return replace(result, seconds=0.0, generation="")


def fill(engine: Engine, corpus: list[Article], cut: int) -> None:
    """Two commits, the second replacing and removing some of the first."""
    engine.commit([engine.encode(corpus[:cut]), engine.encode(corpus[cut:])])
    again = [replace(article, title=f"{article.title} again") for article in corpus[1:3]]
    engine.commit([engine.encode(again)], removed=[article.article_id for article in corpus[4:6]])


@quick
@given(
    corpora(),
    st.integers(0, 12),
    st.lists(st.tuples(st.one_of(queries, wide_queries), requests()), min_size=12, max_size=12),
)
def test_whoosh_agrees_with_memory(corpus: list[Article], cut: int, asked: list[tuple[str, dict[str, object]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        yardstick, engine = MemoryEngine(), ExpandedWhoosh(Path(folder) / "index", "write")
        fill(yardstick, corpus, cut)
        fill(engine, corpus, cut)
        for text, options in asked:
            if lacks("whoosh", text):
                continue
            query = make_query(text, **options)  # type: ignore[arg-type]
            assert comparable(engine.search(query)) == comparable(yardstick.search(query))
            assert list(engine.scan(query)) == list(yardstick.scan(query))
            for facet in FACET_NAMES:
                assert engine.facet_values(query, facet) == yardstick.facet_values(query, facet)
        for article in corpus:
            assert engine.similar(article.article_id) == yardstick.similar(article.article_id)
        assert engine.complete("s") == yardstick.complete("s")
        engine.close()
