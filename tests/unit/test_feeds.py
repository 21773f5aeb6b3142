"""Feeds that readers can read: Atom by the grammar of RFC 4287, RSS 2.0 by its rules, whatever an article holds."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from searchnews.dates import article_date
from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article
from searchnews.web import create_app
from tests.corpora import corpora
from tests.length import examples

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "schemas" / "atom.rng"))
NASTY = '<b>&"\x00\x0b\ufffe\ud800]]>\U0001f600'
DAY = datetime(2014, 3, 4)
ARTICLES = (
    Article(
        "minute0000000000",
        "Strike & <ferry>",
        body=("The strike <goes> on.",),
        published=article_date(datetime(2014, 3, 5, 14, 5), "minute", 330),
        updated=article_date(datetime(2014, 3, 6, 9, 0), "minute", 0),
        sources=("AFP", "Reuters"),
        section="World",
        authors=("Ada Lund", "Bo Ek"),
        url="https://news.example.org/strike?a=1&b=2",
    ),
    Article(
        "day0000000000000", "Strike again", published=article_date(datetime(2014, 3, 4), "day"), url="javascript:x"
    ),
    Article("month00000000000", "Strike in spring", published=article_date(datetime(2014, 2, 1), "month")),
    Article("undated000000000", "", body=("A strike.",), url="https://news.example.org/a b"),
    Article("nasty00000000000", f"strike {NASTY}", body=(NASTY,), authors=(NASTY,), section=NASTY, sources=(NASTY,)),
)


def client_over(articles: list[Article] | tuple[Article, ...], name: str = "The Desk & <Co>") -> FlaskClient:
    engine = MemoryEngine()
    engine.commit([engine.encode(articles)])
    return create_app(engine, name=name).test_client()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_over(ARTICLES)


def assert_valid_atom(data: bytes) -> None:
    tree = etree.fromstring(data)
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    ids = [node.text for node in tree.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) == len(set(ids))
    assert not feedparser.parse(data).bozo


def assert_valid_rss(data: bytes) -> None:
    """The rules of the RSS 2.0 specification for what is required and what may be there."""
    root = etree.fromstring(data)
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
    channel = root[0]
    for name in ("title", "link", "description"):
        (node,) = channel.findall(name)
        assert node.text
    assert {node.tag for node in channel if "{" not in node.tag} <= {"title", "link", "description", "item"}
    guids = [node.text for node in channel.iter("guid")]
    assert len(guids) == len(set(guids)) == len(channel.findall("item"))
    for item in channel.findall("item"):
        assert {node.tag for node in item if "{" not in node.tag} <= {
            *("title", "link", "guid", "pubDate", "category", "description"),
        }
        assert item.findtext("title")
        assert str(item.findtext("link")).startswith("http://localhost/a/")
        if stamp := item.findtext("pubDate"):
            assert parsedate_to_datetime(stamp).strftime("%a") == stamp[:3]
    assert not feedparser.parse(data).bozo


def test_an_entry_says_what_is_known(client: FlaskClient) -> None:
    for form in ("atom", "rss"):
        data = client.get(f"/search.{form}?q=strike&sort=newest").get_data()
        assert b"The &lt;mark&gt;strike&lt;/mark&gt; &amp;lt;goes&amp;gt; on." in data  # HTML, as text of XML
        feed = feedparser.parse(data)
        first, day, month, *_ = feed.entries
        assert (first.title, first.link) == ("Strike & <ferry>", "http://localhost/a/minute0000000000")
        assert first.published_parsed[:5] == (2014, 3, 5, 8, 35)  # 14:05, five and a half hours east of UTC
        assert [tag.term for tag in first.tags] == ["World"]
        assert (first.id, day.id)[0] != day.id
        assert day.published_parsed[:3] == (2014, 3, 4)
        assert "published" not in month  # a day would be invented
        assert feed.feed.title == "strike · The Desk & <Co>"
    atom = feedparser.parse(client.get("/search.atom?q=strike&sort=newest").get_data())
    assert [author.name for author in atom.entries[0].authors] == ["Ada Lund", "Bo Ek"]
    assert atom.entries[0].updated_parsed[:4] == (2014, 3, 6, 9)
    via = [[link.href for link in entry.links if link.rel == "via"] for entry in atom.entries]
    assert via == [["https://news.example.org/strike?a=1&b=2"], [], [], [], []]


def test_an_article_keeps_its_name_on_another_host(client: FlaskClient) -> None:
    names = [
        [
            entry.id
            for entry in feedparser.parse(client.get(f"/search.{form}?q=strike", base_url=host).get_data()).entries
        ]
        for form in ("rss", "atom")
        for host in ("http://one.example/", "https://two.example/")
    ]
    assert names[0] == names[1] == names[2] == names[3]


@pytest.mark.parametrize("address", ["", "?q=strike", "?q=zzyzx", "?source=AFP&from=2014", "?q=%22a%26b%3C%22&page=2"])
def test_feeds_are_valid(client: FlaskClient, address: str) -> None:
    atom, rss = client.get(f"/search.atom{address}"), client.get(f"/search.rss{address}")
    assert (atom.mimetype, rss.mimetype) == ("application/atom+xml", "application/rss+xml")
    assert_valid_atom(atom.get_data())
    assert_valid_rss(rss.get_data())


@settings(deadline=None, max_examples=examples(20))
@given(corpora(), st.text(max_size=12))
def test_feeds_are_valid_whatever_they_hold(corpus: list[Article], text: str) -> None:
    client = client_over(
        [*corpus, Article("text000000000000", text, body=(text,), section=text, authors=(text or "x",))]
    )
    for url in ("/search.{}?sort=newest", f"/search.{{}}?q={text.encode('utf-8', 'replace').hex()}"):
        assert_valid_atom(client.get(url.format("atom")).get_data())
        assert_valid_rss(client.get(url.format("rss")).get_data())


def test_the_page_names_its_feeds(client: FlaskClient) -> None:
    page = client.get("/search?q=strike&page=2&limit=2").get_data(as_text=True)
    assert 'rel="alternate" type="application/rss+xml"' in page
    assert 'href="/search.atom?q=strike&amp;sort=newest&amp;limit=2"' in page


def test_a_feed_that_cant_be_asked_for_is_400(client: FlaskClient) -> None:
    assert client.get("/search.rss?from=soon").status_code == 400
    assert client.get("/search.atom?page=x").status_code == 400
