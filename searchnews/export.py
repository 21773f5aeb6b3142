"""Every hit of a search, one after another: CSV for spreadsheets, JSON a line for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TextIO

from searchnews.dates import label
from searchnews.jsonlines import json_line, json_text
from searchnews.models import Hit
from searchnews.resultjson import hit_to_json

COLUMNS = ("id", "title", "published", "sources", "publisher", "section", "authors", "language", "url", "score")
_CRLF = "\r\n"
# What spreadsheets take for the beginning of a formula, or cut away before they look for one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Returned:
    """A file for csv.writer that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """One row a hit, after a header; a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    write = csv.writer(_Returned(), lineterminator=_CRLF).writerow  # only so is a \r within a cell quoted
    for row in chain([COLUMNS], ([inert(cell) for cell in _cells(hit)] for hit in hits)):
        yield str(write(row)).removesuffix(_CRLF) + "\n"


def write_csv(hits: Iterable[Hit], out: TextIO) -> None:
    """The rows of `csv_lines`."""
    out.writelines(csv_lines(hits))


def _cells(hit: Hit) -> Iterator[str]:
    article = hit.article
    if article is None:
        raise ValueError("an export needs whole hits")
    date = article.published
    yield hit.article_id
    yield article.title
    yield label(date.start, "day" if date.precision == "minute" else date.precision) if date else ""
    yield "; ".join(article.sources)
    yield article.publisher
    yield article.section
    yield "; ".join(article.authors)
    yield article.language
    yield article.url
    yield f"{hit.score:.4f}"


def inert(cell: str) -> str:
    """A cell that stays text in any spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def ndjson_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """One JSON object a hit, in UTF-8."""
    for hit in hits:
        yield json_text(hit_to_json(hit)) + "\n"


def write_ndjson(hits: Iterable[Hit], out: TextIO) -> None:
    """One JSON object a hit."""
    for hit in hits:
        out.write(json_line(hit_to_json(hit), out))
