"""Where the words of a query stand in the hits that are first by BM25F: what that adds, and the order it makes.

The cluster has no query for it: the few articles are looked at here, as ranking.py says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchnews.engines.opensearch.standing import Standing
from searchnews.query.nodes import Term
from searchnews.ranking import ASIDE, HEADLINE, LEAD, NEAR, TYPED, as_typed, near, recency

Words = Sequence[tuple[Term, float]]  # each with its weight times its rarity
Floats = NDArray[np.float64]
UNDATED = -(1 << 63)  # what the cluster sorts by where there is no date


def rescored(
    rows: Sequence[Any], words: Words, aside: Sequence[str], gain: Callable[[Any], float], wanted: int
) -> list[Any]:
    """The best of the rows of the cluster by relevance, with their scores raised, best first; marked as `first`.

    aside: the common words of the query. gain: the share of its score that a row gains for its date. wanted: how many;
    the texts of those that can't be among them, wherever in these the words stand, are not read.
    """
    standing, telling = Standing([word for word, _ in words]), [worth for _, worth in words]
    stored = [row["_source"] for row in rows]
    in_headlines = standing.in_headlines(stored)
    whole: NDArray[np.bool_] = np.all(in_headlines, axis=1)
    typed = _typed(stored, as_typed(words, aside), telling, whole)
    base = _Base(np.array([row["_score"] for row in rows]), typed, np.array([1.0 + gain(row) for row in rows]), telling)
    most, least = (base.raised(np.where(in_headlines, HEADLINE, elsewhere)) for elsewhere in (LEAD + NEAR, 0.0))
    read = np.flatnonzero(most >= np.sort(least)[-min(wanted, len(rows))])
    leading, closeness = standing.of([stored[number] for number in read.tolist()], in_headlines[read])
    scores = base.of(read).raised(leading + np.where(leading < HEADLINE, near(closeness), 0.0)).tolist()
    found = [{**rows[number], "_score": score} for number, score in zip(read.tolist(), scores, strict=True)]
    found.sort(key=lambda row: (-row["_score"], -row["sort"][1], row["_id"]))
    return [row | {"first": True} for row in found[:wanted]]


class _Base(NamedTuple):
    """What the scores of some rows are made of beside where the words stand."""

    scores: Floats
    typed: Floats
    factors: Floats
    telling: Sequence[float]

    def of(self, read: NDArray[np.int64]) -> _Base:
        """Some of the rows."""
        return _Base(self.scores[read], self.typed[read], self.factors[read], self.telling)

    def raised(self, leading: Floats) -> Floats:
        """The scores with what places add, rows × words: word after word, in the order of the query."""
        added = np.zeros(len(leading))
        for number, worth in enumerate(self.telling):
            added += worth * leading[:, number]
        return self.scores + (added + self.typed) * self.factors


def _typed(stored: Sequence[Any], typed: Sequence[str], telling: Sequence[float], whole: NDArray[np.bool_]) -> Floats:
    """What is added for words that the headline has just as they were typed, the common ones behind the others.

    whole: whether the headline has all of the others.
    """
    headlines = [one.get("headline", ()) for one in stored]
    found = np.array([[word in headline for word in typed] for headline in headlines])
    added = np.zeros(len(stored))
    for number, worth in enumerate(telling):
        added += worth * found[:, number]
    common: Floats = ASIDE * whole * np.sum(found[:, len(telling) :], axis=1)
    return TYPED * added + common


def gain_of(row: Any, newest: int) -> float:
    """The share of its score that a row sorted by relevance gains where recent articles are favoured."""
    moment = row["sort"][1]
    return 0.0 if moment == UNDATED else recency(float(newest - moment))
