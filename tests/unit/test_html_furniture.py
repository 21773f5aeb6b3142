"""Furniture of other languages and content systems around and inside a story: an invented page for each."""

from __future__ import annotations

import pytest

from tests.pages import STORY, page, paragraphs, read, story_page

LONG = tuple(f"{text} So the minutes of the meeting say." for text in STORY)
HEADLINE = "Ferry crew rescues a dog from the cave at Marsh Head"


def inside(box: str) -> str:
    """A story with a box between its paragraphs."""
    return story_page(box + paragraphs(LONG))


@pytest.mark.parametrize(
    "line",
    [
        "シェア ツイート ブックマーク メールする 印刷する",
        "Tekst gaat verder onder de foto.",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Déjà abonné ? Connectez-vous",
        "（责任编辑：李明）",
        "Support local journalism: subscribe to the Aldery Post.",
    ],
)
def test_a_line_of_furniture_is_no_text(line: str) -> None:
    assert read(inside(f"<p>{line}</p>")).body == (*STORY, *LONG)


@pytest.mark.parametrize("label", ["Lea además:", "קראו גם:", "İlginizi Çekebilir", "延伸閱讀："])
def test_a_label_of_another_language_leads_to_a_related_headline(label: str) -> None:
    found = read(inside(f'<p>{label} <a href="/dog">{HEADLINE}</a></p>'))
    assert [(each.title, each.kind) for each in found.related] == [(HEADLINE, "inline")]
    assert found.body == (*STORY, *LONG)


def test_all_links_under_a_label_are_related() -> None:
    box = f'<h4>Lesen Sie auch:</h4><ul><li><a href="/a">{HEADLINE}</a></li><li><a href="/b">Who pays for the cranes of Aldery</a></li></ul>'
    found = read(inside(box))
    assert [each.title for each in found.related] == [HEADLINE, "Who pays for the cranes of Aldery"]
    assert found.body == (*STORY, *LONG)


def test_one_paragraph_after_a_list_of_links_is_the_storys() -> None:
    box = f'<h4>Lesen Sie auch:</h4><ul><li><a href="/a">{HEADLINE}</a></li><li><a href="/b">Who pays for the cranes of Aldery</a></li></ul>'
    assert read(story_page(f"{box}<p>{LONG[0]}</p>")).body == (*STORY, LONG[0])


def test_a_list_of_headlines_between_paragraphs_needs_no_label() -> None:
    links = f'<ul><li><a href="/a">{HEADLINE}</a></li><li><a href="/b">Who pays for the cranes of Aldery</a></li></ul>'
    found = read(inside(links))
    assert [each.kind for each in found.related] == ["inline", "inline"]
    assert found.body == (*STORY, *LONG)


@pytest.mark.parametrize(
    "points",
    [
        "<p>The council named two reports:</p><ul><li><a href=/a>The state of the wall after ten winters</a></li></ul>",
        "<ul><li><a href=/a>Sea Wall Fundamentals</a></li><li><a href=/b>Basic Crane Safety</a></li></ul>",
    ],
)
def test_links_that_are_points_of_the_story_stay(points: str) -> None:
    assert len(read(inside(points)).body) > 2 * len(STORY)


def test_a_quotation_set_again_in_large_type_counts_once() -> None:
    said = tuple(
        f"“The sea has never asked for our leave,” said number {number}. {text}" for number, text in enumerate(LONG)
    )
    found = read(story_page("<div class=pull><p>“The sea has never asked for our leave”</p></div>", texts=said))
    assert found.body == said


def test_a_headline_with_byline_and_day_in_one_paragraph_is_no_text() -> None:
    head = "<font><b>Port Aldery rebuilds its sea wall</b></font><br>By ADA BARROS<br>Aldery Post Staff Writer<br>Posted: May 6, 2024"
    html = page(
        f"<table><tr><td>{head}<br><br>{'<br><br>'.join(STORY)}</td></tr></table>",
        "<title>Port Aldery rebuilds its sea wall</title>",
    )
    found = read(html)
    assert found.body == STORY
    assert found.authors == ("ADA BARROS",)
    assert found.published is not None
    assert found.published.start.isoformat() == "2024-05-06T00:00:00"


def test_the_inputs_of_an_agency_are_a_credit_and_no_text() -> None:
    found = read(story_page("<p>(With inputs from PTI)</p>"))
    assert found.sources == ("PTI",)
    assert found.body == STORY


@pytest.mark.parametrize(
    ("first", "agency"), [("АРХАНГЕЛЬСК, 17 августа. /ТАСС/. ", "TASS"), ("(서울=연합뉴스) ", "Yonhap")]
)
def test_datelines_with_bars_and_equals_signs(first: str, agency: str) -> None:
    assert read(story_page(texts=(first + STORY[0], *STORY[1:]))).sources == (agency,)


def test_the_post_before_and_the_post_after_are_related() -> None:
    turn = f'<div class="post-navigation"><a href="/a">Previous{HEADLINE}</a><a href="/b">Next Post Who pays for the cranes</a></div>'
    assert [each.title for each in read(story_page(turn)).related] == [HEADLINE, "Who pays for the cranes"]


def test_a_blog_prints_its_own_name_over_every_post() -> None:
    html = page(
        f"<div><h1>Mere Watch</h1><p class=description>News and notes from the wetlands</p></div><h3>Herons are back at the mere</h3><div>{paragraphs()}</div>",
        "<title>Mere Watch: Herons are back at the mere</title>",
    )
    found = read(html)
    assert found.title == "Herons are back at the mere"
    assert found.standfirst == ""


def test_the_link_over_the_headline_names_the_section() -> None:
    over = '<a href="/account/">Log in</a><p><a href="/news/local-news/">Local News</a></p>'
    assert read(page(f"{over}<h1>Port Aldery rebuilds its sea wall</h1>{paragraphs()}")).section == "Local News"


@pytest.mark.parametrize(
    ("under", "day"),
    [
        ("<p>By Ada Marsh | 08.11.2022, 17:45 Uhr | Lesezeit: 2 Min.</p>", "2022-11-08T17:45:00"),
        ('<div class="fecha-hoy">6 May 2024</div><p class=fecha>5 May 2024, 21:14</p>', "2024-05-05T21:14:00"),
        ("<p>פורסם: 20/12/22 08:15</p>", "2022-12-20T08:15:00"),
    ],
)
def test_days_under_the_headline(under: str, day: str) -> None:
    html = page(f"<h1>Port Aldery rebuilds its sea wall</h1>{under}{paragraphs()}")
    found = read(html).published
    assert found is not None
    assert found.start.isoformat() == day
