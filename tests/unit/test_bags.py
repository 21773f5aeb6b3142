"""What a bag's words tell: an article counts once for a word, however many of the word's terms it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.models import Article
from searchnews.request import make_query
from tests.loops import compile_loops

BOTH = "Harbour and harvest"  # two terms of one pattern


@pytest.fixture(params=[1, 2, 3])
def engines(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[WhooshEngine, MemoryEngine]]:
    """An index of so many segments, an article each."""
    compile_loops(monkeypatch)
    whoosh, memory = WhooshEngine(tmp_path / "index", "write"), MemoryEngine()
    for number in range(request.param):
        article = Article(f"{number:016}", f"{BOTH} {number}", body=("Nothing else.",), language="en")
        for engine in (whoosh, memory):
            engine.commit([engine.encode([article])])
    yield whoosh, memory
    whoosh.close()


@pytest.mark.parametrize("text", ["har* OR nowhere", "nowhere OR har*", "har* OR nowhere OR nobody", "har* nothing"])
def test_two_terms_of_a_word_count_an_article_once(engines: tuple[WhooshEngine, MemoryEngine], text: str) -> None:
    found, expected = (engine.search(make_query(text)) for engine in engines)
    assert [hit.article_id for hit in found.hits] == [hit.article_id for hit in expected.hits]
    assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits], rel=1e-5)
