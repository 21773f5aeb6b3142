"""The page of an article: everything it says, the ways from it, and the same in other forms."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article, Evidence, Related
from searchnews.web import create_app

STORIES = [
    Article(
        f"story{number:011}",
        f"Ferry {number} strikes",
        standfirst="A standfirst.",
        body=("The ferries of Tarn lie still. " * number, "A second paragraph."),
        captions=("A caption.",),
        sources=("Tarn Courier",),
        authors=("Ada Lund",),
        language="en",
        url=f"https://tarn.example/{number}",
        related=(
            Related("Ferry 3 strikes", "inline"),
            Related("Nowhere to be found", "inline"),
            Related("Ferry 1 strikes", "listed"),
        ),
        evidence={"title": Evidence("json-ld", "headline", 0.9)},
        notes=("one note",),
    )
    for number in range(1, 13)
]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    engine = MemoryEngine()
    engine.commit([engine.encode(STORIES)])
    return create_app(engine).test_client()


def page(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_everything_is_shown_with_its_evidence(client: FlaskClient) -> None:
    shown = unescape(page(client, f"/a/{STORIES[1].article_id}"))
    said = ("Ferry 2 strikes", "A standfirst.", "A second paragraph.", "A caption.", "Ada Lund")
    for text in (*said, "How we know", "json-ld", "one note"):
        assert text in shown, text
    assert "Ada Lund, “Ferry 2 strikes”, Tarn Courier, https://tarn.example/2." in shown


def test_related_headlines_lead_to_their_stories_where_they_are_here(client: FlaskClient) -> None:
    shown = page(client, f"/a/{STORIES[1].article_id}")
    assert '<a href="/a/story00000000003">Ferry 3 strikes</a>' in shown
    assert '<a href="/a/story00000000001">Ferry 1 strikes</a>' in shown
    assert '<li dir="auto">Nowhere to be found</li>' in shown
    assert '<li dir="auto">Ferry 3 strikes</li>' in page(client, f"/a/{STORIES[2].article_id}")  # no link to itself


@pytest.mark.parametrize("search", ["/search?q=ferry", "/search?q=ferry&source=Tarn+Courier&sort=oldest&limit=5", "/"])
def test_previous_and_next_walk_through_the_whole_list(client: FlaskClient, search: str) -> None:
    joint = "&" if "?" in search else "?"
    listed = client.get(
        f"/search.json{search.partition('search')[2]}{joint}limit=100&page=1".replace("limit=5&", "")
    ).get_json()
    ids = [hit["id"] for hit in listed["hits"]]
    first = page(client, search)
    url = unescape(re.search(r'<h2><a href="([^"]+)"', first)[1])  # type: ignore[index]
    walked = []
    while True:
        walked.append(url.partition("?")[0].removeprefix("/a/"))
        shown = page(client, url)
        following = re.search(r'<a rel="next nofollow" href="([^"]+)"', shown)
        previous = re.search(r'<a rel="prev nofollow" href="([^"]+)"', shown)
        assert bool(previous) == (len(walked) > 1)
        back = unescape(re.search(r'<a rel="nofollow" href="([^"]+)">Back to the results', shown)[1])  # type: ignore[index]
        assert f'<h2><a href="{url.replace("&", "&amp;")}"' in page(client, back)
        if not following:
            break
        url = unescape(following[1])
    assert walked == ids


OFF = ("?q=ferry&n=9999", "?q=ferry&n=x", "?q=ferry&n=0", "?n=" + "9" * 30, "?from=soon&n=1", "?q=" + "(" * 30 + "&n=2")


@pytest.mark.parametrize("extra", OFF)
def test_a_place_that_is_none_is_no_failure(client: FlaskClient, extra: str) -> None:
    assert 'rel="next' not in page(client, f"/a/{STORIES[0].article_id}{extra}")


def test_an_article_in_other_forms(client: FlaskClient) -> None:
    address = f"/a/{STORIES[0].article_id}"
    text = client.get(f"{address}.txt")
    assert text.mimetype == "text/plain"
    assert text.get_data(as_text=True).startswith(
        "Ferry 1 strikes\n\nA standfirst.\n\nTarn Courier · no date · Ada Lund\n\n"
    )
    assert client.get(f"{address}.json").get_json()["evidence"]["title"]["rule"] == "json-ld"
    assert client.get(f"{address}.bib").get_data(as_text=True).startswith("@article{lund-story00000000001,")
    assert client.get(f"{address}.ris").get_data(as_text=True).startswith("TY  - NEWS")
    shown = page(client, address)
    for form in ("txt", "json", "bib", "ris"):
        assert f'href="{address}.{form}"' in shown
        assert client.get(f"/a/nobody.{form}").status_code == 404
    assert client.get(f"{address}.doc").status_code == 404
