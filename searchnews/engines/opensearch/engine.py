"""The engine for more than one machine: the seam of engine.py over an OpenSearch cluster."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from searchnews.engine import ABILITIES
from searchnews.engines.answer import facet_page
from searchnews.engines.opensearch import books, bulk, checking
from searchnews.engines.opensearch.address import place_of
from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.bulk import Batch
from searchnews.engines.opensearch.completing import cluster_completions, cluster_titled
from searchnews.engines.opensearch.connection import Connection, Overloaded, Refused
from searchnews.engines.opensearch.explaining import explanation
from searchnews.engines.opensearch.liking import likeness
from searchnews.engines.opensearch.listing import values_found
from searchnews.engines.opensearch.paging import far, pages
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.engines.opensearch.searching import Searcher, loosened
from searchnews.engines.opensearch.showing import article_of, hits
from searchnews.engines.opensearch.spelling import suggested
from searchnews.engines.opensearch.stating import stats_of
from searchnews.engines.opensearch.writing import Writer
from searchnews.errors import QueryTooLarge, SearchnewsError
from searchnews.models import Article, Completion, EngineStats, FacetPage, Hit, Query, SearchResult
from searchnews.query.echo import in_words
from searchnews.query.expansion import unmarked
from searchnews.settings import Settings

_LOOK = 0.25  # seconds for which the generation that was looked at is believed to be the newest
_SCANNED = 500
_Answer = TypeVar("_Answer")


class OpenSearchEngine:
    """An index on a cluster. May be shared by threads."""

    can = ABILITIES
    local = False

    def __init__(self, address: str, mode: str = "read", settings: Settings | None = None) -> None:
        self._connection = Connection(place_of(address), settings or Settings())
        self._writer = Writer(self._connection, settings or Settings(), mode)
        self._known = Remembered()
        self._turn = threading.Lock()
        self._now: Current | None = None
        self._missing: SearchnewsError | None = None  # why it can't be asked
        self._looked = float("-inf")
        if mode == "read":
            self._newest()

    # Writing

    def encode(self, articles: Iterable[Article]) -> Batch:
        return bulk.encode(articles, str(self._connection.place))

    def without(self, batch: Batch, places: Sequence[int]) -> Batch:
        return batch.without(places)

    def commit(
        self,
        batches: Iterable[Batch],
        *,
        removed: Sequence[str] = (),
        rebuild: bool = False,
        ledger: bytes | None = None,
    ) -> str:
        now = self._writer.commit(list(batches), removed=removed, rebuild=rebuild, ledger=ledger)
        with self._turn:
            self._now, self._missing, self._looked = now, None, time.monotonic()
        return str(now.generation)

    def discard(self, batches: Iterable[Batch]) -> None:
        self._writer.discard(batches)

    def ledger(self) -> bytes:
        held = books.current(self._connection)
        return books.ledger(self._connection, held) if held else b""

    def generation(self) -> str:
        held = books.current(self._connection)
        return str(held.generation) if held else ""

    # Reading

    def _newest(self) -> Current:
        """The newest generation, as of a quarter of a second ago; who waited for a look that failed hears of it."""
        with self._turn:
            if time.monotonic() - self._looked > _LOOK:
                self._look()
            if self._missing:
                raise self._missing.with_traceback(None)
            assert self._now is not None
            return self._now

    def _look(self) -> None:
        try:
            self._now, self._missing = self._looked_up(), None
        except SearchnewsError as error:
            self._missing = error
        self._looked = time.monotonic()

    def _looked_up(self) -> Current:
        """What the cluster says; where it is there and has no time, what it said last."""
        try:
            return books.require(self._connection)
        except Overloaded:
            if self._connection.hangs():
                raise
        return self._now or books.require(self._connection, patience=self._connection.limit)

    def _answer(self, ask: Callable[[Searcher], _Answer]) -> _Answer:
        """Ask; once more where the generation was taken away just then, or where windows made the query too large."""
        try:
            return ask(Searcher(self._connection, self._newest(), self._known))
        except QueryTooLarge:
            return ask(Searcher(self._connection, self._newest(), self._known, roughly=True))
        except Refused as error:
            if error.kind != "index_not_found_exception":
                raise
            with self._turn:
                self._looked = float("-inf")
            return ask(Searcher(self._connection, self._newest(), self._known))

    def search(self, query: Query) -> SearchResult:
        started = time.perf_counter()
        return self._answer(lambda searcher: _search(searcher, query, started))

    def scan(self, query: Query) -> Iterator[Hit]:
        return _scanned(*self._answer(lambda searcher: _begun(searcher, query)))

    def facet_values(
        self,
        query: Query,
        facet: str,
        *,
        contains: str = "",
        order: str = "count",
        offset: int = 0,
        limit: int = 100,
    ) -> FacetPage:
        counts = self._answer(lambda searcher: values_found(searcher, query, facet))
        chosen = query.filters.get(facet, ())
        return facet_page(facet, counts, chosen, contains=contains, order=order, offset=offset, limit=limit)

    def get(self, article_id: str) -> Article | None:
        if not article_id or not article_id.isascii() or not article_id.isalnum():
            return None
        path = f"/{self._newest().articles_index}/_doc/{article_id}"
        try:
            answer = self._connection.call("GET", path, params={"realtime": "false"})
        except Refused as error:
            if error.status == 404:
                return None
            raise
        return article_of(answer)

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        article = self.get(article_id)
        if article is None:
            return ()
        node = self._answer(lambda searcher: likeness(searcher, article))
        if node is None:
            return ()
        found = self.search(Query(text="", node=node, limit=limit + 1))
        return tuple(hit for hit in found.hits if hit.article_id != article_id)[:limit]

    def complete(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return self._answer(lambda searcher: cluster_completions(searcher, prefix, limit))

    def titled(self, titles: Sequence[str]) -> dict[str, str]:
        return self._answer(lambda searcher: cluster_titled(searcher, titles))

    def state(self) -> str:
        now = self._newest()
        return f"{now.generation} {now.mark}"

    def stats(self) -> EngineStats:
        return self._answer(stats_of)

    def check(self) -> list[str]:
        return list(checking.faults(self._connection))

    def leftovers(self) -> list[str]:
        return checking.leftovers(self._connection)

    def close(self) -> None:
        self._connection.close()
        self._writer.close()


def _search(searcher: Searcher, asked: Query, started: float) -> SearchResult:
    found = searcher.search(asked)
    query, counts = found.query, found.counts
    rows = far(searcher, query) if found.beyond and query.offset < found.total else found.rows
    nearly = searcher.nearly(query, found.total, query.limit - len(rows))
    facets = counts.facets()
    shown = unmarked(query.node)
    return SearchResult(
        query=query if shown is query.node else replace(query, node=shown),
        understood=in_words(shown),
        total=found.total,
        hits=_told(searcher, query, rows),
        nearly=_told(searcher, loosened(query), nearly) if nearly else (),
        facets=facets,
        histogram=counts.histogram(found.periods),
        undated=counts.undated(),
        possible=counts.possible(),
        notes=(*query.notes, *(f"the counts of {name} are at least so many" for name in counts.inexact)),
        suggestion=suggested(asked, searcher),
        generation=str(searcher.now.generation),
        seconds=time.perf_counter() - started,
    )


def _told(searcher: Searcher, query: Query, rows: Sequence[Any]) -> tuple[Hit, ...]:
    """Hits of a search, with what their scores are made of if asked for."""
    shown = hits(query, rows)
    if not query.explain:
        return shown
    return tuple(
        [h._replace(explanation=explanation(searcher, query, row)) for h, row in zip(shown, rows, strict=True)]
    )


def _begun(searcher: Searcher, query: Query) -> tuple[Query, list[Any], Iterator[list[Any]]]:
    """A scan with its first page, so that what is scanned is what there is now."""
    query = searcher.settled(query)
    each = pages(searcher, query, size=_SCANNED)
    return query, next(each, []), each


def _scanned(query: Query, first: list[Any], each: Iterator[list[Any]]) -> Iterator[Hit]:
    with contextlib.closing(each):  # type: ignore[type-var]
        yield from hits(query, first)
        for rows in each:
            yield from hits(query, rows)
