"""The yardstick: an index of dictionaries, slow and obviously right. The other engines must agree with it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from searchnews.dates import label
from searchnews.engine import ABILITIES, NEARLY_BELOW
from searchnews.engines.answer import facet_page
from searchnews.engines.likeness import likeness_query
from searchnews.engines.spelling import suggestion
from searchnews.engines.yardstick import (
    Document,
    analysed,
    matches,
    mentions,
)
from searchnews.engines.yardstick_found import Found
from searchnews.engines.yardstick_words import PlainSpelling, PlainVocabulary, plain_completions, plainly_titled
from searchnews.models import (
    Article,
    Completion,
    EngineStats,
    FacetPage,
    Hit,
    Query,
    SearchResult,
)
from searchnews.query.echo import in_words
from searchnews.query.expansion import expanded, unmarked
from searchnews.query.nodes import (
    Term,
    clauses,
    exclusions,
    with_any,
)


class MemoryEngine:
    """An index of dictionaries."""

    can = ABILITIES
    local = True

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._ledger = b""
        self._generation = 0

    def encode(self, articles: Iterable[Article]) -> list[Document]:
        return [analysed(article) for article in articles]

    def without(self, batch: list[Document], places: Sequence[int]) -> list[Document]:
        dropped = set(places)
        return [document for place, document in enumerate(batch) if place not in dropped]

    def commit(
        self,
        batches: Iterable[list[Document]],
        *,
        removed: Sequence[str] = (),
        rebuild: bool = False,
        ledger: bytes | None = None,
    ) -> str:
        kept = {} if rebuild else dict(self._documents)
        for article_id in removed:
            kept.pop(article_id, None)
        for batch in batches:
            kept |= {document.article.article_id: document for document in batch}
        self._documents, self._generation = kept, self._generation + 1
        self._ledger = self._ledger if ledger is None else ledger
        return str(self._generation)

    def discard(self, batches: Iterable[list[Document]]) -> None:
        pass

    def ledger(self) -> bytes:
        return self._ledger

    def search(self, query: Query) -> SearchResult:
        started, asked = time.perf_counter(), query
        query = self._settled(query)
        found = Found(self._documents, query)
        kept = found.kept()
        ranked = found.ranked(kept)
        hits = tuple(map(found.shown, ranked[query.offset : query.offset + query.limit]))
        nearly = self._nearly(found, len(kept), query.limit - len(hits))
        shown = unmarked(query.node)
        return SearchResult(
            query=query if shown is query.node else replace(query, node=shown),
            understood=in_words(shown),
            total=len(kept),
            hits=hits,
            nearly=nearly,
            facets=found.facets(),
            histogram=found.histogram(),
            undated=found.undated(),
            possible=found.possible(),
            notes=query.notes,
            suggestion=self._suggestion(asked),
            generation=str(self._generation),
            seconds=time.perf_counter() - started,
        )

    def _suggestion(self, asked: Query) -> str | None:
        documents = self._documents.values()
        return (
            suggestion(asked, PlainSpelling(documents, PlainVocabulary(documents))) if asked.detail == "full" else None
        )

    def _settled(self, query: Query) -> Query:
        """The query with its tree expanded and `match` decided: all the words, or any where no article has them all."""
        node, notes = expanded(query.node, PlainVocabulary(self._documents.values()))
        query = replace(query, node=node, notes=query.notes + notes)
        if query.match == "all" and len(clauses(query.node)) > 1:
            if any(matches(document, query.node) for document in self._documents.values()):
                return query
            query = replace(query, match="any")
        return replace(query, node=with_any(query.node)) if query.match == "any" else query

    def _nearly(self, found: Found, total: int, room: int) -> tuple[Hit, ...]:
        query = found.query
        wanted = clauses(query.node)
        if query.match == "any" or len(wanted) < 2 or total >= NEARLY_BELOW or query.offset or room <= 0:
            return ()
        return found.nearly(wanted, exclusions(query.node), room)

    def scan(self, query: Query) -> Iterator[Hit]:
        found = Found(self._documents, self._settled(query))
        for document in found.ranked(found.kept()):
            yield found.hit(document)

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
        query = self._settled(query)
        counts = Found(self._documents, query).counts(facet)
        del counts[None]
        chosen = query.filters.get(facet, ())
        named = {value: count for value, count in counts.items() if value is not None}
        return facet_page(facet, named, chosen, contains=contains, order=order, offset=offset, limit=limit)

    def get(self, article_id: str) -> Article | None:
        document = self._documents.get(article_id)
        return document.article if document else None

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        article = self.get(article_id)
        node = article and likeness_query(article, len(self._documents), self._frequency)
        if not node:
            return ()
        found = self.search(Query(text="", node=node, limit=limit + 1))
        return tuple(hit for hit in found.hits if hit.article_id != article_id)[:limit]

    def _frequency(self, term: str) -> int:
        return sum(bool(mentions(document, Term(term, (term,)))) for document in self._documents.values())

    def complete(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return plain_completions(self._documents.values(), prefix, limit)

    def titled(self, titles: Sequence[str]) -> dict[str, str]:
        return plainly_titled(self._documents.values(), titles)

    def state(self) -> str:
        return f"{id(self)}.{self._generation}"

    def generation(self) -> str:
        return str(self._generation) if self._generation else ""

    def stats(self) -> EngineStats:
        dates = [d.article.published for d in self._documents.values()]
        days = sorted(label(date.start, "day") for date in dates if date)
        return EngineStats(
            articles=len(dates),
            generation=str(self._generation),
            segments=1,
            deleted=0,
            bytes=0,
            first=days[0] if days else None,
            last=days[-1] if days else None,
            undated=dates.count(None),
        )

    def check(self) -> list[str]:
        return []

    def leftovers(self) -> list[str]:
        return []

    def close(self) -> None:
        pass
