"""tests/golden/words.tsv: which query must find which text, and which must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article
from searchnews.request import make_query

TABLE = (Path(__file__).parents[1] / "golden" / "words.tsv").read_text(encoding="utf-8")
ROWS = [line.split("\t") for line in TABLE.splitlines() if not line.startswith("# ")]


@pytest.mark.parametrize(("query", "text", "language", "matches", "why"), ROWS)
def test_a_query_finds_what_the_table_says(query: str, text: str, language: str, matches: str, why: str) -> None:
    engine = MemoryEngine()
    engine.commit([engine.encode([Article("a" * 16, "", body=(text,), language=language)])])
    result = engine.search(make_query(query))
    found = result.total == 1 and result.query.match == "all"
    assert matches in ("yes", "no")
    assert found == (matches == "yes"), why


def test_what_is_found_is_marked() -> None:
    for query, text, language, matches, _ in ROWS:
        engine = MemoryEngine()
        engine.commit([engine.encode([Article("a" * 16, "", body=(text,), language=language)])])
        if matches == "yes":
            assert "<mark>" in engine.search(make_query(query)).hits[0].snippets[0], query
