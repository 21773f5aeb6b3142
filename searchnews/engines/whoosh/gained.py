"""What the places of a query's words add in documents that were looked at, kept with the words (prepared.py)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from searchnews.engines.whoosh.arrays import Array

_MOST = 400  # documents of one query that are kept, or a window more: some pages' worth


class Gained:
    """The gains of some documents. May be shared by threads."""

    def __init__(self) -> None:
        # int32 [documents], ascending; float32 [documents, 2]: for the places, and for the headline as it was typed
        self._known = np.empty(0, np.int32), np.empty((0, 2), np.float32)

    def add_to(self, scores: Array, documents: Array, look: Callable[[Array], Array]) -> None:
        """Add the gains of some documents (int32, ascending) to their scores, float32.

        look: gives those of documents that nobody has looked at yet.
        """
        known, gains = self._known
        places = known.searchsorted(documents)
        there = known.take(places, mode="clip") == documents if len(known) else np.zeros(len(documents), np.bool_)
        if np.count_nonzero(there) < len(documents):
            known, gains = self._learn(documents[~there], look)
            places = known.searchsorted(documents)
        found = gains.take(places, 0)
        scores += found[:, 0]
        scores += found[:, 1]

    def _learn(self, documents: Array, look: Callable[[Array], Array]) -> tuple[Array, Array]:
        known, gains = self._known
        every = np.concatenate((known, documents))
        order = every.argsort(kind="stable")
        learned = every[order], np.concatenate((gains, look(documents)))[order]
        if len(every) <= _MOST:
            self._known = learned
        return learned
