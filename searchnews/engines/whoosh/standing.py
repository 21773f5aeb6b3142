"""Where one term of a segment stands, ready to be looked up by arrays, and kept with the snapshot.

A cell is a document, or with `FIELD_BITS` more bits a document and a field (phrases.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import ASIDE, FIELD_BITS, FURTHER, TEXT
from searchnews.engines.whoosh.segment import Segment
from searchnews.fields import FIELD_NAMES
from searchnews.ranking import LEAD_WORDS

CELL, START, MENTIONS = range(3)  # of a span
TITLED, LEADS, BITS = 1, 2, 2
_TITLE = FIELD_NAMES.index("title")
_NEVER = np.iinfo(np.int32).max  # no cell


class Standing(NamedTuple):
    """The cells of one part of a term's entries (inversion.py)."""

    cells: Array  # int32 in the text part, else int64; ascending
    # The same type [cells, 3], never empty: the cell again; where its positions begin; four times the mentions there,
    # and in the text part 1 more if the term is in the headline, 2 if it is among the first LEAD_WORDS.
    spans: Array

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return self.cells.nbytes + self.spans.nbytes

    def at(self, cells: Array, size: int = 0) -> Array:
        """The spans of some cells (of its type, ascending), where it is in them; others' where it is not.

        size: how many documents there are, where it is known to be in all of these, which are documents; else 0.
        """
        if size:
            return self.spans.take(kernels.places_of(cells, self.cells, size), 0)
        return self.spans.take(self.cells.searchsorted(cells), 0, mode="clip")


def standing_of(segment: Segment, term: int, part: int = TEXT) -> Standing:
    """The standing of a term in one part, worked out or kept. Raises Damaged."""
    key = id(segment), term, part
    found = segment.standings.get(key)
    if found is None:
        found = _in_text(segment, term) if part == TEXT else _elsewhere(segment, term, part)
        segment.standings.keep(key, found)
    return found


def _in_text(segment: Segment, term: int) -> Standing:
    begin, end, last, _ = segment.spans(term)
    documents, mentions = segment.documents[begin:end], segment.text_mentions(begin, end).astype(np.int32)
    spans = _spans(documents, mentions, segment.place(term))
    in_body = mentions.nonzero()[0]
    leads = segment.positions[spans[in_body, START]] < LEAD_WORDS
    spans[in_body[leads], MENTIONS] += LEADS
    titled = segment.documents[end:last][segment.fields(end, last) == _TITLE]
    spans[documents.searchsorted(titled), MENTIONS] += TITLED
    return Standing(documents, spans)


def _elsewhere(segment: Segment, term: int, part: int) -> Standing:
    firsts = segment.spans(term)
    begin, end = firsts[part], firsts[part + 1]
    start = segment.place(term)
    if begin < end:
        start += int(segment.text_mentions(firsts[TEXT], firsts[FURTHER]).sum(dtype=np.int64))
        if part > FURTHER:
            start += int(segment.mentions(firsts[FURTHER], firsts[ASIDE]).sum(dtype=np.int64))
    cells = segment.documents[begin:end].astype(np.int64) << FIELD_BITS | segment.fields(begin, end)
    return Standing(cells, _spans(cells, segment.mentions(begin, end).astype(np.int64), start))


def _spans(cells: Array, mentions: Array, start: int) -> Array:
    spans = np.empty((max(len(cells), 1), 3), cells.dtype)
    spans[:, CELL] = cells if len(cells) else _NEVER
    spans[:, START] = start + mentions.cumsum() - mentions if len(cells) else 0
    spans[:, MENTIONS] = mentions << BITS if len(cells) else 0
    return spans


def spans_in(standings: Sequence[Standing], cells: Array, size: int = 0) -> tuple[Array, Array, Array]:
    """The spans of some terms in some cells, term after term; which of the terms, and which of the cells, each is of.

    size: see Standing.at.
    """
    found = [standing.at(cells, size) for standing in standings]
    spans = found[0] if len(found) == 1 else np.concatenate(found)
    rows, places = (spans[:, CELL].reshape(len(found), -1) == cells).nonzero()
    return spans.take(rows * len(cells) + places, 0), rows, places


def positions_in(segment: Segment, spans: Array) -> tuple[Array, Array]:
    """All positions of some spans, span after span, int64; and of which span each is."""
    counts = spans[:, MENTIONS] >> BITS
    ends = counts.cumsum()
    owners = np.arange(len(counts)).repeat(counts)
    places = (spans[:, START] - ends + counts).take(owners)
    places += np.arange(len(places))
    return segment.positions.take(places).astype(np.int64), owners
