"""Days and names at the edges of a dump's story: an invented dump for each."""

from __future__ import annotations

import pytest

import searchnews
from searchnews.datewords import month_number
from searchnews.models import Article

_STORY = (
    "The harbour council of Port Aldery voted to rebuild the old sea wall, which two winter storms had broken in three places.",
    "Engineers from the province measured the gaps and found that the largest is wider than the ferry that passes every morning.",
    "The work begins in spring and is to last until the herring return, the clerk told the people who came to the fish hall.",
)


def _read(*lines: str) -> Article:
    (article,) = searchnews.extract("\n".join(lines).encode(), name="wall.txt")
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    "day", ["August 23, 2023", "23 August 2023", "23.08.2023", "2023-08-23", "23 de agosto de 2023"]
)
def test_a_day_between_spaces_is_no_beginning_of_the_next_sentence(day: str) -> None:
    found = _read("Sea wall of Port Aldery", "", "Ida Marsh", " ", f" {day} ", *_STORY)
    assert found.published is not None
    assert f"{found.published.start:%Y-%m-%d}" == "2023-08-23"
    assert found.body == _STORY


def test_a_day_under_the_tags_of_a_story_is_its_own() -> None:
    tags = ("Tags: harbour", "ferries", "sea wall", "storms", "engineers", "fish hall")
    found = _read(
        "Sea wall of Port Aldery rebuilt", "", *_STORY, *tags, "Monday, August 11th, 2025 at 11:00 am | Categories:"
    )
    assert found.published is not None
    assert f"{found.published.start:%Y-%m-%d}" == "2025-08-11"


def test_a_button_over_the_headline_of_a_shops_page_is_no_author() -> None:
    found = _read("Order Now", "Order Now", "May 3, 2024", "Sea wall of Port Aldery rebuilt", *_STORY)
    assert found.authors == ()


def test_a_list_sorted_by_something_has_no_author() -> None:
    assert _read("Classes by Location", "Sea wall of Port Aldery rebuilt", *_STORY).authors == ()
    assert _read("Sea wall of Port Aldery rebuilt", "Story by Tidewater", *_STORY).authors == ("Tidewater",)


@pytest.mark.parametrize(("word", "month"), [("במאי", 5), ("בינואר", 1), ("לאוגוסט", 8), ("מאי", 5), ("בית", None)])
def test_a_hebrew_month_with_a_preposition(word: str, month: int | None) -> None:
    assert month_number(word) == month
