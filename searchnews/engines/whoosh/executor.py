"""A whole query with array operations: what matches, how well, and in which order.

Arrays of documents are ascending int32 document numbers of one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from searchnews.engine import enough
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Bag, Rows, Swept, bag_of
from searchnews.engines.whoosh.costing import require_affordable
from searchnews.engines.whoosh.gained import Gained
from searchnews.engines.whoosh.leaves import NOWHERE, Match, find
from searchnews.engines.whoosh.ordering import foremost, ordered
from searchnews.engines.whoosh.paragraphs import in_one_value
from searchnews.engines.whoosh.rescoring import best
from searchnews.engines.whoosh.restricting import fulfilling
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.tabling import Tables, tables_of
from searchnews.models import Query, Sort
from searchnews.query.nodes import (
    And,
    AtLeast,
    Away,
    Boost,
    Dates,
    Everything,
    Has,
    Leaf,
    Length,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Spans,
    Term,
    Value,
    clauses,
    exclusions,
    weighted_leaves,
    with_any,
)
from searchnews.ranking import idf

_SEVERAL = 4  # lists of documents, of which more are united by a table of all documents
_CHECKED = (Not, Dates, Length, Has, Value)  # looked at only for what the words leave


class Executor:
    """Evaluates one query tree on one snapshot, reading each leaf's postings once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._leaves: dict[Spans, Match] = {}
        self._swept: tuple[Node, Bag, Swept] | None = None
        self._tables: Tables | None = None
        self.bag: Bag | None = None  # the last that was put together
        self.gained: Gained | None = None  # what is known of the query's words, where it is prepared
        self.affordable: Node | None = None  # a tree that is known to be

    def found(self, node: Node, bag: Bag | None = None) -> Array:
        """The documents that a whole query asks for; bag: the one that it is, where that is known. Raises QueryTooLarge."""
        bag = bag or bag_of(self.snapshot, node)
        if bag is None:
            if node is not self.affordable:
                require_affordable(self.snapshot, node)
            return self._by_tables(node)
        self.bag = bag
        self._swept = node, bag, bag.swept()
        return self._swept[2].documents

    def _by_tables(self, node: Node) -> Array:
        """What `matching` gives, by tables where many leaves are asked for and loops are compiled."""
        if self._tables is None or not self._tables.are_of(node):
            self._tables = tables_of(self.snapshot, node) if kernels.can_sweep() else None
        if self._tables is None:
            return self.matching(node)
        count = len(self._tables.leaves)
        return self._tables.found(count if isinstance(node, And) else 1, count + 1)

    def leaf(self, leaf: Spans) -> Match:
        """Where a leaf occurs."""
        found = self._leaves.get(leaf)
        if found is None:
            found = self._leaves[leaf] = find(self.snapshot, leaf)
        return found

    def know_nowhere(self, leaf: Spans) -> None:
        """Take it as known that a leaf occurs nowhere."""
        self._leaves[leaf] = NOWHERE

    def matching(self, node: Node) -> Array:
        """The documents that a node asks for."""
        match node:
            case Term() | Phrase() | Pattern() | Near() | Away():
                return self.leaf(node).documents
            case And(children):
                return self._all(children)
            case Or(children):
                return self._any([self.matching(child) for child in children])
            case Not(child):
                return self._everything_but(self.matching(child))
            case Boost(child):
                return self.matching(child)
            case AtLeast(count, child):
                return self._at_least(count, child)
            case Paragraph(child):
                return in_one_value(self.snapshot, child, self.matching)
            case Dates() | Length() | Has() | Value():
                documents = self._everything()
                return documents[fulfilling(self.snapshot, node, documents)]
            case Everything():
                return self._everything()

    def _everything_but(self, documents: Array) -> Array:
        mask = self.snapshot.live.copy()
        mask[documents] = False
        return _documents(mask)

    def _at_least(self, count: int, node: Spans) -> Array:
        mentions = np.zeros(self.snapshot.size, dtype=np.int64)
        for child in node.children if isinstance(node, Or) else (node,):
            found = self.leaf(child)  # type: ignore[arg-type]
            mentions[found.documents] += found.text
            np.add.at(mentions, found.further, found.mentions)
        return _documents(mentions >= count)

    def _everything(self) -> Array:
        if self.snapshot.whole:
            return np.arange(self.snapshot.size, dtype=np.int32)
        return _documents(self.snapshot.live)

    def _any(self, found: Sequence[Array]) -> Array:
        if len(found) > _SEVERAL:
            mask = np.zeros(self.snapshot.size, dtype=bool)
            for documents in found:
                kernels.mark(mask, documents)
            return _documents(mask)
        documents = found[0]
        for other in found[1:]:
            documents = kernels.union(documents, other, self.snapshot.size)
        return documents

    def _all(self, children: Sequence[Node]) -> Array:
        words = [child for child in children if not isinstance(child, _CHECKED)]
        wanted = sorted(map(self.matching, words), key=len)
        found = wanted[0] if wanted else self._everything()
        for other in wanted[1:]:
            if not len(found):
                return found
            found = kernels.common(found, other, self.snapshot.size)
        for child in children:
            if isinstance(child, Not):
                found = found[~kernels.present(found, self.matching(child.child))]
            elif isinstance(child, _CHECKED):
                found = found[fulfilling(self.snapshot, child, found)]
        return found

    def scores(self, node: Node, documents: Array, passing: Array | None = None) -> Array:
        """BM25F of each document, float32: leaf by leaf in the query's order.

        passing: which of those that match the documents are, where that is known.
        """
        if self._swept and self._swept[0] is node:
            swept = self._swept[2]
            return self._swept_scores(swept, documents) if passing is None else swept.scores[passing]
        if self._tables and self._tables.are_of(node):
            return self._tables.scores[documents]
        total = np.zeros(len(documents), dtype=np.float32)
        if not len(documents):
            return total
        for leaf, weight, required in _scoring(node):
            found = self.leaf(leaf)
            if len(found.documents):
                telling = weight * idf(self.snapshot.articles, len(found.documents))
                found.add_to(total, documents, self.snapshot.scales, telling, required=required)
        return total

    def _swept_scores(self, swept: Swept, documents: Array) -> Array:
        if len(documents) == len(swept.documents):
            return swept.scores
        return swept.scores[kernels.places_of(documents, swept.documents, self.snapshot.size)]

    def rows(self, words: Sequence[tuple[Term, float]]) -> tuple[Sequence[Rows], Array]:
        """The terms of some words in each segment that has any of them, and what each word tells, float32."""
        found = self.bag.rows(words) if self.bag else None
        if found is None:
            self.bag = Bag(self.snapshot, words, every=False)
            found = self.bag.rows(words)
            assert found is not None
        return found

    def frequency(self, term: str) -> int:
        """How many articles have a term in a default field."""
        return len(self.leaf(Term(term, (term,))).documents)

    def nearly(
        self,
        query: Query,
        passes: Callable[[Array], Array],
        room: int,
        words: Sequence[tuple[Term, float]] | None = None,
    ) -> tuple[Array, Array]:
        """The first `room` documents with some of the clauses but not all, best first, and their scores.

        words: those whose places count, where they are known.
        """
        documents, scores = self._some_of(query.node)
        kept = passes(documents)
        if len(kept) < len(documents):
            scores = scores[kernels.places_of(kept, documents, self.snapshot.size)]
        node = with_any(query.node) if words is None else query.node
        places, found = best(self, node, kept, scores, room, recent=query.recent, aside=query.aside, words=words)
        return kept[places], found

    def _some_of(self, node: Node) -> tuple[Array, Array]:
        """The documents that have enough of the clauses but not all, and their scores."""
        if self._swept and self._swept[0] is node:
            bag = self._swept[1]
            swept = bag.nearly(enough(len(bag)), self._swept[2])
            return swept.documents, swept.scores
        wanted = clauses(node)
        least = enough(len(wanted))
        if self._tables and self._tables.are_of(node):
            documents = self._tables.found(least, len(wanted))
            return documents, self._tables.scores[documents]
        counts = np.zeros(self.snapshot.size, dtype=np.uint8)
        for clause in wanted:
            kernels.tally(counts, self.matching(clause))
        for excluded in exclusions(node):
            counts[self.matching(excluded.child)] = 0
        documents = _documents((counts >= least) & (counts < len(wanted)))
        return documents, self.scores(with_any(node), documents)

    def foremost(self, documents: Array, scores: Array, first: int) -> Array:
        """The places of the `first` best by relevance, ascending."""
        return foremost(self.snapshot, documents, scores, first, scored=self._swept is not None)

    def order(self, documents: Array, scores: Array, sort: Sort, first: int | None = None) -> Array:
        """Places in `documents`, best first (ordering.py)."""
        return ordered(self.snapshot, documents, scores, sort, first, scored=self._swept is not None)


def _documents(mask: Array) -> Array:
    found: Array = np.flatnonzero(mask).astype(np.int32)
    return found


def _scoring(node: Node) -> list[tuple[Leaf, float, bool]]:
    """The leaves that make a score with their weights, and whether every match of the node has them."""
    found = []
    for part in node.children if isinstance(node, And) else (node,):
        whole = part.child if isinstance(part, Boost | AtLeast) else part
        found += [(leaf, weight, leaf is whole) for leaf, weight in weighted_leaves(part)]
    return found
