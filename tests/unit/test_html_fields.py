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


def test_a_change_that_is_all_a_page_shows_stands_in_for_the_publication() -> None:
    found = read(under_title("<p>Last updated: 7 May 2024</p>"))
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.start.day, found.updated.start.day) == (7, 7)
    assert (found.published.evidence[0].rule, found.published.evidence[0].confidence) == ("updated-only", 0.5)


def test_a_change_that_only_machines_are_told_is_no_publication() -> None:
    assert read(story_page(head=linked(dateModified='"2024-05-07"'))).published is None


def test_a_day_without_a_word_is_a_change_where_machines_are_told_so() -> None:
    head = linked(datePublished='"2023-01-02"', dateModified='"2024-05-07"')
    assert published(under_title("<p>7 May 2024</p>", head)) == "2023-01-02T00:00 day None"


def test_the_older_day_by_the_headline_wins_over_the_stamp_of_a_move() -> None:
    head = linked(datePublished='"2024-01-02T10:00:00"', dateModified='"2024-01-03"')
    found = read(under_title("<p>Published 6 May 2022</p>", head)).published
    assert found is not None
    assert found.start.date().isoformat() == "2022-05-06"
    assert [evidence.rule for evidence in found.evidence] == ["printed", "json-ld"]


def test_an_older_day_in_the_story_does_not_win() -> None:
    head = linked(datePublished='"2024-01-02"')
    assert published(story_page("<p>6 May 2022</p>", head=head)) == "2024-01-02T00:00 day None"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("<aside><h4>Published</h4><div>6 May 2024</div></aside>", "2024-05-06T00:00 day None"),  # in a side column
        ("<aside><h4>Opens</h4><div>6 May 2024</div></aside>", ""),
        ("<aside><time datetime='2024-05-06'>May 6</time></aside>", "2024-05-06T00:00 day None"),  # the page's only one
        ("<aside><time datetime='2024-05-06'>May 6</time><time datetime='2024-05-07'>May 7</time></aside>", ""),
        ("<div>Updated on</div><div class=date>7 May 2024</div><p>6 May 2024</p>", "2024-05-06T00:00 day None"),
        ("<p>3.4.2024</p><p>Next: 4.24.2024</p>", "2024-03-04T00:00 day None"),  # another day shows the order
        ("<p>6 May 2024 ・ 3 min read</p>", "2024-05-06T00:00 day None"),
        ("<p>Ida Holm•May 6, 2024</p>", "2024-05-06T00:00 day None"),
    ],
)
def test_days_in_side_columns_and_under_labels(line: str, wanted: str) -> None:
    assert published(under_title(line)) == wanted


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
        (
            under_title("<p>The storm of last winter broke the old wall of the port.</p><p>By Ida Holm</p>"),
            ("Ida Holm",),
        ),
        (under_title("<p>Photo by Per Lund</p><p>By Ida Holm</p>"), ("Ida Holm",)),
        (under_title("<p>Reviewed by Per Lund</p>"), ()),
        (
            under_title("<p>Ida Holm, Per Lund & Eva Dahl</p>", linked(author='"Ida Holm"')),
            ("Ida Holm", "Per Lund", "Eva Dahl"),
        ),
        (under_title("<p>By Ida Holm</p>", linked(author='"iholm77"')), ("Ida Holm",)),  # a login
        (under_title("<p>By Ida Holm, Harbour and Shipping Expert</p>"), ("Ida Holm",)),
        (under_title("<aside><h3>Author</h3><p>Ida Holm</p></aside>"), ("Ida Holm",)),
        (under_title("<p>By Ida Holm</p>", '<meta property="og:site_name" content="Ida Holm">'), ("Ida Holm",)),
        (  # the house, where a byline says so
            under_title("<p>By Harbour Storm</p>", '<meta property="og:site_name" content="Harbour Storm">'),
            ("Harbour Storm",),
        ),
        (
            under_title(
                "<p>Posted by Aldery Post on 6 May 2024</p>", '<meta property="og:site_name" content="Aldery Post">'
            ),
            ("Aldery Post",),
        ),
        (under_title("<p>By Ida Holm, head of harbours, Aldery Line</p>"), ("Ida Holm",)),  # his office, his house
        (under_title("<p>By Ida Holm, pilot, Aldery Line and Per Lund</p>"), ("Ida Holm", "Per Lund")),
        (under_title("<p>Written by Ida Holm Reviewed by Per Lund</p>"), ("Ida Holm",)),
        (under_title("<p>By Ida Holm, LVT; Per Lund, DACVB</p>"), ("Ida Holm", "Per Lund")),  # degrees
        (under_title("<p>By Harbour Team</p>"), ("Harbour Team",)),
        (story_page('<div class="comment"><span itemprop="author">Per Lund</span></div>'), ()),
        (under_title("<p>By Aldery News Team</p>"), ("Aldery News Team",)),
        (under_title("<p>Print Article</p><p>Big Storm Sale</p>"), ()),
        (under_title("<p>Ida Holm</p><p>6 May 2024</p>"), ("Ida Holm",)),
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
