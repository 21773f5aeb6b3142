"""Where words stand one after another: candidates first, positions only of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import ASIDE, BODY, FIELD_BITS, FURTHER, PART_OF, TEXT, each_once
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.standing import Standing, positions_in, spans_in, standing_of


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


_TOGETHER = 200  # slots whose positions are sorted together
_STEP = 8  # bits of one of these


def _cells(segment: Segment, slots: Sequence[Sequence[int]], part: int) -> tuple[Array, Array]:
    """Cells of one part that hold the phrase, and how often."""
    every = [[standing_of(segment, number, part) for number in slot] for slot in slots]
    candidates = _candidates(every)
    found: Array | None = None
    for first in range(0, len(every), _TOGETHER):
        if not len(candidates):
            break
        keys = _runs(segment, every[first : first + _TOGETHER], candidates, len(every) - first)
        found = keys if found is None else found[kernels.present(found, keys)]
    if found is None or not len(found):
        return candidates[:0], np.empty(0, np.int64)
    counts = np.bincount(found >> 32, minlength=len(candidates))
    there = counts.nonzero()[0]
    return candidates[there], counts[there]


def _runs(segment: Segment, slots: Sequence[Sequence[Standing]], candidates: Array, behind: int) -> Array:
    """Where terms of all slots follow one another: candidate << 32 | position and `behind`; int64, ascending, each once."""
    steps = np.array([step for step, slot in enumerate(slots) for _ in slot])
    spans, rows, places = spans_in([standing for slot in slots for standing in slot], candidates)
    steps = steps.take(rows)
    keys, owners = positions_in(segment, spans)
    keys <<= _STEP
    keys += ((places << 32 + _STEP) + (behind - steps << _STEP) + steps).take(owners)
    keys.sort()
    if len(rows) > len(slots) * len(candidates):  # some slot has two of its terms in a cell, at one place perhaps
        keys = keys[np.diff(keys, prepend=-1) != 0]
    keys >>= _STEP
    begins = keys[: max(len(keys) - len(slots) + 1, 0)]
    found: Array = begins[begins == keys[len(slots) - 1 :]]
    return found


def _candidates(every: Sequence[Sequence[Standing]]) -> Array:
    """The cells that have a term of every slot."""
    slots = sorted(every, key=lambda slot: sum([len(term.cells) for term in slot]))
    candidates = slots[0][0].cells
    if len(slots[0]) > 1:
        candidates = each_once(np.sort(np.concatenate([term.cells for term in slots[0]])))
    for slot in slots[1:]:
        if not len(candidates):
            break
        there = kernels.present(candidates, slot[0].cells)
        for term in slot[1:]:
            there |= kernels.present(candidates, term.cells)
        candidates = candidates[there]
    return candidates
