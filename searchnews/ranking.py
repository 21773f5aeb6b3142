"""BM25F: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6.

The functions take floats or NumPy arrays of float64 and do the same operations in the same order on both,
so that an engine of dictionaries and one of arrays give the same bits.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K1 = 1.2

Number = TypeVar("Number", float, "NDArray[np.float64]")


def idf(articles: int, matching: int) -> float:
    """How much a leaf tells that `matching` of `articles` have; positive even for one that all have."""
    return math.log(1.0 + (articles - matching + 0.5) / (matching + 0.5))


def weighted_frequency(weight: float, b: float, frequency: Number, length: Number, average: float) -> Number:
    """A field's share of a leaf's pseudo-frequency: mentions, weighted, against the field's length.

    `length` and `average` count terms; `average` is over all articles, those without the field too.
    """
    return weight * frequency / (1.0 - b + b * length / (average or 1.0))


def saturated(frequency: Number) -> Number:
    """The pseudo-frequency's effect: each further mention adds less. 0 for 0, below 1 for ever."""
    return frequency / (K1 + frequency)
