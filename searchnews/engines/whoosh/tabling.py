"""Many leaves, all of them wanted or any, by two tables of all documents: how many of them each has, and its score.

What is known of a leaf is put into the tables segment by segment and forgotten, since memory that is asked for anew costs more
than what is done in it. Scores are the sums of executor.py, leaf by leaf in the query's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.leaves import pieces
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.query.nodes import And, Boost, Leaf, Node, Or, weighted_leaves
from searchnews.ranking import idf

SEVERAL = 4  # leaves, from which on tables are quicker
_NO_DOCUMENTS = np.empty(0, np.int32)
_Weighted = tuple[tuple[Leaf, float], ...]


class Tables(NamedTuple):
    """What some leaves come to in each document of a snapshot, deleted ones too."""

    leaves: _Weighted
    counts: Array  # uint8, how many of the leaves it has
    scores: Array  # float32

    def found(self, least: int, below: int) -> Array:
        """The documents with from `least` to `below` - 1 of the leaves."""
        counts = self.counts
        mask = counts >= least if below > len(self.leaves) else (counts >= least) & (counts < below)
        documents: Array = mask.nonzero()[0].astype(np.int32)
        return documents

    def are_of(self, node: Node) -> bool:
        """Whether a node's score is made of the same leaves."""
        leaves = _leaves(node)
        return len(leaves) == len(self.leaves) and all(
            one[0] is other[0] and one[1] == other[1] for one, other in zip(leaves, self.leaves, strict=True)
        )


def tables_of(snapshot: Snapshot, node: Node) -> Tables | None:
    """The tables for a node's leaves; None where it is no plain list of several of them."""
    leaves = _leaves(node)
    if len(leaves) < SEVERAL:
        return None
    counts, scores = np.zeros(snapshot.size, np.uint8), np.zeros(snapshot.size, np.float32)
    for leaf, weight in leaves:
        found = pieces(snapshot, leaf)
        documents = sum(len(piece.documents) for piece in found)
        telling = weight * idf(snapshot.articles, documents) if documents else 0.0
        for piece in found:
            kernels.tally(counts, piece.documents)
            piece.add_to(scores, _NO_DOCUMENTS, snapshot.scales, telling, required=False)
    return Tables(leaves, counts, scores)


def _leaves(node: Node) -> _Weighted:
    """The leaves that a node asks for, all or any, with their weights; none where there is more to it."""
    if not isinstance(node, And | Or):
        return ()
    children: Sequence[Node] = node.children
    if not all(isinstance(child.child if isinstance(child, Boost) else child, Leaf) for child in children):
        return ()
    return weighted_leaves(node)
