"""Whatever an HTML page holds, it becomes a valid article or is refused, in two seconds and half a gigabyte."""

from __future__ import annotations

import gzip
import json
import random
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchnews.errors import InputRefused
from searchnews.formats import read_bytes
from searchnews.models import Article, Page
from searchnews.serialise import article_from_json, article_to_json
from tests.length import LONG, examples
from tests.pages import STORY, page, paragraphs, read, story_page

LIMIT = 2  # seconds of this process's own time: what else the machine does changes nothing
MEMORY = 500_000  # kilobytes that a run of pages may add
REAL = Path(__file__).parents[3] / "shared" / "data" / "wcxb-dev"

TAGS = (
    "p", "div", "h1", "h2", "a href='/x'", "ul", "ol", "li", "table", "tr", "td", "figure", "figcaption", "section class='related'",
    "article", "aside", "main", "time datetime='2024-02-30'", "span itemprop='author'", "br", "script", "script type='application/ld+json'",
    "meta name=date content=2021-13-45", "title", "body", "html", "head", "noscript", "template", "svg", "iframe", "select", "pre", "button",
)  # fmt: skip
TEXTS = (
    *STORY, "By Ida Holm", "Read more:", "Related", "12 May 2023", "&amp;ccedil;", "\x00", "\ufffe", "\ud7ff", "]]>", "<!--", "&#x110000;", "{", '{"@type":"NewsArticle"',
    '{"@graph":[{"@type":["Article"],"author":{"name":[1,{"name":null}]},"datePublished":7}]}', "ا" * 90, "海" * 90, "a" * 5_000, " ", "\n\n",
)  # fmt: skip
soup = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag.split()[0]}>"),
        st.sampled_from(TEXTS),
        st.text(max_size=20),
    ),
    max_size=60,
).map("".join)
WHOLE = (
    story_page("<figure><img><figcaption>The wall in March. Ida Holm/AFP</figcaption></figure>"),
    story_page(
        "<h3>Related</h3><ul><li><a href='/b'>A new ferry for Port Aldery arrives</a></li></ul>",
        '<meta property="article:published_time" content="2024-05-06T10:00:00+02:00"><script type="application/ld+json">'
        '{"@type":"NewsArticle","headline":"Port Aldery rebuilds its sea wall","author":[{"@type":"Person","name":"Ida Holm"}],'
        '"publisher":{"name":"Aldery Post"},"articleBody":"The harbour council."}</script>',
    ),
    page(
        f"<h1>Live</h1><div class=live-blog><time>10:00</time><time>11:00</time><time>12:00</time>{paragraphs()}</div>"
    ),
)
quick = settings(deadline=None, max_examples=examples(300))


@contextmanager
def limited() -> Iterator[None]:
    """Two seconds of processor time, then an exception."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {LIMIT} seconds for one page")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture(scope="module", autouse=True)
def _warm_and_small() -> Iterator[None]:
    """Load models and word lists before anything is limited; look at the memory when all is done."""
    read(story_page())
    read(page(paragraphs(tuple(text.replace("e", "ö") for text in STORY))))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY


def check(html: str) -> None:
    """A page is refused with a reason, or becomes a valid article."""
    try:
        with limited():
            article = read(html)
    except InputRefused as refusal:
        assert str(refusal)
        return
    assert_valid(article)


def assert_valid(article: Article) -> None:
    assert article.body
    texts = (article.title, article.standfirst, *article.body, *article.captions, *article.authors, *article.sources)
    assert all(text == " ".join(text.split()) for text in texts)
    assert all((*article.body, *article.captions, *article.authors, *article.sources))
    for date in (article.published, article.updated):
        assert date is None or (date.start < date.end and date.evidence)
    assert all(each.title and each.kind in {"inline", "listed"} for each in article.related)
    assert all(each.url is None or each.url.startswith(("http://", "https://")) for each in article.related)
    assert all(
        0 <= evidence.confidence <= 1 and evidence.rule and evidence.place for evidence in article.evidence.values()
    )
    assert article_from_json(json.loads(json.dumps(article_to_json(article)))).body == article.body


@quick
@given(soup)
@example("ا" * 90)  # one line that looks like a byline is the text where there is no other
@example("<p>" * 5_000)
@example("<table><tr><td>" * 300 + STORY[0])
@example("<a href='http://[x'>" + STORY[0])
@example("<br>" * 50_000 + STORY[0])
@example("<div>" + f"<h3>Related</h3><p>{STORY[0]}</p><a href=/x>A new ferry arrives on Thursday</a>" * 3_000)
@example("<div class=related>" * 150 + "<a href=/x>A new ferry arrives on Thursday</a>" * 5_000)
@example(f"<div>&#1a {STORY[0]}</div><p>&#65534b {STORY[1]}</p>")
@example(f"<div>{STORY[0]}&#1;&#x1f; and &#xD800; &#65535;</div>&#2;<p>&#x0b;{STORY[1]}")
def test_any_soup(html: str) -> None:
    check(html)


@quick
@given(st.sampled_from(WHOLE), st.randoms(use_true_random=False))
def test_flipped_bytes_of_invented_pages(html: str, chance: random.Random) -> None:
    check(_as_read(flipped(html.encode(), chance)))


@pytest.mark.skipif(not REAL.is_dir(), reason="no real pages beside the project")
@settings(deadline=None, max_examples=8_000 if LONG else 60)
@given(st.integers(0, 10**9))
def test_flipped_bytes_of_real_pages(seed: int) -> None:
    chance = random.Random(seed)
    data = gzip.decompress(chance.choice(_real()).read_bytes())
    check(_as_read(flipped(data, chance)))


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, pieces cut out, doubled and moved."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 1, 10, 1_000))
        piece = changed[at : at + length]
        other = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + length]
            case 2:
                changed[other:other] = piece
            case _:
                changed[at:at] = chance.choice(
                    (b"<", b">", b"</div>", b'"', b"<script>", b"<!--", b"&", b"\x00", b"<table>")
                )
    return bytes(changed)


def _as_read(data: bytes) -> str:
    found = next(iter(read_bytes(data, name="a.html", shown="a", key="a")))
    return found.content if isinstance(found, Page) else ""


@cache
def _real() -> list[Path]:
    return sorted(REAL.glob("*.html.gz"))
