"""Which articles are looked at for where the words stand, where more are equally good than there is room for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.models import Article
from searchnews.ranking import WINDOW
from searchnews.request import make_query
from tests.loops import compile_loops

TEXTS = ("Oil prices rise.", "Oil and gas.")
MANY = 2 * WINDOW + 20  # more than a window of each


@pytest.fixture(scope="module")
def yardstick() -> MemoryEngine:
    engine = MemoryEngine()
    engine.commit([engine.encode(_articles())])
    return engine


@pytest.fixture(scope="module", params=["plain", "compiled"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    made = WhooshEngine(tmp_path_factory.mktemp("index"), "write")
    made.commit([made.encode(_articles())])
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "compiled":
            compile_loops(patch)
        yield made
    made.close()


def _articles() -> list[Article]:
    return [
        Article(f"{number * 7919 % MANY:016}", "Markets", body=(TEXTS[number % len(TEXTS)],), language="en")
        for number in range(MANY)
    ]


@pytest.mark.parametrize("text", ["oil OR prices", "oil OR gas OR gold"])
@pytest.mark.parametrize("options", [{}, {"limit": 55, "page": 2}])
def test_ties_at_the_border_of_the_window(
    engine: WhooshEngine, yardstick: MemoryEngine, text: str, options: dict[str, object]
) -> None:
    found, expected = (each.search(make_query(text, detail="ids", **options)) for each in (engine, yardstick))  # type: ignore[arg-type]
    assert [hit.article_id for hit in found.hits] == [hit.article_id for hit in expected.hits]
    assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits], rel=1e-5)
