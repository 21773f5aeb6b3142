"""One search: what the cluster is asked, in which order, and what is made of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from searchnews.engine import NEARLY_BELOW, enough
from searchnews.engines.opensearch import counting, filters
from searchnews.engines.opensearch.books import Current, lacking
from searchnews.engines.opensearch.clauses import Clause, all_of, none_of
from searchnews.engines.opensearch.connection import LINES, Connection
from searchnews.engines.opensearch.matching import Exactly, matching
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.engines.opensearch.rescoring import Words as Telling
from searchnews.engines.opensearch.rescoring import rescored
from searchnews.engines.opensearch.scoring import Scoring
from searchnews.engines.opensearch.showing import article_of
from searchnews.engines.opensearch.verifying import verified
from searchnews.engines.opensearch.vocabulary import Words
from searchnews.models import Article, Query
from searchnews.query.expansion import expanded
from searchnews.query.nodes import Leaf, Node, clauses, exclusions, positive_leaves, with_any
from searchnews.ranking import WINDOW, idf, words_of

REACHED = 10_000  # hits that one request reaches
_WHOLE = {"allow_partial_search_results": "false"}
NEWEST: list[dict[str, Any]] = [{"moment": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
_ORDERS: dict[str, list[dict[str, Any]]] = {
    "newest": NEWEST,
    "oldest": [{"moment": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    "relevance": [{"_score": "desc"}, *NEWEST],
}


def order(query: Query) -> list[dict[str, Any]]:
    """What hits are sorted by: a total order, so that pages neither repeat nor miss one."""
    return _ORDERS[query.sort]


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the cluster."""

    query: Query  # as it ran
    total: int
    rows: Sequence[Any]  # hits of the cluster
    counts: counting.Counts
    periods: Any = None  # asked for again, by day


class Searcher:
    """Searches of one generation."""

    def __init__(self, connection: Connection, now: Current, known: Remembered) -> None:
        self.connection, self.now, self.known = connection, now, known
        self._exactly = Exactly()

    def ask(self, body: dict[str, Any], *, path: str | None = None) -> Any:
        """One search request, whole or not at all; the limit reaches the cluster."""
        body |= {"timeout": f"{self.connection.limit}s"}
        target = path or f"/{self.now.articles_index}/_search"
        return self.connection.call("POST", target, body, params=_WHOLE, whole=lacking)

    def prepared(self, query: Query) -> Query:
        """The query with its tree made this index's own, and what the cluster can't tell looked up."""
        node, notes = expanded(query.node, Words(self.connection, self.now))
        node = with_any(node) if query.match == "any" else node
        self._exactly = verified(self.connection, self.now, node, self.known)
        self._count_leaves(node)
        return replace(query, node=node, notes=query.notes + notes)

    def search(self, query: Query) -> Found:
        """The page, the total and the counts: all the words, or any of them where no article has all."""
        query = self.prepared(query)
        found = self._once(query)
        if query.match == "all" and not found.counts.matched and len(clauses(query.node)) > 1:
            query = replace(query, match="any", node=with_any(query.node))
            found = self._once(query)
        if found.counts.wants_days():
            by_facets = filters.by_facets(query)
            inner = {"size": 0, "query": self._matching(query, by_facets), "aggs": counting_days(query)}
            again = self.ask(inner)["aggregations"]["periods"]
            return replace(found, periods=again)
        return found

    def settled(self, query: Query) -> Query:
        """The query as `search` would run it."""
        query = self.prepared(query)
        if query.match == "all" and len(clauses(query.node)) > 1 and not self.count(query.node):
            return replace(query, match="any", node=with_any(query.node))
        return query

    def _once(self, query: Query) -> Found:
        far, first = query.offset + query.limit > REACHED, self._from_the_first(query)
        body: dict[str, Any] = {
            "size": 0 if far else max(query.offset + query.limit, WINDOW) if first else query.limit,
            "from": 0 if far or first else query.offset,
            "query": self.scored(query),
            "aggs": counting.asked(query, self.now.shards),
            "sort": order(query),
            "track_scores": True,
            "track_total_hits": True,
            "_source": query.detail != "ids",
        }
        if kept := filters.kept(query):
            body["post_filter"] = all_of(kept)
        answer = self.ask(body)
        total = int(answer["hits"]["total"]["value"])
        rows = self._far(query) if far and query.offset < total else answer["hits"]["hits"]
        if first and not far:
            rows = self.ranked(query, rows)[query.offset : query.offset + query.limit]
        return Found(query, total, rows, counting.Counts(query, answer["aggregations"]))

    def _from_the_first(self, query: Query) -> bool:
        """Whether hits before a page may change places with those of it."""
        return query.limit > 0 and query.offset < WINDOW and bool(self._telling(query))

    def ranked(self, query: Query, rows: list[Any], pit: str = "") -> list[Any]:
        """Hits of the cluster from the first on, the first WINDOW put in order by where the words stand in them."""
        words = self._telling(query)
        if not words or not rows:
            return rows
        return rescored(rows[:WINDOW], self._articles(rows[:WINDOW], pit), words, query.aside) + rows[WINDOW:]

    def _telling(self, query: Query) -> Telling:
        """The words whose places count, each with what it tells; none but where hits are in the order of relevance."""
        words = words_of(query.node, query.aside) if query.sort == "relevance" else []
        return [(word, weight * self._idf(word)) for word, weight in words]

    def _articles(self, rows: Sequence[Any], pit: str) -> dict[str, Article]:
        if "_source" not in rows[0]:
            ids = [row["_id"] for row in rows]
            body: dict[str, Any] = {"size": len(ids), "query": {"ids": {"values": ids}}, "track_total_hits": False}
            if pit:
                body["pit"] = {"id": pit, "keep_alive": _KEPT}
            rows = self.ask(body, path="/_search" if pit else None)["hits"]["hits"]
        return {row["_id"]: article_of(row) for row in rows}

    def _idf(self, leaf: Leaf) -> float:
        return idf(self.now.articles, self.known.count(self.now, leaf) or 0)

    def scored(self, query: Query) -> Clause:
        """The query for what matches, filters aside, with its scores."""
        idfs = {leaf: self._idf(leaf) for leaf in positive_leaves(query.node)}
        return Scoring(self.now.averages, idfs, self._exactly).query(query.node)

    def kept(self, query: Query) -> Clause:
        """The same with every filter."""
        return {"bool": {"must": [self.scored(query)], "filter": filters.kept(query)}}

    def _matching(self, query: Query, more: Sequence[Clause]) -> Clause:
        return all_of([matching(query.node, self._exactly), *more])

    def count(self, node: Node) -> int:
        """How many articles a node matches."""
        body = {"size": 0, "track_total_hits": True, "query": all_of([matching(node, self._exactly)])}
        return int(self.ask(body)["hits"]["total"]["value"])

    def articles(self, node: Node) -> int:
        """How many articles a tree finds that was not yet expanded; remembered."""
        node, _ = expanded(node, Words(self.connection, self.now))
        found = self.known.count(self.now, node)
        if found is None:
            exactly = verified(self.connection, self.now, node, self.known)
            body = {"size": 0, "track_total_hits": True, "query": all_of([matching(node, exactly)])}
            found = int(self.ask(body)["hits"]["total"]["value"])
            self.known.counted(self.now, node, found)
        return found

    def _count_leaves(self, node: Node) -> None:
        """How many articles have each leaf, where it is not known: one request for all."""
        leaves = [leaf for leaf in dict.fromkeys(positive_leaves(node)) if self.known.count(self.now, leaf) is None]
        looked_at = [leaf for leaf in leaves if leaf in self._exactly.ids]
        for leaf in looked_at:
            self.known.counted(self.now, leaf, len(self._exactly.ids[leaf]))
        self.count_each([leaf for leaf in leaves if leaf not in looked_at])

    def count_each(self, nodes: Sequence[Node]) -> None:
        """Count what each node matches and remember it."""
        if not nodes:
            return
        bodies = [{"size": 0, "track_total_hits": True, "query": all_of([matching(n, self._exactly)])} for n in nodes]
        for node, one in zip(nodes, self.ask_each(bodies), strict=True):
            self.known.counted(self.now, node, int(one["hits"]["total"]["value"]))

    def ask_each(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """Several searches in one request."""
        head = {"index": self.now.articles_index, "allow_partial_search_results": False}
        limit = {"timeout": f"{self.connection.limit}s"}
        lines = [line for body in bodies for line in (head, body | limit)]
        answer = self.connection.call("POST", "/_msearch", _lines(lines), kind=LINES, whole=_all_whole)
        return list(answer["responses"])

    def nearly(self, query: Query, total: int, room: int) -> list[Any]:
        """Hits of the cluster with some of the clauses but not all, best first."""
        wanted = clauses(query.node)
        if query.match == "any" or len(wanted) < 2 or total >= NEARLY_BELOW or query.offset or room <= 0:
            return []
        some = replace(query, node=with_any(query.node), sort="relevance")
        each = [matching(clause, self._exactly) for clause in wanted]
        held = [none_of(matching(part.child, self._exactly)) for part in exclusions(query.node)]
        enough_of_them: Clause = {
            "bool": {
                "should": each,
                "minimum_should_match": enough(len(wanted)),
                "must_not": [all_of(each)],
            }
        }
        clause = {"bool": {"must": [self.scored(some)], "filter": [*filters.kept(query), *held, enough_of_them]}}
        body = {"size": max(room, WINDOW), "query": clause, "sort": order(some), "track_scores": True}
        rows = self.ask({**body, "_source": query.detail != "ids"})["hits"]["hits"]
        return self.ranked(some, rows)[:room]

    def _far(self, query: Query) -> list[Any]:
        """A page beyond the window, reached step by step."""
        rows: list[Any] = []
        skip = query.offset
        for page in self.pages(query, size=REACHED, bare=True):
            if skip < len(page):
                rows += page[skip : skip + query.limit - len(rows)]
                if len(rows) == query.limit:
                    break
            skip = max(skip - len(page), 0)
        if query.detail == "ids" or not rows:
            return rows
        ids = [row["_id"] for row in rows]
        answer = self.ask({"size": len(ids), "query": {"ids": {"values": ids}}})
        sources = {row["_id"]: row["_source"] for row in answer["hits"]["hits"]}
        return [{**row, "_source": sources[row["_id"]]} for row in rows if row["_id"] in sources]

    def pages(self, query: Query, *, size: int, bare: bool = False) -> Iterator[list[Any]]:
        """All hits of a settled query in order, from one state of the index, so many at a time."""
        pit = self.connection.call(
            "POST", f"/{self.now.articles_index}/_search/point_in_time", params={"keep_alive": _KEPT}
        )["pit_id"]
        try:
            yield from self._pages(query, pit, size, bare)
        finally:
            self.connection.call("DELETE", "/_search/point_in_time", {"pit_id": [pit]})

    def _pages(self, query: Query, pit: str, size: int, bare: bool) -> Iterator[list[Any]]:
        body: dict[str, Any] = {
            "size": size,
            "query": self.kept(query),
            "sort": order(query),
            "track_scores": True,
            "track_total_hits": False,
            "_source": not (bare or query.detail == "ids"),
            "pit": {"id": pit, "keep_alive": _KEPT},
        }
        while True:
            rows = self.ask(dict(body), path="/_search")["hits"]["hits"]
            if rows:
                yield rows if "search_after" in body else self.ranked(query, rows, pit)
            if len(rows) < size:
                return
            body["search_after"] = rows[-1]["sort"]


_KEPT = "5m"  # a point in time waits so long for the next page


def counting_days(query: Query) -> counting.Aggregations:
    """The bars by day."""
    return {"periods": counting.periods(query, "day")}


def _lines(rows: Sequence[Any]) -> bytes:
    import orjson

    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def _all_whole(answer: Any) -> str:
    for one in answer["responses"]:
        if one.get("status", 200) >= 300:
            return f"the cluster could not answer ({one['status']})"
        if text := lacking(one):
            return text
    return ""
