"""What a query may cost an index in a folder: beyond it is refused in words, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchnews.engines.whoosh import costing, spanning
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.errors import QueryTooLarge
from searchnews.models import Article, Query
from searchnews.query import expansion
from searchnews.query.nodes import Or, Pattern
from searchnews.request import make_query


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    made = WhooshEngine(tmp_path / "index", "write")
    text = "the quay of the harbour of the town of the north"
    made.commit([made.encode([Article(f"{number:016}", "Quay", body=(text,)) for number in range(3)])])
    yield made
    made.close()


@pytest.mark.parametrize(
    "text", ["(the w/9 of) w/9 quay", "the NOT w/2 of", '"same para"(the of)', "the pre/9 of", "hlead:(the of)"]
)
def test_places_beyond_the_limit_are_refused(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert engine.search(make_query(text)).total == (0 if "NOT" in text else 3)
    monkeypatch.setattr(costing, "LEAST", 100)
    monkeypatch.setattr(costing, "EACH", 0)
    engine._current().prepared.clear()  # what a query costs is weighed once
    with pytest.raises(QueryTooLarge, match="of this index 100 are the most"):
        engine.search(make_query(text))
    assert engine.search(make_query("quay w/9 north")).total == 3
    assert engine.search(make_query("the of quay")).total == 3


def test_what_the_parts_of_a_query_cost_is_added_up(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costing, "LEAST", 40)
    monkeypatch.setattr(costing, "EACH", 0)
    one, other = make_query('"the quay" OR zinc'), make_query('"the quay" OR "the town" OR "the north"')
    assert engine.search(one).total == 3
    with pytest.raises(QueryTooLarge, match="take fewer of them"):
        engine.search(other)
    monkeypatch.setattr(costing, "EACH", 40)  # a larger index may be asked for more
    engine._current().prepared.clear()
    assert engine.search(other).total == 3


def test_two_common_words_are_counted_without_a_list_of_their_spans(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spanning, "MOST_SPANS", 12)
    assert engine.search(make_query("the w/9 of")).total == 3
    with pytest.raises(QueryTooLarge, match="may fit 12 times"):
        engine.search(make_query("(the w/9 of) w/9 quay"))


def test_patterns_share_what_they_may_stand_for(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "MAX_TOGETHER", 4)
    query: Query = engine.search(make_query("t* OR n*")).query
    assert isinstance(query.node, Or)
    assert [len(part.variants) for part in query.node.children if isinstance(part, Pattern)] == [2, 1]
    found = engine.search(make_query("t* OR n* OR h* OR q*"))
    assert found.notes == ("t* fits more than 1 words; the 1 most frequent were searched",)


def test_patterns_take_words_as_long_as_their_articles_are_few(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "MAX_ENTRIES", 5)  # each of the words stands in three articles
    monkeypatch.setattr(expansion, "ENTRIES_EACH", 0)
    assert engine.search(make_query("t*")).notes == ("t* fits more than 1 words; the 1 most frequent were searched",)
    assert engine.search(make_query("no*")).notes == ()
    monkeypatch.setattr(expansion, "ENTRIES_EACH", 2)
    assert engine.search(make_query("t* -zinc")).notes == ()
