"""A whole query with array operations: what matches, how well, in which order, and how often each facet value.

Arrays of documents are ascending int64 document numbers of one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from searchnews.engine import most
from searchnews.engines.whoosh.columns import UNDATED, Ints
from searchnews.engines.whoosh.snapshot import Postings, Snapshot
from searchnews.fields import DEFAULT_FIELDS, FIELD_NAMES, text_field
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
from searchnews.ranking import idf, saturated, weighted_frequency

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LeafMatch:
    """Where a leaf occurs."""

    fields: tuple[tuple[str, Postings], ...]  # in the order of TEXT_FIELDS, empty ones left out
    documents: Ints


class Executor:
    """Evaluates one query tree on one snapshot, reading each leaf's postings once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._leaves: dict[Leaf, LeafMatch] = {}

    def matching(self, node: Node) -> Ints:
        """The documents that a node asks for."""
        match node:
            case Term() | Phrase():
                return self.leaf(node).documents
            case And(children):
                return self._all(children)
            case Or(children):
                return reduce(np.union1d, (self.matching(child) for child in children))
            case Not(child):
                return np.setdiff1d(self._everything(), self.matching(child), assume_unique=True)
            case Everything():
                return self._everything()

    def _everything(self) -> Ints:
        return np.flatnonzero(self.snapshot.live)

    def _all(self, children: Sequence[Node]) -> Ints:
        wanted = [self.matching(child) for child in children if not isinstance(child, Not)]
        found = reduce(_intersection, wanted) if wanted else self._everything()
        for child in children:
            if isinstance(child, Not):
                found = np.setdiff1d(found, self.matching(child.child), assume_unique=True)
        return found

    def leaf(self, leaf: Leaf) -> LeafMatch:
        """Where a leaf occurs, field by field."""
        if leaf not in self._leaves:
            names = (leaf.field,) if leaf.field else DEFAULT_FIELDS
            found = tuple((name, self._occurrences(leaf, name)) for name in names)
            fields = tuple((name, postings) for name, postings in found if len(postings.documents))
            documents = [postings.documents for _, postings in fields]
            self._leaves[leaf] = LeafMatch(fields, reduce(np.union1d, documents, np.empty(0, np.int64)))
        return self._leaves[leaf]

    def _occurrences(self, leaf: Leaf, field: str) -> Postings:
        if isinstance(leaf, Term):
            return self.snapshot.postings(field, leaf.variants)
        slots = [self.snapshot.postings(field, slot).documents for slot in leaf.slots]
        candidates = reduce(_intersection, slots)
        if not len(candidates):
            return Postings(candidates, candidates)
        places = [self.snapshot.positions(field, slot, candidates) for slot in leaf.slots]
        counts = np.array([_runs([slot[int(d)] for slot in places]) for d in candidates], dtype=np.int64)
        return Postings(candidates[counts > 0], counts[counts > 0])

    def scores(self, node: Node, documents: Ints) -> Floats:
        """BM25F of each document: leaf by leaf in the query's order, field by field in that of TEXT_FIELDS."""
        total = np.zeros(len(documents))
        for leaf in positive_leaves(node):
            found = self.leaf(leaf)
            frequency = np.zeros(len(documents))
            for name, postings in found.fields:
                frequency += self._weighted(name, postings, documents)
            total += idf(self.snapshot.articles, len(found.documents)) * saturated(frequency)
        return total

    def _weighted(self, name: str, postings: Postings, documents: Ints) -> Floats:
        row = text_field(name)
        counts = _aligned(postings, documents)
        lengths = self.snapshot.columns.lengths[FIELD_NAMES.index(name), documents].astype(np.float64)
        return weighted_frequency(row.weight, row.b, counts, lengths, self.snapshot.averages[name])

    def frequency(self, term: str) -> int:
        """How many articles have a term in a default field."""
        return len(self.leaf(Term(term, (term,))).documents)

    def nearly(self, query: Query, passes: Callable[[Ints], Ints]) -> tuple[Ints, Floats]:
        """Documents with most of the clauses but not all, the more the better, then by score."""
        wanted = clauses(query.node)
        counts = np.zeros(len(self.snapshot.live), dtype=np.int64)
        for clause in wanted:
            counts[self.matching(clause)] += 1
        for excluded in exclusions(query.node):
            counts[self.matching(excluded.child)] = 0
        listed = passes(np.flatnonzero((counts >= most(len(wanted))) & (counts < len(wanted))))
        scores = self.scores(query.node, listed)
        order = self.order(listed, scores, "relevance")
        order = order[np.argsort(-counts[listed[order]], kind="stable")]
        return listed[order], scores[order]

    def order(self, documents: Ints, scores: Floats, sort: Sort) -> Ints:
        """Places in `documents`, best first; undated ones after dated, ties by date (newest first), then id."""
        columns = self.snapshot.columns
        undated = columns.precision[documents] == UNDATED
        when = columns.instants[documents]
        keys: list[NDArray[np.generic]] = [columns.ids[documents], when if sort == "oldest" else -when, undated]
        if sort == "relevance":
            keys.append(-scores)
        return np.lexsort(keys)


def _intersection(one: Ints, other: Ints) -> Ints:
    return np.intersect1d(one, other, assume_unique=True)


def _runs(slots: Sequence[set[int]]) -> int:
    return sum(all(start + step in slot for step, slot in enumerate(slots)) for start in slots[0])


def _aligned(postings: Postings, documents: Ints) -> Floats:
    """The frequency of each of the documents, 0 where the postings do not have it."""
    places = np.searchsorted(postings.documents, documents)
    places[places == len(postings.documents)] = 0
    there = postings.documents[places] == documents
    return np.where(there, postings.frequencies[places], 0).astype(np.float64)
