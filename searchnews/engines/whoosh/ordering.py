"""Documents in order: by relevance, newest or oldest first; undated ones after dated, ties by date (newest first), then id."""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.models import Sort

_NO_PLACES = np.empty(0, np.int64)


def ordered(
    snapshot: Snapshot, documents: Array, scores: Array, sort: Sort, first: int | None = None, *, scored: bool
) -> Array:
    """Places in `documents`, best first, int64.

    first: only so many places are wanted; None: all. scored: whether the scores are known not to be all 0.
    """
    if first == 0 or not len(documents):
        return _NO_PLACES
    columns = snapshot.columns
    keys = _keys(snapshot, documents, scores, sort, scored)
    wanted = len(keys) if first is None else first
    return kernels.ranked(keys, documents, columns.instants, columns.precision, snapshot.id_bytes, wanted)


def foremost(snapshot: Snapshot, documents: Array, scores: Array, first: int, *, scored: bool) -> Array:
    """The places of the `first` best by relevance, ascending."""
    if kernels.can_sweep():
        return np.sort(ordered(snapshot, documents, scores, "relevance", first, scored=scored))
    places = kernels.best(scores, first)
    if len(places) == first:
        return places
    found = scores[places]  # more, for ties with the last
    tied = places[found == found.min()]
    others = places[found > found.min()]
    chosen = ordered(snapshot, documents[tied], scores[tied], "relevance", first - len(others), scored=scored)
    return np.sort(np.concatenate((others, tied[chosen])))


def _keys(snapshot: Snapshot, documents: Array, scores: Array, sort: Sort, scored: bool) -> Array:
    """What decides first, higher first; where all scores are 0, that is what decides between equal ones."""
    if sort == "relevance" and len(scores) and (scored or scores.max() > 0):
        return scores
    if sort != "oldest":
        return snapshot.latest[documents]
    columns = snapshot.columns
    dated = columns.precision[documents] != UNDATED
    return np.where(dated, -columns.instants[documents], np.iinfo(np.int64).min)
