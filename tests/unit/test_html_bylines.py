"""Bylines of other languages and other content systems, and captions that no name tells: an invented page for each."""

from __future__ import annotations

import pytest

from tests.pages import STORY, page, paragraphs, read, story_page


def headed(under: str, after: str = "", head: str = "") -> str:
    """A story with something between its headline and its text."""
    story = f"<div>{paragraphs()}{after}</div>"
    return page(f"<main><h1>Port Aldery rebuilds its sea wall</h1>{under}{story}</main>", head)


@pytest.mark.parametrize(
    ("under", "authors"),
    [
        ("<p>Por: Ada Lozano</p>", ("Ada Lozano",)),
        ("<p>di Ada Ferrante e Ben De Santis</p>", ("Ada Ferrante", "Ben De Santis")),
        ("<div class=auteur>door Ada van der Heide</div>", ("Ada van der Heide",)),
        ("<p>Автор: Ада Кольцова</p>", ("Ада Кольцова",)),
        ("<p>Haber: Ada Karaca (DHA)</p>", ("Ada Karaca",)),
        ("<p>كتبت: سلمى الحداد</p>", ("سلمى الحداد",)),
        ("<p>מאת: נועה ברק</p>", ("נועה ברק",)),
        ("<p>作者：陈雨桐</p>", ("陈雨桐",)),
        ("<em class=journalist_name>한지우 기자</em>", ("한지우",)),
        ('<p><span class="name">森田葵</span> <time datetime="2024-05-06">2024年5月6日</time></p>', ("森田葵",)),
        # several elements in one line, without a space between them
        ("<div><span>Autor: Ada Wrona</span><span>Data: 24.06.2021 08:30</span><span>14</span></div>", ("Ada Wrona",)),
        # names of elements as scripts write them
        ('<div class="ArticleByline"><a>Ada Åkesson</a><span>ada@aldery.example</span></div>', ("Ada Åkesson",)),
        # an office after a comma, a place in brackets, a house after a name in capitals
        ("<p>By Ada Pritchard, Environment Correspondent</p>", ("Ada Pritchard",)),
        ("<p>Par Ada Delmas (Aldery, envoyée spéciale) et Ben Bouziane</p>", ("Ada Delmas", "Ben Bouziane")),
        ("<p>By ADA BARROS Tidewater Gazette</p>", ("ADA BARROS",)),
        # sizes of letters, sections and the names of papers are no authors
        ("<p>A- A+</p><p>6 May 2024</p>", ()),
        ("<p>地方 2024年5月6日</p>", ()),
    ],
)
def test_who_wrote_it(under: str, authors: tuple[str, ...]) -> None:
    assert read(headed(under)).authors == authors


def test_an_agency_in_a_byline_is_a_source() -> None:
    found = read(headed("<p>By ADA HOLM Associated Press</p>"))
    assert found.authors == ("ADA HOLM",)
    assert found.sources == ("AP",)
    assert read(headed("<p>Por: EFE</p>")).authors == ()
    assert read(headed("<p>Haber: Ada Karaca (DHA)</p>")).sources == ("DHA",)


def test_a_declared_house_gives_way_to_a_byline_even_where_it_is_printed() -> None:
    html = headed("<p>di Ada Ferrante</p>", "<footer>Redazione</footer>", '<meta name="author" content="Redazione">')
    assert read(html).authors == ("Ada Ferrante",)


def test_a_byline_with_more_names_than_machines_are_told() -> None:
    under = '<h4 class="author-name"><a href="/author/ada/">Ada Lund</a>, <a href="/author/ben/">Ben Rehman</a></h4>'
    assert read(headed(under, head='<meta name="author" content="Ada Lund">')).authors == ("Ada Lund", "Ben Rehman")


def test_the_author_in_the_foot_of_a_post() -> None:
    foot = (
        '<div class="post-footer">Posted by <span itemprop="author"><span itemprop="name">Ada Ashby</span></span></div>'
    )
    assert read(headed("", foot)).authors == ("Ada Ashby",)


def test_a_signature_under_the_text_is_its_author_and_no_text() -> None:
    found = read(headed("", "<p>Ада КОЛЬЦОВА</p>"))
    assert found.authors == ("Ада КОЛЬЦОВА",)
    assert found.body == STORY


@pytest.mark.parametrize("last", ["Don't Stop Now", "The harbour council", "انتهای پیام", "Open every day"])
def test_a_last_line_that_is_no_signature(last: str) -> None:
    assert read(headed("", f"<p>{last}</p>")).authors == ()


@pytest.mark.parametrize(
    ("first", "author"),
    [
        ("（記者林佳蓉花蓮27日報導）", "林佳蓉"),
        ("（記者林佳蓉／花蓮報導）", "林佳蓉"),
        ("本报记者 陈雨桐 ", "陈雨桐"),
        ("[강산일보 한지우 기자] ", "한지우"),
    ],
)
def test_a_reporters_mark_in_the_first_words(first: str, author: str) -> None:
    assert read(story_page(texts=(first + STORY[0], *STORY[1:]))).authors == (author,)


@pytest.mark.parametrize("verb", ["is binnenvaartschipper", "es escritora", "è una giornalista"])
def test_who_the_author_is_is_no_text(verb: str) -> None:
    assert read(headed("<p>By Ada Lozano</p>", f"<p>Ada Lozano {verb}.</p>")).body == STORY


CAPTION = "The gap in the sea wall at low tide, seen from the ferry. Ida Holm"


@pytest.mark.parametrize(
    "picture",
    [
        f"<div class=foto><img><span>{CAPTION}</span></div>",
        f"<div><a href=big.jpg><img></a><p>{CAPTION}</p></div>",
        f"<figure><img><div class=em_cp><span>{CAPTION[:-9]}</span> <span>Ida Holm</span></div></figure>",
        f"<div><img></div><div class=imgDesc>{CAPTION}</div>",
        f"<table><tr><td><img></td></tr><tr><td class=tr-caption>{CAPTION}</td></tr></table>",
    ],
)
def test_what_stands_in_the_frame_of_a_picture_is_its_caption(picture: str) -> None:
    found = read(headed("", picture + paragraphs(tuple(f"{text} So it goes." for text in STORY))))
    assert found.captions == (CAPTION,)
    assert CAPTION not in found.body
    assert len(found.body) == 2 * len(STORY)


@pytest.mark.parametrize(
    "no_picture",
    [
        f"<p><img>{STORY[0]} So it goes.</p>",
        f"<div><img><p>{STORY[0]} So it goes.</p><p>{STORY[1]} So it goes.</p><p>Amen.</p></div>",
        "<div class=author-box><img><div>Ida Holm, who keeps two goats</div></div>",
    ],
)
def test_what_stands_beside_a_picture_and_is_no_caption(no_picture: str) -> None:
    assert read(headed("", no_picture)).captions == ()
