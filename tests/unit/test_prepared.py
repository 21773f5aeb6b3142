"""What is kept of a query's words: the same answers as without, never another tree's, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from searchnews.engines.whoosh import kernels, prepared
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.errors import BadRequest
from searchnews.library import Index
from searchnews.models import Article, Query, SearchResult
from searchnews.query.nodes import Term
from searchnews.query.parser import parse
from searchnews.request import make_query
from tests.loops import compile_loops

TEXTS = ("Oil prices rise", "Oil falls", "Prices of oil and gold", "Gold prices fall", "US oil US", "Brent is no gold")
QUERIES = ("oil", "goold", "oil prices", "oil OR gold", '"oil prices"', "gold brent prices", "the US", "oil -gold")


@pytest.fixture(scope="module", params=["plain", "compiled"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    made = WhooshEngine(tmp_path_factory.mktemp("index"), "write")
    made.commit([made.encode([_article(number) for number in range(len(TEXTS))])])
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "compiled":
            compile_loops(patch)
        yield made
    made.close()


def _article(number: int) -> Article:
    text = TEXTS[number]
    return Article(f"{number:016}", text, body=(f"{text}, it says.",), section="ab"[number % 2], language="en")


def _plain(found: SearchResult) -> SearchResult:
    return replace(found, seconds=0.0)


def _asked(text: str) -> list[Query]:
    rest = [{}, {"filters": {"section": ["a"]}}, {"match": "any"}, {"limit": 1}, {"limit": 1, "page": 2}]
    return [make_query(text, detail=detail, **options) for options in rest for detail in ("ids", "full")]


@pytest.mark.parametrize("text", QUERIES)
def test_a_search_gives_the_same_whatever_was_asked_before(engine: WhooshEngine, text: str) -> None:
    alone = []
    for query in _asked(text):
        engine._current().prepared.clear()
        alone.append(_plain(engine.search(query)))
    for query in (*_asked(text), *_asked(text)):
        engine.search(query)
    assert [_plain(engine.search(query)) for query in _asked(text)] == alone


def test_words_are_looked_up_once_for_several_searches(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    known = prepared.Prepared.__init__

    def counted(self: prepared.Prepared, *given: object) -> None:
        made.append(given)
        known(self, *given)  # type: ignore[arg-type]

    engine._current().prepared.clear()
    monkeypatch.setattr(prepared.Prepared, "__init__", counted)
    for section in ("a", "b", "c"):
        engine.search(make_query("oil prices", filters={"section": [section]}))
    assert len(made) == 1


@pytest.mark.parametrize("compiled", [False, True])
def test_another_commit_is_searched_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, compiled: bool) -> None:
    if compiled:
        compile_loops(monkeypatch)
    with_one = WhooshEngine(tmp_path / "index", "write")
    with_one.commit([with_one.encode([_article(0)])])
    assert with_one.search(make_query("oil prices")).total == 1
    with_one.commit([with_one.encode([_article(2)])])
    assert with_one.search(make_query("oil prices")).total == 2
    with_one.close()


def test_loops_that_come_later_find_nothing_prepared_for_the_plain_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(tmp_path / "index", "write")
    engine.commit([engine.encode([_article(number) for number in range(len(TEXTS))])])
    asked = [query for text in QUERIES for query in _asked(text)]
    before = [_plain(engine.search(query)) for query in asked]
    compile_loops(monkeypatch)
    assert [_plain(engine.search(query)) for query in asked] == before
    compiled = engine._current().prepared.values()
    assert sum(found.one_call is not None for found in compiled) >= 4
    engine.close()


def test_loops_that_come_later_free_what_only_the_plain_ones_ask_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(tmp_path / "index", "write")
    engine.commit([engine.encode([Article("a" * 16, "Port news", body=("The port closed in a storm.",))])])
    monkeypatch.setattr(kernels, "sweep", kernels.missing)  # the fixture of other tests may have brought them in
    engine.search(make_query("port storm"))
    snapshot, word = engine._current(), make_query("port").node
    assert isinstance(word, Term)
    assert snapshot.effects.get(word) is not None
    compile_loops(monkeypatch)
    engine.search(make_query("port closed"))
    assert snapshot.effects.get(word) is None
    assert all(key[-1] for key in snapshot.prepared)
    engine.close()


def test_so_many_trees_are_kept_and_no_more(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST", 3)
    kept = engine._current().prepared
    kept.clear()
    for text in QUERIES:
        engine.search(make_query(text))
        assert len(kept) <= 3
    assert all(key[0] == id(found.typed) for key, found in kept.items())


def test_the_same_question_is_the_same_query_and_no_other_is(engine: WhooshEngine) -> None:
    index = Index(engine)
    for text in ("oil", "oil -gold", "oil near/5 gold"):
        found = [index.search(text, detail="ids").query.node for _ in range(2)]
        assert found[0] is found[1]
    assert index.search("oil", page=1).hits
    with pytest.raises(BadRequest, match="page is True"):  # which equals 1
        index.search("oil", page=True)
    assert index.search("oil", section=["a"]).total == index.search("oil", section=("a",)).total == 3
    with pytest.raises(TypeError, match="bogus"):
        index.search("oil", bogus=1)


def test_a_tree_that_depends_on_the_day_is_kept_for_that_day() -> None:
    first, second = (parse("date:yesterday", date(2026, 3, day)) for day in (2, 3))
    assert first != second
    assert parse("date:yesterday", date(2026, 3, 2)) is first
