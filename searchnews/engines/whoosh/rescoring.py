"""Where the words of a query stand in the articles that are first by BM25F: what that adds, and the order it makes.

The definition is ranking.py's; engines/memory.py says the same article by article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Rows
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.inversion import TEXT
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.phrases import occurrences
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.fields import FIELD_NAMES
from searchnews.query.nodes import Node, Term
from searchnews.ranking import (
    ASIDE,
    HEADLINE,
    LEAD,
    LEAD_WORDS,
    NEAR,
    NEAR_K,
    REACH,
    TYPED,
    WINDOW,
    as_typed,
    recency,
    words_of,
)

if TYPE_CHECKING:
    from searchnews.engines.whoosh.executor import Executor

_TITLE = FIELD_NAMES.index("title")
_POSITION = (1 << 32) - 1


def best(
    executor: Executor,
    node: Node,
    documents: Array,
    scores: Array,
    first: int | None = None,
    *,
    recent: bool = False,
    aside: Sequence[str] = (),
) -> tuple[Array, Array]:
    """The places in `documents` by relevance, best first, and their scores; `first`: only so many; None: all.

    scores: BM25F, float32, beside `documents`. aside: the common words of the query (Query.aside).
    """
    factors = (1.0 + gains(executor.snapshot, documents)).astype(np.float32) if recent else None
    if factors is not None:
        scores = scores * factors
    wanted = len(documents) if first is None else first
    words = words_of(node, aside) if wanted and len(documents) else []
    if not words:
        places = executor.order(documents, scores, "relevance", first)
        return places, scores[places]
    places = executor.order(documents, scores, "relevance", max(wanted, WINDOW))
    window, others = np.sort(places[:WINDOW]), places[WINDOW:]
    rescored = scores[window]
    if factors is None:
        look(executor, words, aside, documents[window], rescored)
    else:
        added = np.zeros_like(rescored)
        look(executor, words, aside, documents[window], added)
        rescored += added * factors[window]
    order = executor.order(documents[window], rescored, "relevance", min(wanted, len(window)))
    if not len(others):
        return window[order], rescored[order]
    return np.concatenate([window[order], others]), np.concatenate([rescored[order], scores[others]])


def by_places(
    executor: Executor, words: Sequence[tuple[Term, float]], aside: Sequence[str], documents: Array, scores: Array
) -> tuple[Array, Array]:
    """The same documents and scores, best first by BM25F, in the order that the places of the words make."""
    order = np.argsort(documents[:WINDOW])
    window, rescored = documents[:WINDOW][order].astype(np.int32), scores[:WINDOW][order]
    look(executor, words, aside, window, rescored)
    places = executor.order(window, rescored, "relevance", len(window))
    if len(documents) <= WINDOW:
        return window[places], rescored[places]
    return np.concatenate([window[places], documents[WINDOW:]]), np.concatenate([rescored[places], scores[WINDOW:]])


def gains(snapshot: Snapshot, documents: Array) -> Array:
    """The share of its score that each document gains for its date, float64; 0 without one."""
    columns = snapshot.columns
    dated = columns.precision[documents] != UNDATED
    ages = np.where(dated, snapshot.newest - columns.instants[documents], 0).astype(np.float64)
    return np.where(dated, recency(ages), 0.0)


class Looked(NamedTuple):
    """What was seen in some documents."""

    leads: Array  # float64 [documents, words]: what each word leads by
    closeness: Array  # the same: how close it is to others
    telling: Array  # float32 [words]: what it tells
    typed: Array  # bool [documents, words and common ones]: what gains for being in the headline (ranking.as_typed)


def look(
    executor: Executor, words: Sequence[tuple[Term, float]], aside: Sequence[str], documents: Array, scores: Array
) -> Looked:
    """Add to the scores what the places of the words are worth, and what stands in the headline as it was typed.

    documents: ascending. scores: float32, beside them.
    """
    leads, closeness = np.zeros((2, len(documents), len(words)))
    pieces, telling = executor.rows(words)
    one = _look_compiled if kernels.can_sweep() else _look
    for piece in pieces:
        low, high = 0, len(documents)
        if len(pieces) > 1:
            low, high = documents.searchsorted(
                np.array((piece.base, piece.base + len(piece.segment)), np.int32)
            ).tolist()
        if low < high:
            inside = documents[low:high] - np.int32(piece.base) if piece.base else documents[low:high]
            one(piece, inside, leads[low:high], closeness[low:high], telling, scores[low:high])
    typed = _head(executor.snapshot, as_typed(words, aside), leads, telling, documents, scores)
    return Looked(leads, closeness, telling, typed)


def _head(
    snapshot: Snapshot, typed: Sequence[str], leads: Array, telling: Array, documents: Array, scores: Array
) -> Array:
    """Add to the scores what stands in the headline as it was typed; whether each word does."""
    found = np.zeros((len(documents), len(typed)), np.bool_)
    one = kernels.headed if kernels.can_sweep() else _headed
    words = [encoded(word) for word in typed]
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        low, high = 0, len(documents)
        if base or len(segment) < snapshot.size:
            low, high = documents.searchsorted(np.array((base, base + len(segment)), np.int32)).tolist()
        rows = []
        for place, word in enumerate(words):
            if (number := segment.words.find(word)) >= 0:
                rows.append((place, *segment.heading(number)))
        if rows and low < high:
            inside = documents[low:high] - np.int32(base) if base else documents[low:high]
            one(
                np.array(rows), segment.headings, inside, leads[low:high], telling, _TYPED, found[low:high],
                scores[low:high],
            )  # fmt: skip
    return found


_TYPED = (TYPED, ASIDE, HEADLINE)


def _headed(
    rows: Array,
    documents: Array,
    window: Array,
    leads: Array,
    telling: Array,
    worth: tuple[float, float, float],
    typed: Array,
    scores: Array,
) -> None:
    """See heading.py."""
    for word, begin, end in rows.tolist():
        typed[:, word] = kernels.present(window, documents[begin:end].astype(np.int32, copy=False))
    share, aside, headline = worth
    typed[:, len(telling) :] &= np.logical_and.reduce(leads >= headline, axis=1, keepdims=True)
    parts = np.full(typed.shape[1], aside)
    parts[: len(telling)] = share * telling.astype(np.float64)
    scores += np.add.accumulate(typed * parts, axis=1)[:, -1].astype(np.float32)  # one after another, as there


_WORTH = (HEADLINE, LEAD, NEAR, NEAR_K)


def _look_compiled(
    piece: Rows, documents: Array, leads: Array, closeness: Array, telling: Array, scores: Array
) -> None:
    segment = piece.segment
    starts = np.array([segment.place(term) for term in piece.terms])
    kernels.stand(
        piece.rows, starts, documents, *segment.entries, segment.positions,
        _TITLE, LEAD_WORDS, REACH, leads, closeness, telling, _WORTH, scores,
    )  # fmt: skip


def _look(piece: Rows, documents: Array, leads: Array, closeness: Array, telling: Array, scores: Array) -> None:
    """The same for the documents of one segment."""
    keys, owners = [], []
    for word, term in zip(piece.rows[:, 0].tolist(), piece.terms, strict=True):
        leads[_titled(piece.segment, term, documents), word] = HEADLINE
        keys.append(_keys(piece.segment, term, documents))
        owners.append(np.full(len(keys[-1]), word))
    places, words = np.concatenate(keys), np.concatenate(owners)
    begins = (places & _POSITION) < LEAD_WORDS
    led = places[begins] >> 32, words[begins]
    leads[led] = np.maximum(leads[led], LEAD)
    _add_closeness(places, words, closeness)
    closeness[leads >= HEADLINE] = 0.0
    parts = telling * (leads + NEAR * closeness / (NEAR_K + closeness))
    scores += np.add.accumulate(parts, axis=1)[:, -1].astype(np.float32)  # one after another, as the compiled form does


def _titled(segment: Segment, term: int, documents: Array) -> Array:
    _, begin, end, _ = segment.spans(term)
    return kernels.present(documents, segment.documents[begin:end][segment.fields(begin, end) == _TITLE])


def _keys(segment: Segment, term: int, documents: Array) -> Array:
    """A term's positions in the bodies of the documents: place among these << 32 | position."""
    there = occurrences(segment, term, TEXT)
    return kernels.keys_of(documents, there.cells, there.counts, there.start, segment.positions, 0)


def _add_closeness(keys: Array, owners: Array, closeness: Array) -> None:
    """Add for each word 1 / distance to every neighbour: the next of the words, if it is another and within REACH."""
    order = keys.argsort(kind="stable")
    keys, owners = keys[order], owners[order]
    steps = keys[1:] - keys[:-1]
    near = ((steps >= 1) & (steps <= REACH) & (owners[1:] != owners[:-1])).nonzero()[0]
    if not len(near):
        return
    share, where = 1.0 / steps[near], keys[near] >> 32
    np.add.at(closeness, (where, owners[near]), share)
    np.add.at(closeness, (where, owners[near + 1]), share)
