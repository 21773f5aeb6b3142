"""Where the words of a query stand in a few articles, by array operations: the plain form of placing.py and heading.py."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Rows
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.standing import LEADS, MENTIONS, TITLED, positions_in, spans_in, standing_of
from searchnews.ranking import ASIDE, HEADLINE, LEAD, NEAR, NEAR_K, REACH, TYPED

# An occurrence as one number, which sorts by article and position: article << 52 | position << 20 | whose it is.
_POSITION, _ARTICLE = 20, 52
_OWNER = (1 << _POSITION) - 1


def look(piece: Rows, documents: Array, leads: Array, closeness: Array, telling: Array, scores: Array) -> None:
    """What placing.stand does, for documents of one segment."""
    words = leads.shape[1]
    standings = [standing_of(piece.segment, term) for term in piece.terms]
    spans, rows, articles = spans_in(standings, documents)
    slots = articles * words + np.array(piece.clauses).take(rows)
    flags, flat = spans[:, MENTIONS], leads.reshape(-1)
    flat[slots[(flags & LEADS).nonzero()[0]]] = LEAD
    flat[slots[(flags & TITLED).nonzero()[0]]] = HEADLINE
    parts = leads
    if words > 1 and len(slots) > len(documents):  # else no two of them are in one article
        _add_closeness(*_occurrences(piece, spans, articles), slots, closeness.reshape(-1))
        closeness[leads >= HEADLINE] = 0.0
        parts = leads + NEAR * closeness / (NEAR_K + closeness)
    scores += np.add.accumulate(telling * parts, axis=1)[:, -1].astype(np.float32)  # one after another, as there


def _occurrences(piece: Rows, spans: Array, articles: Array) -> tuple[Array, Array]:
    """All places of the terms, ascending, int64: article << 32 | position; and of which of the spans each is."""
    keys, owners = positions_in(piece.segment, spans)
    keys <<= _POSITION
    keys |= ((articles << _ARTICLE) + np.arange(len(articles))).take(owners)
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
