"""Pages for machines: what they say is held to the code, and what was typed is in no log and no counter."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from searchnews.engines.memory import MemoryEngine
from searchnews.errors import IndexUnavailable
from searchnews.fields import FACET_NAMES
from searchnews.models import Article, EngineStats
from searchnews.web import create_app
from searchnews.web.logging import LOGGER, Line
from searchnews.web.openapi import description

DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
STORY = Article(
    "a" * 16, "Ferry strike ends", body=("The ferries of Tarn sail again.",), language="en", authors=("Ada",)
)


class Away(MemoryEngine):
    """An index that can't be read."""

    def stats(self) -> EngineStats:
        raise IndexUnavailable("the index has gone away")


def app_over(engine: MemoryEngine, log: str = "off") -> Flask:
    engine.commit([engine.encode([STORY])])
    return create_app(engine, name="The Desk & Co", log=log)


@pytest.fixture
def client() -> FlaskClient:
    return app_over(MemoryEngine()).test_client()


def rules(app: Flask) -> set[str]:
    """The addresses of everything that is no page for people."""
    found = {rule.rule.replace("<article_id>", "{id}") for rule in app.url_map.iter_rules()}
    forms = {rule.replace("<any(txt, bib, ris):form>", form) for rule in found for form in ("txt", "bib", "ris")}
    return {rule for rule in forms if "." in rule or rule in ("/healthz", "/metrics")} - {
        "/favicon.ico",
        "/static/<path:filename>",
    }


def test_openapi_and_the_docs_name_every_address() -> None:
    app = app_over(MemoryEngine())
    paths = set(description("x")["paths"])
    assert paths == {rule for rule in rules(app) if "<" not in rule}
    assert set(re.findall(r"^\| `(/[^`]+)` \|", DOCS, re.MULTILINE)) == paths


def test_openapi_and_the_docs_name_every_parameter() -> None:
    described = {row["name"] for row in description("x")["paths"]["/search.json"]["get"]["parameters"]}
    assert set(FACET_NAMES) <= described
    rows = DOCS.partition("## Parameters")[2].partition("## Failures")[0]
    assert {
        name for row in re.findall(r"^\|([^|]+)\|", rows, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    } == described


def test_openapi_is_well_formed(client: FlaskClient) -> None:
    document = client.get("/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    names = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document))
    assert set(names) <= set(document["components"]["schemas"])


def test_a_browser_can_add_the_search(client: FlaskClient) -> None:
    assert 'rel="search" href="/opensearch.xml"' in client.get("/").get_data(as_text=True)
    root = ElementTree.fromstring(client.get("/opensearch.xml").get_data())
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{name}OpenSearchDescription"
    assert root.findtext(f"{name}ShortName") == "The Desk & Co"
    templates = {row.get("type"): row.get("template") for row in root.findall(f"{name}Url")}
    assert templates["text/html"] == "http://localhost/search?q={searchTerms}"
    assert client.get("/search?q=ferry").status_code == 200


def test_counters_count_and_hold_nothing_that_was_typed(client: FlaskClient) -> None:
    for url in ("/search?q=secretword", "/search?q=secretword", "/secretpage", "/search?page=x"):
        client.get(url)
    text = client.get("/metrics").get_data(as_text=True)
    assert "secret" not in text
    found = {row.name: row for row in text_string_to_metric_families(text)}
    counts = {
        tuple(one.labels.values()): one.value
        for one in found["searchnews_answers"].samples
        if one.name.endswith("_total")
    }
    assert counts[("pages.search", "200")] == 2
    assert counts[("none", "404")] == 1
    assert counts[("pages.search", "400")] == 1
    assert found["searchnews_index_articles"].samples[0].value == 1
    documented = set(re.findall(r"^\| `(searchnews_\w+)`", DOCS, re.MULTILINE))
    assert {name.removesuffix("_total") for name in documented} == {
        name if name != "searchnews" else "searchnews_info" for name in found
    }


def test_health_of_an_index_that_is_away() -> None:
    client = app_over(Away()).test_client()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["error"]["message"]) == (503, "the index has gone away")
    assert "searchnews_index_up 0.0" in client.get("/metrics").get_data(as_text=True)


class Kept(logging.Handler):
    """Keeps its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(Line())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    handler = Kept()
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    yield handler.lines
    LOGGER.removeHandler(handler)


def test_a_line_a_request_without_what_was_typed(lines: list[str]) -> None:
    app_over(MemoryEngine(), "requests").test_client().get("/search?q=secretword&source=secretsource")
    (line,) = map(json.loads, lines)
    assert (line["page"], line["status"], line["method"]) == ("pages.search", 200, "GET")
    assert line["bytes"] > 0
    assert "secret" not in lines[0]


def test_what_was_typed_is_logged_where_that_is_asked_for(lines: list[str]) -> None:
    app_over(MemoryEngine(), "queries").test_client().get("/search?q=secretword")
    assert json.loads(lines[0])["address"] == "/search?q=secretword"


def test_a_log_that_is_off_is_silent(lines: list[str]) -> None:
    app_over(MemoryEngine(), "off").test_client().get("/search?q=secretword")
    assert not lines


def test_crawlers_are_told(client: FlaskClient) -> None:
    text = client.get("/robots.txt").get_data(as_text=True)
    assert {"Disallow: /search", "Disallow: /facet/"} <= set(text.splitlines())
    assert '<meta name="robots" content="noindex">' in client.get("/search?q=ferry").get_data(as_text=True)
    page = client.get("/search?q=ferry&language=en").get_data(as_text=True)
    links = re.findall(r'<a [^>]*href="/(?:search|facet)[^>]*>', page)
    assert links
    assert all("nofollow" in link for link in links)
    assert '<link rel="canonical" href="/a/aaaaaaaaaaaaaaaa">' in client.get(f"/a/{'a' * 16}?q=x&n=1").get_data(
        as_text=True
    )
