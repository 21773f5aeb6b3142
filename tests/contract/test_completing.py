"""What is offered while a person types, and which headline is which article, asked of each engine in turn."""

from __future__ import annotations

from datetime import datetime

import pytest

from searchnews.dates import article_date
from searchnews.engine import Engine
from searchnews.models import Article, Completion
from searchnews.request import make_query


def article(article_id: str, title: str, day: int, **fields: object) -> Article:
    date = article_date(datetime(2014, 3, day), "day") if day else None
    return Article(f"{article_id:0<16}", title, published=date, language="en", **fields)  # type: ignore[arg-type]


CORPUS = (
    article("one", "Oil prices rise in Zürich", 1, sources=("AFP", "Reuters"), section="Business"),
    article("two", "Oil prices fall", 2, sources=("Reuters",), authors=("Ada Lund", "Bo Oilman")),
    article("three", "Prices of palm oil", 3, publisher="Oil and Gas Weekly", section="World Business"),
    article("four", "Oil Prices Fall!", 4, sources=("Reuters",)),  # the same headline again
    article("five", "Lighthouse keepers", 0, sources=("AFP",)),
)


@pytest.fixture(scope="module")
def filled(kept_engine: Engine) -> Engine:
    kept_engine.commit([kept_engine.encode(CORPUS[:2]), kept_engine.encode(CORPUS[2:])])
    return kept_engine


def offered(engine: Engine, typed: str, limit: int = 8) -> list[str]:
    return [row.text for row in engine.complete(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("reu", ["Reuters"]),
        ("REÜ", ["Reuters"]),
        ("lun", ["Ada Lund"]),
        ("ada lu", ["Ada Lund"]),
        ("lund a", []),  # no value has them so
        ("bus", ["Business", "World Business"]),
        ("zur", ["Oil prices rise in Zürich"]),
        ("light", ["Lighthouse keepers"]),
        ("house", []),  # no word begins so
        ("prices oil", ["Oil Prices Fall!", "Prices of palm oil", "Oil prices rise in Zürich"]),
        (
            "oil",
            ["Oil and Gas Weekly", "Bo Oilman", "Oil Prices Fall!", "Prices of palm oil", "Oil prices rise in Zürich"],
        ),
        ("oil pr fa", []),  # only the last word may be unfinished
        ("oil prices fa", ["Oil Prices Fall!"]),
        ("", []),
        ("…", []),
    ],
)
def test_what_completes_what_was_typed(filled: Engine, typed: str, rows: list[str]) -> None:
    assert offered(filled, typed) == rows


def test_values_come_first_and_each_headline_once(filled: Engine) -> None:
    values = ["Oil and Gas Weekly", "Bo Oilman"]
    assert offered(filled, "oil") == [
        *values,
        "Oil Prices Fall!",
        "Prices of palm oil",
        "Oil prices rise in Zürich",
    ]


def test_values_have_half_of_the_places_and_what_headlines_leave(filled: Engine) -> None:
    assert offered(filled, "oil", 2) == ["Oil and Gas Weekly", "Oil Prices Fall!"]
    assert offered(filled, "bus", 2) == ["Business", "World Business"]
    assert offered(filled, "oil", 0) == []
    assert offered(filled, "oil", 1) == ["Oil Prices Fall!"]


def test_a_completion_says_what_it_finds(filled: Engine) -> None:
    assert filled.complete("reut") == (Completion("source", "Reuters", 3),)
    assert filled.search(make_query(filters={"source": ["Reuters"]})).total == 3
    assert filled.complete("light") == (Completion("headline", "Lighthouse keepers", 1, "five000000000000"),)


def test_what_is_gone_is_not_offered(engine: Engine) -> None:
    engine.commit([engine.encode(CORPUS)])
    assert offered(engine, "lun") == ["Ada Lund"]
    engine.commit([], removed=["four000000000000", "two0000000000000"])
    assert offered(engine, "lun") == []
    assert offered(engine, "fall") == []
    assert engine.complete("reut") == (Completion("source", "Reuters", 1),)


def test_a_headline_is_the_newest_article_that_has_it(filled: Engine) -> None:
    titles = ["oil prices: fall", "Oil prices", "Prices of palm oil", "", "…", "palm oil prices of"]
    assert filled.titled(titles) == {"oil prices: fall": "four000000000000", "Prices of palm oil": "three00000000000"}
    assert filled.titled([]) == {}


def test_an_empty_index_offers_nothing(engine: Engine) -> None:
    engine.commit([])
    assert engine.complete("oil") == ()
    assert engine.titled(["Oil"]) == {}
