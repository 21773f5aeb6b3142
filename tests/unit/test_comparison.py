"""Two indexes are compared by what they count."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from searchnews.cli import main
from searchnews.comparison import Difference, compare
from searchnews.dates import article_date
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.models import Article

CORPUS = (
    Article("one0000000000001", "One", sources=("AFP",), published=article_date(datetime(2014, 3, 5), "day")),
    Article("two0000000000002", "Two", sources=("AFP", "Reuters"), language="en"),
)


def index(folder: Path, *articles: Article) -> str:
    with contextlib.closing(WhooshEngine(folder, "write")) as engine:
        engine.commit([engine.encode(articles)])
    return str(folder)


def test_indexes_of_the_same_articles_do_not_differ(tmp_path: Path) -> None:
    found = compare(index(tmp_path / "a", *CORPUS), index(tmp_path / "b", *reversed(CORPUS)))
    assert (found.articles, found.differences) == ((2, 2), ())


def test_what_differs_is_named_with_both_counts(tmp_path: Path) -> None:
    changed = replace(CORPUS[1], sources=("Reuters",))
    found = compare(index(tmp_path / "a", *CORPUS), index(tmp_path / "b", CORPUS[0], changed))
    assert found.differences == (Difference("source AFP", 2, 1),)


def test_an_article_that_is_missing_shows_in_every_count(tmp_path: Path) -> None:
    found = compare(index(tmp_path / "a", *CORPUS), index(tmp_path / "b", CORPUS[0]))
    named = {row.what for row in found.differences}
    assert named == {
        *("articles", "articles without a date", "source AFP", "source Reuters", "language en"),
        *("no section", "no author"),
    }


def test_the_command_says_what_differs_and_fails_then(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    same, less = index(tmp_path / "a", *CORPUS), index(tmp_path / "b", CORPUS[0])
    assert main(["compare", same, same]) == 0
    assert "2 articles in both" in capsys.readouterr().out
    assert main(["compare", same, less]) == 1
    assert "source Reuters: 1 and 0" in capsys.readouterr().out
