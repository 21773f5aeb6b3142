"""Text dumps with lists in the story, and with comments and lists after it: what is the story's and what is not."""

from __future__ import annotations

from searchnews.extract import extract_page
from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_context import in_context
from searchnews.extract.dumplines import classed_rows
from searchnews.extract.line_classes import Line
from searchnews.extract.rows import rows_of
from searchnews.models import Article, Page

TITLE = "Twelve things to see at the harbour of Kilwane"
TEXT = [
    f"The {thing} of Kilwane stands on the {place} quay, and whoever comes by boat sees it first; it was built when the "
    f"town had {number} people, and it has been painted only twice since then, both times in a dark red."
    for thing, place, number in (
        ("old crane", "northern", "four thousand"), ("customs house", "eastern", "nine hundred"),
        ("ice store", "inner", "six thousand"), ("pilots' tower", "outer", "seven hundred"),
        ("rope walk", "western", "three thousand"), ("fish hall", "southern", "eight thousand"),
    )
]  # fmt: skip
MENU = ["News", "Harbour", "Sport", "Weather", "Boats for sale", "Contact us", "About Kilwane"]


def read(*lines: str) -> Article:
    return extract_page(Page("page.txt", "page.txt", 0, "text", "\n".join(lines)))


def lines_of(*lines: str) -> list[Line]:
    return in_context(classed_rows(rows_of("\n".join(lines))))


def test_a_long_row_of_short_lines_in_the_story_is_the_storys() -> None:
    row = ["Nets", "Ropes", "Lamps", "Anchors", "Sails", "Oars"]
    body = read(*MENU, TITLE, "May 3, 2021", *TEXT[:3], "On the second floor are shown:", *row, *TEXT[3:]).body
    assert set(row) <= set(body)


def test_a_table_between_two_halves_of_the_story_is_the_storys() -> None:
    table = [cell for year in range(1990, 2003) for cell in (str(year), f"{year - 1900} boats")]
    body = read(*MENU, TITLE, "May 3, 2021", *TEXT[:3], "Boats a year:", *table, *TEXT[3:]).body
    assert {TEXT[0], TEXT[-1], "99 boats"} <= set(body)


def test_a_list_of_other_stories_between_two_halves_is_not() -> None:
    others = [f"Ferry number {number} sails again between Kilwane and Tavane after repairs" for number in range(30)]
    article = read(*MENU, TITLE, "May 3, 2021", *TEXT[:3], "Most read", *others, *TEXT[3:])
    assert not set(others) & set(article.body)
    assert {related.title for related in article.related} >= set(others)


def test_comments_are_known_by_says() -> None:
    comments = [
        line
        for number, name in enumerate(("Ada Marsh", "Per Lund", "Ida Holm", "Tom Fell"), 1)
        for line in (f"{number}. {name} says:", "May 4, 2021 at 10:15", f"I saw it {number} times. {TEXT[number]}")
    ]
    article = read(TITLE, "May 3, 2021", *TEXT, *comments)
    assert article.body[-1] == TEXT[-1]


def test_a_headline_in_capitals_begins_with_no_by() -> None:
    assert [line.kind for line in lines_of("DIY shelves", "DIY Plant Stand", "ByAda Marsh")] == [
        kinds.SHORT, kinds.SHORT, kinds.BYLINE,
    ]  # fmt: skip
