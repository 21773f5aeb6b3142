"""Leaving a value out: by its exact spelling, from its facet's page and from its chip, on every surface."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from searchnews.cli import main
from searchnews.engines.memory import MemoryEngine
from searchnews.library import Index
from searchnews.models import Article
from searchnews.web import create_app
from tests.links import found_at, heading, opened, promises

STORIES = [
    *(Article(f"wire{n:012}", "Ferry", sources=("Tarn Wire",), section="Sea") for n in range(3)),
    *(Article(f"tarn{n:012}", "Ferry", sources=("Tarn",)) for n in range(2)),
    Article("none000000000000", "Ferry"),
]


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    engine.commit([engine.encode(STORIES)])
    return engine


@pytest.fixture(scope="module")
def client(engine: MemoryEngine) -> FlaskClient:
    return create_app(engine).test_client()


def without(page: BeautifulSoup) -> dict[str, str]:
    return {str(link["aria-label"]): str(link["href"]) for link in page.select("a.without")}


def test_the_page_of_a_facet_leaves_out_exactly_one_value(client: FlaskClient) -> None:
    page = opened(client, "/facet/source?q=ferry")
    assert without(page) == {
        "Without Source: Tarn Wire, 3": "/search?q=ferry&not_source=Tarn+Wire",
        "Without Source: Tarn, 4": "/search?q=ferry&not_source=Tarn",
        "Without Source: no source, 5": "/search?q=ferry+has%3Asource",
    }
    for said, url, count in promises(page):
        assert found_at(client, url) == count, said


def test_a_row_beside_the_results_leaves_out_exactly_its_value(client: FlaskClient) -> None:
    page = opened(client, "/search?q=ferry")
    assert without(page) == {
        "Without Source: Tarn Wire, 3": "/search?q=ferry&not_source=Tarn+Wire",
        "Without Source: Tarn, 4": "/search?q=ferry&not_source=Tarn",
        "Without Section: Sea, 3": "/search?q=ferry&not_section=Sea",
    }
    for said, url, count in promises(page):
        assert found_at(client, url) == count, said


def test_rows_of_a_facet_that_has_a_choice_have_none(client: FlaskClient) -> None:
    links = without(opened(client, "/search?source=Tarn&source=Tarn+Wire"))
    assert list(links) == ["Without Section: Sea, 2"]
    assert without(opened(client, "/search?section=Sea")) == {}  # all of the section have one source


def test_what_was_left_out_stays_out(client: FlaskClient) -> None:
    links = without(opened(client, "/search?not_source=Tarn"))
    assert links["Without Source: Tarn Wire, 1"] == "/search?not_source=Tarn&not_source=Tarn+Wire"
    assert found_at(client, "/search?not_source=Tarn&not_source=Tarn+Wire") == 1


def test_a_value_is_left_out_in_place_of_what_was_chosen(client: FlaskClient) -> None:
    links = without(opened(client, "/facet/source?source=Tarn&section=Sea"))
    assert links == {}  # all of the section have that source
    links = without(opened(client, "/facet/source?source=Tarn+Wire"))
    assert links["Without Source: Tarn, 4"] == "/search?not_source=Tarn"
    assert found_at(client, "/search?not_source=Tarn") == 4


def test_a_chip_can_be_turned_round_and_taken_away(client: FlaskClient) -> None:
    page = opened(client, "/search?q=ferry&source=Tarn")
    (turned,) = page.select(".chips .other")
    assert turned["aria-label"] == "Leave out Source: Tarn"
    page = opened(client, str(turned["href"]))
    assert heading(page).startswith("4 articles")
    (chip,) = page.select(".chips a:not(.clear)")
    assert chip["aria-label"] == "Remove filter Source, not: Tarn"
    assert heading(opened(client, str(chip["href"]))).startswith("6 articles")


def test_the_form_keeps_what_is_left_out(client: FlaskClient) -> None:
    page = opened(client, "/search?not_source=Tarn")
    assert page.select_one('#search input[type=hidden][name="not_source"][value="Tarn"]')


def test_zero_results_say_what_leaving_out_costs(client: FlaskClient) -> None:
    page = opened(client, "/search?section=Sea&not_source=Tarn+Wire")
    said = {link.get_text(): str(link["href"]) for link in page.select(".zero a")}
    assert said["without Source: 3 articles"] == "/search?section=Sea"
    assert found_at(client, "/search?section=Sea") == 3


def test_json_the_library_and_the_command_line_say_the_same(
    client: FlaskClient, engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = client.get("/search.json?not_source=Tarn").get_json()
    assert (data["total"], data["query"]["filters"]) == (4, {"not_source": ["Tarn"]})
    assert Index(engine).search("", not_source="Tarn").total == 4
    monkeypatch.setattr("searchnews.library.open_engine", lambda address: engine)
    assert main(["search", "--not-source", "Tarn", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 4
