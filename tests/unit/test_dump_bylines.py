"""Bylines, captions and lead-ins of text dumps in many languages, a line a text node: an invented page for each."""

from __future__ import annotations

import pytest

from searchnews.extract import extract_page
from searchnews.models import Article, Page
from tests.pages import STORY

TITLE = "Port Aldery rebuilds its sea wall"
LONG = tuple(f"{text} So the minutes of the meeting say, and so it was told." for text in STORY)
HEADLINE = "Ferry crew rescues a dog from the cave at Marsh Head"


def read(*lines: str) -> Article:
    """The fields of a dump of these lines."""
    return extract_page(Page("page.txt", "page.txt", 0, "text", "\n".join(lines)))


def headed(*under: str) -> Article:
    """The fields of a dump with lines between its headline and its text."""
    return read(f"{TITLE} – Aldery Post", "Home", "Harbour", TITLE, *under, *STORY, *LONG)


@pytest.mark.parametrize(
    ("under", "authors"),
    [
        (("By", "Ada Marsh", "and", "Ben Holm", "3 May 2021"), ("Ada Marsh", "Ben Holm")),
        (("By Ada Marsh,", "Ben Holm and", "Ida Roe", "3 May 2021"), ("Ada Marsh", "Ben Holm", "Ida Roe")),
        (("Par", "Ada Delmas", "(Aldery, envoyée spéciale) et", "Ben Bouziane"), ("Ada Delmas", "Ben Bouziane")),
        (("Ada Lund,", "Ben Rehman", "3 May 2021"), ("Ada Lund", "Ben Rehman")),
        (("Ada Åkesson", "ada@aldery.example", "Publicerad", "07:45, 17 jan. 2024"), ("Ada Åkesson",)),
        (("מאת:", "נועה ברק", "20.12.2022"), ("נועה ברק",)),
        (("Autor: Ada Wrona", "24.06.2021 08:30"), ("Ada Wrona",)),
        (("作者：陈雨桐", "2022年10月2日"), ("陈雨桐",)),
        (("한지우 기자 jiwoo@aldery.example", "2024.03.04"), ("한지우",)),
        (("By TARA HOLM Associated Press", "3 May 2021"), ("TARA HOLM",)),
        (("입력", "2024.03.04"), ()),
        (("地方", "2023/5/27"), ()),
    ],
)
def test_who_wrote_it(under: tuple[str, ...], authors: tuple[str, ...]) -> None:
    assert headed(*under).authors == authors


def test_a_day_in_a_line_of_fields_that_ends_with_a_stop() -> None:
    found = headed("Von Ada Behrendt | 08.11.2022, 17:45 Uhr | Lesezeit: 2 Min.")
    assert found.authors == ("Ada Behrendt",)
    assert found.published is not None
    assert found.published.start.isoformat() == "2022-11-08T17:45:00"


@pytest.mark.parametrize("label", ["Lea además:", "Lesen Sie auch:", "קראו גם:", "Czytaj też:"])
def test_a_lead_in_with_a_colon_does_not_end_a_story(label: str) -> None:
    found = read(TITLE, "3 May 2021", *STORY, *LONG[:3], label, HEADLINE, LONG[3])
    assert [(each.title, each.kind) for each in found.related] == [(HEADLINE, "inline")]
    assert found.body == (*STORY, *LONG)


def test_a_biography_after_the_text_is_no_text() -> None:
    found = read(
        TITLE, "By Ada Marsh", "3 May 2021", *STORY, *LONG, "Ada Marsh covers the harbour for the Aldery Post."
    )
    assert found.body == (*STORY, *LONG)


@pytest.mark.parametrize(
    "caption",
    [
        "The gap in the sea wall at low tide. Фото: Ада Смирнова",
        "The gap in the sea wall at low tide, fot. Ada Maj",
        "新しい壁の前に立つ市長＝11日午後、森田葵撮影",
        "The gap in the sea wall at low tide (foto archivio)",
    ],
)
def test_a_credit_in_another_language_makes_a_caption(caption: str) -> None:
    found = headed("3 May 2021", caption)
    assert found.captions == (caption,)
    assert found.body == (*STORY, *LONG)


@pytest.mark.parametrize(
    ("first", "last", "publisher"),
    [
        (f"{TITLE} – Aldery Post", "About the Aldery Post", "Aldery Post"),
        (TITLE, "© 2021 Aldery Post. All rights reserved.", "Aldery Post"),
        (TITLE, "© 2021 All rights reserved.", ""),
    ],
)
def test_the_site_names_itself(first: str, last: str, publisher: str) -> None:
    assert read(first, TITLE, "3 May 2021", *STORY, *LONG, last).publisher == publisher


@pytest.mark.parametrize(("line", "day"), [("30-05-22, 14:10", "2022-05-30"), ("24.03.04 오전 10:12", "")])
def test_a_year_of_two_digits(line: str, day: str) -> None:
    found = headed(line).published
    assert (found.start.date().isoformat() if found else "") == day
