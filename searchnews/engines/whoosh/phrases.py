"""Where words stand one after another: candidates first, positions only of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import ASIDE, BODY, FIELD_BITS, FURTHER, PART_OF, TEXT, each_once
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.standing import BITS, Standing, positions_in, spans_in, standing_of


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
    found = [piece for part in parts if len((piece := _in_part(segment, slots, part, field))[0])]
    if not found:
        return _NOWHERE
    documents, fields, counts = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
    return documents, fields, counts


_NOWHERE = np.empty(0, np.int32), np.empty(0, np.uint8), np.empty(0, np.int32)


def _in_part(
    segment: Segment, slots: Sequence[Sequence[int]], part: int, field: int | None
) -> tuple[Array, Array, Array]:
    cells, often = _cells(segment, slots, part)
    if part == TEXT:
        return cells, np.full(len(cells), BODY, np.uint8), often.astype(np.int32)
    fields = (cells & ((1 << FIELD_BITS) - 1)).astype(np.uint8)
    if field is not None:
        cells, fields, often = cells[fields == field], fields[fields == field], often[fields == field]
    return (cells >> FIELD_BITS).astype(np.int32), fields, often.astype(np.int32)


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
_FEW = 48  # candidates times slots that are faster looked at one by one than by arrays
_STEP = 8  # bits of one of these


def _cells(segment: Segment, slots: Sequence[Sequence[int]], part: int) -> tuple[Array, Array]:
    """Cells of one part that hold the phrase, and how often."""
    every = [[standing_of(segment, number, part) for number in slot] for slot in slots]
    candidates = _candidates(every, len(segment) if part == TEXT else 0)
    found: Array | None = None
    for first in range(0, len(every), _TOGETHER):
        if not len(candidates):
            break
        runs = _few_runs if len(candidates) * len(every) <= _FEW else _runs
        keys = runs(segment, every[first : first + _TOGETHER], candidates, len(every) - first)
        found = keys if found is None else found[kernels.present(found, keys)]
    if found is None or not len(found):
        return candidates[:0], np.empty(0, np.int64)
    counts = np.bincount(found >> 32, minlength=len(candidates))
    there = counts.nonzero()[0]
    return candidates[there], counts[there]


def _few_runs(segment: Segment, slots: Sequence[Sequence[Standing]], candidates: Array, behind: int) -> Array:
    """What `_runs` does, one candidate after another."""
    positions, wanted = segment.positions, candidates.tolist()
    begins: list[set[int]] = []
    for step, slot in enumerate(slots, -behind):
        found: set[int] = set()
        for term in slot:
            for place, (cell, start, mentions) in enumerate(term.at(candidates).tolist()):
                if cell == wanted[place]:
                    first = (place << 32) - step
                    found.update([first + each for each in positions[start : start + (mentions >> BITS)].tolist()])
        begins.append(found)
    return np.array(sorted(set.intersection(*begins)), np.int64)


def _runs(segment: Segment, slots: Sequence[Sequence[Standing]], candidates: Array, behind: int) -> Array:
    """Where terms of all slots follow one another: candidate << 32 | position and `behind`; int64, ascending, each once."""
    steps = np.array([step for step, slot in enumerate(slots) for _ in slot])
    every = [standing for slot in slots for standing in slot]
    sure = len(every) == len(slots) and candidates.dtype == np.int32  # a slot's only term is in all candidates
    spans, rows, places = spans_in(every, candidates, len(segment) if sure else 0)
    steps = steps.take(rows)
    keys, owners = positions_in(segment, spans)
    keys <<= _STEP
    keys += ((places << 32 + _STEP) + (behind - steps << _STEP) + steps).take(owners)
    keys.sort()
    if len(rows) > len(slots) * len(candidates):  # some slot has two of its terms in a cell, at one place perhaps
        keys = each_once(keys)
    keys >>= _STEP
    begins = keys[: max(len(keys) - len(slots) + 1, 0)]
    found: Array = begins[begins == keys[len(slots) - 1 :]]
    return found


def _candidates(every: Sequence[Sequence[Standing]], size: int) -> Array:
    """The cells that have a term of every slot; size: how many documents there are, where cells are documents; else 0."""
    slots = sorted(every, key=lambda slot: sum([len(term.cells) for term in slot]))
    candidates = slots[0][0].cells
    if len(slots[0]) > 1:
        candidates = each_once(np.sort(np.concatenate([term.cells for term in slots[0]])))
    for slot in slots[1:]:
        if not len(candidates):
            break
        if size and len(slot) == 1:
            candidates = kernels.common(candidates, slot[0].cells, size)
            continue
        there = kernels.present(candidates, slot[0].cells)
        for term in slot[1:]:
            there |= kernels.present(candidates, term.cells)
        candidates = candidates[there]
    return candidates
