"""The hits of a search, as it asks for them: the general way to a page, and what of its articles is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat

import numpy as np

from searchnews.engine import NEARLY_BELOW
from searchnews.engines.answer import full_hits
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.answers import Answer
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.executor import Executor
from searchnews.engines.whoosh.filters import Filters
from searchnews.engines.whoosh.highlighting import excerpts, marking_of
from searchnews.engines.whoosh.prepared import Prepared
from searchnews.engines.whoosh.rescoring import best
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.models import Hit, Query
from searchnews.query.nodes import Node, clauses, positive_leaves, with_any

_SCANNED = 20  # articles that an export holds at a time
_hit = partial(tuple.__new__, Hit)  # Hit._make, which would count the fields each time
_NOTHING_MORE = tuple(map(repeat, Hit("", 0.0)[2:]))
_NO_SCORES = np.empty(0, np.float32)


def nearly_of(snapshot: Snapshot, executor: Executor, query: Query, total: int, room: int) -> tuple[Hit, ...]:
    """Those that have some of the words but not all; () where there are enough that have all."""
    if query.match == "any" or len(clauses(query.node)) < 2 or total >= NEARLY_BELOW or query.offset or room <= 0:
        return ()
    documents, scores = executor.nearly(query, lambda found: Filters(snapshot, query, found).kept(), room)
    hits = hits_of(snapshot, query, documents, scores)
    return explained(executor, query, with_any(query.node), documents, hits, 0) if query.explain else hits


def answered_hits(executor: Executor, query: Query, answer: Answer) -> tuple[tuple[Hit, ...], tuple[Hit, ...] | None]:
    """The hits of an answer, and those that nearly match; None where these were not looked for."""
    documents, scores, nearly = answer.documents, answer.scores, answer.nearly
    if nearly is None or not len(nearly):
        found = hits_of(executor.snapshot, query, documents, scores, answer.asked)
    else:  # all at once, which is faster
        both = np.concatenate((documents, nearly)), np.concatenate((scores, answer.of_nearly))
        found = hits_of(executor.snapshot, query, *both, answer.asked)
    hits, others = found[: len(documents)], found[len(documents) :]
    if query.explain:
        hits = explained(executor, query, query.node, documents, hits, query.offset)
        if nearly is not None:
            others = explained(executor, query, with_any(query.node), nearly, others, 0)
    return hits, None if nearly is None else others


def page_of(snapshot: Snapshot, executor: Executor, query: Query, kept: Array) -> tuple[Hit, ...]:
    """The hits asked for; only what decides the order is worked out for all."""
    last = query.offset + query.limit
    if query.sort == "relevance":
        scores = executor.scores(query.node, kept)
        order, found = best(executor, query.node, kept, scores, last, recent=query.recent, aside=query.aside)
        documents = kept[order[query.offset :]]
        hits = hits_of(snapshot, query, documents, found[query.offset :])
        return explained(executor, query, query.node, documents, hits, query.offset) if query.explain else hits
    places = executor.order(kept, _NO_SCORES, query.sort, last)[query.offset : last]
    shown = np.sort(kept[places])
    scores = executor.scores(query.node, shown)
    hits = hits_of(snapshot, query, kept[places], scores[np.searchsorted(shown, kept[places])])
    return explained(executor, query, query.node, kept[places], hits, None) if query.explain else hits


def explained(
    executor: Executor, query: Query, node: Node, documents: Array, hits: Sequence[Hit], first: int | None
) -> tuple[Hit, ...]:
    """The hits with what their scores are made of; first: the place of the first by relevance, None where by date."""
    from searchnews.engines.whoosh.explaining import explanations  # here: few ask for it

    if not hits:
        return ()
    found = explanations(executor, node, documents, first, recent=query.recent, aside=query.aside)
    return tuple(hit._replace(explanation=parts) for hit, parts in zip(hits, found, strict=True))


def hits_of(
    snapshot: Snapshot, query: Query, documents: Array, scores: Array, asked: Prepared | None = None
) -> tuple[Hit, ...]:
    """Documents as hits of the detail asked for; asked: the query's tree, where it is prepared."""
    if not len(documents):
        return ()
    if query.detail == "ids":
        return tuple(map(_hit, zip(snapshot.ids(documents), scores.tolist(), *_NOTHING_MORE, strict=False)))
    articles = [snapshot.article(document) for document in documents.tolist()]
    if query.detail == "fields":
        return tuple(Hit(row.article_id, score, row) for row, score in zip(articles, scores.tolist(), strict=True))
    marking = asked.marking if asked else marking_of(positive_leaves(query.node))
    return full_hits(articles, scores.tolist(), marking, excerpts if kernels.can_sweep() else None)


def scanned(snapshot: Snapshot, query: Query, documents: Array, scores: Array) -> Iterator[Hit]:
    """The same, a few at a time."""
    for place in range(0, len(documents), _SCANNED):
        yield from hits_of(snapshot, query, documents[place : place + _SCANNED], scores[place : place + _SCANNED])
