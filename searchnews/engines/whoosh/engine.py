"""The default engine: a Whoosh index in a folder. What a search page does not ask for is imported by who asks for it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from searchnews.dates import from_minutes, label
from searchnews.engine import ABILITIES
from searchnews.engines.answer import facet_page
from searchnews.engines.spelling import suggestion
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.answers import Answer, answered, settled
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.current import Current
from searchnews.engines.whoosh.executor import Executor
from searchnews.engines.whoosh.filters import Filters
from searchnews.engines.whoosh.rescoring import best
from searchnews.engines.whoosh.showing import answered_hits, nearly_of, page_of, scanned
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.spelling import IndexSpelling
from searchnews.engines.whoosh.writing import WhooshWriter
from searchnews.models import Article, Completion, EngineStats, FacetPage, Hit, Query, SearchResult
from searchnews.query.echo import in_words
from searchnews.query.expansion import expanded, unmarked


class WhooshEngine(WhooshWriter):
    """A Whoosh index in a folder. May be shared by threads: a generation that is open is only read."""

    can = ABILITIES
    local = True

    def __init__(self, address: str | Path, mode: str = "read") -> None:
        super().__init__(address, mode)
        self._newest = Current(self._folder)

    def _current(self) -> Snapshot:
        """The newest generation. It never changes: whoever holds it reads one state of the index."""
        return self._newest.snapshot()

    def close(self) -> None:
        self._newest.close()

    def search(self, query: Query) -> SearchResult:
        started = time.perf_counter()
        kernels.noticed()
        snapshot = self._current()
        executor, asked = Executor(snapshot), query
        answer = answered(executor, query)
        if answer:
            query, filters, total = answer.query, answer.filters, answer.total
            hits, nearly = answered_hits(executor, query, answer)
        else:
            query, matching = _settled(executor, query)
            filters = Filters(snapshot, query, matching)
            total = len(filters.whole)
            hits, nearly = page_of(snapshot, executor, query, filters.whole), None
        if nearly is None:
            nearly = nearly_of(snapshot, executor, query, total, query.limit - len(hits))
        shown = answer.asked.shown if answer else unmarked(query.node)
        return SearchResult(
            query=query if shown is query.node else replace(query, node=shown),
            understood=answer.asked.understood if answer else in_words(shown),
            total=total,
            hits=hits,
            nearly=nearly,
            facets=filters.facets(),
            histogram=filters.histogram(),
            undated=filters.periods()[2] if query.dates.bounded else 0,
            possible=filters.possible(),
            notes=query.notes,
            suggestion=_suggestion(asked, executor, answer) if asked.detail == "full" else None,
            generation=str(snapshot.generation),
            seconds=time.perf_counter() - started,
        )

    def scan(self, query: Query) -> Iterator[Hit]:
        snapshot = self._current()
        executor = Executor(snapshot)
        query, matching = _settled(executor, query)
        kept = Filters(snapshot, query, matching).kept()
        scores = executor.scores(query.node, kept)
        if query.sort == "relevance":
            order, found = best(executor, query.node, kept, scores, recent=query.recent, aside=query.aside)
        else:
            order = executor.order(kept, scores, query.sort)
            found = scores[order]
        return scanned(snapshot, query, kept[order], found)

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
        snapshot = self._current()
        query, matching = _settled(Executor(snapshot), query)
        counts = Filters(snapshot, query, matching).counts(facet)
        chosen = query.filters.get(facet, ())
        return facet_page(facet, counts, chosen, contains=contains, order=order, offset=offset, limit=limit)

    def get(self, article_id: str) -> Article | None:
        snapshot = self._current()
        document = snapshot.document(article_id)
        return None if document is None else snapshot.article(document)

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        from searchnews.engines.likeness import likeness_query

        snapshot = self._current()
        article = self.get(article_id)
        node = article and likeness_query(article, snapshot.articles, Executor(snapshot).frequency)
        if not node:
            return ()
        found = self.search(Query(text="", node=node, limit=limit + 1))
        return tuple(hit for hit in found.hits if hit.article_id != article_id)[:limit]

    def complete(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        from searchnews.engines.whoosh.completing import index_completions

        return index_completions(self._current(), prefix, limit)

    def titled(self, titles: Sequence[str]) -> dict[str, str]:
        from searchnews.engines.whoosh.completing import index_titled

        return index_titled(self._current(), titles)

    def state(self) -> str:
        snapshot = self._current()  # an index made anew begins to count again, but its files have names of their own
        return f"{snapshot.generation} {' '.join(path.name for path in snapshot.paths)}"

    def stats(self) -> EngineStats:
        snapshot = self._current()
        columns = snapshot.columns
        dated = snapshot.live & (columns.precision != UNDATED)
        days = [label(from_minutes(int(m)), "day") for m in _extremes(columns.starts[dated])]
        return EngineStats(
            articles=snapshot.articles,
            generation=str(snapshot.generation),
            segments=len(snapshot.segments),
            deleted=len(snapshot.live) - snapshot.articles,
            bytes=snapshot.bytes,
            first=days[0] if days else None,
            last=days[-1] if days else None,
            undated=snapshot.articles - int(dated.sum()),
        )

    def check(self) -> list[str]:
        """Reads every byte, and every article."""
        from searchnews.engines.whoosh.checking import faults

        return faults(self._folder)

    def leftovers(self) -> list[str]:
        from searchnews.engines.whoosh.checking import leftovers

        return leftovers(self._folder)


def _settled(executor: Executor, query: Query) -> tuple[Query, Array]:
    """The query with its tree expanded and `match` decided, and what matches: all the words, or any where none has all."""
    node, notes = expanded(query.node, executor.snapshot)
    if node is not query.node or notes:
        query = replace(query, node=node, notes=query.notes + notes)
    return settled(executor, query)


def _suggestion(asked: Query, executor: Executor, answer: Answer | None) -> str | None:
    known = answer.asked.suggestions if answer and answer.asked.typed is asked.node else {}
    key = asked.text, asked.match
    if key not in known:
        index = IndexSpelling(executor)
        known[key] = suggestion(asked, index, index.frequent)
    return known[key]


def _extremes(moments: Array) -> tuple[int, ...]:
    return (int(moments.min()), int(moments.max())) if len(moments) else ()
