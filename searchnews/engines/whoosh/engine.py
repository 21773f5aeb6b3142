"""The default engine: a Whoosh index in a folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path

import numpy as np

from searchnews.dates import from_minutes, label
from searchnews.engine import ABILITIES, NEARLY_BELOW
from searchnews.engines.answer import facet_page, hit
from searchnews.engines.likeness import likeness_query
from searchnews.engines.spelling import suggestion
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.answers import answered, settled
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.builder import Built, build, without
from searchnews.engines.whoosh.checking import faults, leftovers
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.commit import commit
from searchnews.engines.whoosh.completing import index_completions, index_titled
from searchnews.engines.whoosh.current import Current
from searchnews.engines.whoosh.executor import Executor
from searchnews.engines.whoosh.explaining import explanations
from searchnews.engines.whoosh.filters import Filters
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.rescoring import best
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.spelling import IndexSpelling
from searchnews.errors import IndexUnavailable, IndexWriteFailed
from searchnews.marking import Marking
from searchnews.models import Article, Completion, EngineStats, FacetPage, Hit, Query, SearchResult
from searchnews.query.echo import in_words
from searchnews.query.expansion import expanded
from searchnews.query.nodes import Node, clauses, positive_leaves, with_any

_SCANNED = 20  # articles that an export holds at a time
_hit = partial(tuple.__new__, Hit)  # Hit._make, which would count the fields each time
_NOTHING_MORE = tuple(map(repeat, Hit("", 0.0)[2:]))
_NO_SCORES = np.empty(0, np.float32)


class WhooshEngine:
    """A Whoosh index in a folder. May be shared by threads: a generation that is open is only read."""

    can = ABILITIES

    def __init__(self, address: str | Path, mode: str = "read") -> None:
        self._folder = Folder(Path(address))
        self._newest = Current(self._folder)
        if mode == "read":
            self._folder.require()
            return
        self._folder.require_ours()
        if mode == "write":
            self._folder.require_version()
        self._folder.make()

    # Writing

    def encode(self, articles: Iterable[Article]) -> Built:
        try:
            return build(articles, self._folder.path)
        except OSError as error:
            raise _write_failed(self._folder, error) from error

    def without(self, batch: Built, places: Sequence[int]) -> Built:
        return without(batch, places)

    def commit(
        self,
        batches: Iterable[Built],
        *,
        removed: Sequence[str] = (),
        rebuild: bool = False,
        ledger: bytes | None = None,
    ) -> str:
        try:
            return str(commit(self._folder, list(batches), removed=removed, rebuild=rebuild, ledger=ledger))
        except OSError as error:
            raise _write_failed(self._folder, error) from error

    def discard(self, batches: Iterable[Built]) -> None:
        with contextlib.suppress(OSError):
            self._folder.tidy()

    def ledger(self) -> bytes:
        if self._folder.generation() < 0:
            return b""
        self._current()  # what is to be built on can be read
        return self._folder.remembered()

    # Reading

    def _current(self) -> Snapshot:
        """The newest generation. It never changes: whoever holds it reads one state of the index."""
        return self._newest.snapshot()

    def search(self, query: Query) -> SearchResult:
        started = time.perf_counter()
        kernels.noticed()
        snapshot = self._current()
        executor, asked = Executor(snapshot), query
        answer = answered(executor, query)
        if answer:
            query, filters, total = answer.query, answer.filters, answer.total
            hits = _hits(snapshot, query, answer.documents, answer.scores)
            if query.explain:
                hits = _explained(executor, query, query.node, answer.documents, hits, query.offset)
        else:
            query, matching = _settled(executor, query)
            filters = Filters(snapshot, query, matching)
            total = len(filters.whole)
            hits = _page(snapshot, executor, query, filters.whole)
        if answer and answer.nearly is not None:
            nearly = _hits(snapshot, query, answer.nearly, answer.of_nearly)
            if query.explain:
                nearly = _explained(executor, query, with_any(query.node), answer.nearly, nearly, 0)
        else:
            nearly = _nearly(snapshot, executor, query, total, query.limit - len(hits))
        return SearchResult(
            query=query,
            understood=in_words(query.node),
            total=total,
            hits=hits,
            nearly=nearly,
            facets=filters.facets(),
            histogram=filters.histogram(),
            undated=filters.periods().without if query.dates.bounded else 0,
            possible=filters.possible(),
            notes=query.notes,
            suggestion=_suggestion(asked, executor) if asked.detail == "full" else None,
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
        return _scanned(snapshot, query, kept[order], found)

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
        snapshot = self._current()
        article = self.get(article_id)
        node = article and likeness_query(article, snapshot.articles, Executor(snapshot).frequency)
        if not node:
            return ()
        found = self.search(Query(text="", node=node, limit=limit + 1))
        return tuple(hit for hit in found.hits if hit.article_id != article_id)[:limit]

    def complete(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return index_completions(self._current(), prefix, limit)

    def titled(self, titles: Sequence[str]) -> dict[str, str]:
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
        return faults(self._folder)

    def leftovers(self) -> list[str]:
        return leftovers(self._folder)

    def close(self) -> None:
        self._newest.close()


def _settled(executor: Executor, query: Query) -> tuple[Query, Array]:
    """The query with its tree expanded and `match` decided, and what matches: all the words, or any where none has all."""
    node, notes = expanded(query.node, executor.snapshot)
    if node is not query.node or notes:
        query = replace(query, node=node, notes=query.notes + notes)
    return settled(executor, query)


def _suggestion(asked: Query, executor: Executor) -> str | None:
    index = IndexSpelling(executor)
    return suggestion(asked, index, index.frequent)


def _nearly(snapshot: Snapshot, executor: Executor, query: Query, total: int, room: int) -> tuple[Hit, ...]:
    if query.match == "any" or len(clauses(query.node)) < 2 or total >= NEARLY_BELOW or query.offset or room <= 0:
        return ()
    documents, scores = executor.nearly(query, lambda found: Filters(snapshot, query, found).kept(), room)
    hits = _hits(snapshot, query, documents, scores)
    return _explained(executor, query, with_any(query.node), documents, hits, 0) if query.explain else hits


def _page(snapshot: Snapshot, executor: Executor, query: Query, kept: Array) -> tuple[Hit, ...]:
    """The hits asked for; only what decides the order is worked out for all."""
    last = query.offset + query.limit
    if query.sort == "relevance":
        scores = executor.scores(query.node, kept)
        order, found = best(executor, query.node, kept, scores, last, recent=query.recent, aside=query.aside)
        documents = kept[order[query.offset :]]
        hits = _hits(snapshot, query, documents, found[query.offset :])
        return _explained(executor, query, query.node, documents, hits, query.offset) if query.explain else hits
    places = executor.order(kept, _NO_SCORES, query.sort, last)[query.offset : last]
    shown = np.sort(kept[places])
    scores = executor.scores(query.node, shown)
    hits = _hits(snapshot, query, kept[places], scores[np.searchsorted(shown, kept[places])])
    return _explained(executor, query, query.node, kept[places], hits, None) if query.explain else hits


def _explained(
    executor: Executor, query: Query, node: Node, documents: Array, hits: Sequence[Hit], first: int | None
) -> tuple[Hit, ...]:
    if not hits:
        return ()
    found = explanations(executor, node, documents, first, recent=query.recent, aside=query.aside)
    return tuple(hit._replace(explanation=parts) for hit, parts in zip(hits, found, strict=True))


def _hits(snapshot: Snapshot, query: Query, documents: Array, scores: Array) -> tuple[Hit, ...]:
    if query.detail == "ids":
        return tuple(map(_hit, zip(snapshot.ids(documents), scores.tolist(), *_NOTHING_MORE, strict=False)))
    if query.detail == "fields":
        articles = map(snapshot.article, documents.tolist())
        return tuple(Hit(row.article_id, score, row) for row, score in zip(articles, scores.tolist(), strict=True))
    marking = Marking(positive_leaves(query.node))
    return tuple(
        hit(snapshot.article(int(document)), float(score), marking)
        for document, score in zip(documents, scores, strict=True)
    )


def _scanned(snapshot: Snapshot, query: Query, documents: Array, scores: Array) -> Iterator[Hit]:
    for place in range(0, len(documents), _SCANNED):
        yield from _hits(snapshot, query, documents[place : place + _SCANNED], scores[place : place + _SCANNED])


def _extremes(moments: Array) -> tuple[int, ...]:
    return (int(moments.min()), int(moments.max())) if len(moments) else ()


def _write_failed(folder: Folder, error: OSError) -> Exception:
    if isinstance(error, FileNotFoundError) and not folder.path.exists():
        return IndexUnavailable(f"the index folder {folder.path} has gone away")
    reason = error.strerror or str(error)
    return IndexWriteFailed(f"the index in {folder.path} could not be written ({reason}): the old one is intact")
