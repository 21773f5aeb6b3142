"""What stands under, beside and within the story of a page and is none of it: an invented page for each."""

from __future__ import annotations

import pytest

from tests.pages import STORY, page, paragraphs, read, story_page

_NEWEST = ("Ferry stopped after smoke was seen", "Herons are back at the mere", "Who pays for the new cranes")
_TEASER = (
    "The ferry office told its passengers on Thursday morning that nobody had been hurt and that the boat would sail."
)


def _listing(label: str = "", teaser: str = _TEASER) -> str:
    entries = "".join(
        f"<div class=post-item><h5>{label}</h5><h3><a href='/{n}'>{title}</a></h3><p>{n} {teaser} {teaser}</p></div>"
        for n, title in enumerate(_NEWEST)
    )
    return f"<section class=wide>{entries}</section>"


def test_the_newest_stories_printed_under_a_story_are_listed_and_none_of_its_text() -> None:
    html = page(f"<div class=all><section>{'<h1>Sea wall</h1>' + paragraphs(STORY * 2)}</section>{_listing()}</div>")
    found = read(html)
    assert not any(_TEASER in text for text in found.body)
    assert [each.title for each in found.related] == list(_NEWEST)
    assert found.body == STORY


def test_sections_of_a_story_whose_headings_are_links_stay() -> None:
    parts = "".join(f"<h3><a href='/{n}'>{title}</a></h3><p>{_TEASER} {n}</p>" for n, title in enumerate(_NEWEST))
    found = read(page(f"<div class=all><h1>Sea wall</h1>{paragraphs()}{parts}</div>"))
    assert sum(_TEASER in text for text in found.body) == len(_NEWEST)


def test_a_frame_named_for_recent_posts_is_furniture() -> None:
    recent = f"<div class='recent-posts-wrapper'><h4>Harbour</h4><p>{_TEASER}</p></div>"
    assert read(story_page(recent)).body == STORY


def test_a_page_that_its_header_closes_goes_on() -> None:
    story = f"<div><h1>Sea wall</h1>{paragraphs()}</div>"
    found = read(
        f"<!DOCTYPE html><html><body><header><a href=/>Aldery Post</a></header></body></html>\n{story}</body></html>"
    )
    assert (found.title, found.body) == ("Sea wall", STORY)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry at its berth in the old harbour. Photo by: 'Ada Marsh'.",
        "Die Fähre im alten Hafen von Aldery. Foto: Ada Marsch",
        "Паром у причала в старой гавани. Фото: Ада Маршева",
    ],
)
def test_a_paragraph_that_ends_in_a_credit_is_a_pictures_text(text: str) -> None:
    assert read(story_page(texts=(*STORY[:2], text, *STORY[2:]))).body == STORY


def test_a_sentence_on_a_photo_is_the_storys() -> None:
    text = "The hall was full, and everybody looked at the old photo by Ada Marsh."
    assert read(story_page(texts=(*STORY[:2], text, *STORY[2:]))).body == (*STORY[:2], text, *STORY[2:])


@pytest.mark.parametrize(
    "button", ["Get It Now", "Check price", "Zum Angebot", "Ver oferta", "今すぐ購入", "اشتر الآن"]
)
def test_a_shops_button_is_no_text(button: str) -> None:
    assert read(story_page(texts=(*STORY[:2], button, *STORY[2:]))).body == STORY


def test_day_and_byline_under_a_standfirst_are_no_text() -> None:
    stamps = "<p>By Ada Marsh</p><p>May 6, 2024</p>"
    found = read(page(f"<main><h1>Sea wall</h1><p>{_TEASER}</p>{stamps}{paragraphs()}</main>"))
    assert not {"By Ada Marsh", "May 6, 2024"} & set(found.body)
