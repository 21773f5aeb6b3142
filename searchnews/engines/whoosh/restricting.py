"""What asks something of a column rather than of words: dates, length, presence, language, kind."""

from __future__ import annotations

import numpy as np

from searchnews.dates import minutes
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import KINDS, UNDATED
from searchnews.engines.whoosh.inversion import BODY
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.fields import FACET_NAMES, FIELD_NAMES
from searchnews.query.nodes import Dates, Has, Length, Restriction, Value


def fulfilling(snapshot: Snapshot, node: Restriction, documents: Array) -> Array:
    """Which of the documents fulfil a restriction: a mask."""
    columns = snapshot.columns
    found: Array
    match node:
        case Dates(since, until):
            found = columns.precision[documents] != UNDATED
            if since is not None:
                found &= columns.starts[documents] >= minutes(since)
            if until is not None:
                found &= columns.ends[documents] <= minutes(until)
        case Length(least, most):
            lengths = columns.lengths[BODY][documents]
            found = lengths >= (least or 0)
            if most is not None:
                found &= lengths <= most
        case Has("date"):
            found = columns.precision[documents] != UNDATED
        case Has(name) if name in FACET_NAMES:
            column = columns.facets[name]
            found = column.first[documents] != len(column.values)
        case Has(name):
            found = columns.lengths[FIELD_NAMES.index(name)][documents] > 0
        case Value("kind", value):
            found = columns.kinds[documents] == (KINDS.index(value) if value in KINDS else len(KINDS))
        case Value(name, value):
            code = columns.facets[name].code(value)
            first = columns.facets[name].first[documents]
            found = np.zeros(len(documents), dtype=bool) if code is None else first == code
    return found
