"""Periods named from today, as links of the results page."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from searchnews.dates import article_date
from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article
from searchnews.web import create_app
from searchnews.web.address import Address
from searchnews.web.choices import presets
from searchnews.web.links import Links
from tests.links import found_at, opened


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    engine = MemoryEngine()
    days = (date(2024, 2, 28), date(2024, 2, 20), date(2024, 1, 31), date(2023, 6, 1))
    dated = [article_date(datetime(day.year, day.month, day.day), "day") for day in days]
    stories = [Article(f"a{n:015}", "Ferry", published=when) for n, when in enumerate(dated)]
    engine.commit([engine.encode(stories)])
    return create_app(engine).test_client()


def test_a_name_leads_to_the_days_it_means_and_says_when_it_is_on(client: FlaskClient) -> None:
    wednesday = Address("ferry", today=date(2024, 2, 28))
    found = {link.label: str(link.url).replace("&amp;", "&") for link in presets(wednesday, Links(wednesday))}
    assert found == {
        "last week": "/search?q=ferry&from=2024-02-19&to=2024-02-25",
        "last month": "/search?q=ferry&from=2024-01&to=2024-01",
        "this year": "/search?q=ferry&from=2024&to=2024",
        "last year": "/search?q=ferry&from=2023&to=2023",
    }
    assert [found_at(client, url) for url in found.values()] == [1, 1, 3, 1]
    january = Address(since="2024-01", until="2024-01", today=date(2024, 2, 28))
    assert [link.label for link in presets(january, Links(january)) if link.current] == ["last month"]


def test_they_stand_in_the_search_landmark(client: FlaskClient) -> None:
    page = opened(client, "/search?q=ferry&section=Sea")
    links = page.select("form[role=search] .presets a")
    assert len(links) == 4
    for link in links:
        assert "section=Sea" in str(link["href"])
        opened(client, str(link["href"]))
