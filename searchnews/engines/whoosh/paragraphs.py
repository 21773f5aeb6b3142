"""What must be true of one paragraph: a tree evaluated with values (paragraphs, headlines, captions) in place of articles."""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.spanning import all_values, spans_of, value_of
from searchnews.fields import DEFAULT_FIELDS, FIELD_NAMES
from searchnews.query.nodes import And, Boost, Node, Not, Or

_DEFAULT = [FIELD_NAMES.index(name) for name in DEFAULT_FIELDS]


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
