"""Where the words of a query stand in the articles that are first by BM25F: what that adds, and the order it makes.

The definition is ranking.py's; engines/memory.py says the same article by article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels, looking
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Rows
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.leaves import encoded
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

_NO_PLACES = np.empty(0, np.int64)
_TITLE = FIELD_NAMES.index("title")


def best(
    executor: Executor,
    node: Node,
    documents: Array,
    scores: Array,
    first: int | None = None,
    *,
    recent: bool = False,
    aside: Sequence[str] = (),
    words: Sequence[tuple[Term, float]] | None = None,
) -> tuple[Array, Array]:
    """The places in `documents` by relevance, best first, and their scores; `first`: only so many; None: all.

    scores: BM25F, float32, beside `documents`. aside: the common words of the query (Query.aside). words: its others
    whose places count, where they are known.
    """
    factors = (1.0 + gains(executor.snapshot, documents)).astype(np.float32) if recent else None
    if factors is not None:
        scores = scores * factors
    wanted = len(documents) if first is None else first
    if not wanted or not len(documents):
        words = []
    elif words is None:
        words = words_of(node, aside)
    if not words:
        places = executor.order(documents, scores, "relevance", first)
        return places, scores[places]
    if factors is None and len(documents) <= WINDOW:
        rescored = scores.copy()
        _add_places(executor, words, aside, documents, rescored)
        places = executor.order(documents, rescored, "relevance", first)
        return places, rescored[places]
    if wanted <= WINDOW:
        window, others = executor.foremost(documents, scores, WINDOW), _NO_PLACES
    else:
        places = executor.order(documents, scores, "relevance", wanted)
        window, others = np.sort(places[:WINDOW]), places[WINDOW:]
    rescored = scores[window]
    if factors is None:
        _add_places(executor, words, aside, documents[window], rescored)
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


def _add_places(
    executor: Executor, words: Sequence[tuple[Term, float]], aside: Sequence[str], documents: Array, scores: Array
) -> None:
    """What `look` adds; what is known of these words is not looked for again."""
    if executor.gained is None:
        look(executor, words, aside, documents, scores)
        return

    def gains(others: Array) -> Array:
        found = np.zeros((2, len(others)), np.float32)
        look(executor, words, aside, others, *found)
        return found.T

    executor.gained.add_to(scores, documents, gains)


class Looked(NamedTuple):
    """What was seen in some documents."""

    leads: Array  # float64 [documents, words]: what each word leads by
    closeness: Array  # the same: how close it is to others
    telling: Array  # float32 [words]: what it tells
    typed: Array  # bool [documents, words and common ones]: what gains for being in the headline (ranking.as_typed)


def look(
    executor: Executor,
    words: Sequence[tuple[Term, float]],
    aside: Sequence[str],
    documents: Array,
    scores: Array,
    of_headlines: Array | None = None,
) -> Looked:
    """Add to the scores what the places of the words are worth, and what stands in the headline as it was typed.

    documents: ascending. scores: float32, beside them. of_headlines: what the second is added to; None: the scores.
    """
    leads, closeness = np.zeros((2, len(documents), len(words)))
    pieces, telling = executor.rows(words)
    one = _look_compiled if kernels.can_sweep() else looking.look
    for piece in pieces:
        low, high = 0, len(documents)
        if len(pieces) > 1:
            low, high = documents.searchsorted(
                np.array((piece.base, piece.base + len(piece.segment)), np.int32)
            ).tolist()
        if low < high:
            inside = documents[low:high] - np.int32(piece.base) if piece.base else documents[low:high]
            one(piece, inside, leads[low:high], closeness[low:high], telling, scores[low:high])
    of_headlines = scores if of_headlines is None else of_headlines
    head = _head_compiled if kernels.can_sweep() else looking.head
    typed = head(executor.snapshot, as_typed(words, aside), leads, telling, documents, of_headlines)
    return Looked(leads, closeness, telling, typed)


def _head_compiled(
    snapshot: Snapshot, typed: Sequence[str], leads: Array, telling: Array, documents: Array, scores: Array
) -> Array:
    """Add to the scores what stands in the headline as it was typed; whether each word does: bool [documents, words]."""
    found = np.zeros((len(documents), len(typed)), np.bool_)
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
            kernels.headed(
                np.array(rows), segment.headings, inside, leads[low:high], telling, _TYPED, found[low:high],
                scores[low:high],
            )  # fmt: skip
    return found


_TYPED = (TYPED, ASIDE, HEADLINE)


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
