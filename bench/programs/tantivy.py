"""tantivy through tantivy-py, written as fast as its Python surface allows.

What was tried and is slower: `Searcher.search(count=True)` (the counts by month add up to the total), months as numbers
or by a histogram, documents by keywords or as JSON, date ranges over the column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Filter, Occur, Query, SchemaBuilder, SnippetGenerator, TextAnalyzerBuilder, Tokenizer

from bench.programs.program import MONTHS, TOP, VALUES, Counts
from bench.queries import Asked
from bench.sets import Record

THREADS = 2
HEAP = 500_000_000  # bytes the writer may hold
UNDATED = "none"
_FIELDS, _BOOSTS = ["title", "body"], {"title": 4.0}


def _terms(field: str, size: int) -> dict[str, Any]:
    # Each segment hands over all its values: with fewer, counts would be estimates.
    return {"terms": {"field": field, "size": size, "segment_size": 100_000}}


_SOURCE = {"source": _terms("source", VALUES)}
_REST = {"section": _terms("section", VALUES), "month": _terms("month", MONTHS)}
_ALL = _SOURCE | _REST


def analyser() -> Any:
    """Words of letters and digits, folded, stemmed for English."""
    filters = (Filter.remove_long(64), Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english"))
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in filters:
        builder = builder.filter(step)
    return builder.build()


def _schema() -> Any:
    builder = SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, fast=True)
    for name in _FIELDS:
        builder.add_text_field(name, stored=True, tokenizer_name="english")
    for name in ("source", "section"):
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("date", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("month", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", fast=True, indexed=True)
    return builder.build()


def build(folder: Path, records: Iterable[Record], threads: int = THREADS) -> None:
    """Index the records from a Python loop into an empty folder; merges are done when this returns."""
    folder.mkdir(parents=True)
    schema = _schema()
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer("english", analyser())
    writer = index.writer(heap_size=HEAP, num_threads=threads)
    for record in records:
        row: dict[str, object] = {"number": record.number, "title": record.title, "body": record.body}
        row |= {"date": record.date, "month": record.month or UNDATED, "day": record.day}
        row |= {name: value for name in ("source", "section") if (value := getattr(record, name))}
        writer.add_document(tantivy.Document.from_dict(row, schema))
    writer.commit()
    writer.wait_merging_threads()


@dataclass(slots=True)
class Page:
    """What the calls gave, as they gave it."""

    ids: list[Any]
    hits: list[tuple[float, Any]]
    source: dict[str, Any]
    rest: dict[str, Any]
    snippets: list[tuple[dict[str, Any], str]]


class Tantivy:
    """A searcher on one generation."""

    name = "tantivy"
    version = getattr(tantivy, "__version__", "")

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.register_tokenizer("english", analyser())
        self._index.reload()
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def page(self, asked: Asked) -> Page:
        return self._page(self._words(asked), asked)

    def full(self, asked: Asked) -> Page:
        words = self._words(asked)
        page = self._page(words, asked)
        generator = SnippetGenerator.create(self._searcher, words, self._schema, "body")
        for _, address in page.hits:
            document = self._searcher.doc(address)
            page.snippets.append((document.to_dict(), generator.snippet_from_doc(document).to_html()))
        return page

    def _words(self, asked: Asked) -> Any:
        if not asked.words:
            return Query.all_query()
        return self._index.parse_query(asked.text, _FIELDS, field_boosts=_BOOSTS, conjunction_by_default=True)

    def _page(self, words: Any, asked: Asked) -> Page:
        query = self._filtered(words, asked)
        hits = self._searcher.search(query, TOP, count=False, order_by_field=None if asked.words else "day").hits
        if asked.source:
            source, rest = self._searcher.aggregate(words, _SOURCE), self._searcher.aggregate(query, _REST)
        else:
            source = rest = self._searcher.aggregate(query, _ALL)
        return Page(self._ids(hits), hits, source, rest, [])

    def _ids(self, hits: list[tuple[float, Any]]) -> list[Any]:
        return self._searcher.fast_field_values("number", [address for _, address in hits])

    def _filtered(self, words: Any, asked: Asked) -> Any:
        clauses = [(Occur.Must, words)]
        if asked.source:
            term = Query.term_query(self._schema, "source", asked.source, "basic")
            clauses.append((Occur.Must, Query.const_score_query(term, 0.0)))
        if asked.since:
            first, last = int(asked.since.replace("-", "")) * 100, int(asked.until.replace("-", "")) * 100 + 99
            days = Query.range_query(self._schema, "day", FieldType.Unsigned, first, last, use_inverted_index=True)
            clauses.append((Occur.Must, Query.const_score_query(days, 0.0)))
        return Query.boolean_query(clauses) if len(clauses) > 1 else words

    def counts(self, answer: Page) -> Counts:
        source, section, months = (
            {row["key"]: row["doc_count"] for row in found["buckets"]}
            for found in (answer.source["source"], answer.rest["section"], answer.rest["month"])
        )
        total = sum(months.values())
        months.pop(UNDATED, None)
        return Counts(total, source, section, months, len(answer.hits))
