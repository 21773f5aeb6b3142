"""One search: what the cluster is asked, in which order, and what is made of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from searchnews.engine import NEARLY_BELOW, enough
from searchnews.engines.opensearch import counting, filters
from searchnews.engines.opensearch.asking import Asking
from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.clauses import Clause, all_of, none_of
from searchnews.engines.opensearch.connection import Connection
from searchnews.engines.opensearch.expecting import expected
from searchnews.engines.opensearch.matching import Exactly, matching
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.engines.opensearch.rescoring import Words as Telling
from searchnews.engines.opensearch.rescoring import gain_of, rescored
from searchnews.engines.opensearch.scoring import Scoring, favouring_recent
from searchnews.engines.opensearch.verifying import verified
from searchnews.engines.opensearch.vocabulary import Words
from searchnews.models import Query
from searchnews.query.expansion import expanded
from searchnews.query.nodes import (
    Leaf,
    Node,
    Term,
    clauses,
    exclusions,
    positive_leaves,
    with_any,
)
from searchnews.ranking import WINDOW, idf, words_of

REACHED = 10_000  # hits that one request reaches
_FEW = 1_000  # articles: to count them by day, too, costs next to nothing
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
    beyond: bool = False  # what one request reaches: the hits are still to be fetched
    periods: Any = None  # asked for again, by day


class Searcher(Asking):
    """Searches of one generation, for one query; `roughly`: see Scoring."""

    def __init__(self, connection: Connection, now: Current, known: Remembered, *, roughly: bool = False) -> None:
        super().__init__(connection, now)
        self.known = known
        self._roughly = roughly
        self._exactly = Exactly()
        self._idfs: dict[Leaf, float] = {}
        self._told: tuple[Query | None, Telling] = None, []  # the last query that was asked for, and its words
        self._near: Any = None  # the cluster's answer to `nearly`, where it was asked with the search itself

    def prepared(self, query: Query) -> Query:
        """The query with its tree made this index's own, and what the cluster can't tell looked up."""
        node, notes = expanded(query.node, self._words())
        node = with_any(node) if query.match == "any" else node
        self._exactly = verified(self.connection, self.now, node, self.known)
        self._count_leaves(node)
        return replace(query, node=node, notes=query.notes + notes)

    def _words(self) -> Words:
        return Words(self.connection, self.now, self._has)

    def _has(self, term: str) -> bool:
        """Whether an article has an index term."""
        leaf = Term("", (term,))
        if self.known.count(self.now, leaf) is None:
            self.count_each([leaf])
        return bool(self.known.count(self.now, leaf))

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
        beyond, first = query.offset + query.limit > REACHED, self.looks(query)
        body: dict[str, Any] = {
            "size": 0 if beyond else max(query.offset + query.limit, WINDOW) if first else query.limit,
            "from": 0 if beyond or first else query.offset,
            "query": self.scored(query),
            "aggs": counting.asked(query, self.now.shards, days=expected(self.now, self.known, query.node) < _FEW),
            "sort": order(query),
            "track_scores": True,
            "track_total_hits": True,
            "_source": self._shown(query),
        }
        if kept := filters.kept(query):
            body["post_filter"] = all_of(kept)
        answer, self._near = self._asked(query, body)
        total = int(answer["hits"]["total"]["value"])
        rows = answer["hits"]["hits"]
        if first and not beyond:
            wanted = query.offset + query.limit
            rows = self.ranked(query, rows, wanted)[query.offset : wanted]
        return Found(query, total, rows, counting.Counts(query, answer["aggregations"]), beyond)

    def _asked(self, query: Query, body: dict[str, Any]) -> tuple[Any, Any]:
        """The answer, and that to `nearly` where it is likely to be wanted: one request costs less than two."""
        if self._wants_nearly(query) and 0 < expected(self.now, self.known, query.node) < 1:
            together = self.ask_together([body, self._nearly(query, query.limit)])
            if together:
                return together[0], together[1]
        return self.ask(body), None

    def _shown(self, query: Query) -> bool:
        """Whether the articles themselves are wanted."""
        return query.detail != "ids" or query.explain or self.looks(query)

    def looks(self, query: Query) -> bool:
        """Whether hits are looked at to put them in order: those of a page may change places with those before it."""
        return query.limit > 0 and query.offset < WINDOW and bool(self.telling(query))

    def ranked(self, query: Query, rows: list[Any], wanted: int | None = None) -> list[Any]:
        """Hits of the cluster from the first on, the first WINDOW put in order by where the words stand in them.

        wanted: how many of them are enough; None: all.
        """
        words = self.telling(query)
        if not words or not rows:
            return rows
        most = min(wanted or WINDOW, WINDOW)
        return rescored(rows[:WINDOW], words, query.aside, lambda row: self.gain(query, row), most) + rows[WINDOW:]

    def telling(self, query: Query) -> Telling:
        """The words whose places count, each with what it tells; none but where hits are in the order of relevance."""
        if self._told[0] is not query:
            words = words_of(query.node, query.aside) if query.sort == "relevance" else []
            self._told = query, [(word, weight * self.idf(word)) for word, weight in words]
        return self._told[1]

    def gain(self, query: Query, row: Any) -> float:
        """The share of its score that a hit gains for its date; 0 where that is not asked for."""
        return gain_of(row, self.now.newest) if query.recent and query.sort == "relevance" else 0.0

    def idf(self, leaf: Leaf) -> float:
        """How much a leaf tells that was counted."""
        found = self._idfs.get(leaf)
        if found is None:
            found = self._idfs[leaf] = idf(self.now.articles, self.known.count(self.now, leaf) or 0)
        return found

    def scored(self, query: Query) -> Clause:
        """The query for what matches, filters aside, with its scores."""
        idfs = {leaf: self.idf(leaf) for leaf in positive_leaves(query.node)}
        clause = Scoring(self.now.averages, idfs, self._exactly, roughly=self._roughly).query(query.node)
        return favouring_recent(clause, self.now.newest) if query.recent and query.sort == "relevance" else clause

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
        node, _ = expanded(node, self._words())
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

    def nearly(self, query: Query, total: int, room: int) -> list[Any]:
        """Hits of the cluster with some of the clauses but not all, best first."""
        if not self._wants_nearly(query) or total >= NEARLY_BELOW or room <= 0:
            return []
        answer = self._near or self.ask(self._nearly(query, room))
        return self.ranked(loosened(query), answer["hits"]["hits"], room)[:room]

    def _wants_nearly(self, query: Query) -> bool:
        """Whether there are such hits, where few have all."""
        return query.match == "all" and not query.offset and query.limit > 0 and len(clauses(query.node)) > 1

    def _nearly(self, query: Query, room: int) -> dict[str, Any]:
        """What the cluster is asked for them."""
        wanted, some = clauses(query.node), loosened(query)
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
        return body | {"_source": self._shown(some)}


def loosened(query: Query) -> Query:
    """The search that articles with some of the clauses are ranked by."""
    return replace(query, node=with_any(query.node), sort="relevance")


def counting_days(query: Query) -> counting.Aggregations:
    """The bars by day."""
    return {"periods": counting.periods(query, "day")}
