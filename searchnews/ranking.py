"""What makes a score: BM25F for every match, then where the words stand in the best of them (docs/ranking.md).

BM25F: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6. Nearness:
a bounded form of Büttcher, Clarke and Lushman, "Term Proximity Scoring for Ad-Hoc Retrieval on Very Large Text
Collections" (2006). What the second step adds is never negative, and worked out for the first WINDOW articles by BM25F
only, so that the order of all others stays.

The functions take floats or NumPy arrays of float64 and do the same operations in the same order on both,
so that an engine of dictionaries and one of arrays give the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from searchnews.query.nodes import Node, Term, weighted_leaves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K1 = 1.2
LEAST = 0.1  # what a word tells at least: one in half of the articles tells next to nothing

WINDOW = 50  # articles, the first by BM25F, for which it is looked at where the words stand
HEADLINE = 1.0  # share of what a word tells, for standing in the headline, and nothing more
LEAD = 0.2  # else for standing at the beginning of the text
LEAD_WORDS = 15  # of the first paragraph
NEAR = 0.3  # share of what a word tells, for other words of the query near it, at most
REACH = 10  # words: what is farther away is not near
NEAR_K = 1.2  # how much nearness gives half of that
TYPED = 0.2  # share of what a word tells, for standing in the headline just as it was typed, endings and all
ASIDE = 0.5  # what a common word of the query adds for standing in a headline that has all of the words that decide
INITIALISM = 0.75  # share of what a word typed as an initialism tells (US), for being written so; the rest for any "us"

RECENT = 0.5  # share of the whole score that the newest article of the index gains, where recent ones are to
HALF_LIFE = 365 * 24 * 60  # minutes by which an article is older that gains half of that

Number = TypeVar("Number", float, "NDArray[np.float64]")


def idf(articles: int, matching: int) -> float:
    """How much a leaf tells that `matching` of `articles` have (Robertson and Spärck Jones 1976); at least LEAST."""
    return max(math.log((articles - matching + 0.5) / (matching + 0.5)), LEAST)


def weighted_frequency(weight: float, b: float, frequency: Number, length: Number, average: float) -> Number:
    """A field's share of a leaf's pseudo-frequency: mentions, weighted, against the field's length.

    `length` and `average` count terms; `average` is over all articles, those without the field too.
    """
    return weight * frequency / (1.0 - b + b * length / (average or 1.0))


def saturated(frequency: Number) -> Number:
    """The pseudo-frequency's effect: each further mention adds less. 0 for 0, below 1 for ever."""
    return frequency / (K1 + frequency)


def near(closeness: Number) -> Number:
    """The effect of a word's closeness, the sum of 1 / distance over its neighbours; 0 for 0, below NEAR for ever."""
    return NEAR * closeness / (NEAR_K + closeness)


def recency(age: Number) -> Number:
    """The share of its score that an article gains which is so many minutes older than the newest of the index."""
    share: Number = RECENT * 0.5 ** (age / HALF_LIFE)
    return share


def words_of(node: Node, aside: Sequence[str] = ()) -> list[tuple[Term, float]]:
    """The different words, searched everywhere, whose places count, with their weights.

    [] for fewer than two; `aside`, the common words that were typed too (Query.aside), make up the number.
    """
    if isinstance(node, Term) and not aside:
        return []
    found: dict[Term, float] = {}
    for leaf, weight in weighted_leaves(node):
        if isinstance(leaf, Term) and leaf.field is None and leaf.text:  # without text: made of index terms, not typed
            found[leaf] = found.get(leaf, 0.0) + weight
    return list(found.items()) if found and len(found) + len(aside) > 1 else []


def as_typed(words: Sequence[tuple[Term, float]], aside: Sequence[str]) -> list[str]:
    """What is looked for in the unstemmed headline: each of the words, then the common ones that are none of them."""
    plain = [word.variants[0] for word, _ in words]
    return plain + [word for word in aside if word not in plain]
