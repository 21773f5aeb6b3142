"""The pages through Flask's test client: links keep their promises, nothing breaks, nothing comes out unescaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

import searchnews
from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article
from searchnews.web import create_app
from searchnews.web.address import parse
from tests.length import examples

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    engine = MemoryEngine()
    files = [*SEEDS.rglob("*.txt"), *SEEDS.rglob("*.jsonl"), *SEEDS.rglob("*.csv")]
    found = [article for path in files for article in searchnews.extract(path)]
    nasty = Article(
        "nasty00000000000",
        "<script>alert(1)</script>",
        body=('"><img src=x onerror=alert(1)>',),
        sources=("<b>AFP</b>",),
    )
    engine.commit([engine.encode([*found, nasty])])
    return create_app(engine, name="The Desk").test_client()


def total(client: FlaskClient, url: str) -> int:
    page = client.get(url, follow_redirects=True)
    assert page.status_code == 200
    return int(
        client.get(
            page.request.full_path.rstrip("?").replace("/search", "/search.json", 1)
            if "/search" in page.request.path
            else "/search.json"
        ).get_json()["total"]
    )


def links(page: str, pattern: str) -> Iterator[tuple[str, int]]:
    for url, count in re.findall(pattern, page):
        yield unescape(url), int(count.replace(",", ""))


@pytest.mark.parametrize(
    "url",
    ["/", "/search?q=strike", "/search?q=dam&source=AFP", "/search?from=2022&to=2022", "/search?q=the&missing=source"],
)
def test_every_count_is_what_its_link_finds(client: FlaskClient, url: str) -> None:
    page = client.get(url).get_data(as_text=True)
    facets = list(links(page, r'href="([^"]+)" aria-label="Only [^"]+, ([\d,]+)"'))
    bars = list(links(page, r'<a href="([^"]+)" rel="nofollow" aria-label="[^"]+, ([\d,]+) articles?"'))
    assert facets
    for target, count in [*facets, *bars]:
        assert total(client, target) == count, target


def test_chips_take_their_filter_away_and_pages_keep_the_total(client: FlaskClient) -> None:
    page = client.get("/search?q=the&source=AFP&section=World").get_data(as_text=True)
    chips = dict(re.findall(r'href="([^"]+)" aria-label="Remove filter (\w+): [^"]+"', page))
    assert sorted(chips.values()) == ["Section", "Source"]
    everything = total(client, "/search?q=the")
    for url in chips:
        assert total(client, unescape(url)) <= everything
    second = client.get("/search?q=the&page=2").get_data(as_text=True)
    assert re.search(r'rel="prev nofollow" href="/search\?q=the"', second)
    assert "There is no page 99" in client.get("/search?q=the&page=99").get_data(as_text=True)


def test_without_words_the_order_is_newest_first_and_says_so(client: FlaskClient) -> None:
    order = r'<nav class="sorts"[^>]*>\s*(.*?)\s*</nav>'
    home = re.search(order, client.get("/").get_data(as_text=True), re.DOTALL)
    assert home
    assert home[1].startswith('<b aria-current="true">Newest first</b>')
    assert "Relevance" not in home[1]
    searched = re.search(order, client.get("/search?q=the").get_data(as_text=True), re.DOTALL)
    assert searched
    assert searched[1].startswith('<b aria-current="true">Relevance</b>')
    oldest = client.get("/search?sort=oldest").get_data(as_text=True)
    assert '<a rel="nofollow" href="/search">Newest first</a>' in oldest
    assert ", oldest first" in oldest


def test_pages_left_out_of_the_pager_are_marked(client: FlaskClient) -> None:
    pager = re.search(r'<nav class="pages".*?</nav>', client.get("/search?limit=3").get_data(as_text=True), re.DOTALL)
    assert pager
    shown = re.findall(r">(\d+|…)<", pager[0])
    assert shown[:4] == ["1", "2", "3", "…"]
    assert int(shown[4]) > 10
    assert pager[0].count("aria-current") == 1


def test_languages_have_their_names(client: FlaskClient) -> None:
    page = client.get("/search?language=de").get_data(as_text=True)
    assert 'aria-label="Remove filter Language: German"' in page
    assert re.search(r'name="language" value="en" aria-label="Add Language: English"', page)


def test_related_headlines_are_said_and_listed_ones_not_found(client: FlaskClient) -> None:
    page = client.get("/search?q=theremin").get_data(as_text=True)
    assert "Found in related headlines" in page
    assert "<mark>theremin</mark>" in page
    assert client.get("/search.json?q=zeppelin").get_json()["total"] == 0


def test_zero_results_say_which_word_fails_and_what_a_filter_costs(client: FlaskClient) -> None:
    page = client.get("/search?q=zzyzx&source=AFP").get_data(as_text=True)
    assert "<b>zzyzx</b>: in no article" in page
    assert "without Source: 0 articles" in page


def test_wrong_dates_are_explained_and_wrong_types_refused(client: FlaskClient) -> None:
    page = client.get("/search?q=strike&from=soon")
    assert page.status_code == 200
    assert "is no date" in page.get_data(as_text=True)
    assert client.get("/search?page=x").status_code == 400
    assert client.get("/search.json?from=soon").get_json()["error"]["field"] == "from"
    assert client.get("/search.json?q=" + "x" * 2001).status_code == 400


def test_dates_may_be_named_and_every_link_of_such_a_page_works(client: FlaskClient) -> None:
    moved = client.get("/search?q=strike&from=last+year&to=P1D")
    year, today = date.today().year - 1, date.today().isoformat()
    assert (moved.status_code, moved.location) == (302, f"/search?q=strike&from={year}&to={today}")
    page = client.get(moved.location)
    assert page.status_code == 200
    for url in re.findall(r'href="(/search[^"]*)"', page.get_data(as_text=True)):
        answer = client.get(unescape(url), follow_redirects=True)
        assert (answer.status_code, "is no date" in answer.get_data(as_text=True)) == (200, False), url


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nowhere w/3 atall", "nowhere w/3 atall"),  # what fails, where nothing is found
        ("zzz*", "zzz*"),
        ("strike w/5", "W/5 with nothing after it was left out"),
        ("strike has:date", "strike, with a date"),
    ],
)
def test_operators_are_shown_as_typed_repaired_and_understood(client: FlaskClient, text: str, said: str) -> None:
    page = client.get("/search", query_string={"q": text})
    assert page.status_code == 200
    assert said in unescape(page.get_data(as_text=True))


@pytest.mark.parametrize("text", ["x " * 65, "(" * 17 + "x", "x" * 2001])
def test_what_is_too_large_is_400_with_the_reason(client: FlaskClient, text: str) -> None:
    answer = client.get("/search.json", query_string={"q": text})
    assert answer.status_code == 400
    assert re.search("64|16 deep|2,000", answer.get_json()["error"]["message"])


def test_clean_addresses(client: FlaskClient) -> None:
    answer = client.get("/search?sort=relevance&source=AFP&q=+strike++&from=&page=1&utm_source=x")
    assert (answer.status_code, answer.location) == (302, "/search?q=strike&source=AFP")
    assert client.get("/search.json?page=1&q=strike").status_code == 200


def test_articles_errors_and_headers(client: FlaskClient) -> None:
    hit = client.get("/search.json?q=strike").get_json()["hits"][0]
    page = client.get(f"/a/{hit['id']}")
    assert hit["title"] in unescape(page.get_data(as_text=True))
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert client.get(f"/a/{hit['id']}.json").get_json()["article_id"] == hit["id"]
    assert client.get("/a/nobody").status_code == 404
    assert client.get("/facet/source?contains=a&order=name").status_code == 200
    assert client.get("/facet/nothing").status_code == 404
    assert client.get("/healthz").get_json()["ok"] is True


def test_nothing_of_an_article_comes_out_unescaped(client: FlaskClient) -> None:
    for url in ("/search?q=alert", "/a/nasty00000000000", "/facet/source"):
        page = client.get(url).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<b>AFP" not in page


@settings(deadline=None, max_examples=examples(150))
@given(
    st.dictionaries(
        st.sampled_from(("q", "source", "missing", "from", "to", "page", "sort", "match", "limit", "undated", "x")),
        st.text(max_size=12),
    )
)
def test_canonical_addresses_are_a_fixed_point_and_nothing_is_a_500(
    client: FlaskClient, given_: dict[str, str]
) -> None:
    address = parse(MultiDict(given_))
    assert parse(MultiDict(address.parameters())) == address
    assert client.get("/search", query_string=given_, follow_redirects=True).status_code < 500
    assert client.get("/search.json", query_string=given_).status_code in (200, 400)


def test_each_result_says_why_and_the_shares_are_a_hundred(client: FlaskClient) -> None:
    page = client.get("/search?q=dock+strike").get_data(as_text=True)
    told = re.findall(r'<details class="why".*?</details>', page)
    data = client.get("/search.json?q=dock+strike&explain=1").get_json()
    assert len(told) == len(data["hits"]) + len(data["nearly"]) > 1
    for text, hit in zip(told, data["hits"] + data["nearly"], strict=True):
        assert sum(map(int, re.findall(r"<b>(\d+) %</b>", text))) == 100
        assert sum(part["score"] for part in hit["explanation"]) == pytest.approx(hit["score"])
    assert "explanation" not in client.get("/search.json?q=dock+strike").get_json()["hits"][0]
    assert "Why this result" not in client.get("/search?source=AFP").get_data(as_text=True)


def test_words_of_the_query_are_escaped_where_a_result_says_why(client: FlaskClient) -> None:
    page = client.get("/search?q=%22script+alert%22+OR+%22%3Cscript%3Ealert%22").get_data(as_text=True)
    assert 'class="why"' in page
    assert "<script>alert" not in page


def test_recent_articles_are_favoured_on_every_form_but_the_feeds(client: FlaskClient) -> None:
    page = client.get("/search?q=strike&recent=1").get_data(as_text=True)
    assert "by relevance, recent ones favoured" in page
    assert "The newest articles gain half of their score" in page
    assert '<b aria-current="true">Relevance, recent favoured</b>' in page
    assert "how recent it is" in page
    assert '<input type="hidden" name="recent" value="1">' in page
    sorts = re.findall(r'<nav class="sorts".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', sorts) == [
        f"/search?q=strike{more}" for more in ("", "&amp;sort=newest", "&amp;sort=oldest")
    ]
    assert re.search(r'href="/search.csv\?q=strike&amp;recent=1"', page)
    assert re.search(r'href="/search.rss\?q=strike&amp;sort=newest"', page)
    listed = [hit["id"] for hit in client.get("/search.json?q=strike&recent=1&limit=1000").get_json()["hits"]]
    exported = client.get("/search.csv?q=strike&recent=1").get_data(as_text=True)
    assert listed == [line.split(",")[0] for line in exported.splitlines()[1:] if line.split(",")[0] in listed]
    assert "recent ones favoured" not in client.get("/search?q=strike&sort=newest&recent=1").get_data(as_text=True)
