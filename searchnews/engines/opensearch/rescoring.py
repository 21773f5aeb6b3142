"""Where the words of a query stand in the hits that are first by BM25F: what that adds, and the order it makes.

The cluster has no query for it: the few articles are looked at here, as ranking.py says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from searchnews.engines.opensearch.standing import Standing
from searchnews.query.nodes import Term
from searchnews.ranking import ASIDE, HEADLINE, LEAD, NEAR, TYPED, as_typed, near, recency

Words = Sequence[tuple[Term, float]]  # each with its weight times its rarity
UNDATED = -(1 << 63)  # what the cluster sorts by where there is no date


def rescored(
    rows: Sequence[Any], words: Words, aside: Sequence[str], gain: Callable[[Any], float], wanted: int
) -> list[Any]:
    """The best of the rows of the cluster by relevance, with their scores raised, best first; marked as `first`.

    aside: the common words of the query. gain: the share of its score that a row gains for its date. wanted: how many;
    the texts of those that can't be among them, wherever in these the words stand, are not read.
    """
    standing, telling = Standing([word for word, _ in words]), [worth for _, worth in words]
    typed = as_typed(words, aside)
    waiting = sorted(
        (_Waiting(row, standing, telling, typed, 1.0 + gain(row)) for row in rows), key=lambda one: -one.most
    )
    found: list[Any] = []
    best: list[float] = []  # a heap of the best scores, the least first
    for one in waiting:
        if len(best) >= wanted and one.most < best[0]:
            break
        row = one.rescored(standing, telling)
        found.append(row)
        heappush(best, row["_score"])
        if len(best) > wanted:
            heappop(best)
    return sorted(found, key=lambda row: (-row["_score"], -row["sort"][1], row["_id"]))[:wanted]


class _Waiting:
    """A row whose headline was looked at, and what its score may be at most."""

    def __init__(
        self, row: Any, standing: Standing, telling: Sequence[float], typed: Sequence[str], factor: float
    ) -> None:
        self._row, self._factor = row, factor
        self._stored = row["_source"]
        self._in_headline = standing.in_headline(self._stored)
        headline = self._stored.get("headline", ())
        self._typed = _typed([word in headline for word in typed], telling, whole=all(self._in_headline))
        leading = [HEADLINE if leads else LEAD + NEAR for leads in self._in_headline]
        self.most = self._raised(sum([worth * most for worth, most in zip(telling, leading, strict=True)]))

    def _raised(self, added: float) -> float:
        score: float = self._row["_score"] + (added + self._typed) * self._factor
        return score

    def rescored(self, standing: Standing, telling: Sequence[float]) -> Any:
        """The row with its score."""
        added = sum(
            [
                worth * (leading + (near(close) if leading < HEADLINE else 0.0))
                for worth, (leading, close) in zip(telling, standing.of(self._stored, self._in_headline), strict=True)
            ]
        )
        return {**self._row, "_score": self._raised(added), "first": True}


def _typed(found: Sequence[bool], telling: Sequence[float], *, whole: bool) -> float:
    """What is added for words that the headline has just as they were typed, the common ones behind the others.

    whole: whether the headline has all of the others.
    """
    added = TYPED * sum([worth for worth, there in zip(telling, found, strict=False) if there])
    return added + ASIDE * whole * sum(found[len(telling) :])


def gain_of(row: Any, newest: int) -> float:
    """The share of its score that a row sorted by relevance gains where recent articles are favoured."""
    moment = row["sort"][1]
    return 0.0 if moment == UNDATED else recency(float(newest - moment))
