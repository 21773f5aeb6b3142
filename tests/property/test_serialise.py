"""An article comes back from JSON as it was; a result is plain JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article, Evidence, Kind
from searchnews.request import make_query
from searchnews.resultjson import result_to_json
from searchnews.serialise import (
    article_from_bytes,
    article_from_json,
    article_to_bytes,
    article_to_json,
    with_id,
    without_id,
)
from tests.corpora import articles, corpora, queries, requests
from tests.length import examples

quick = settings(deadline=None, max_examples=examples(60))


@quick
@given(articles("a" * 16), st.text())
def test_an_article_comes_back(article: Article, text: str) -> None:
    whole = replace(
        article, title=text, evidence={"title": Evidence("h1", "line 3", 0.9)}, notes=("cut",), partial=True
    )
    assert article_from_json(json.loads(json.dumps(article_to_json(whole)))) == whole
    assert article_from_bytes(article_to_bytes(whole)) == whole


@quick
@given(st.lists(st.tuples(articles("a" * 16), st.text()), max_size=4))
def test_what_articles_say_is_stored_as_plain_json_however_often_they_are_asked_for(
    rows: list[tuple[Article, str]],
) -> None:
    given_articles = [replace(article, standfirst=text, kind=choice(text)) for article, text in rows]
    for article in (*given_articles, *given_articles, *given_articles):
        nothing = json.loads(orjson.dumps(Article("", "")))
        held = json.loads(orjson.dumps(article))
        said = {
            name: value for name, value in held.items() if name in ("article_id", "title") or value != nothing[name]
        }
        assert article_to_bytes(article) == orjson.dumps(said)


def choice(text: str) -> Kind:
    """A kind of article, made at run time: the same text, and another object."""
    return cast(Kind, "".join(["art", "icle"]) if text else "video")


def test_half_a_surrogate_pair_is_stored() -> None:
    article = Article("a" * 16, "half \ud83d of it")
    assert article_from_bytes(article_to_bytes(article)) == article
    assert article_from_bytes(with_id(b"a" * 16, without_id(article_to_bytes(article)))) == article


@quick
@given(st.text(), articles("a" * 16), st.sampled_from(("", '","title":', '{"article_id":"b",')))
def test_an_id_is_taken_off_and_put_back_whatever_it_holds(name: str, article: Article, title: str) -> None:
    whole = replace(article, article_id=name, title=title)
    data = article_to_bytes(whole)
    assert b"article_id" not in without_id(data).removeprefix(b'"title":"{\\"article_id')
    written = json.dumps(name, ensure_ascii=False)[1:-1].encode()
    assert json.loads(with_id(written, without_id(data)))["title"] == title


@quick
@given(corpora(5), queries, requests())
def test_a_result_has_the_keys_others_rely_on(corpus: list[Article], text: str, options: dict[str, object]) -> None:
    engine = MemoryEngine()
    engine.commit([engine.encode(corpus)])
    data = json.loads(json.dumps(result_to_json(engine.search(make_query(text, **options)))))  # type: ignore[arg-type]
    assert list(data["query"]) == ["text", "filters", "from", "to", "match", "sort", "recent", "page", "limit"]
    assert {
        "understood",
        "total",
        "undated",
        "possible",
        "nearly",
        "notes",
        "suggestion",
        "generation",
        "seconds",
    } < set(data)
    assert set(data["facets"]) == {"source", "section", "author", "language", "date"}
    for row in (row for rows in data["facets"].values() for row in rows):
        assert list(row) == ["value", "count", "selected"]
    for hit in data["hits"] + data["nearly"]:
        assert list(hit) == [
            *("id", "title", "url", "published", "sources", "publisher", "section", "authors", "language"),
            *("score", "matched_in", "snippets"),
        ]
    for bar in data["histogram"]:
        assert list(bar)[:4] == ["period", "start", "end", "count"]
