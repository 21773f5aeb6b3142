"""What is kept of what was asked for lately."""

from __future__ import annotations

from pathlib import Path

from searchnews.engines.whoosh import snapshot
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.engines.whoosh.recent import Recent
from searchnews.models import Article


def test_what_is_asked_for_stays_and_what_is_not_goes() -> None:
    recent: Recent[int, str] = Recent(4)
    for number in range(100):
        recent.keep(number, str(number))
        assert recent.get(0) == "0"
    kept = [number for number in range(100) if number in recent._new or number in recent._old]
    assert kept[0] == 0
    assert kept[-3:] == [97, 98, 99]
    assert len(kept) <= 8
    recent.clear()
    assert recent.get(0) is None


def test_what_is_large_counts_more_and_what_is_too_large_is_not_kept() -> None:
    recent: Recent[int, bytes] = Recent(10, len)
    for number in range(50):
        recent.keep(number, bytes(number % 12))
        assert sum(map(len, {**recent._old, **recent._new}.values())) <= 20
        assert recent.get(number) == (None if number % 12 == 11 else bytes(number % 12))


def test_an_article_that_was_read_is_given_again_but_not_a_long_one(tmp_path: Path) -> None:
    short, long = (Article(f"{size:016}", "Oil", body=("oil " * size,), language="en") for size in (10, 10_000))
    engine = WhooshEngine(tmp_path / "index", "write")
    engine.commit([engine.encode([short, long])])
    first, second = ([engine.get(article.article_id) for article in (short, long)] for _ in range(2))
    engine.close()
    assert first == second == [short, long]
    assert first[0] is second[0]
    assert first[1] is not second[1]
    assert sum(map(len, long.body)) > snapshot._SHORT
