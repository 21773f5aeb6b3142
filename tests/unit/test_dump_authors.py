"""Who wrote a text dump: names that no "By" announces, and whoever is presented under the text, in invented pages."""

from __future__ import annotations

import pytest

from searchnews.extract import extract_page
from searchnews.models import Article, Page
from tests.pages import STORY

TITLE = "Port Aldery rebuilds its sea wall"


def read(*lines: str) -> Article:
    """The fields of a dump of these lines."""
    return extract_page(Page("page.txt", "page.txt", 0, "text", "\n".join(lines)))


@pytest.mark.parametrize(
    ("under", "authors"),
    [
        (["Ada Marsh", "Trending Editor", "May 6, 2024"], ("Ada Marsh",)),
        (["Ada Lund", "Redakteurin", "6. Mai 2024"], ("Ada Lund",)),
        (["Ada Marsh,", "Ben Holm &", "Ida Roe", "May 6, 2024"], ("Ada Marsh", "Ben Holm", "Ida Roe")),
        (["Ada Marsh"], ("Ada Marsh",)),
        (["May 6, 2024 • Ada Marsh in Environment"], ("Ada Marsh",)),
        (["Posted by Ada Marsh on May 6, 2024"], ("Ada Marsh",)),
        (["Publié le 6 mai 2024 par Ada Delmas"], ("Ada Delmas",)),
        (["Veröffentlicht von Ada Lund am 6. Mai 2024"], ("Ada Lund",)),
        (["Contributors:", "Ada Marsh", "May 6, 2024"], ("Ada Marsh",)),
        (["* By Ada Marsh"], ("Ada Marsh",)),
        (["By the Aldery Team", "May 6, 2024"], ("the Aldery Team",)),
        (["Ada Marsh", "Reviewed by", "Ben Holm", "May 6, 2024"], ("Ada Marsh",)),
        # no people: a town the story speaks of, a button, a section
        (["Port Aldery", "May 6, 2024"], ()),
        (["Print Article"], ()),
        (["Expert Reviewer", "May 6, 2024"], ()),
    ],
)
def test_lines_under_the_headline(under: list[str], authors: tuple[str, ...]) -> None:
    assert read(TITLE, *under, *STORY).authors == authors


@pytest.mark.parametrize(
    ("after", "authors"),
    [
        (["Ada Marsh", "Ada has covered the coast for the Post since 2011."], ("Ada Marsh",)),
        (["Ada Marsh", "(Editor) – Ada comes from a family of fishers."], ("Ada Marsh",)),
        (["About the author", "Ada Marsh", "All posts"], ("Ada Marsh",)),
        (["Über die Autorin", "Ada Lund", "Alle Beiträge"], ("Ada Lund",)),
        (["Article by", "Ada Marsh"], ("Ada Marsh",)),
        (["Author", "AM", "Ada Marsh", "Staff Engineer"], ("Ada Marsh",)),
        (["Read more posts by", "Ada Marsh"], ("Ada Marsh",)),
        (["This post was written by Ada Marsh, Head of Tides"], ("Ada Marsh",)),
        (["About the author: Ada Marsh is a freelance writer in Aldery."], ("Ada Marsh",)),
        (["Free First Exam", "For New Patients by Year End"], ()),
        (["Reviewed by", "Ben Holm", "Expert Reviewer"], ()),
        (["Related articles", "Ada Marsh", "Herons are back"], ()),
    ],
)
def test_whoever_is_named_under_the_text(after: list[str], authors: tuple[str, ...]) -> None:
    assert read(TITLE, "May 6, 2024", *STORY, *after).authors == authors


def test_a_byline_gives_the_name_less_its_office() -> None:
    assert read(TITLE, "By", "Ada Marsh, Shipping Expert", "May 6, 2024", *STORY).authors == ("Ada Marsh",)


def test_a_byline_wins_over_a_name_that_only_stands_beside_a_day() -> None:
    assert read(TITLE, "Tidal Matters", "May 6, 2024", "By Ada Marsh", *STORY).authors == ("Ada Marsh",)


@pytest.mark.parametrize(
    "line",
    [
        "Released Wednesday",  # names of days are capitalised whatever they are
        "Posted November",
        "Best Lemon Recipes",  # but one of three words stands in small letters elsewhere
        "Harbour Industry News",
        "Tidal Energy",
        "All Articles",  # a button's words
    ],
)
def test_ordinary_words_with_capitals_are_no_name(line: str) -> None:
    around = "The best recipes for herring, and what harbour industry and tidal energy have to do with it, were released by posted mail."
    assert read(TITLE, line, "May 6, 2024", *STORY, "Read on", around).authors == ()


def test_a_name_with_an_ordinary_word_in_it_is_one() -> None:
    around = "A young marsh of reeds is what the harbour needs, and it holds more water than any wall, as the town has found."
    assert read(TITLE, "Ada Marsh Holm", "May 6, 2024", *STORY, around).authors == ("Ada Marsh Holm",)
    assert read(TITLE, "Ada Marsh", "May 6, 2024", *STORY, around).authors == ("Ada Marsh",)


def test_an_address_in_small_letters_makes_no_name_ordinary() -> None:
    assert read(TITLE, "Ada Marsh", "ada marsh", "ada.marsh@post.example", "May 6, 2024", *STORY).authors == (
        "Ada Marsh",
    )


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Released Wednesday, May 6, 2024", ()),
        ("Ada Marsh Wednesday, May 8, 2024", ("Ada Marsh",)),
        ("By Ada Freitag, May 6, 2024", ("Ada Freitag",)),
    ],
)
def test_the_day_of_the_week_before_a_date_is_no_part_of_a_name(line: str, authors: tuple[str, ...]) -> None:
    assert read(TITLE, line, *STORY).authors == authors
