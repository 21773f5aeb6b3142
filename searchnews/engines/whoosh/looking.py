"""Where the words of a query stand in a few articles, by array operations: the plain form of placing.py and heading.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Rows
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.recent import Recent
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.fields import FIELD_NAMES
from searchnews.ranking import ASIDE, HEADLINE, LEAD, LEAD_WORDS, NEAR, NEAR_K, REACH, TYPED

_TITLE = FIELD_NAMES.index("title")
# An occurrence as one number, which sorts by article and position: article << 52 | position << 20 | whose it is.
_POSITION, _ARTICLE = 20, 52
_OWNER = (1 << _POSITION) - 1
_DOCUMENT, _START, _MENTIONS = range(3)
_TITLED, _LEADS, _BITS = 1, 2, 2


class Standing(NamedTuple):
    """Where one term of a segment stands in its articles."""

    documents: Array  # int32 [entries], ascending: those of the text part (inversion.py)
    # int32 [entries, 3]: the document again; where its positions begin; four times its mentions in the body, and 1 more
    # if the term is in the headline, 2 if it is among the first LEAD_WORDS
    spans: Array

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return self.documents.nbytes + self.spans.nbytes


_NEVER = np.iinfo(np.int32).max  # no document's number
_NO_STANDING = Standing(np.array([_NEVER], np.int32), np.array([[_NEVER, 0, 0]], np.int32))
Standings = Recent[tuple[int, int], Standing]  # by the numbers of a segment and a term


def standing_of(segment: Segment, term: int) -> Standing:
    """The standing of a term. Raises Damaged."""
    begin, end, last, _ = segment.spans(term)
    if begin == end:  # a term of those fields alone that are searched by name
        return _NO_STANDING
    documents, mentions = segment.documents[begin:end], segment.text_mentions(begin, end).astype(np.int32)
    spans = np.empty((len(documents), 3), np.int32)
    spans[:, _DOCUMENT] = documents
    spans[:, _START] = segment.place(term) + mentions.cumsum() - mentions
    spans[:, _MENTIONS] = mentions << _BITS
    in_body = mentions.nonzero()[0]
    leads = segment.positions[spans[in_body, _START]] < LEAD_WORDS
    spans[in_body[leads], _MENTIONS] += _LEADS
    titled = segment.documents[end:last][segment.fields(end, last) == _TITLE]
    spans[documents.searchsorted(titled), _MENTIONS] += _TITLED
    return Standing(documents, spans)


def look(
    standings: Standings, piece: Rows, documents: Array, leads: Array, closeness: Array, telling: Array, scores: Array
) -> None:
    """What placing.stand does, for documents of one segment; standings: those that are kept."""
    words = leads.shape[1]
    spans, articles, clauses = _spans(standings, piece, documents)
    slots = articles * words + clauses
    flags, flat = spans[:, _MENTIONS], leads.reshape(-1)
    flat[slots[(flags & _LEADS).nonzero()[0]]] = LEAD
    flat[slots[(flags & _TITLED).nonzero()[0]]] = HEADLINE
    parts = leads
    if words > 1 and len(slots) > len(documents):  # else no two of them are in one article
        _add_closeness(*_occurrences(piece, spans, articles), slots, closeness.reshape(-1))
        closeness[leads >= HEADLINE] = 0.0
        parts = leads + NEAR * closeness / (NEAR_K + closeness)
    scores += np.add.accumulate(telling * parts, axis=1)[:, -1].astype(np.float32)  # one after another, as there


def _spans(standings: Standings, piece: Rows, documents: Array) -> tuple[Array, Array, Array]:
    """The spans of the terms that are in some documents, term after term; the place of each's document, and its clause."""
    found = []
    for term in piece.terms:
        standing = standings.get((piece.number, term))
        if standing is None:
            standing = standing_of(piece.segment, term)
            standings.keep((piece.number, term), standing)
        found.append(standing.spans.take(standing.documents.searchsorted(documents), 0, mode="clip"))
    spans = found[0] if len(found) == 1 else np.concatenate(found)
    rows, articles = (spans[:, _DOCUMENT].reshape(len(found), -1) == documents).nonzero()
    return spans.take(rows * len(documents) + articles, 0), articles, np.array(piece.clauses).take(rows)


def _occurrences(piece: Rows, spans: Array, articles: Array) -> tuple[Array, Array]:
    """All places of the terms, ascending, int64: article << 32 | position; and of which of the spans each is."""
    counts = spans[:, _MENTIONS] >> _BITS
    ends = counts.cumsum()
    owners = np.arange(len(counts)).repeat(counts)
    places = (spans[:, _START] - ends + counts)[owners]
    places += np.arange(len(places))
    keys = piece.segment.positions.take(places).astype(np.int64)
    keys <<= _POSITION
    keys |= ((articles << _ARTICLE) + np.arange(len(counts)))[owners]
    keys.sort()
    return keys >> _POSITION, keys & _OWNER


def _add_closeness(keys: Array, owners: Array, slots: Array, closeness: Array) -> None:
    """Add for each word 1 / distance to every neighbour: the next of the words, if it is another and within REACH.

    keys, owners: see `_occurrences`. slots: of each span, article * words + word. closeness: by slot.
    """
    steps = keys[1:] - keys[:-1]
    near = ((steps >= 1) & (steps <= REACH)).nonzero()[0]
    before, after = slots[owners[near]], slots[owners[near + 1]]
    others = (before != after).nonzero()[0]
    if len(others):
        share = 1.0 / steps[near[others]]
        both = np.concatenate((before[others], after[others]))
        closeness += np.bincount(both, np.concatenate((share, share)), len(closeness))


def head(
    snapshot: Snapshot, typed: Sequence[str], leads: Array, telling: Array, documents: Array, scores: Array
) -> Array:
    """What heading.headed does, for documents of all segments; gives `typed` of it."""
    found, added = np.zeros((len(documents), len(typed)), np.bool_), np.zeros(len(documents))
    words, all_there = len(telling), None
    for place, word in enumerate(typed):
        known = headlines_of(snapshot, word)
        if not len(known):
            continue
        there, part = kernels.present(documents, known), ASIDE
        if place < words:
            part = TYPED * telling.item(place)
        else:
            all_there = np.logical_and.reduce(leads >= HEADLINE, axis=1) if all_there is None else all_there
            there &= all_there
        found[:, place] = there
        added += there * part
    scores += added.astype(np.float32)
    return found


def headlines_of(snapshot: Snapshot, word: str) -> Array:
    """The documents, deleted ones too, in whose headline a word stands just so; int32, ascending; kept."""
    found = snapshot.headlines.get(word)
    if found is None:
        every = [
            segment.word_documents(number) + np.int32(base)
            for base, segment in zip(snapshot.bases, snapshot.segments, strict=False)
            if (number := segment.words.find(encoded(word))) >= 0
        ]
        found = np.concatenate(every) if every else _NOWHERE
        snapshot.headlines.keep(word, found)
    return found


_NOWHERE = np.empty(0, np.int32)
