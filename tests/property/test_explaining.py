"""The parts of each hit's score add up to it, and two engines tell the same parts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.explaining import shares
from searchnews.models import Article, Hit, Part
from searchnews.request import make_query
from tests.agreement import close
from tests.corpora import corpora, queries, requests, wide_queries
from tests.length import examples
from tests.loops import compile_loops

asked = st.lists(st.tuples(st.one_of(queries, wide_queries), requests(recent=True)), min_size=12, max_size=12)


@settings(
    deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(corpora(), st.integers(0, 12), st.booleans(), asked)
def test_parts_add_up_in_both_engines(
    corpus: list[Article], cut: int, changed: bool, asked: list[tuple[str, dict[str, object]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engines = MemoryEngine(), WhooshEngine(Path(folder) / "index", "write")
        for engine in engines:
            if not changed:  # in one segment, which one compiled call can answer
                engine.commit([engine.encode(corpus)])
                continue
            engine.commit([engine.encode(corpus[:cut])])
            engine.commit([engine.encode(corpus[cut:])], removed=[article.article_id for article in corpus[4:6]])
        for text, options in asked:
            query = make_query(text, explain=True, **options)  # type: ignore[arg-type]
            results = [engine.search(query) for engine in engines]
            told = [explained((*result.hits, *result.nearly)) for result in results]
            for article_id in told[0].keys() & told[1].keys():
                assert_same_parts(told[0][article_id], told[1][article_id])
        engines[1].close()


def test_parts_add_up_by_compiled_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_loops(monkeypatch)
    assert kernels.can_sweep()
    test_parts_add_up_in_both_engines()


def explained(hits: tuple[Hit, ...]) -> dict[str, tuple[Part, ...]]:
    found = {}
    for hit in hits:
        assert hit.explanation is not None
        assert sum(part.score for part in hit.explanation) == pytest.approx(hit.score, rel=1e-5, abs=1e-9)
        assert sum(shares(hit.explanation)) == (100 if hit.score else 0)
        found[hit.article_id] = hit.explanation
    return found


def assert_same_parts(one: tuple[Part, ...], other: tuple[Part, ...]) -> None:
    assert [part._replace(score=0.0) for part in one] == [part._replace(score=0.0) for part in other]
    assert all(close(part.score, twin.score) for part, twin in zip(one, other, strict=True))
