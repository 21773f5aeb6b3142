"""Where words stand one after another: candidates first, positions only of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import ASIDE, BODY, FIELD_BITS, FURTHER, PART_OF, TEXT
from searchnews.engines.whoosh.segment import Segment


@dataclass(frozen=True, slots=True)
class Occurrences:
    """One term's cells (a document and a field in one number: document * 16 + field), int64, ascending."""

    cells: Array
    counts: Array  # mentions in each, int64
    starts: Array  # where each one's positions begin


def occurrences(segment: Segment, number: int, part: int, field: int | None = None) -> Occurrences:
    """A term's occurrences in one part of its entries, or in one field of that part."""
    spans = segment.spans(number)
    begin, end = spans[part], spans[part + 1]
    if part == TEXT:
        counts = segment.text_mentions(begin, end).astype(np.int64)
        fields: Array = np.array(BODY, np.uint8)
    else:
        counts = segment.mentions(begin, end).astype(np.int64)
        fields = segment.fields(begin, end)
    ends = np.cumsum(counts)
    starts = ends - counts + segment.place(number) + _before(segment, spans, part)
    cells = segment.documents[begin:end].astype(np.int64) << FIELD_BITS | fields
    kept = counts > 0 if field is None or part == TEXT else fields == field
    return Occurrences(cells[kept], counts[kept], starts[kept])


def _before(segment: Segment, spans: Sequence[int], part: int) -> int:
    """How many occurrences a term has in the parts before one."""
    count = 0
    if part > TEXT:
        count += int(segment.text_mentions(spans[TEXT], spans[FURTHER]).sum(dtype=np.int64))
    if part > FURTHER:
        count += int(segment.mentions(spans[FURTHER], spans[ASIDE]).sum(dtype=np.int64))
    return count


def cells_of_phrase(segment: Segment, slots: Sequence[Sequence[int]], field: int | None) -> tuple[Array, Array, Array]:
    """Documents (int32), fields (uint8) and how often the phrase stands there; by document and field.

    slots: the numbers of the terms that may stand at each place. field: one only; None: every default one.
    """
    parts = (TEXT, FURTHER) if field is None else (int(PART_OF[field]),)
    found = [_cells(segment, slots, part, field) for part in parts]
    cells, counts = (np.concatenate(column) for column in zip(*found, strict=True))
    if len(found) > 1 and len(found[0][0]) and len(found[1][0]):
        order = np.argsort(cells, kind="stable")
        cells, counts = cells[order], counts[order]
    documents = (cells >> FIELD_BITS).astype(np.int32)
    return documents, (cells & ((1 << FIELD_BITS) - 1)).astype(np.uint8), counts.astype(np.int32)


def _cells(segment: Segment, slots: Sequence[Sequence[int]], part: int, field: int | None) -> tuple[Array, Array]:
    """Cells of one part that hold the phrase, and how often."""
    nothing = np.empty(0, np.int64)
    every = [[occurrences(segment, number, part, field) for number in slot] for slot in slots]
    candidates: Array | None = None
    for slot in sorted(every, key=lambda terms: sum(len(term.cells) for term in terms)):
        cells = slot[0].cells if len(slot) == 1 else np.unique(np.concatenate([term.cells for term in slot]))
        candidates = cells if candidates is None else candidates[kernels.present(candidates, cells)]
        if not len(candidates):
            return nothing, nothing
    assert candidates is not None
    found: Array | None = None
    for step, slot in enumerate(every):
        places = [_places(segment, term, candidates, step) for term in slot]
        keys = places[0] if len(places) == 1 else np.sort(np.concatenate(places))
        found = keys if found is None else found[kernels.present(found, keys)]
        if not len(found):
            return nothing, nothing
    assert found is not None
    counts = np.bincount(found >> 32, minlength=len(candidates))
    there = np.flatnonzero(counts)
    return candidates[there], counts[there]


def _places(segment: Segment, term: Occurrences, candidates: Array, step: int) -> Array:
    """Where a term stands, less `step`: candidate's number << 32 | position, ascending; what would be negative is out."""
    if not len(term.cells):
        return term.cells
    where = np.searchsorted(term.cells, candidates)
    where[where == len(term.cells)] = 0
    there = np.flatnonzero(term.cells[where] == candidates)
    kept = where[there]
    counts = term.counts[kept]
    owners = np.repeat(there, counts)
    firsts = np.repeat(term.starts[kept] - (np.cumsum(counts) - counts), counts)
    positions = segment.positions[firsts + np.arange(len(firsts))].astype(np.int64) - step
    keys: Array = owners << 32 | positions
    return keys[positions >= 0] if step else keys
