"""What every measured program does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from bench.queries import Asked

TOP = 10  # hits of a page
VALUES = 50  # values of a facet that a page lists
MONTHS = 2_000  # more than any collection has


@dataclass(frozen=True, slots=True)
class Counts:
    """What a faceted page counted, in one form for all programs, for comparing them."""

    total: int
    source: dict[str, int] = field(default_factory=dict)  # without the articles that have none
    section: dict[str, int] = field(default_factory=dict)  # the same
    periods: dict[str, int] = field(default_factory=dict)  # "2014-03", or "2014" where the program counts by year
    hits: int = 0


class Program(Protocol):
    """A program with an open index. `page` and `full` are timed; `counts` is not."""

    name: str

    def page(self, asked: Asked) -> Any:
        """A faceted page: total, top 10 ids with scores, exact counts by source, section and month.

        Counts by source leave the choice of a source out, as a page needs them to offer the others.
        """

    def full(self, asked: Asked) -> Any:
        """The same with the ten stored articles and their snippets."""

    def counts(self, answer: Any) -> Counts:
        """What a page counted."""


def agree(ours: Counts, theirs: Counts) -> dict[str, bool]:
    """Which parts of two answers are equal; of facets, the values that both list."""
    return {
        "total": ours.total == theirs.total,
        "source": _equal(ours.source, theirs.source),
        "section": _equal(ours.section, theirs.section),
        "month": _equal(ours.periods, _regrouped(theirs.periods, ours.periods)),
        "hits": ours.hits == theirs.hits,
    }


def _equal(left: dict[str, int], right: dict[str, int]) -> bool:
    return all(left[value] == right[value] for value in left.keys() & right.keys())


def _regrouped(months: dict[str, int], like: dict[str, int]) -> dict[str, int]:
    """Months as the periods that the other program counts by."""
    length = max(map(len, like), default=7)
    grouped: dict[str, int] = {}
    for month, count in months.items():
        grouped[month[:length]] = grouped.get(month[:length], 0) + count
    return grouped
