"""What may be kept: a mark that changes with the index, 304 and pages made before that search nothing, 503 where too
many wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.errors import IndexUnavailable
from searchnews.models import Article, FacetPage, Hit, Query, SearchResult
from searchnews.web import create_app
from searchnews.web.kept import Kept
from searchnews.web.server import MOST_WAITING, relieved

STORY = Article("a" * 16, "Ferry strike ends", body=("The ferries of Tarn sail again.",), language="en")
PAGES = (
    *("/", "/search?q=ferry", "/search.json?q=ferry", "/search.csv?q=ferry", "/search.atom?q=ferry"),
    *(f"/a/{STORY.article_id}{form}" for form in ("", ".json", ".txt", ".bib", ".ris")),
    *("/facet/source", "/complete.json?q=fer", "/openapi.json", "/opensearch.xml"),
)


class Counting(MemoryEngine):
    """Counts what it is asked."""

    asked = 0
    away = False

    def search(self, query: Query) -> SearchResult:
        self.asked += 1
        if self.away:
            raise IndexUnavailable("the index has gone away")
        return super().search(query)

    def scan(self, query: Query) -> Iterable[Hit]:  # type: ignore[override]
        self.asked += 1
        return super().scan(query)

    def get(self, article_id: str) -> Article | None:
        self.asked += 1
        return super().get(article_id)

    def facet_values(self, *arguments: object, **options: object) -> FacetPage:
        self.asked += 1
        return super().facet_values(*arguments, **options)  # type: ignore[arg-type]


@pytest.fixture
def engine() -> Counting:
    made = Counting()
    made.commit([made.encode([STORY])])
    return made


@pytest.fixture
def client(engine: Counting) -> FlaskClient:
    return create_app(engine, name="The Desk").test_client()


@pytest.mark.parametrize("url", PAGES)
def test_who_holds_an_answer_is_told_so_without_a_search(client: FlaskClient, engine: Counting, url: str) -> None:
    first = client.get(url)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "public, max-age=60")
    first.get_data()
    engine.asked = 0
    again = client.get(url, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert (again.status_code, again.get_data(), engine.asked) == (304, b"", 0)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=60"
    assert client.get(url, headers={"If-None-Match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize("url", ["/", "/search?q=ferry", f"/a/{STORY.article_id}"])
def test_a_page_that_was_made_is_given_again_until_the_index_changes(
    client: FlaskClient, engine: Counting, url: str
) -> None:
    first = client.get(url)
    engine.asked = 0
    again = client.get(url)
    assert (again.get_data(), engine.asked) == (first.get_data(), 0)
    assert dict(again.headers) == dict(first.headers)
    assert (client.head(url).get_data(), engine.asked) == (b"", 0)
    engine.commit([engine.encode([replace(STORY, title="Ferry strike goes on")])])
    assert b"strike goes on" in client.get(url).get_data()


def test_what_was_not_found_is_looked_for_again(client: FlaskClient, engine: Counting) -> None:
    for asked in (1, 2):
        assert (client.get("/a/nobody").status_code, engine.asked) == (404, asked)


def test_nothing_is_kept_of_an_index_elsewhere(engine: Counting) -> None:
    engine.local = False
    client = create_app(engine).test_client()
    for _ in range(2):
        assert client.get("/search?q=ferry").status_code == 200
    assert engine.asked == 2
    engine.away = True
    assert client.get("/search?q=ferry").status_code == 503


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=60))
def test_pages_kept_fit_their_bytes_and_are_those_put_last(asked: list[tuple[int, int]]) -> None:
    kept, last = Kept(100), {}
    for number, size in asked:
        kept.put(str(number), b"x" * size)
        if size <= 25:
            last[number] = size
    held = {number: page for number in range(10) if (page := kept.get(str(number))) is not None}
    assert sum(map(len, held.values())) == kept.size <= 100
    assert {number: len(page) for number, page in held.items()}.items() <= last.items()


def test_the_page_asked_for_longest_ago_goes_first() -> None:
    kept = Kept(100)
    for name in "abcd":
        kept.put(name, b"x" * 25)
    assert kept.get("a")
    kept.put("e", b"x" * 25)
    assert [name for name in "abcde" if kept.get(name)] == ["a", "c", "d", "e"]


def test_marks_differ_by_address_and_change_with_the_index(client: FlaskClient, engine: Counting) -> None:
    marks = {url: client.get(url).headers["ETag"] for url in PAGES}
    assert len(set(marks.values())) == len(PAGES)
    engine.commit([engine.encode([replace(STORY, title="Ferry strike goes on")])])
    changed = client.get("/search?q=ferry", headers={"If-None-Match": marks["/search?q=ferry"]})
    assert (changed.status_code, changed.headers["ETag"] != marks["/search?q=ferry"]) == (200, True)


def test_an_index_made_anew_in_the_same_folder_has_another_state(tmp_path: Path) -> None:
    states = set()
    for name in ("one", "two"):
        engine = WhooshEngine(tmp_path / name, "write")
        engine.commit([engine.encode([STORY])])
        states.add(engine.state())
        engine.close()
    assert len(states) == 2  # both are generation 1


def test_failures_and_moves_are_not_kept(client: FlaskClient, engine: Counting) -> None:
    for url, code in (("/a/nobody", 404), ("/search?page=x", 400), ("/healthz", 200), ("/metrics", 200)):
        answer = client.get(url)
        assert answer.status_code == code
        assert "ETag" not in answer.headers
        assert "max-age" not in answer.headers["Cache-Control"]
    engine.away = True
    answer = client.get("/search?q=ferry")
    assert (answer.status_code, answer.headers["Retry-After"], "ETag" in answer.headers) == (503, "30", False)


def test_a_server_that_is_too_busy_says_so_at_once() -> None:
    answered: list[str] = []
    waiting = MOST_WAITING + 1

    def app(environ: object, start: object) -> list[bytes]:
        answered.append("app")
        return [b"well"]

    busy = relieved(app, lambda: waiting)  # type: ignore[arg-type]
    said: list[tuple[str, dict[str, str]]] = []
    start = lambda status, headers: said.append((status, dict(headers)))  # noqa: E731
    busy({"PATH_INFO": "/search"}, start)  # type: ignore[arg-type]
    assert (said[0][0][:3], said[0][1]["Retry-After"], answered) == ("503", "5", [])
    busy({"PATH_INFO": "/healthz"}, start)  # type: ignore[arg-type]
    waiting = MOST_WAITING
    busy({"PATH_INFO": "/search"}, start)  # type: ignore[arg-type]
    assert answered == ["app", "app"]
