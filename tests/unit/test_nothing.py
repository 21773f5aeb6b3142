"""A search that finds nothing says why, and what finds something, with counts that hold when their links are opened."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from searchnews.dates import article_date
from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article, Related
from searchnews.web import create_app
from tests.links import found_at, opened, promises, total


def story(article_id: str, title: str, day: str, **fields: object) -> Article:
    date = article_date(datetime.fromisoformat(day), "day") if day else None
    return Article(f"{article_id:0<16}", title, published=date, language="en", **fields)  # type: ignore[arg-type]


ARTICLES = (
    story("one", "Harbour strike goes on", "2014-03-05", sources=("AFP",), section="World"),
    story("two", "Harbour strike ends", "2014-06-01", sources=("Reuters",), section="World"),
    story(
        "three", "Ferry strike", "2012-01-01", sources=("AFP",), related=(Related("Harbour  Strike: Ends", "inline"),)
    ),
    story("four", "Ferry timetable", "", sources=("Reuters",)),
    *(story(f"plenty{number}", "Government speaks", "2015-01-01", sources=("AFP",)) for number in range(5)),
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    engine = MemoryEngine()
    engine.commit([engine.encode(ARTICLES)])
    return create_app(engine).test_client()


def said(client: FlaskClient, url: str) -> dict[str, list[str]]:
    """Each list of the part that says what would find something, under its heading."""
    page = opened(client, url)
    for _, target, count in promises(page):
        assert found_at(client, target) == count, target
    return {
        part.get_text(): [" ".join(row.get_text().split()) for row in part.find_next("ul").select("li")]  # type: ignore[union-attr]
        for part in page.select(".zero h2")
    }


def test_words_parts_filters_and_dates(client: FlaskClient) -> None:
    assert said(client, "/search?q=harbour+strike&source=AFP&section=Sport&from=2014-06-02&to=2014-06-03") == {
        "Each word alone, whatever the filters": ["harbour: 3 articles", "strike: 3 articles"],
        "What each filter costs": [
            "without Source: 0 articles",
            "without Section: 0 articles",
            "without Date: 0 articles",
            "without any filter: 3 articles",
        ],
    }
    assert said(client, "/search?q=ends&from=2014-06-10&to=2014-06-12") == {
        "The word alone, whatever the filters": ["ends: 2 articles"],
        "What each filter costs": ["without Date: 2 articles"],
        "Wider dates": ["June 2014: 1 article", "2004 to 2024: 2 articles"],
    }


def test_what_is_left_out_may_be_what_fails(client: FlaskClient) -> None:
    assert said(client, "/search?q=harbour+-strike") == {
        "The word alone": ["harbour: 3 articles"],
        "Without a part of the query": ["without harbour: 6 articles", "without -strike: 3 articles"],
    }


def test_a_word_in_no_article_is_named(client: FlaskClient) -> None:
    assert said(client, "/search?q=zzyzx+qqqq") == {
        "Each word alone": ["zzyzx: in no article", "qqqq: in no article"],
    }
    page = opened(client, "/search?q=zzyzx+harbour")
    assert "No article has all of these words (zzyzx is in none): these have some of them." in page.get_text()
    assert not page.select(".zero")


def test_open_ranges_are_widened_at_their_end(client: FlaskClient) -> None:
    assert said(client, "/search?q=ferry&from=2014-02-01")["Wider dates"] == ["since 2004: 1 article"]
    assert said(client, "/search?q=government&to=2014-12-31")["Wider dates"] == ["until 2015: 5 articles"]


def test_did_you_mean_finds_what_it_says(client: FlaskClient) -> None:
    page = opened(client, "/search?q=goverment&source=AFP")
    (meant,) = (promise for promise in promises(page) if promise.said == "government")
    assert meant == ("government", "/search?q=government&source=AFP", 5)
    assert found_at(client, meant.url) == 5
    without = opened(client, "/search?q=goverment&source=Reuters").select_one(".meant a")
    assert without
    assert without["href"] == "/search?q=government"  # with the filter nothing would be found
    assert not opened(client, "/search?q=government").select(".meant")


def test_the_json_says_what_was_meant(client: FlaskClient) -> None:
    assert client.get("/search.json?q=goverment").get_json()["suggestion"] == "government"
    assert client.get("/search.json?q=government").get_json()["suggestion"] is None


def test_headlines_set_into_a_story_lead_to_it(client: FlaskClient) -> None:
    page = opened(client, "/search?q=related:ends")
    link = page.select_one(".matched a")
    assert link
    assert link["href"] == "/a/two0000000000000"
    assert link.get_text() == "Harbour Strike: Ends"


@pytest.mark.parametrize(
    ("address", "field", "said_"),
    [
        ("from=soon", "from", "'soon' is no date"),
        ("to=2014-13", "to", "'2014-13' is no date"),
        ("from=2015&to=2014", "from", "from 2015 is after to 2014"),
    ],
)
def test_an_impossible_range_is_explained_beside_its_field(
    client: FlaskClient, address: str, field: str, said_: str
) -> None:
    page = opened(client, f"/search?q=strike&{address}")
    (wrong,) = page.select("[aria-invalid]")
    assert wrong["name"] == field
    (why,) = page.select(f"#{wrong['aria-describedby']}")
    assert said_ in why.get_text()
    assert why.find_parent("fieldset") == wrong.find_parent("fieldset")
    assert total(page) == 3  # of any date, and it says so
    assert f'href="#{field}"' in str(page.select_one("[role=alert]"))


def test_where_few_have_all_the_words_one_link_leads_to_all_with_any(client: FlaskClient) -> None:
    page = opened(client, "/search?q=ferry+timetable&source=AFP&source=Reuters")
    assert total(page) == 1
    (link,) = page.select(".nearly > p a")
    assert link.get_text() == "All articles with any of the words: 2"
    assert link["href"] == "/search?q=ferry+timetable&source=AFP&source=Reuters&match=any"
    assert found_at(client, str(link["href"])) == 2
    assert not opened(client, "/search?q=government").select(".nearly")
