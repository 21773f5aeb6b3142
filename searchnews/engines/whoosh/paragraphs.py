"""What must be true of one paragraph: a tree evaluated with values (paragraphs, headlines, captions) in place of articles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import FIELD_BITS
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.spanning import all_values, spans_of, value_of
from searchnews.fields import DEFAULT_FIELDS, FIELD_NAMES
from searchnews.query.nodes import And, Boost, Node, Not, Or

_DEFAULT = [FIELD_NAMES.index(name) for name in DEFAULT_FIELDS]


def in_one_value(snapshot: Snapshot, node: Node, matching: Callable[[Node], Array]) -> Array:
    """The documents with a value, such as a paragraph, for which a node is true. matching: those that a leaf is in."""
    documents, found = _possible(snapshot, node, matching), []
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        low, high = np.searchsorted(documents, (base, base + len(segment)))
        candidates = documents[low:high] - np.int32(base)
        values = values_of(segment, node, candidates)
        found.append(np.unique(values >> (32 + FIELD_BITS)).astype(np.int32) + np.int32(base))
    every = np.concatenate(found) if found else documents
    living: Array = every[snapshot.live[every]]
    return living


def _possible(snapshot: Snapshot, node: Node, matching: Callable[[Node], Array]) -> Array:
    """The documents in which a part of a Paragraph can be true of a value, and maybe more."""
    match node:
        case And(children):
            found = [_possible(snapshot, child, matching) for child in children]
            documents = min(found, key=len)
            for other in found:
                documents = kernels.common(documents, other, snapshot.size)
            return documents
        case Or(children):
            documents = np.empty(0, np.int32)
            for child in children:
                documents = kernels.union(documents, _possible(snapshot, child, matching), snapshot.size)
            return documents
        case Not():
            return np.flatnonzero(snapshot.live).astype(np.int32)
        case Boost(child):
            return _possible(snapshot, child, matching)
        case _:
            return matching(node)


def values_of(segment: Segment, node: Node, candidates: Array) -> Array:
    """The values for which a part of a Paragraph is true: cell << 32 | number; int64, ascending.

    candidates: the segment's documents that can match, int32, ascending; values of others may be left out.
    """
    match node:
        case And(children):
            wanted = [values_of(segment, child, candidates) for child in children if not isinstance(child, Not)]
            found = wanted[0] if wanted else all_values(segment, _DEFAULT)
            for other in wanted[1:]:
                found = np.intersect1d(found, other, assume_unique=True)
            for child in children:
                if isinstance(child, Not):
                    found = np.setdiff1d(found, values_of(segment, child.child, candidates), assume_unique=True)
            return found
        case Or(children):
            return np.unique(np.concatenate([values_of(segment, child, candidates) for child in children]))
        case Not(child):
            unwanted = values_of(segment, child, candidates)
            return np.setdiff1d(all_values(segment, _DEFAULT), unwanted, assume_unique=True)
        case Boost(child):
            return values_of(segment, child, candidates)
        case _:
            spans = spans_of(segment, node, candidates)  # type: ignore[arg-type]
            return np.unique(spans.cells << 32 | value_of(segment, spans))
