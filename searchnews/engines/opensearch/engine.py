"""The engine for more than one machine: the seam of engine.py over an OpenSearch cluster."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any, TypeVar

from searchnews.dates import from_minutes, label
from searchnews.engine import Ability, refuse_more
from searchnews.engines.answer import facet_page
from searchnews.engines.likeness import likeness_query
from searchnews.engines.opensearch import books, bulk, checking, filters
from searchnews.engines.opensearch.address import place_of
from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.bulk import Batch
from searchnews.engines.opensearch.commit import clear_orphans, commit
from searchnews.engines.opensearch.completing import cluster_completions, cluster_titled
from searchnews.engines.opensearch.connection import Connection, Refused
from searchnews.engines.opensearch.listing import every_value
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.engines.opensearch.searching import Searcher
from searchnews.engines.opensearch.showing import article_of, hits
from searchnews.engines.opensearch.spelling import suggested
from searchnews.errors import SearchnewsError, WrongVersion
from searchnews.models import Article, Completion, EngineStats, FacetPage, Hit, Query, SearchResult
from searchnews.query.echo import in_words
from searchnews.query.nodes import Term
from searchnews.settings import Settings

_LOOK = 0.25  # seconds for which the generation that was looked at is believed to be the newest
_SCANNED = 500
_INDEX = "an index on a cluster"
_Answer = TypeVar("_Answer")


class OpenSearchEngine:
    """An index on a cluster. May be shared by threads."""

    can: frozenset[Ability] = frozenset()

    def __init__(self, address: str, mode: str = "read", settings: Settings | None = None) -> None:
        self._connection = Connection(place_of(address), settings or Settings())
        self._settings = settings or Settings()
        self._mode = mode
        self._known = Remembered()
        self._turn = threading.Lock()
        self._now: Current | None = None
        self._looked = float("-inf")
        self._before: Current | None = None  # what was there when this run began to write
        self._began = False
        self._alone: IO[bytes] | None = None  # held by who writes, so that no other process clears its batches away
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
        given = list(batches)
        if not self._began:
            self._begin()
        now = commit(
            self._connection,
            self._settings,
            given,
            before=self._before,
            removed=removed,
            rebuild=rebuild,
            ledger=ledger,
        )
        for batch in given:
            batch.discard()
        with self._turn:
            self._now, self._looked, self._began = now, time.monotonic(), False
        return str(now.generation)

    def discard(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            batch.discard()
        if self._alone is None:
            self._alone = bulk.alone(str(self._connection.place))
        bulk.clear(str(self._connection.place))
        self._begin()
        with contextlib.suppress(SearchnewsError):
            clear_orphans(self._connection)

    def _begin(self) -> None:
        """Remember what the run begins with: a commit builds on that and on nothing else."""
        try:
            self._before = books.current(self._connection)
        except WrongVersion:
            if self._mode != "rebuild":
                raise
            self._before = None
        self._began = True

    def ledger(self) -> bytes:
        held = books.current(self._connection)
        return books.ledger(self._connection, held) if held else b""

    # Reading

    def _newest(self) -> Current:
        """The newest generation, as of a quarter of a second ago."""
        with self._turn:
            if self._now is None or time.monotonic() - self._looked > _LOOK:
                self._now, self._looked = books.require(self._connection), time.monotonic()
            return self._now

    def _searcher(self) -> Searcher:
        return Searcher(self._connection, self._newest(), self._known)

    def search(self, query: Query) -> SearchResult:
        started = time.perf_counter()
        return self._again(lambda: self._search(query, started))

    def _again(self, ask: Callable[[], _Answer]) -> _Answer:
        """Ask; once more where the generation was taken away just then."""
        try:
            return ask()
        except Refused as error:
            if error.kind != "index_not_found_exception":
                raise
            with self._turn:
                self._now = None
            return ask()

    def _search(self, query: Query, started: float) -> SearchResult:
        refuse_more(query, self.can, _INDEX)
        searcher, asked = self._searcher(), query
        found = searcher.search(query)
        query, counts = found.query, found.counts
        shown = hits(query, found.rows)
        nearly = searcher.nearly(query, found.total, query.limit - len(shown))
        facets = counts.facets()
        return SearchResult(
            query=query,
            understood=in_words(query.node),
            total=found.total,
            hits=shown,
            nearly=hits(query, nearly),
            facets=facets,
            histogram=counts.histogram(found.periods),
            undated=counts.undated(),
            possible=counts.possible(),
            notes=(*query.notes, *(f"the counts of {name} are at least so many" for name in counts.inexact)),
            suggestion=suggested(asked, searcher),
            generation=str(searcher.now.generation),
            seconds=time.perf_counter() - started,
        )

    def scan(self, query: Query) -> Iterator[Hit]:
        refuse_more(query, self.can, _INDEX)
        searcher = self._searcher()
        query = searcher.settled(query)
        pages = searcher.pages(query, size=_SCANNED)
        first = next(pages, [])  # now, so that what is scanned is what there is now
        return self._scanned(query, first, pages)

    def _scanned(self, query: Query, first: list[Any], pages: Iterator[list[Any]]) -> Iterator[Hit]:
        with contextlib.closing(pages):  # type: ignore[type-var]
            yield from hits(query, first)
            for rows in pages:
                yield from hits(query, rows)

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
        searcher = self._searcher()
        query = searcher.settled(query)
        clause = {"bool": {"must": [searcher.scored(query)], "filter": filters.kept(query, facet)}}
        counts = dict(every_value(searcher, clause, facet))
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
        searcher = self._searcher()
        wanted: list[str] = []
        likeness_query(article, searcher.now.articles, lambda term: wanted.append(term) or 0)  # type: ignore[func-returns-value]
        leaves = {term: Term(term, (term,)) for term in wanted}
        searcher.count_each([leaf for leaf in leaves.values() if self._known.count(searcher.now, leaf) is None])
        node = likeness_query(
            article, searcher.now.articles, lambda term: self._known.count(searcher.now, leaves[term]) or 0
        )
        if node is None:
            return ()
        found = self.search(Query(text="", node=node, limit=limit + 1))
        return tuple(hit for hit in found.hits if hit.article_id != article_id)[:limit]

    def complete(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return self._again(lambda: cluster_completions(self._searcher(), prefix, limit))

    def titled(self, titles: Sequence[str]) -> dict[str, str]:
        return self._again(lambda: cluster_titled(self._searcher(), titles))

    def state(self) -> str:
        now = self._newest()
        return f"{now.generation} {now.mark}"

    def stats(self) -> EngineStats:
        searcher = self._searcher()
        now = searcher.now
        aggs = {
            "first": {"min": {"field": "start"}},
            "last": {"max": {"field": "start"}},
            "undated": {"missing": {"field": "start"}},
        }
        answer = searcher.ask({"size": 0, "track_total_hits": True, "aggs": aggs})
        disk = self._connection.call("GET", f"/{now.articles_index},{now.books_index}/_stats/docs,store,segments")
        whole, found = disk["_all"], answer["aggregations"]
        return EngineStats(
            articles=int(answer["hits"]["total"]["value"]),
            generation=str(now.generation),
            segments=int(disk["indices"][now.articles_index]["primaries"]["segments"]["count"]),
            deleted=int(disk["indices"][now.articles_index]["primaries"]["docs"]["deleted"]),
            bytes=int(whole["primaries"]["store"]["size_in_bytes"]),
            first=_day(found["first"]["value"]),
            last=_day(found["last"]["value"]),
            undated=int(found["undated"]["doc_count"]),
        )

    def check(self) -> list[str]:
        return list(checking.faults(self._connection))

    def leftovers(self) -> list[str]:
        return checking.leftovers(self._connection)

    def close(self) -> None:
        self._connection.close()
        if self._alone is not None:
            self._alone.close()
            self._alone = None


def _day(minutes: float | None) -> str | None:
    return None if minutes is None else label(from_minutes(int(minutes)), "day")
