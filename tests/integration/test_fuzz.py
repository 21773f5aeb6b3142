"""Thousands of query strings against every address: no failure of ours, nothing slow, nothing unescaped."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

import searchnews
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.web import create_app
from tests.corpora import WORDS
from tests.length import LONG

SEEDS = Path(__file__).parents[2] / "seeds"
PARTS = 10 if LONG else 1
COUNT = 1_000 if LONG else 150  # query strings of a part
SLOW = 3.0  # seconds of this thread: what takes so long over forty articles does not end over many
ROUTES = (
    *("/search", "/search.json", "/search.csv", "/search.ndjson", "/search.rss", "/search.atom", "/complete.json", "/"),
    *("/facet/source", "/facet/author", "/facet/{piece}", "/a/{id}", "/a/{id}.json", "/a/{id}.txt", "/a/{piece}"),
    *("/healthz", "/metrics", "/robots.txt", "/opensearch.xml", "/openapi.json", "/{piece}", "/favicon.ico"),
)
NAMES = (
    *("q", "q", "q", "source", "section", "author", "language", "missing", "from", "to", "precision", "undated"),
    *(
        "not_source",
        "not_language",
        "possible",
        "match",
        "sort",
        "recent",
        "explain",
        "page",
        "limit",
        "all",
        "n",
        "contains",
        "order",
        "x",
        "",
    ),
)
OPERATORS = (
    *(
        '"',
        "“",
        "(",
        ")",
        "(((",
        "OR",
        "AND",
        "NOT",
        "-",
        "+",
        "|",
        "*",
        "?",
        "~",
        "~2",
        "^",
        "^9",
        ":",
        "title:",
        "date:",
    ),
    *("after:", "w/5", "pre/3", "w/para", "NEAR/9", "atleast3:", "hlead:", "first5:", "words>3", "has:", "kind:live"),
    *(
        '"same para"(',
        "strik*",
        "*",
        "a*",
        "?????",
        "related:",
        "url:http://x",
        "lang:",
        "date:2021..2022",
        "\\",
        "%",
        "&",
    ),
)
ODD = (
    *(
        "\x00",
        "\x1f",
        "\ud800",
        "\ufffe",
        "\u202e",
        "é",
        "İ",
        "ß",
        "岩手",
        "👩‍🚀",
        "<script>",
        "'",
        "&amp;",
        "\r\n",
        "\t",
        "%00",
    ),
    *(
        "9" * 40,
        "-1",
        "0",
        "1",
        "10",
        "1e9",
        "NaN",
        "null",
        "../../etc/passwd",
        "{{7*7}}",
        "2021",
        "2021-02-31",
        "last week",
    ),
    *("P1W", "P99999999Y", "0000", "9999-12-31", "date", "newest", "any", "year", "x" * 3000, "a " * 80, "(" * 40),
)


def _query(rand: random.Random) -> str:
    pieces = []
    for _ in range(rand.choice((0, 1, 1, 2, 3, 5, 9))):
        value = "".join(
            rand.choice((rand.choice(WORDS), rand.choice(OPERATORS), rand.choice(ODD), " ", " "))
            for _ in range(rand.choice((0, 1, 2, 3, 6)))
        )
        raw = value.encode("utf-8", "surrogatepass")
        written = quote(raw) if rand.random() < 0.9 else quote(raw, safe="%&=+;/?{}[]<>\"'")
        pieces.append(f"{rand.choice(NAMES)}={written}" if rand.random() < 0.95 else written)
    return "&".join(pieces)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, list[str]]]:
    engine = WhooshEngine(tmp_path_factory.mktemp("fuzz") / "index", "write")
    found = [article for path in sorted(SEEDS.rglob("*.txt")) for article in searchnews.extract(path)]
    engine.commit([engine.encode(found)])
    app = create_app(engine)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app.test_client(), [article.article_id for article in found]
    engine.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_query_string_breaks_or_delays_a_page(served: tuple[FlaskClient, list[str]], part: int) -> None:
    client, ids = served
    rand = random.Random(20 + part)
    wrong, slow = [], []
    for number in range(COUNT):
        query = _query(rand)
        for route in rand.sample(ROUTES, 3) if not LONG else ROUTES:
            piece = quote(rand.choice(ODD[:-6]).encode("utf-8", "surrogatepass"), safe="")
            path = route.replace("{id}", rand.choice(ids)).replace("{piece}", piece)
            begun = time.thread_time()
            answer = client.get(path, query_string=query)
            body = answer.get_data()
            answer.close()
            if time.thread_time() - begun > SLOW:
                slow.append((number, path, query))
            if answer.status_code >= 500 or b"<script>alert" in body or b"Traceback" in body:
                wrong.append((answer.status_code, path, query))
    assert not wrong, wrong[:5]
    assert not slow, slow[:5]
