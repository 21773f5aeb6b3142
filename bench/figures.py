"""Medians, percentiles and ratios of what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Summary:
    """Many times of one program, in the unit they were given."""

    median: float
    p95: float
    count: int


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of the values do not exceed. ValueError for no values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = -(-len(ordered) * round(share * 1000) // 1000)  # ceiling, of whole numbers so that 0.95 is exact
    return ordered[max(place, 1) - 1]


def summary(values: Sequence[float]) -> Summary:
    """Median and 95th percentile."""
    return Summary(median(values), percentile(values, 0.95), len(values))


def ratio(ours: Mapping[int, Sequence[float]], theirs: Mapping[int, Sequence[float]]) -> float | None:
    """Our median over theirs, on the queries that both answered; None where there is none."""
    both = ours.keys() & theirs.keys()
    if not both:
        return None
    return median(_joined(ours, both)) / median(_joined(theirs, both))


def _joined(times: Mapping[int, Sequence[float]], keys: set[int]) -> list[float]:
    return [value for key in keys for value in times[key]]


def middle_and_worst(ratios: Sequence[float]) -> tuple[float, float]:
    """The median class and the worst one (the greatest ratio)."""
    return median(ratios), max(ratios)
