"""Where a word or a phrase occurs: from postings to a few arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import BODY, FIELD_BITS, PART_OF, PARTS, TEXT, each_once
from searchnews.engines.whoosh.phrases import cells_of_phrase
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.spanning import meetings, spans_of
from searchnews.fields import FIELD_NAMES
from searchnews.query.nodes import Away, Near, Pattern, Phrase, Spans, Term
from searchnews.ranking import K1

_NUMBER = {name: number for number, name in enumerate(FIELD_NAMES)}
_NO_DOCUMENTS = np.empty(0, np.int32)
_NO_FIELDS = np.empty(0, np.uint8)
_NO_MENTIONS = np.empty(0, np.uint8)
_DENSE = 16


class Match(NamedTuple):
    """The live documents of a leaf, and its mentions in them."""

    documents: Array  # int32, ascending, each once
    text: Array  # mentions in the body, beside `documents`; uint8 or int32
    further: Array  # int32, ascending: documents with mentions in another field, once a field
    fields: Array  # uint8, which field
    mentions: Array  # how many there; uint8 or int32

    def add_to(self, total: Array, among: Array, scales: Array, telling: float, *, required: bool) -> None:
        """Add its part to the scores of `among`, float32; `required`: all of these are its documents."""
        kernels.add_part(
            total,
            among,
            self.documents,
            self.text,
            self.further,
            self.fields,
            self.mentions,
            scales,
            BODY,
            telling,
            K1,
            required,
        )


NOWHERE = Match(_NO_DOCUMENTS, _NO_MENTIONS, _NO_DOCUMENTS, _NO_FIELDS, _NO_MENTIONS)


def find(snapshot: Snapshot, leaf: Spans) -> Match:
    """Where a leaf occurs."""
    found = pieces(snapshot, leaf)
    if not found:
        return NOWHERE
    return found[0] if len(found) == 1 else _joined(found)


def pieces(snapshot: Snapshot, leaf: Spans) -> list[Match]:
    """The same, a piece for each segment that has any."""
    found = []
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        piece = _in_segment(segment, leaf)
        if piece is not None:
            moved = _moved(piece, base) if base else piece
            found.append(moved if snapshot.whole else _living(moved, snapshot.live))
    return found


def _in_segment(segment: Segment, leaf: Spans) -> Match | None:
    """Where a leaf occurs in one segment, deleted documents too."""
    if isinstance(leaf, Term | Pattern | Phrase) and (leaf.field is None or leaf.field in _NUMBER):
        field = None if leaf.field is None else _NUMBER[leaf.field]
        if not isinstance(leaf, Phrase):
            return _term(segment, leaf, field)
        if not leaf.joined:
            return _phrase(segment, leaf, field)
    candidates = _candidates(segment, leaf)
    met = meetings(segment, leaf, candidates) if isinstance(leaf, Near) else None
    cells, counts = met or np.unique(spans_of(segment, leaf, candidates).cells, return_counts=True)
    fields = (cells & ((1 << FIELD_BITS) - 1)).astype(np.uint8)
    body = fields == BODY
    order = np.concatenate([np.flatnonzero(body), np.flatnonzero(~body)])
    return _match_of_cells((cells >> FIELD_BITS).astype(np.int32)[order], fields[order], counts.astype(np.int32)[order])


def _candidates(segment: Segment, leaf: Spans) -> Array | None:
    """The documents in which the spans of a window's sides can meet, or one be away from another; None: any."""
    if isinstance(leaf, Away):
        left = _in_segment(segment, leaf.left)
        return _NO_DOCUMENTS if left is None else left.documents
    if not isinstance(leaf, Near):
        return None
    left, right = _in_segment(segment, leaf.left), _in_segment(segment, leaf.right)
    if left is None or right is None:
        return _NO_DOCUMENTS
    return kernels.common(left.documents, right.documents, len(segment))


def encoded(term: str) -> bytes:
    """A term as it is in the table."""
    return term.encode("utf-8", "surrogatepass")


def _moved(piece: Match, base: int) -> Match:
    step = np.int32(base)
    return Match(piece.documents + step, piece.text, piece.further + step, piece.fields, piece.mentions)


def _joined(pieces: Sequence[Match]) -> Match:
    return Match(
        np.concatenate([piece.documents for piece in pieces]),
        np.concatenate([piece.text for piece in pieces]),
        np.concatenate([piece.further for piece in pieces]),
        np.concatenate([piece.fields for piece in pieces]),
        np.concatenate([piece.mentions for piece in pieces]),
    )


def _living(found: Match, live: Array) -> Match:
    kept, further = live[found.documents], live[found.further]
    return Match(
        found.documents[kept],
        found.text[kept],
        found.further[further],
        found.fields[further],
        found.mentions[further],
    )


def _term(segment: Segment, leaf: Term | Pattern, field: int | None) -> Match | None:
    numbers = [number for term in leaf.variants if (number := segment.terms.find(encoded(term))) >= 0]
    if not numbers:
        return None
    if len(numbers) == 1:
        return _entries(segment, numbers[0], field)
    if field is None and kernels.can_sweep():
        rows = [segment.spans(number)[:PARTS] for number in numbers]
        if _is_dense(sum(row[-1] - row[0] for row in rows), len(segment)):
            return Match(*kernels.united(np.array(rows), *segment.entries, len(segment)))
    pieces = [_entries(segment, number, field) for number in numbers]
    entries = sum(len(piece.documents) + len(piece.further) for piece in pieces)
    return _by_tables(pieces, len(segment)) if _is_dense(entries, len(segment)) else _together(pieces)


def _is_dense(entries: int, size: int) -> bool:
    """Whether a table of all documents is quicker than sorting so many entries."""
    return entries * _DENSE > size


def _entries(segment: Segment, number: int, field: int | None) -> Match:
    """One term's entries: in every default field, or in one."""
    spans = segment.spans(number)
    if field is None:
        begin, end, last, _ = spans
        documents, text = segment.documents[begin:end], segment.text_mentions(begin, end)
        if end == last:
            return Match(documents, text, _NO_DOCUMENTS, _NO_FIELDS, _NO_MENTIONS)
        fields, mentions = segment.fields(end, last), segment.mentions(end, last)
        return Match(documents, text, segment.documents[end:last], fields, mentions)
    part = int(PART_OF[field])
    begin, end = spans[part], spans[part + 1]
    if part == TEXT:
        text = segment.text_mentions(begin, end)
        kept = text > 0
        return Match(segment.documents[begin:end][kept], text[kept], _NO_DOCUMENTS, _NO_FIELDS, _NO_MENTIONS)
    kept = segment.fields(begin, end) == field
    return _elsewhere(segment.documents[begin:end][kept], field, segment.mentions(begin, end)[kept])


def _elsewhere(documents: Array, field: int, mentions: Array) -> Match:
    """A match in one field that is not the body."""
    text, fields = np.zeros(len(documents), np.uint8), np.full(len(documents), field, np.uint8)
    return Match(documents, text, documents, fields, mentions)


def _by_tables(pieces: Sequence[Match], size: int) -> Match:
    """The same as _together, where there are many entries for the documents of a segment."""
    there, text = np.zeros(size, bool), np.zeros(size, np.int32)
    cells, others = np.zeros(size << FIELD_BITS, bool), np.zeros(size << FIELD_BITS, np.int32)
    for piece in pieces:  # a cell is in each piece once
        there[piece.documents] = True
        text[piece.documents] += piece.text
        if len(piece.further):
            places = piece.further.astype(np.int64) << FIELD_BITS | piece.fields
            cells[places] = True
            others[places] += piece.mentions
    documents, further = np.flatnonzero(there).astype(np.int32), np.flatnonzero(cells)
    fields = (further & (1 << FIELD_BITS) - 1).astype(np.uint8)
    return Match(documents, text[documents], (further >> FIELD_BITS).astype(np.int32), fields, others[further])


def _together(pieces: Sequence[Match]) -> Match:
    """The match of several terms as if they were one: mentions of a document are added up."""
    every = _joined(pieces)
    order = np.argsort(every.documents, kind="stable")
    documents = every.documents[order]
    starts = np.flatnonzero(np.diff(documents, prepend=-1))
    text = np.add.reduceat(every.text[order], starts, dtype=np.int32) if len(starts) else every.text
    cells = every.further.astype(np.int64) << 8 | every.fields
    by_cell = np.argsort(cells, kind="stable")
    cells = cells[by_cell]
    firsts = np.flatnonzero(np.diff(cells, prepend=-1))
    mentions = np.add.reduceat(every.mentions[by_cell], firsts, dtype=np.int32) if len(firsts) else every.mentions
    cells = cells[firsts]
    return Match(documents[starts], text, (cells >> 8).astype(np.int32), (cells & 255).astype(np.uint8), mentions)


def _phrase(segment: Segment, leaf: Phrase, field: int | None) -> Match | None:
    slots = [[number for term in slot if (number := segment.terms.find(encoded(term))) >= 0] for slot in leaf.slots]
    return _match_of_cells(*cells_of_phrase(segment, slots, field)) if all(slots) else None


def _match_of_cells(documents: Array, fields: Array, counts: Array) -> Match | None:
    """The match of what stands in these cells, the body's first; each by document."""
    if not len(documents):
        return None
    body = int(np.count_nonzero(fields == BODY))
    if body == len(documents):
        return Match(documents, counts, _NO_DOCUMENTS, _NO_FIELDS, _NO_MENTIONS)
    each = kernels.union(documents[:body], each_once(documents[body:]), int(documents.max()) + 1)
    text = np.zeros(len(each), np.int32)
    text[np.searchsorted(each, documents[:body])] = counts[:body]
    return Match(each, text, documents[body:], fields[body:], counts[body:])
