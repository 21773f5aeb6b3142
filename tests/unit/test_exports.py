"""All results as CSV and JSON: whole, harmless, and never held in memory together."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.memory import MemoryEngine
from searchnews.export import COLUMNS, csv_lines, inert, ndjson_lines
from searchnews.models import Article, Hit, Query
from searchnews.web import create_app

MANY = 400


class Counted(MemoryEngine):
    """The yardstick, which counts the hits that were taken from it."""

    taken = 0

    def scan(self, query: Query) -> Iterator[Hit]:
        for hit in super().scan(query):
            self.taken += 1
            yield hit


@pytest.fixture(scope="module")
def engine() -> Counted:
    made = Counted()
    made.commit(
        [made.encode(Article(f"n{number:015}", f"Strike {number}", body=("A strike.",)) for number in range(MANY))]
    )
    return made


@pytest.fixture(scope="module")
def client(engine: Counted) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.mark.parametrize("form", ["csv", "ndjson", "json"])
def test_an_export_is_sent_while_it_is_made(client: FlaskClient, engine: Counted, form: str) -> None:
    engine.taken = 0
    answer = client.get(f"/search.{form}?q=strike&all=1", buffered=False)
    parts = answer.iter_encoded()
    next(parts)
    assert 0 < engine.taken <= 100
    assert len(b"".join(parts)) > 1000
    assert engine.taken == MANY
    answer.close()


def test_an_export_holds_everything_whatever_the_page(client: FlaskClient) -> None:
    for form in ("csv", "ndjson"):
        whole, paged = (client.get(f"/search.{form}?q=strike{page}").get_data() for page in ("", "&page=3&limit=5"))
        assert whole == paged
        assert whole.count(b"\n") == MANY + (form == "csv")
    assert len(client.get("/search.json?q=strike").get_json()["hits"]) == 10


def test_types_and_names(client: FlaskClient) -> None:
    table = client.get("/search.csv?q=zzyzx")
    assert table.get_data(as_text=True) == ",".join(COLUMNS) + "\n"
    assert table.content_type == "text/csv; charset=utf-8; header=present"
    assert table.headers["Content-Disposition"] == 'attachment; filename="search.csv"'
    lines = client.get("/search.ndjson?q=zzyzx")
    assert (lines.get_data(), lines.mimetype) == (b"", "application/x-ndjson")
    answer = client.get("/search.json?q=zzyzx&all=1")
    assert (answer.get_json()["hits"], answer.mimetype) == ([], "application/json")


@pytest.mark.parametrize("form", ["csv", "ndjson", "json"])
def test_what_cant_be_asked_is_400_before_anything_is_sent(client: FlaskClient, form: str) -> None:
    assert client.get(f"/search.{form}?from=soon&all=1").status_code == 400
    assert client.get(f"/search.{form}?q={'x' * 2001}&all=1").status_code == 400


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"])
def test_formulas_are_text(cell: str) -> None:
    assert inert(cell) == f"'{cell}"
    assert inert(f" {cell}x"[1:-1]) == f"'{cell}"


texts = st.text(max_size=30)


@given(texts, texts, st.lists(texts, max_size=3))
def test_what_is_read_back_is_what_was_written(title: str, section: str, authors: list[str]) -> None:
    hit = Hit("id", 1.5, Article("id", title, section=section, authors=tuple(authors)))
    (row,) = csv.DictReader(io.StringIO("".join(csv_lines([hit])), newline=""))
    assert (row["title"], row["section"], row["authors"]) == (inert(title), inert(section), inert("; ".join(authors)))
    assert row["score"] == "1.5000"
    (line,) = ndjson_lines([hit])
    assert json.loads(line)["title"] == title
    assert line.index("\n") == len(line) - 1


def test_half_of_a_surrogate_pair_can_be_sent() -> None:
    engine = MemoryEngine()
    engine.commit([engine.encode([Article("id00000000000000", "half \ud800")])])
    client = create_app(engine).test_client()
    assert json.loads(client.get("/search.ndjson").get_data())["title"] == "half \ud800"
    assert "half ?" in client.get("/search").get_data(as_text=True)
    assert client.get("/search.csv").get_data(as_text=True).count("\n") == 2
