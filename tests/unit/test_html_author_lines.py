"""Lines and frames that name the authors of an HTML page, in many languages: an invented page for each."""

from __future__ import annotations

import pytest

from tests.pages import STORY, page, paragraphs, read, story_page
from tests.unit.test_html_bylines import headed


@pytest.mark.parametrize(
    ("under", "authors"),
    [
        ("<p class=byline>Von Ada Lund und Ben Rehm</p>", ("Ada Lund", "Ben Rehm")),
        ("<p class=byline>By Ada Marsh, Ben Holm, and Cleo Vane</p>", ("Ada Marsh", "Ben Holm", "Cleo Vane")),
        ("<p class=byline>John E Holm</p>", ("John E Holm",)),
        ("<p class=autor>Ada Wrona i Jan Kos</p>", ("Ada Wrona", "Jan Kos")),
        ("<p class=autor>Ada Wrona oraz Jan Kos</p>", ("Ada Wrona", "Jan Kos")),
        ("<p class=author>Ada Koskinen ja Matti Salo</p>", ("Ada Koskinen", "Matti Salo")),
        ("<p class=author>Ada Karaca ve Can Demir</p>", ("Ada Karaca", "Can Demir")),
        ("<p class=author>Ада Кольцова и Иван Лесной</p>", ("Ада Кольцова", "Иван Лесной")),
        ("<p class=author>Ада Коваль та Іван Лісовий</p>", ("Ада Коваль", "Іван Лісовий")),
        ("<p class=author>Ada Novotná a Jan Kos</p>", ("Ada Novotná", "Jan Kos")),
        ("<p class=author>Ada Ionescu și Dan Marin</p>", ("Ada Ionescu", "Dan Marin")),
        ("<p class=author>Szabó Ada és Kis Ben</p>", ("Szabó Ada", "Kis Ben")),
        ("<p class=author>Άντα Μαρή και Νίκος Λαγός</p>", ("Άντα Μαρή", "Νίκος Λαγός")),
        ("<p class=author>Ada Pratama dan Budi Santoso</p>", ("Ada Pratama", "Budi Santoso")),
        ("<p class=author>سلمى الحداد و كريم ناصر</p>", ("سلمى الحداد", "كريم ناصر")),
        ("<p class=author>अदा शर्मा और विजय सिंह</p>", ("अदा शर्मा", "विजय सिंह")),
        ("<p class=byline>Ada Marsh – Political editor</p>", ("Ada Marsh",)),
        ("<p class=byline>Ada Marsh, Chefredakteurin</p>", ("Ada Marsh",)),
        ("<p class=byline>Par Ada Delmas, notre correspondante à Aldery</p>", ("Ada Delmas",)),
        ("<p class=byline>Ada Delmas, avec AFP</p>", ("Ada Delmas",)),
        ("<p class=byline>Ada Delmas avec AFP</p>", ("Ada Delmas",)),
        ("<p class=byline>Von Ada Lund, Berlin</p>", ("Ada Lund",)),
        ("<p class=byline>By Ada Marsh in Aldery</p>", ("Ada Marsh",)),
        ("<p class=byline>By Ada Marsh in Aldery and Ben Holm in Kilwane</p>", ("Ada Marsh", "Ben Holm")),
        ("<p class=byline>Por Ada Lozano desde Madrid</p>", ("Ada Lozano",)),
        ("<p class=byline>Ada Lozano | Madrid</p>", ("Ada Lozano",)),
        ("<p class=byline>Por Ada Lozano @adalozano</p>", ("Ada Lozano",)),
        ("<p class=byline>Ada Marsh (@adamarsh)</p>", ("Ada Marsh",)),
        ("<p class=byline>@adamarsh</p>", ()),
        ("<p class=byline>Ada Marsh, Valley Post's health reporter</p>", ("Ada Marsh",)),
        ("<p class=byline>Ada Marsh Health Reporter</p>", ("Ada Marsh",)),
        ("<p class=byline>By Ada Marsh, for the Valley Post</p>", ("Ada Marsh",)),
        ("<p class=byline>By Ada Marsh For Valley Post</p>", ("Ada Marsh",)),
        ("<p class=byline>Story by Ada Marsh, photos by Ben Holm</p>", ("Ada Marsh",)),
        ("<p class=byline>Words by Ada Marsh Photography by Ben Holm</p>", ("Ada Marsh",)),
        ("<p class=byline>Text: Ada Lund, Fotos: Ben Rehm</p>", ("Ada Lund",)),
        ("<p class=byline>Text: Ada Lund / Foto: Ben Rehm</p>", ("Ada Lund",)),
        ("<p class=byline>Tekst: Ada Lund Foto: Ben Rehm</p>", ("Ada Lund",)),
        ("<p class=author>Sarah-Jane O'Neill</p>", ("Sarah-Jane O'Neill",)),
        ("<p class=author>J. K. Holm</p>", ("J. K. Holm",)),
        ("<p class=author>JK Holm</p>", ("JK Holm",)),
    ],
)
def test_names_in_an_element_named_for_a_byline(under: str, authors: tuple[str, ...]) -> None:
    assert read(headed(under)).authors == authors


@pytest.mark.parametrize(
    ("under", "authors"),
    [
        ("<p>Ada Marsh</p><p>6 May 2024</p>", ("Ada Marsh",)),
        ("<p>6 May 2024 • Ada Marsh in Environment</p>", ("Ada Marsh",)),
        ("<p>6 May 2024 | Ada Marsh</p>", ("Ada Marsh",)),
        ("<p>Ada Marsh · May 6, 2024 · 5 min read</p>", ("Ada Marsh",)),
        ("<p>Ada Marsh, 6 May 2024</p>", ("Ada Marsh",)),
        ("<p>Environment | 6 May 2024</p>", ()),
        ("<p>Ada Lund • Veröffentlicht am 6. Mai 2024</p>", ("Ada Lund",)),
        ("<p>6 de mayo de 2024 | Ada Lozano</p>", ("Ada Lozano",)),
        ("<p>Port Aldery, 6 May 2024</p>", ()),
        ("<p>Port Aldery | 6 May 2024</p>", ()),
        ("<p>6 May 2024 in Sea Walls</p>", ()),
        ("<p>by adam</p><p>6 May 2024</p>", ("adam",)),
        (
            "<div><p>Author</p><div>AM</div><div>Ada Marsh</div><div>Staff Writer</div><div>BH</div><div>Ben Holm</div><div>Director of Tides</div></div>",
            ("Ada Marsh", "Ben Holm"),
        ),
        ("<p>Verfasst von</p><p>Ada Lund</p>", ("Ada Lund",)),
        ("<p>Escrito por</p><p>Ada Lozano</p>", ("Ada Lozano",)),
        ("<p>Publié par Ada Delmas le 6 mai 2024</p>", ("Ada Delmas",)),
        ("<p>Publié le 6 mai 2024 par Ada Delmas</p>", ("Ada Delmas",)),
        ("<p>Publicado por Ada Lozano el 6 de mayo de 2024</p>", ("Ada Lozano",)),
        ("<p>Veröffentlicht von Ada Lund am 6. Mai 2024</p>", ("Ada Lund",)),
        ("<p>Geschrieben von Ada Lund</p>", ("Ada Lund",)),
        ("<p>Pubblicato da Ada Ferrante il 6 maggio 2024</p>", ("Ada Ferrante",)),
        ("<p>Scritto da: Ada Ferrante</p>", ("Ada Ferrante",)),
        ("<p>Skrevet av Ada Lund</p>", ("Ada Lund",)),
        ("<p>Napsal: Ada Novotná</p>", ("Ada Novotná",)),
        ("<p>Opublikowano: 6 maja 2024 przez Ada Wrona</p>", ("Ada Wrona",)),
        ("<p>Oleh Ada Pratama</p>", ("Ada Pratama",)),
        ("<p>Posted on May 6, 2024 by Ada Marsh</p>", ("Ada Marsh",)),
        ("<p>May 6, 2024 by Ada Marsh</p>", ("Ada Marsh",)),
        ("<p>May 6, 2024 By Ada Marsh Leave a Comment</p>", ("Ada Marsh",)),
        ("<p>文／陳雨桐</p>", ("陳雨桐",)),
        ("<p>文＝森田葵</p>", ("森田葵",)),
    ],
)
def test_lines_that_no_element_names(under: str, authors: tuple[str, ...]) -> None:
    assert read(headed(under)).authors == authors


@pytest.mark.parametrize(
    ("after", "authors"),
    [
        (
            '<div class="author-box"><h4>Ada Marsh</h4><p>Ada covers the coast for the Post and lives by the harbour with two goats and a boat.</p></div>',
            ("Ada Marsh",),
        ),
        (
            '<div class="author-meta"><p><strong>Ada Marsh:</strong> Since its founding in 1998, Ada has grown the Post into a paper that people read.</p></div>',
            ("Ada Marsh",),
        ),
        (
            '<div class="about-author"><h3>About the author</h3><p><b>Ada Marsh</b> is a reporter.</p></div>',
            ("Ada Marsh",),
        ),
        ("<h3>About the author</h3><p>Ada Marsh</p><p>Ada covers the coast.</p>", ("Ada Marsh",)),
        (
            "<h3>Über die Autorin</h3><p>Ada Lund ist Redakteurin in Aldery und schreibt über Deiche und Wasser.</p>",
            ("Ada Lund",),
        ),
        ("<h3>Sobre el autor</h3><h4>Ada Lozano</h4>", ("Ada Lozano",)),
        ("<p><em>Ada Marsh is a reporter at the Post.</em></p>", ("Ada Marsh",)),
        ("<p><em>Ada Lund ist freie Journalistin in Berlin.</em></p>", ("Ada Lund",)),
        ("<p>Ada Marsh, Professor of Geography, University of Aldery</p>", ("Ada Marsh",)),
        ("<p>— Ada Marsh</p>", ("Ada Marsh",)),
        ("<p>– Ada Marsh, Staff Writer</p>", ("Ada Marsh",)),
        ("<p>By Ada Marsh</p>", ("Ada Marsh",)),
        ("<p>Written by Ada Marsh.</p>", ("Ada Marsh",)),
        ("<p>Text: Ada Lund</p>", ("Ada Lund",)),
    ],
)
def test_who_is_presented_under_the_text(after: str, authors: tuple[str, ...]) -> None:
    assert read(headed("", after)).authors == authors


@pytest.mark.parametrize(
    "after",
    [
        "<h3>Authors</h3><ul><li><a href=/a>Columns</a></li></ul>",
        "<div class=author-box><h4>Read our guide</h4></div>",
        "<div class=author-box>Reviewed by <a href=/team/ada>Ada Marsh</a></div>",
        "<p>Port Aldery is a town of fishers, and its best writer was born on the ferry.</p>",
    ],
)
def test_frames_that_present_no_author_of_this_story(after: str) -> None:
    assert read(headed("", after)).authors == ()


def test_whoever_the_story_speaks_of_is_not_presented_as_its_author() -> None:
    texts = (*STORY, "The wall was painted by Holm when he was a boy of nine, and by nobody since.")
    assert read(story_page("<p>Ida Holm is a writer in Kilwane.</p>", texts=texts)).authors == ()


def test_the_author_of_another_story_that_is_described_under_this_one() -> None:
    other = (
        '<div itemscope itemtype="https://schema.org/BlogPosting"><h3>Herons</h3>'
        '<div itemprop="author" itemscope><meta itemprop="name" content="Ada Marsh"></div></div>'
    )
    assert read(headed("", other)).authors == ()


def test_a_day_and_a_name_without_a_space_between_them() -> None:
    under = "<div class=date-and-author><span>May 6, 2024</span><span>Ada Marsh</span></div>"
    assert read(headed(under)).authors == ("Ada Marsh",)


def test_what_an_author_is_is_no_name() -> None:
    under = '<p>Ada Marsh</p><div class="author-description">Licensed Diver, M.A. Journalism</div>'
    assert read(headed(under)).authors == ("Ada Marsh",)


def test_a_link_in_a_line_that_names_whoever_reviewed() -> None:
    under = '<div class="author-text">Reviewed by <a class="author-link" href="/r/ada">Ada Marsh</a></div>'
    assert read(headed(under)).authors == ()


def test_a_house_that_is_declared_a_person_gives_way_to_who_is_named() -> None:
    declared = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Aldery News"}}</script>'
    under = "<div class=meta-author>by Aldery News</div><p>By Ada Marsh</p>"
    assert read(headed(under, head=declared)).authors == ("Ada Marsh",)


OWN = ("I have walked along this wall since I was a child.", *STORY, "Whatever it costs, I would pay my share of it.")


@pytest.mark.parametrize(
    ("site", "texts", "authors"),
    [
        ("Ada Marsh", OWN, ("Ada Marsh",)),
        ("Ada Marsh", STORY, ()),  # nobody says "I"
        ("Aldery Post", OWN, ()),  # a paper
    ],
)
def test_the_person_after_whom_a_site_is_called(site: str, texts: tuple[str, ...], authors: tuple[str, ...]) -> None:
    head = f'<meta property="og:site_name" content="{site}"><meta name="author" content="{site}">'
    assert read(story_page(head=head, texts=texts)).authors == authors


def test_a_written_by_after_which_nobody_is_named() -> None:
    head = '<meta property="og:site_name" content="Ada Marsh">'
    body = f"<main><h1>The wall</h1><div>Written By</div>{paragraphs(OWN)}</main>"
    assert read(page(body, head)).authors == ("Ada Marsh",)
