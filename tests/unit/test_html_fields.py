"""Dates, authors, sources and publishers of invented HTML pages."""

from __future__ import annotations

import pytest

from searchnews.serialise import article_to_json
from tests.pages import STORY, page, paragraphs, read, story_page


def linked(**fields: str) -> str:
    """A JSON-LD article."""
    inside = "".join(f',"{name}":{value}' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Port Aldery rebuilds its sea wall"{inside}}}</script>'


def published(html: str, url: str | None = None) -> str:
    found = read(html, url).published
    return "" if found is None else f"{found.start.isoformat(timespec='minutes')} {found.precision} {found.offset}"


def under_title(line: str, head: str = "") -> str:
    return page(f"<main><h1>Port Aldery rebuilds its sea wall</h1>{line}<div>{paragraphs()}</div></main>", head)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (story_page(head=linked(datePublished='"2024-05-06T10:05:00+02:00"')), "2024-05-06T10:05 minute 120"),
        (story_page(head='<meta property="article:published_time" content="2024-05-06T10:05:00-0300">'), "2024-05-06T10:05 minute -180"),
        (under_title('<span itemprop="datePublished" content="2024-05-06">Monday</span>'), "2024-05-06T00:00 day None"),
        (under_title('<time datetime="2024-05-06T10:05">6 May</time>'), "2024-05-06T10:05 minute None"),
        (under_title("<p>By Ida Holm | May 6, 2024 | 4 min read</p>"), "2024-05-06T00:00 day None"),
        (under_title("<div class=x><span>Updated</span> <span class=date>7 May 2024</span></div><p>Published 6 May 2024</p>"), "2024-05-06T00:00 day None"),
        (story_page("<p>6 May 2024</p>"), "2024-05-06T00:00 day None"),
        (story_page("<footer>© 2024 Aldery Post</footer>"), ""),
        (story_page(head=linked(datePublished='"2031-01-01"')), ""),  # after the fetch
        (under_title("<p>3/4/2024</p>"), ""),  # March or April
        (under_title("<p class=todays-date>Friday, 31 May 2024</p>"), ""),  # the day on which the page was called up
        (story_page("<p>The last wall was built on 6 May 1924 and stood until the storm.</p>"), ""),
    ],
)  # fmt: skip
def test_the_day_of_publication(html: str, wanted: str) -> None:
    assert published(html) == wanted


def test_the_day_in_the_address() -> None:
    assert published(story_page(), "https://aldery.example/2024/05/06/sea-wall") == "2024-05-06T00:00 day None"


def test_the_printed_day_wins_over_a_stamp_in_utc_a_day_off() -> None:
    html = under_title("<p>Monday, 6 May 2024</p>", linked(datePublished='"2024-05-05T22:30:00Z"'))
    found = read(html).published
    assert found is not None
    assert found.start.date().isoformat() == "2024-05-06"
    assert [evidence.rule for evidence in found.evidence] == ["json-ld", "printed"]


def test_published_and_updated_are_two_fields() -> None:
    found = read(story_page(head=linked(datePublished='"2024-05-06"', dateModified='"2024-05-07"')))
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.start.day, found.updated.start.day) == (6, 7)


def test_a_change_that_a_page_shows_is_no_publication() -> None:
    found = read(under_title("<p>Last updated: 7 May 2024</p>"))
    assert found.published is None
    assert found.updated is not None
    assert found.updated.start.day == 7


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        (
            story_page(
                head=linked(author='[{"@type":"Person","name":"Ida Holm"},{"@type":"Person","name":"Per Lund"}]')
            ),
            ("Ida Holm", "Per Lund"),
        ),
        (story_page(head='<meta name="author" content="Ida Holm and Per Lund">'), ("Ida Holm", "Per Lund")),
        (under_title("<p>By Ida Holm</p>"), ("Ida Holm",)),
        (under_title("<p>Written by</p><p>Ida Holm</p>"), ("Ida Holm",)),
        (under_title('<aside class="post-author">Ida Holm</aside>'), ("Ida Holm",)),
        (under_title('<a rel="author" href="/people/ida">Ida Holm</a>'), ("Ida Holm",)),
        (under_title('<a href="/authors/ida-holm">Ida Holm</a>'), ("Ida Holm",)),
        (story_page('<p>Written by <a href="/authors/ida-holm">Ida Holm</a></p>'), ("Ida Holm",)),
        (
            story_page(
                head='<meta property="og:site_name" content="Aldery Post"><meta name="author" content="Aldery Post">'
            ),
            (),
        ),
        (story_page(), ()),
    ],
)
def test_who_wrote_it(html: str, authors: tuple[str, ...]) -> None:
    assert read(html).authors == authors


def first(text: str) -> tuple[str, ...]:
    return (text + STORY[0], *STORY[1:])


SOURCES = [
    (story_page(texts=first("PORT ALDERY, May 6 (AFP) - ")), ("AFP",)),
    (story_page(texts=first("PORT ALDERY (Reuters) - ")), ("Reuters",)),
    (story_page(texts=first("Port Aldery (dpa) - ")), ("dpa",)),
    (story_page("<p>SOURCE:AFP</p>"), ("AFP",)),
    (story_page("<p>Source: Aldery Post and agencies</p>"), ("Aldery Post",)),
    (story_page("<p>Quelle: dpa</p>"), ("dpa",)),
    (story_page("<p>Kaynak: AA</p>"), ("Anadolu",)),
    (story_page("<p>Fuente: EFE</p>"), ("EFE",)),
    (story_page("<p>-- PTI</p>"), ("PTI",)),
    (story_page("<p>(ANSA)</p>"), ("ANSA",)),
    (story_page(texts=(*STORY[:3], STORY[3] + " (AFP)")), ("AFP",)),
    (story_page(head='<meta name="author" content="Reuters">'), ("Reuters",)),
    (story_page(head='<meta name="author" content="Ida Holm, AFP">'), ("AFP",)),
    (story_page(head=linked(author='{"@type":"Organization","name":"Agence France-Presse"}')), ("AFP",)),
    (under_title('<span class="source">Xinhua News Agency</span>'), ("Xinhua",)),
    (under_title('<div class="byline">AFP, AP</div>'), ("AFP", "AP")),
    (under_title("<p>Via AP news wire</p>"), ("AP",)),
    (story_page("<figure><img><figcaption>The wall. Ida Holm/AFP</figcaption></figure>"), ()),
    (story_page("<figure><img><figcaption>Source: Reuters</figcaption></figure>"), ()),
    (story_page("<p>A Reuters investigation last year found that the wall was weak, and nobody in the town was surprised at all.</p>"), ()),
    (story_page("<p>Duduzile Zuma of the boat yard said that she would be glad to see the cranes come and gladder to see them go.</p>"), ()),
    (story_page(head='<meta property="og:site_name" content="Aldery Post">'), ()),
]  # fmt: skip


@pytest.mark.parametrize(("html", "wanted"), SOURCES)
def test_who_is_credited(html: str, wanted: tuple[str, ...]) -> None:
    assert read(html).sources == wanted


@pytest.mark.parametrize(
    ("head", "publisher", "rule"),
    [
        (linked(publisher='{"@type":"Organization","name":"The Aldery Post"}'), "The Aldery Post", "json-ld"),
        ('<meta property="og:site_name" content="Aldery Post">', "Aldery Post", "meta"),
        ("", "aldery.example", "url"),
    ],
)
def test_the_publisher(head: str, publisher: str, rule: str) -> None:
    found = read(story_page(head=head))
    assert found.publisher == publisher
    assert found.evidence["publisher"].rule == rule


def test_a_page_too_short_to_tell_has_no_language() -> None:
    data = '{"@type":"VideoObject","name":"Seals","description":"Seals on a pier."}'
    html = page("<h1>Seals</h1>", f'<script type="application/ld+json">{data}</script>', attributes="")
    found = read(html)
    assert found.language == ""
    assert "language" not in found.evidence


def test_every_field_with_a_value_has_evidence() -> None:
    head = linked(
        datePublished='"2024-05-06"', dateModified='"2024-05-07"', author='"Ida Holm"', articleSection='"Harbour"'
    )
    html = story_page(
        "<figure><figcaption>The wall in March of this year</figcaption></figure><p>Read more: <a href='/f'>A new ferry arrives on Thursday</a></p>",
        head,
        first("PORT ALDERY, May 6 (AFP) - "),
    )
    shown = article_to_json(read(html))
    fields = set(shown["evidence"])
    assert fields == {
        "title", "body", "published", "updated", "sources", "publisher", "section", "authors", "dateline", "captions", "related", "language", "url",
    }  # fmt: skip
