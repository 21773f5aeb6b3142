"""Every engine gives the yardstick's answer for generated queries over generated corpora."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh import adding, effects, phrases, plain_counting, tabling, tallies
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.fields import FACET_NAMES
from searchnews.models import Article, Query
from searchnews.request import make_query
from tests.agreement import assert_same_hits, comparable
from tests.corpora import corpora, queries, requests, wide_queries
from tests.length import examples
from tests.loops import compile_loops

quick = settings(
    deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def fill(engine: Engine, corpus: list[Article], cut: int, *, changed: bool) -> None:
    """A commit, and one that replaces and removes some of the first; not `changed`: all in one batch, and no more."""
    if not changed:
        engine.commit([engine.encode(corpus)])
        return
    engine.commit([engine.encode(corpus[:cut]), engine.encode(corpus[cut:])])
    again = [replace(article, title=f"{article.title} again") for article in corpus[1:3]]
    engine.commit([engine.encode(again)], removed=[article.article_id for article in corpus[4:6]])


@quick
@given(
    corpora(),
    st.integers(0, 12),
    st.booleans(),
    st.lists(st.tuples(st.one_of(queries, wide_queries), requests(recent=True)), min_size=12, max_size=12),
)
def test_whoosh_agrees_with_memory(
    corpus: list[Article], cut: int, changed: bool, asked: list[tuple[str, dict[str, object]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        yardstick, engine = MemoryEngine(), WhooshEngine(Path(folder) / "index", "write")
        fill(yardstick, corpus, cut, changed=changed)
        fill(engine, corpus, cut, changed=changed)
        for text, options in asked:
            compare(engine, yardstick, make_query(text, **options))  # type: ignore[arg-type]
        for article in corpus:
            found, expected = (each.similar(article.article_id) for each in (engine, yardstick))
            everything = yardstick.similar(article.article_id, limit=len(corpus))
            assert_same_hits(found, expected, everything, ranked=True)
        for typed in ("s", "the str", "a", "zur", "central bank", "岩"):
            assert engine.complete(typed) == yardstick.complete(typed)
        titles = [article.title for article in corpus]
        assert engine.titled(titles) == yardstick.titled(titles)
        engine.close()


def test_whoosh_agrees_with_memory_by_compiled_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_loops(monkeypatch)
    monkeypatch.setattr(tabling, "SEVERAL", 2)
    test_whoosh_agrees_with_memory()


def test_whoosh_agrees_with_memory_where_nothing_counts_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    few = ((phrases, "_FEW"), (tallies, "_FEW"), (tallies, "_SOME"), (plain_counting, "_FEW"))
    for module, name in (*few, (plain_counting, "_HANDFUL"), (adding, "_SPARSE"), (effects, "_COMMON_THERE")):
        monkeypatch.setattr(module, name, 0)
    monkeypatch.setattr(phrases, "_TOGETHER", 2)
    test_whoosh_agrees_with_memory()


def compare(engine: Engine, yardstick: Engine, query: Query) -> None:
    """Everything that can be asked about one query."""
    found, expected = engine.search(query), yardstick.search(query)
    assert comparable(found) == comparable(expected)
    ranked = query.sort == "relevance"
    everything = list(yardstick.scan(query))
    assert_same_hits(found.hits, expected.hits, everything, ranked=ranked)
    assert_same_hits(list(engine.scan(query)), everything, everything, ranked=ranked)
    whole = yardstick.search(replace(query, offset=0, limit=1000))
    assert_same_hits(found.nearly, expected.nearly, whole.nearly, ranked=True)
    for facet in FACET_NAMES:
        assert engine.facet_values(query, facet) == yardstick.facet_values(query, facet)
