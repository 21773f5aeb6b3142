"""Where the words stand: what it changes in an order, asked of each engine; beyond the window it changes none."""

from __future__ import annotations

import pytest

from searchnews import ranking
from searchnews.engine import Engine
from searchnews.engines import yardstick_found
from searchnews.engines.opensearch import searching
from searchnews.engines.whoosh import rescoring
from searchnews.models import Article
from searchnews.request import make_query

FILL = " ".join(f"filler{n}" for n in range(20))
OTHERS = [Article(f"other{n:011}", f"Weather of day {n}", body=(f"Clouds and rain. {FILL}",)) for n in range(20)]


def order(engine: Engine, text: str, *bodies: tuple[str, ...]) -> list[int]:
    made = [Article(f"a{n:015}", "Untitled", body=body) for n, body in enumerate(bodies)]
    engine.commit([engine.encode([*made, *OTHERS])])
    return [int(hit.article_id[1:]) for hit in engine.search(make_query(text, detail="ids")).hits]


def test_words_near_each_other_come_before_the_same_words_apart(engine: Engine) -> None:
    apart, near = f"{FILL} cargo {FILL} strike", f"{FILL} cargo strike {FILL}"
    assert order(engine, "cargo strike", (apart,), (near,)) == [1, 0]


def test_the_order_of_the_words_makes_no_difference(engine: Engine) -> None:
    bodies = (f"{FILL} cargo {FILL} strike",), (f"{FILL} strike of cargo {FILL}",)
    assert order(engine, "cargo strike", *bodies) == [1, 0]


def test_two_paragraphs_are_not_near(engine: Engine) -> None:
    bodies = (f"{FILL} cargo", f"strike {FILL}"), (f"{FILL} cargo or strike {FILL}",)
    assert order(engine, "cargo strike", *bodies) == [1, 0]


def test_a_word_at_the_beginning_comes_before_the_same_at_the_end(engine: Engine) -> None:
    bodies = (f"{FILL} {FILL} cargo {FILL} strike",), (f"cargo {FILL} {FILL} {FILL} strike",)
    assert order(engine, "cargo strike", *bodies) == [1, 0]


def test_one_word_has_no_places(engine: Engine) -> None:
    bodies = (f"{FILL} cargo",), (f"cargo {FILL}",)
    assert order(engine, "cargo", *bodies) == [0, 1]  # equal scores: by id


def test_beyond_the_window_the_order_is_that_of_bm25f(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    # By length: the first is the shortest, and the last two, which are near, the longest.
    bodies = [
        (f"{FILL} cargo {FILL} strike",),
        (f"{FILL} cargo {FILL} strike a",),
        (f"cargo strike {FILL} {FILL} a b",),
    ]
    assert order(engine, "cargo strike", *bodies) == [2, 0, 1]
    for module in (ranking, yardstick_found, rescoring, searching):
        monkeypatch.setattr(module, "WINDOW", 2)
    found = engine.search(make_query("cargo strike", detail="ids"))
    assert [int(hit.article_id[1:]) for hit in found.hits] == [0, 1, 2]
    assert [hit.article_id for hit in engine.scan(make_query("cargo strike"))] == [h.article_id for h in found.hits]


def test_a_list_by_date_is_scored_by_bm25f(engine: Engine) -> None:
    order(engine, "cargo strike", (f"{FILL} cargo strike {FILL}",))
    best, newest = (
        engine.search(make_query("cargo strike", sort=sort)).hits[0].score for sort in ("relevance", "newest")
    )
    assert best > newest > 0
