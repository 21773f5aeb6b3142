"""Spans: where words, phrases and windows stand, as arrays. The meaning is that of query/spans.py.

Slower than leaves.py, which counts mentions without asking where they stand: used for what needs to know (windows,
parts of the text, paragraphs), and only in documents that can match.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, PART_OF, PARTS, each_once
from searchnews.engines.whoosh.phrases import occurrences
from searchnews.engines.whoosh.segment import Segment
from searchnews.errors import QueryTooLarge
from searchnews.fields import FIELD_NAMES, POSITION_GAP, Scope, scope
from searchnews.query.nodes import Away, Near, Or, Pattern, Phrase, Spans, Term

_LOW = (1 << 32) - 1
MOST_SPANS = 500_000  # of a window in a window there: a fifth of a second


class SpanArrays(NamedTuple):
    """Spans of one segment, ascending by cell, first and last position, each once; int64."""

    cells: Array  # document << FIELD_BITS | field; below 1 << 31, since a segment has far fewer documents
    first: Array
    last: Array


NOWHERE = SpanArrays(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))


def spans_of(segment: Segment, node: Spans, candidates: Array | None = None) -> SpanArrays:
    """The spans of a node; of some documents of the segment only (int32, ascending), or of all."""
    match node:
        case Near(left, right, distance, ordered):
            one, other = spans_of(segment, left, candidates), spans_of(segment, right, candidates)
            found = _pairs(one, other, distance)
            return found if ordered else _united([found, _pairs(other, one, distance)])
        case Away(left, right, distance, ordered):
            one, other = spans_of(segment, left, candidates), spans_of(segment, right, candidates)
            return _away(one, other, distance, ordered)
        case Or(children):
            return _united([spans_of(segment, child, candidates) for child in children])  # type: ignore[arg-type]
        case Phrase():
            found = _runs(segment, node, candidates)
        case _:
            keys = _places(segment, node.variants, scope(node.field), candidates)
            found = _spans_of_keys(keys, 0)
    return _in_scope(segment, found, scope(node.field))


def _spans_of_keys(keys: tuple[Array, Array], step: int) -> SpanArrays:
    cells, positions = keys
    return SpanArrays(cells, positions, positions + step)


def _united(found: Sequence[SpanArrays]) -> SpanArrays:
    cells, first, last = (np.concatenate(column) for column in zip(*found, strict=True))
    if not len(cells):
        return NOWHERE
    bits = [int(numbers.max()).bit_length() for numbers in (cells, first, last - first)]
    if sum(bits) < 64:  # each as one number: sorted in a tenth of the time
        keys = each_once(np.sort(cells << bits[1] + bits[2] | first << bits[2] | last - first))
        first = keys >> bits[2] & (1 << bits[1]) - 1
        return SpanArrays(keys >> bits[1] + bits[2], first, first + (keys & (1 << bits[2]) - 1))
    order = np.lexsort((last, first, cells))
    cells, first, last = cells[order], first[order], last[order]
    new = np.ones(len(cells), dtype=bool)
    new[1:] = (cells[1:] != cells[:-1]) | (first[1:] != first[:-1]) | (last[1:] != last[:-1])
    return SpanArrays(cells[new], first[new], last[new])


def _places(segment: Segment, variants: Sequence[str], asked: Scope, candidates: Array | None) -> tuple[Array, Array]:
    """Cells and positions that hold any of the terms, in the scope's fields; ascending, each once."""
    fields = [FIELD_NAMES.index(name) for name in asked.fields]
    wanted = np.isin(np.arange(1 << FIELD_BITS), fields)
    cells, positions = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for term in variants:
        number = segment.terms.find(term.encode("utf-8", "surrogatepass"))
        for part in sorted({int(PART_OF[field]) for field in fields}) if number >= 0 else ():
            found, places = _expanded(segment, number, part, candidates)
            kept = wanted[found & ((1 << FIELD_BITS) - 1)]
            cells.append(found[kept])
            positions.append(places[kept])
    keys = np.concatenate(cells) << 32 | np.concatenate(positions)
    if len(cells) > 2:  # one is empty
        keys = each_once(np.sort(keys))
    return keys >> 32, keys & _LOW


def _expanded(segment: Segment, number: int, part: int, candidates: Array | None) -> tuple[Array, Array]:
    """Every occurrence of a term in one part of its entries: its cell and its position."""
    found = occurrences(segment, number, part)
    spans = segment.spans(number)
    documents = segment.documents[spans[part] : spans[part + 1]]
    cells = found.cells if part % PARTS else found.cells.astype(np.int64) << FIELD_BITS | BODY
    counts = found.counts.astype(np.int64)
    starts = np.cumsum(counts) - counts + found.start
    if candidates is not None:
        kept = kernels.present(documents, candidates)
        cells, counts, starts = cells[kept], counts[kept], starts[kept]
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(cells, counts), segment.positions[np.repeat(starts, counts) + within].astype(np.int64)


def _runs(segment: Segment, phrase: Phrase, candidates: Array | None) -> SpanArrays:
    asked = scope(phrase.field)
    cells, positions = _places(segment, phrase.slots[0], asked, candidates)
    for step, slot in enumerate(phrase.slots[1:], 1):
        kept = _known(cells, positions + step, *_places(segment, slot, asked, candidates))
        cells, positions = cells[kept], positions[kept]
    runs = SpanArrays(cells, positions, positions + len(phrase.slots) - 1)
    if not phrase.joined:
        return runs
    alone, places = _places(segment, phrase.joined, asked, candidates)
    kept = ~_known(alone, places, cells, positions)
    return _united([runs, SpanArrays(alone[kept], places[kept], places[kept])])


def _known(cells: Array, positions: Array, known_cells: Array, known_positions: Array) -> Array:
    """Which of the places are among those known; all ascending by cell and position."""
    return kernels.present(cells << 32 | positions, known_cells << 32 | known_positions)


def _pairs(one: SpanArrays, other: SpanArrays, distance: int) -> SpanArrays:
    """From a span of `one` to a span of `other` that begins at most `distance` words after its end."""
    if not len(one.cells) or not len(other.cells):
        return NOWHERE
    low, counts = _following(one, other, distance)
    size = int(counts.sum())
    if size > MOST_SPANS:
        raise QueryTooLarge(
            f"a window in a window may fit {MOST_SPANS:,} times, and this one fits oftener: "
            "take words that are not so common, or a smaller window"
        )
    within = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts)
    later = np.repeat(low, counts) + within
    found = SpanArrays(np.repeat(one.cells, counts), np.repeat(one.first, counts), other.last[later])
    return _united([found])


def _following(one: SpanArrays, other: SpanArrays, distance: int) -> tuple[Array, Array]:
    """Of each span of `one`: the first of `other` that begins after its end, and how many do near enough."""
    ends, begins = one.cells << 32 | one.last, other.cells << 32 | other.first
    low = np.searchsorted(begins, ends + 1)
    return low, np.searchsorted(begins, ends + distance, side="right") - low


def meetings(segment: Segment, window: Near, candidates: Array | None) -> tuple[Array, Array] | None:
    """The cells of a window between words, each once, and how many spans it has there; None for other windows.

    The same as the spans of spans_of, counted without a list of them: two common words have millions.
    """
    if not (_are_words(window.left) and _are_words(window.right)):
        return None
    one, other = (spans_of(segment, side, candidates) for side in (window.left, window.right))
    rows = [(one.cells, _following(one, other, window.distance)[1])]
    if not window.ordered:
        rows.append((other.cells, _following(other, one, window.distance)[1]))
        # From one place to another that both sides have, a span was counted twice.
        shared = _known(one.cells, one.first, other.cells, other.first)
        both = SpanArrays(one.cells[shared], one.first[shared], one.last[shared])
        rows.append((both.cells, -_following(both, both, window.distance)[1]))
    cells, counts = (np.concatenate(column) for column in zip(*rows, strict=True))
    if not len(cells):
        return cells, counts
    totals = np.bincount(cells, counts).astype(np.int64)  # exact: far below 2 ** 53
    met = np.flatnonzero(totals)
    return met, totals[met]


def _are_words(node: Spans) -> bool:
    """Whether all spans of a node are of one place, and each once."""
    if isinstance(node, Or):
        return all(_are_words(child) for child in node.children)  # type: ignore[arg-type]
    return isinstance(node, Term | Pattern)


def _away(one: SpanArrays, other: SpanArrays, distance: int, ordered: bool) -> SpanArrays:
    """The spans of `one` that no span of `other` is near: that none follows, if `ordered`."""
    if not len(one.cells) or not len(other.cells):
        return one
    cells, others = one.cells << 32, other.cells << 32
    begins = others | other.first
    before = np.searchsorted(begins, cells | (one.last + distance), side="right")  # how many begin early enough
    if ordered:
        near = before > np.searchsorted(begins, cells | (one.last + 1))
    else:
        # Of those that begin early enough, the one that ends last; it is in an earlier cell where this has none.
        farthest = np.maximum.accumulate(others | other.last)
        near = (before > 0) & (farthest[before - 1] >= cells | np.maximum(one.first - distance, 0))
    return SpanArrays(one.cells[~near], one.first[~near], one.last[~near])


def _in_scope(segment: Segment, found: SpanArrays, asked: Scope) -> SpanArrays:
    if asked.lead_only:
        kept = (found.cells & ((1 << FIELD_BITS) - 1) != BODY) | (value_of(segment, found) == 0)
    elif asked.first_words is not None:
        kept = found.last - POSITION_GAP * value_of(segment, found) < asked.first_words
    else:
        return found
    return SpanArrays(found.cells[kept], found.first[kept], found.last[kept])


def value_of(segment: Segment, found: SpanArrays) -> Array:
    """Which value (paragraph, caption, headline) of its field each span ends in, from 0."""
    cells, inverse = np.unique(found.cells, return_inverse=True)
    low = np.searchsorted(segment.value_cells, cells.astype(np.uint32))
    counts = np.searchsorted(segment.value_cells, cells.astype(np.uint32), side="right") - low
    before = np.cumsum(counts) - counts
    within = np.arange(int(counts.sum())) - np.repeat(before, counts)
    starts = segment.value_starts[np.repeat(low, counts) + within].astype(np.int64)
    keys = np.repeat(np.arange(len(cells)), counts) << 32 | starts
    value: Array = np.searchsorted(keys, inverse.astype(np.int64) << 32 | found.last, side="right") - before[inverse]
    return value


def all_values(segment: Segment, default: Sequence[int]) -> Array:
    """Every value that holds a word, of some fields: cell << 32 | number; int64, ascending."""
    lengths = segment.lengths
    documents = np.arange(len(segment), dtype=np.int64) << FIELD_BITS
    cells = np.sort(np.concatenate([documents[lengths[field] > 0] | field for field in default]))
    low = np.searchsorted(segment.value_cells, cells.astype(np.uint32))
    further = np.searchsorted(segment.value_cells, cells.astype(np.uint32), side="right") - low
    counts = further + 1
    numbers = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    owners = np.repeat(np.arange(len(cells)), counts)
    starts = np.zeros(len(owners), np.int64)
    starts[numbers > 0] = segment.value_starts[(np.repeat(low, counts) + numbers - 1)[numbers > 0]]
    # A value's words end where the gap before the next begins; the last one's where the field does.
    totals = lengths.T.reshape(-1)[(cells >> FIELD_BITS) * lengths.shape[0] + (cells & ((1 << FIELD_BITS) - 1))]
    ends = np.append(starts[1:], 0) - POSITION_GAP
    last = numbers == further[owners]
    ends[last] = (totals + POSITION_GAP * further)[owners[last]]
    kept = ends > starts
    values: Array = (cells[owners] << 32 | numbers)[kept]
    return values
