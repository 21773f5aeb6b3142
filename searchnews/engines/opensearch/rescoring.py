"""Where the words of a query stand in the hits that are first by BM25F: what that adds, and the order it makes.

The cluster has no query for it: the few articles are analysed once more, here, and looked at as ranking.py says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from searchnews.engines.yardstick import analysed, closeness, leads, titled
from searchnews.models import Article
from searchnews.query.nodes import Term
from searchnews.ranking import ASIDE, HEADLINE, TYPED, as_typed, near

_LOOKED_AT = ("title", "body")
Words = Sequence[tuple[Term, float]]  # each with its weight times its rarity


def rescored(
    rows: Sequence[Any], articles: Mapping[str, Article], words: Words, aside: Sequence[str] = ()
) -> list[Any]:
    """The rows of the cluster, sorted by relevance, with their scores raised, best first.

    articles: of each row's id; one that has gone away just now adds nothing. aside: the common words of the query.
    """
    found = [{**row, "_score": row["_score"] + _added(articles.get(row["_id"]), words, aside)} for row in rows]
    return sorted(found, key=lambda row: (-row["_score"], -row["sort"][1], row["_id"]))


def _added(article: Article | None, words: Words, aside: Sequence[str]) -> float:
    """What the places of the words add to the score of an article."""
    if article is None:
        return 0.0
    document = analysed(article, _LOOKED_AT)
    close = closeness(document, [word for word, _ in words])
    typed = titled(document, as_typed(words, aside))
    total, whole = 0.0, True
    for (word, telling), there in zip(words, typed, strict=False):
        leading = leads(document, word)
        whole = whole and leading >= HEADLINE
        total += telling * (leading + (near(close[word]) if leading < HEADLINE else 0.0) + TYPED * there)
    return total + ASIDE * sum(typed[len(words) :]) * whole
