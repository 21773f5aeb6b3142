"""What the search box offers, the values of a facet on a page of their own, and days counted where the archive is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient

from searchnews.dates import article_date
from searchnews.engines.memory import MemoryEngine
from searchnews.errors import SettingsError
from searchnews.models import Article
from searchnews.relativedates import today_in
from searchnews.settings import load
from searchnews.web import create_app, templates
from tests.links import found_at, opened, promises, total

DAY = article_date(datetime(2014, 3, 5), "day")
ARTICLES = (
    Article("one0000000000000", "Harbour & <strike>", published=DAY, sources=("Reuters & Co",), section="World"),
    Article("two0000000000000", "Strike ends", published=DAY, sources=("Reuters & Co", "AFP"), authors=("Ada Lund",)),
    Article("three00000000000", "A page", body=("strike",), language="en"),
    Article("four000000000000", "März", published=article_date(datetime(2014, 3, 1), "month"), sources=("—",)),
)


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    made = MemoryEngine()
    made.commit([made.encode(ARTICLES)])
    return made


@pytest.fixture(scope="module")
def client(engine: MemoryEngine) -> FlaskClient:
    return create_app(engine).test_client()


def test_offers_lead_where_they_say(client: FlaskClient) -> None:
    offers = client.get("/complete.json?q=reu").get_json()
    assert offers["completions"] == [
        {
            "kind": "source",
            "text": "Reuters & Co",
            "count": 2,
            "url": "/search?source=Reuters+%26+Co",
            "said": "Source, 2 articles",
        }
    ]
    for typed in ("s", "str", "lun", "wor", "a"):
        for offer in client.get(f"/complete.json?q={typed}").get_json()["completions"]:
            page = opened(client, offer["url"])
            if offer["kind"] == "headline":
                assert page.h1
                assert page.h1.get_text(strip=True) == offer["text"]
            else:
                assert total(page) == offer["count"]


def test_as_many_as_asked_for(client: FlaskClient) -> None:
    assert len(client.get("/complete.json?q=str&limit=1").get_json()["completions"]) == 1
    for wrong in ("limit=0", "limit=x", "limit=1000", f"q={'x' * 2001}"):
        assert client.get(f"/complete.json?{wrong}").status_code == 400
    assert client.get("/complete.json").get_json() == {"q": "", "completions": []}


def test_the_one_script_is_small_and_nothing_needs_it(client: FlaskClient) -> None:
    scripts = list((templates() / "static").glob("*.js"))
    assert sum(path.stat().st_size for path in scripts) <= 10_000
    page = opened(client, "/")
    assert len(page.select("script")) == 1
    assert page.select_one("#q")["type"] == "search"  # type: ignore[index]
    assert not page.select("[role=combobox], [onclick], [style]")


def values(client: FlaskClient, url: str) -> list[tuple[str, int]]:
    return [(said.removeprefix("Only "), count) for said, _, count in promises(opened(client, url)) if "Only" in said]


def test_the_values_of_a_facet_with_those_that_have_none(client: FlaskClient) -> None:
    rows = [("Source: Reuters & Co, 2", 2), ("Source: AFP, 1", 1), ("Source: —, 1", 1), ("Source: no source, 1", 1)]
    assert values(client, "/facet/source") == rows
    assert values(client, "/facet/source?order=name")[0] == ("Source: —, 1", 1)
    assert values(client, "/facet/source?contains=reut") == rows[:1]
    assert values(client, "/facet/source?q=page") == [("Source: no source, 1", 1)]
    assert "No value holds “zzz”" in opened(client, "/facet/source?contains=zzz").get_text()


@pytest.mark.parametrize("facet", ["source", "section", "author", "language"])
@pytest.mark.parametrize("search", ["", "?q=strike", "?q=strike+OR+page&source=AFP&missing=section"])
def test_a_value_can_be_left_out(client: FlaskClient, facet: str, search: str) -> None:
    page = opened(client, f"/facet/{facet}{search}")
    without = [promise for promise in promises(page) if promise.said.startswith("Without")]
    for _, url, count in without:
        assert found_at(client, url) == count
    if not search:
        assert without or facet == "language"


def test_a_value_is_left_out_by_its_exact_spelling(client: FlaskClient) -> None:
    offered = {
        promise.said: promise for promise in promises(opened(client, "/facet/source?q=strike+OR+page&source=AFP"))
    }
    assert unquote_plus(offered["Without Source: AFP, 2"].url) == "/search?q=strike OR page&not_source=AFP"
    assert not any(said.startswith("Without Source: —") for said in offered)  # has:source says it


def test_named_dates_become_days_of_the_archives_time_zone(engine: MemoryEngine) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Niue", ""):  # the first two are never on the same day
        client = create_app(engine, timezone=zone).test_client()
        before = today_in(zone)
        moved = client.get("/search?from=yesterday&to=today").location
        if before == today_in(zone):
            assert moved == f"/search?from={before - timedelta(days=1)}&to={before}"
        week = client.get("/search?from=P1W&to=P1W").location
        assert week.startswith("/search?from=")
        assert client.get(week).status_code == 200
        assert client.get("/search.json?from=P1W").get_json()["query"]["from"] is not None  # as asked, without a detour
    assert today_in("Pacific/Kiritimati") > today_in("Pacific/Niue")
    assert abs(today_in() - date.today()) <= timedelta(days=1)


def test_periods_are_written_back_as_they_were_understood(engine: MemoryEngine) -> None:
    client = create_app(engine).test_client()
    assert client.get("/search?from=2014-3-1&to=2014-4").location == "/search?from=2014-03-01&to=2014-04"


def test_a_time_zone_nobody_knows_is_an_error(tmp_path: Path) -> None:
    assert load(tmp_path, {"SEARCHNEWS_TIMEZONE": "Europe/Berlin"}).timezone == "Europe/Berlin"
    for wrong in ("Middle-earth/Shire", "../../etc/passwd", ""):
        with pytest.raises(SettingsError, match="time zone"):
            load(tmp_path, {"SEARCHNEWS_TIMEZONE": wrong})


def test_the_chart_spans_the_range_and_spreads_what_is_known_less_precisely(client: FlaskClient) -> None:
    page = opened(client, "/search?from=2014-03&to=2014-03")
    chart = page.select_one("svg.bars")
    assert chart
    assert chart["viewbox"].split()[2] == "310.0"  # type: ignore[union-attr]  # of 31 days
    (bar,) = chart.select("rect.bar")
    assert bar["x"] == "41.0"  # the fifth
    (strip,) = chart.select("rect.strip")
    assert (strip["x"], strip["width"]) == ("1.0", "308.0")
    assert strip.parent
    assert strip.parent["aria-label"] == "March 2014, known to the month only, 1 article"
    table = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert table == ["5 March 2014 2", "March 2014, known to the month only 1"]
    assert [text.get_text() for text in page.select(".ends span")] == ["1 March 2014", "31 March 2014"]
