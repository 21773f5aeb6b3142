"""Did you mean …? The same answer of every engine, and one that finds what was promised."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.models import Article
from searchnews.request import make_query
from tests.corpora import corpora, queries
from tests.length import examples

OFTEN = tuple(
    Article(f"often{number:011}", f"The government story {number}", body=("Velmora votes.",), language="en")
    for number in range(202)
)
CORPUS = (
    *OFTEN,
    Article("typo000000000001", "The goverment fell", body=("A landing of cranes.",), language="en"),
    Article("name000000000002", "Markey speaks of the central bank", authors=("Ada Lund",), language="en"),
    Article("oil0000000000003", "Oil prices rise", body=("The port of Zürich", "Central planning"), language="en"),
    Article("oil0000000000004", "Oil prices fall", sources=("Reuters",), body=("Centra",), language="en"),
)


@pytest.fixture(scope="module")
def filled(kept_engine: Engine) -> Engine:
    kept_engine.commit([kept_engine.encode(CORPUS[:101]), kept_engine.encode(CORPUS[101:])])
    return kept_engine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oil pirces", "oil prices"),  # swapped
        ("Oil Pirces", "Oil Prices"),  # capitals stay
        ("pices", "prices"),
        ("zurihc", "zurich"),
        ('"centrl bank"', '"central bank"'),
        ('"central bnak" OR pirces', '"central bank" OR prices'),
        ("goverment", "government"),  # in an article, but of no account beside the other
        ("title:goverment", "title:government"),
        ("source:reutres", "source:reuters"),
        ("author:lnud", "author:lund"),
        ("source:govermnet", None),  # a word of other fields only
        ("prices^2 velmroa", "prices^2 velmora"),  # in no article together, but both words are in some
        ("xylophone oil velmroa", "xylophone oil velmora"),  # a word that is in none hinders nothing
        ("central pirces", "central prices"),  # of several near words the one that stands beside the other
        ("-pirces oil", None),  # what is left out is not asked for
        ("pirces -oil", None),  # would find nothing
        ("markey", None),  # nothing near is frequent enough
        ("prices", None),
        ("price", None),
        ("xylophone", None),
        ("teh", None),
        ("pirc*", None),
        ("", None),
    ],
)
def test_what_was_meant(filled: Engine, typed: str, meant: str | None) -> None:
    result = filled.search(make_query(typed, match="all"))
    assert result.suggestion == meant
    if meant:
        assert worth(filled, meant) > worth(filled, typed)


def worth(engine: Engine, text: str) -> tuple[int, int]:
    """How many articles have all the words, and how many any of them."""
    every, some = (engine.search(make_query(text, match=match)) for match in ("all", "any"))
    return every.total if every.query.match == "all" else 0, some.total


def test_a_suggestion_does_not_depend_on_filters_and_is_not_made_for_ids(filled: Engine) -> None:
    assert filled.search(make_query("pirces", filters={"source": ["nobody"]})).suggestion == "prices"
    assert filled.search(make_query("pirces", detail="ids")).suggestion is None


@settings(deadline=None, max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(corpora(), queries, st.lists(st.sampled_from(("harbuor", "stirke", "ministr", "velodria", "prcies", "zuric"))))
def test_engines_agree(corpus: list[Article], text: str, mistyped: list[str]) -> None:
    asked = make_query(" ".join([text, *mistyped]))
    with tempfile.TemporaryDirectory() as folder:
        engines = MemoryEngine(), WhooshEngine(Path(folder) / "index", "write")
        for engine in engines:
            engine.commit([engine.encode(corpus[:5]), engine.encode(corpus[5:])])
        one, other = (engine.search(asked).suggestion for engine in engines)
        engines[1].close()
    assert one == other
