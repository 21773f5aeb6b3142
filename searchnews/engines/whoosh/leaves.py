"""Where a word or a phrase occurs, and how much each document has of it: from postings to two arrays.

A leaf's frequency is BM25F's pseudo-frequency: mentions in each field, weighted and divided by the field's norm, added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import BY_DEFAULT, FIELD_BITS, MENTIONS
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.fields import FIELD_NAMES, TEXT_FIELDS
from searchnews.query.nodes import Leaf, Phrase, Term

_WEIGHTS = np.array([row.weight for row in TEXT_FIELDS])
_CODES = np.arange(256)
# Weight times mentions for every code; codes of no field weigh nothing.
_OF_CODE = np.where(
    len(TEXT_FIELDS) > _CODES >> FIELD_BITS,
    _WEIGHTS[np.minimum(_CODES >> FIELD_BITS, len(TEXT_FIELDS) - 1)] * (_CODES & MENTIONS),
    0.0,
)
_NONE = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Match:
    """The live documents of a leaf, ascending, int32, and its frequency in each, float64."""

    documents: Array
    frequency: Array


@dataclass(frozen=True, slots=True)
class Entries:
    """Some entries, by document and field: live and dead ones."""

    documents: Array
    fields: Array
    weighted: Array  # weight times mentions


def find(snapshot: Snapshot, leaf: Leaf) -> Match:
    """Where a leaf occurs."""
    entries = _entries_of_phrase(snapshot, leaf) if isinstance(leaf, Phrase) else _entries_of_term(snapshot, leaf)
    documents, fields, weighted = entries.documents, entries.fields, entries.weighted
    if not snapshot.whole:
        alive = snapshot.live[documents]
        documents, fields, weighted = documents[alive], fields[alive], weighted[alive]
    return Match(*kernels.added_up(documents, fields, weighted, snapshot.norms, snapshot.size))


def encoded(term: str) -> bytes:
    """A term as it is in the table."""
    return term.encode("utf-8", "surrogatepass")


def _entries_of_term(snapshot: Snapshot, leaf: Term) -> Entries:
    field = FIELD_NAMES.index(leaf.field) if leaf.field else None
    everywhere = field is not None and not BY_DEFAULT[field]
    pieces = []
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        spans = [segment.entries(encoded(term), everywhere=everywhere) for term in leaf.variants]
        spans = [(first, last) for first, last in spans if last > first]
        if len(spans) > 1:
            pieces.append(_by_document(segment, spans, base))
        elif spans:
            pieces.append(_slice(segment, *spans[0], base))
    entries = _concatenated(pieces)
    if field is None:
        return entries
    kept = entries.fields == field
    return Entries(entries.documents[kept], entries.fields[kept], entries.weighted[kept])


def _slice(segment: Segment, first: int, last: int, base: int) -> Entries:
    codes = segment.codes[first:last]
    fields = codes >> FIELD_BITS
    weighted = _OF_CODE[codes]
    if segment.has_many(first, last):
        weighted = _WEIGHTS[fields] * segment.mentions(first, last)
    documents = segment.documents[first:last]
    return Entries(documents + np.int32(base) if base else documents, fields, weighted)


def _concatenated(pieces: Sequence[Entries]) -> Entries:
    if len(pieces) == 1:
        return pieces[0]
    if not pieces:
        return Entries(_NONE, np.empty(0, np.uint8), np.empty(0))
    return Entries(
        np.concatenate([piece.documents for piece in pieces]),
        np.concatenate([piece.fields for piece in pieces]),
        np.concatenate([piece.weighted for piece in pieces]),
    )


def _by_document(segment: Segment, spans: Sequence[tuple[int, int]], base: int) -> Entries:
    """The entries of several terms in the order of documents and fields; those of one field in one entry."""
    documents = np.concatenate([segment.documents[first:last] for first, last in spans])
    fields = np.concatenate([segment.codes[first:last] >> FIELD_BITS for first, last in spans])
    counts = np.concatenate([segment.mentions(first, last) for first, last in spans])
    order = np.lexsort((fields, documents))
    documents, fields, counts = documents[order], fields[order], counts[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (documents[1:] != documents[:-1]) | (fields[1:] != fields[:-1])
    starts = np.flatnonzero(new)
    fields = fields[starts]
    return Entries(documents[starts] + np.int32(base), fields, _WEIGHTS[fields] * np.add.reduceat(counts, starts))


def _entries_of_phrase(snapshot: Snapshot, leaf: Phrase) -> Entries:
    field = FIELD_NAMES.index(leaf.field) if leaf.field else None
    pieces = []
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        keys = runs(segment, leaf.slots, field)
        if len(keys):
            cells, counts = np.unique(keys >> 32, return_counts=True)
            fields = cells & ((1 << FIELD_BITS) - 1)
            documents = (cells >> FIELD_BITS).astype(np.int32) + np.int32(base)
            pieces.append(Entries(documents, fields, _WEIGHTS[fields] * counts))
    return _concatenated(pieces)


def runs(segment: Segment, slots: Sequence[Sequence[str]], field: int | None) -> Array:
    """Where words stand one after another: a key document << 36 | field << 32 | position of the first, ascending."""
    found: Array | None = None
    # From the rarest word on, so that what is looked up becomes few at once.
    sizes = [sum(last - first for first, last in _spans(segment, slot)) for slot in slots]
    for step in sorted(range(len(slots)), key=sizes.__getitem__):
        keys = _keys(segment, slots[step], field, step, None if found is None else np.unique(found >> 32))
        found = keys if found is None else found[np.isin(found, keys, assume_unique=False)]
        if not len(found):
            break
    return np.empty(0, np.int64) if found is None else np.unique(found)


def _spans(segment: Segment, slot: Sequence[str]) -> list[tuple[int, int]]:
    return [segment.entries(encoded(term), everywhere=True) for term in slot]


def _keys(segment: Segment, slot: Sequence[str], field: int | None, step: int, cells: Array | None) -> Array:
    """Where any of a slot's terms stands, less the slot's own step; only in the cells (document, field) given."""
    keys = []
    for term in slot:
        documents, fields, counts, starts = segment.occurrences(encoded(term))
        cell = documents.astype(np.int64) << FIELD_BITS | fields
        kept = BY_DEFAULT[fields] if field is None else fields == field
        if cells is not None:
            kept &= np.isin(cell, cells, assume_unique=False)
        cell, counts, starts = cell[kept], counts[kept], starts[kept]
        owners = np.repeat(cell, counts)
        places = np.arange(len(owners)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        position = segment.positions[places].astype(np.int64) - step
        keys.append((owners << 32 | position)[position >= 0])
    return np.concatenate(keys) if keys else np.empty(0, np.int64)
