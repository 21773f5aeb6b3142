"""All the results of a search, not a page of them: as CSV, as JSON a line, as one JSON answer; streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import cast

from flask import Blueprint, Response, current_app

from searchnews.engine import Engine
from searchnews.export import csv_lines, ndjson_lines
from searchnews.jsonlines import json_text
from searchnews.models import Hit, Query, SearchResult
from searchnews.resultjson import hit_to_json, result_to_json
from searchnews.web.address import asked

whole = Blueprint("whole", __name__)
_TOGETHER = 50  # lines that are sent at once
_TRIES = 5


def _engine() -> Engine:
    return cast(Engine, current_app.config["ENGINE"])


@whole.get("/search.csv")
def search_csv() -> Response:
    """Every result as a row."""
    lines = csv_lines(_engine().scan(replace(asked().query(), detail="fields")))
    return _streamed(lines, "text/csv; charset=utf-8; header=present", "search.csv")


@whole.get("/search.ndjson")
def search_ndjson() -> Response:
    """Every result as a line of JSON."""
    lines = ndjson_lines(_engine().scan(asked().query()))
    return _streamed(lines, "application/x-ndjson; charset=utf-8", "search.ndjson")


def whole_json(query: Query) -> Response:
    """The answer as /search.json gives it, with all the hits instead of a page of them."""
    result, hits = _together(query)
    rows = result_to_json(result)
    place = list(rows).index("hits")
    before, after = dict(list(rows.items())[:place]), dict(list(rows.items())[place + 1 :])
    begin, end = json_text(before)[:-1] + ', "hits": [', "], " + json_text(after)[1:]
    return _streamed(chain([begin], _with_commas(hits), [end]), "application/json")


def _together(query: Query) -> tuple[SearchResult, Iterator[Hit]]:
    """An answer and all its hits, of one generation."""
    engine = _engine()
    for _ in range(_TRIES):
        result, hits = engine.search(query), engine.scan(query)
        if engine.stats().generation == result.generation:
            break
    return result, hits


def _with_commas(hits: Iterable[Hit]) -> Iterator[str]:
    for number, hit in enumerate(hits):
        yield (", " if number else "") + json_text(hit_to_json(hit))


def _streamed(lines: Iterable[str], mimetype: str, filename: str = "") -> Response:
    response = Response(_bundled(iter(lines)), content_type=mimetype)
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _bundled(lines: Iterator[str]) -> Iterator[bytes]:
    while some := "".join(islice(lines, _TOGETHER)):
        yield some.encode("utf-8", "replace")  # half of a surrogate pair is in no UTF-8
