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
    """One term's occurrences in one part of its entries.

    A cell is a document, or with `FIELD_BITS` more bits a document and a field; ascending, each once.
    """

    cells: Array  # int32 where it is a document, else int64
    counts: Array  # mentions in each, uint8 or int32
    start: int  # where the positions of the first begin


def occurrences(segment: Segment, number: int, part: int) -> Occurrences:
    """Where a term occurs in one part: in the body by document, in the others by document and field."""
    spans = segment.spans(number)
    begin, end = spans[part], spans[part + 1]
    start = segment.place(number)
    if part == TEXT:
        return Occurrences(segment.documents[begin:end], segment.text_mentions(begin, end), start)
    if begin < end:
        start += int(segment.text_mentions(spans[TEXT], spans[FURTHER]).sum(dtype=np.int64))
        if part > FURTHER:
            start += int(segment.mentions(spans[FURTHER], spans[ASIDE]).sum(dtype=np.int64))
    cells = segment.documents[begin:end].astype(np.int64) << FIELD_BITS | segment.fields(begin, end)
    return Occurrences(cells, segment.mentions(begin, end), start)


def cells_of_phrase(segment: Segment, slots: Sequence[Sequence[int]], field: int | None) -> tuple[Array, Array, Array]:
    """Documents (int32), fields (uint8) and how often (int32) the phrase stands there; the body's first.

    slots: the numbers of the terms that may stand at each place. field: one only; None: every default one.
    """
    parts = (TEXT, FURTHER) if field is None else (int(PART_OF[field]),)
    if kernels.can_sweep():
        return _by_loops(segment, slots, parts, field)
    documents, fields, counts = [], [], []
    for part in parts:
        cells, often = _cells(segment, slots, part)
        own = np.full(len(cells), BODY) if part == TEXT else cells & ((1 << FIELD_BITS) - 1)
        if field is not None and part != TEXT:
            cells, own, often = cells[own == field], own[own == field], often[own == field]
        documents.append((cells if part == TEXT else cells >> FIELD_BITS).astype(np.int32))
        fields.append(own.astype(np.uint8))
        counts.append(often.astype(np.int32))
    return np.concatenate(documents), np.concatenate(fields), np.concatenate(counts)


def _by_loops(
    segment: Segment, slots: Sequence[Sequence[int]], parts: Sequence[int], field: int | None
) -> tuple[Array, Array, Array]:
    found = [_standing_together(segment, slots, part) for part in parts]
    documents, fields, counts = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
    if field is None or field == BODY:
        return documents, fields, counts
    kept = fields == field
    return documents[kept], fields[kept], counts[kept]


def _standing_together(segment: Segment, slots: Sequence[Sequence[int]], part: int) -> tuple[Array, Array, Array]:
    """The same for one part, by a compiled loop (phrasing.py)."""
    rows: list[tuple[int, ...]] = []
    firsts, sizes = [0], []
    for slot in slots:
        spans = [(number, *segment.spans(number)) for number in slot]
        rows += [(span[1 + part], span[2 + part], segment.place(span[0]), span[1], span[2]) for span in spans]
        firsts.append(len(rows))
        sizes.append(sum(span[2 + part] - span[1 + part] for span in spans))
    room = min(sizes)
    found, fields, counts = np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room, np.int32)
    if not room:
        return found, fields, counts
    order = np.array(sorted(range(len(sizes)), key=sizes.__getitem__))
    count = kernels.standing_together(
        np.array(rows),
        np.array(firsts),
        order,
        part == TEXT,
        *segment.entries,
        segment.positions,
        found,
        fields,
        counts,
    )
    return found[:count], fields[:count], counts[:count]


def _cells(segment: Segment, slots: Sequence[Sequence[int]], part: int) -> tuple[Array, Array]:
    """Cells of one part that hold the phrase, and how often."""
    nothing = np.empty(0, np.int64)
    every = [[occurrences(segment, number, part) for number in slot] for slot in slots]
    candidates = _candidates(every)
    found: Array | None = None
    for step, slot in enumerate(every):
        if not len(candidates):
            return nothing, nothing
        places = [kernels.keys_of(candidates, o.cells, o.counts, o.start, segment.positions, step) for o in slot]
        keys = places[0] if len(places) == 1 else np.sort(np.concatenate(places))
        found = keys if found is None else found[kernels.present(found, keys)]
        if not len(found):
            return nothing, nothing
    assert found is not None
    counts = np.bincount(found >> 32, minlength=len(candidates))
    there = np.flatnonzero(counts)
    return candidates[there], counts[there]


def _candidates(every: Sequence[Sequence[Occurrences]]) -> Array:
    """The cells that have a term of every slot."""
    slots = [
        slot[0].cells if len(slot) == 1 else np.unique(np.concatenate([term.cells for term in slot])) for slot in every
    ]
    slots.sort(key=len)
    candidates = slots[0]
    for cells in slots[1:]:
        if not len(candidates):
            break
        candidates = candidates[kernels.present(candidates, cells)]
    return candidates
