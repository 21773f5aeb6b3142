"""Whoosh as it comes: its own codec, its exact collector, facets by `groupedby`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh import collectors, fields, index, qparser, query, sorting
from whoosh.analysis import StemmingAnalyzer

from bench.programs.program import TOP, Counts
from bench.queries import Asked
from bench.sets import Record

_FACETS = ("source", "section", "month")


def build(folder: Path, records: Iterable[Record]) -> None:
    """One commit by one process."""
    folder.mkdir(parents=True)
    words = StemmingAnalyzer(stoplist=None, minsize=1, cachesize=-1)
    schema = fields.Schema(
        number=fields.STORED,
        title=fields.TEXT(words, stored=True),
        body=fields.TEXT(words, stored=True),
        date=fields.STORED,
        day=fields.NUMERIC(sortable=True),
        **{name: fields.ID(stored=True, sortable=True) for name in _FACETS},
    )
    writer = index.create_in(folder, schema).writer(limitmb=512)
    for record in records:
        row = {name: getattr(record, name) for name in ("number", "title", "body", "date", "day", *_FACETS)}
        writer.add_document(**row)
    writer.commit()


class StockWhoosh:
    """One searcher."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        opened = index.open_dir(folder)
        self._searcher = opened.searcher()
        boosts = {"title": 4.0, "body": 1.0}
        self._parser = qparser.MultifieldParser(list(boosts), opened.schema, fieldboosts=boosts)
        self.version = version("whoosh")

    def page(self, asked: Asked) -> tuple[Any, Any]:
        words = self._parser.parse(asked.text) if asked.words else query.Every()
        result = self._collected(_filtered(words, asked), _FACETS, TOP, newest=not asked.words)
        if not asked.source:
            return result, result
        return result, self._collected(words, ("source",), 1)

    def _collected(self, found: Any, facets: Iterable[str], limit: int, *, newest: bool = False) -> Any:
        """`Searcher.search(groupedby=…)` forgets the limit: the collectors are put together by hand."""
        if newest:
            best = collectors.SortingCollector("day", limit, reverse=True)
        else:
            # Without replace=0 matchers that can't reach the top are dropped, and with them their counts.
            best = collectors.TopCollector(limit, usequality=False, replace=0)
        counting = collectors.FacetCollector(best, _groups(facets))
        self._searcher.search_with_collector(found, counting)
        return counting.results()

    def full(self, asked: Asked) -> tuple[Any, Any]:
        page = self.page(asked)
        for hit in page[0]:
            hit.fields()
            hit.highlights("body", top=2)
        return page

    def counts(self, answer: tuple[Any, Any]) -> Counts:
        result, others = answer
        source, section, month = (
            {value: count for value, count in found.groups(name).items() if value}
            for found, name in ((others, "source"), (result, "section"), (result, "month"))
        )
        return Counts(len(result), source, section, month, result.scored_length())


def _groups(names: Iterable[str]) -> sorting.Facets:
    groups = sorting.Facets()
    for name in names:
        groups.add_field(name, maptype=sorting.Count)
    return groups


def _filtered(words: Any, asked: Asked) -> Any:
    clauses = [words]
    if asked.source:
        clauses.append(query.ConstantScoreQuery(query.Term("source", asked.source), 0.0))
    if asked.since:
        first, last = int(asked.since.replace("-", "")) * 100, int(asked.until.replace("-", "")) * 100 + 99
        clauses.append(query.ConstantScoreQuery(query.NumericRange("day", first, last), 0.0))
    return query.And(clauses) if len(clauses) > 1 else words
