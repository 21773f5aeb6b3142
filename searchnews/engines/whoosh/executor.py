"""A whole query with array operations: what matches, how well, and in which order.

Arrays of documents are ascending int32 document numbers of one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from searchnews.engine import most
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.leaves import Match, find
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.models import Query, Sort
from searchnews.query.nodes import (
    And,
    Everything,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    clauses,
    exclusions,
    positive_leaves,
)
from searchnews.ranking import idf, saturated


class Executor:
    """Evaluates one query tree on one snapshot, reading each leaf's postings once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._leaves: dict[Leaf, Match] = {}

    def leaf(self, leaf: Leaf) -> Match:
        """Where a leaf occurs."""
        found = self._leaves.get(leaf)
        if found is None:
            found = self._leaves[leaf] = find(self.snapshot, leaf)
        return found

    def matching(self, node: Node) -> Array:
        """The documents that a node asks for."""
        match node:
            case Term() | Phrase():
                return self.leaf(node).documents
            case And(children):
                return self._all(children)
            case Or(children):
                return np.flatnonzero(self._any(children)).astype(np.int32)
            case Not(child):
                mask = self.snapshot.live.copy()
                mask[self.matching(child)] = False
                return np.flatnonzero(mask).astype(np.int32)
            case Everything():
                return self._everything()

    def _everything(self) -> Array:
        if self.snapshot.whole:
            return np.arange(self.snapshot.size, dtype=np.int32)
        return np.flatnonzero(self.snapshot.live).astype(np.int32)

    def _any(self, children: Sequence[Node]) -> Array:
        mask = np.zeros(self.snapshot.size, dtype=bool)
        for child in children:
            mask[self.matching(child)] = True
        return mask

    def _all(self, children: Sequence[Node]) -> Array:
        wanted = sorted((self.matching(child) for child in children if not isinstance(child, Not)), key=len)
        found = wanted[0] if wanted else self._everything()
        for other in wanted[1:]:
            if not len(found):
                return found
            found = found[kernels.aligned(found, other)[1]]
        for child in children:
            if isinstance(child, Not):
                mask = np.zeros(self.snapshot.size, dtype=bool)
                mask[self.matching(child.child)] = True
                found = found[~mask[found]]
        return found

    def scores(self, node: Node, documents: Array) -> Array:
        """BM25F of each document: leaf by leaf in the query's order."""
        total = np.zeros(len(documents))
        if not len(documents):
            return total
        for leaf in positive_leaves(node):
            found = self.leaf(leaf)
            if not len(found.documents):
                continue
            telling = idf(self.snapshot.articles, len(found.documents))
            if found.documents is documents:
                total += telling * saturated(found.frequency)
                continue
            places, there = kernels.aligned(documents, found.documents)
            total += telling * saturated(np.where(there, found.frequency[places], 0.0))
        return total

    def frequency(self, term: str) -> int:
        """How many articles have a term in a default field."""
        return len(self.leaf(Term(term, (term,))).documents)

    def nearly(self, query: Query, passes: Callable[[Array], Array]) -> tuple[Array, Array]:
        """Documents with most of the clauses but not all, the more the better, then by score."""
        wanted = clauses(query.node)
        counts = np.zeros(self.snapshot.size, dtype=np.int64)
        for clause in wanted:
            counts[self.matching(clause)] += 1
        for excluded in exclusions(query.node):
            counts[self.matching(excluded.child)] = 0
        listed = passes(np.flatnonzero((counts >= most(len(wanted))) & (counts < len(wanted))).astype(np.int32))
        scores = self.scores(query.node, listed)
        order = self.order(listed, scores, "relevance")
        order = order[np.argsort(-counts[listed[order]], kind="stable")]
        return listed[order], scores[order]

    def order(self, documents: Array, scores: Array, sort: Sort, first: int | None = None) -> Array:
        """Places in `documents`, best first; undated ones after dated, ties by date (newest first), then id.

        `first`: only so many places are wanted; None: all.
        """
        columns = self.snapshot.columns
        places = np.arange(len(documents))
        if first is not None and len(documents) > 2 * first + 16:
            places = self._candidates(documents, scores, sort, first)
            documents, scores = documents[places], scores[places]
        undated = columns.precision[documents] == UNDATED
        when = columns.instants[documents]
        keys: list[Array] = [columns.ids[documents], when if sort == "oldest" else -when, undated]
        if sort == "relevance":
            keys.append(-scores)
        return places[np.lexsort(keys)]

    def _candidates(self, documents: Array, scores: Array, sort: Sort, first: int) -> Array:
        """The places that can be among the first: the best by the first key, and all that tie with the last of them."""
        if first == 0:
            return np.empty(0, np.int64)
        if sort == "relevance":
            key = -scores
            if key.min() == key.max():  # a query without words: the date decides
                key = self._when(documents, newest=True)
        else:
            key = self._when(documents, newest=sort == "newest")
        return np.flatnonzero(key <= np.partition(key, first - 1)[first - 1])

    def _when(self, documents: Array, *, newest: bool) -> Array:
        """A number that is smaller the earlier a document comes, the same for all undated ones."""
        columns = self.snapshot.columns
        when = columns.instants[documents]
        return np.where(columns.precision[documents] == UNDATED, np.iinfo(np.int64).max, -when if newest else when)
