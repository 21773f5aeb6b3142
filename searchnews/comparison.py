"""`searchnews compare`: whether two indexes hold the same, by what they count: before one takes the other's place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from searchnews.engine import Engine
from searchnews.engines import open_engine
from searchnews.fields import FACET_NAMES
from searchnews.models import Query
from searchnews.query.nodes import Everything

_PAGE = 1_000  # values of a facet at a time


@dataclass(frozen=True, slots=True)
class Difference:
    """One count that differs."""

    what: str  # "articles", "articles without a date", "year 2014", "source Reuters"
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was counted in both indexes."""

    articles: tuple[int, int]
    counts: int  # compared
    differences: tuple[Difference, ...]


def compare(one: str, other: str) -> Comparison:
    """Count two indexes, each by its address: articles, dates by year, every value of every facet."""
    with contextlib.closing(open_engine(one)) as first, contextlib.closing(open_engine(other)) as second:
        counts = [dict(_counts(engine)) for engine in (first, second)]
    names = list(dict.fromkeys(name for held in counts for name in held))
    pairs = [(name, counts[0].get(name, 0), counts[1].get(name, 0)) for name in names]
    differing = tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])
    return Comparison((counts[0]["articles"], counts[1]["articles"]), len(names), differing)


def _counts(engine: Engine) -> Iterator[tuple[str, int]]:
    everything = Query(text="", node=Everything(), limit=0, detail="ids")
    result = engine.search(everything)
    yield "articles", result.total
    yield "articles without a date", sum(row.count for row in result.facets["date"])
    for bar in result.histogram:
        yield f"{'dated ' if bar.precision else ''}{bar.period}", bar.count
    for facet in FACET_NAMES:
        yield f"no {facet}", sum(row.count for row in result.facets[facet] if row.value is None)
        offset = 0
        while page := engine.facet_values(everything, facet, order="name", offset=offset, limit=_PAGE).values:
            yield from ((f"{facet} {row.value}", row.count) for row in page)
            offset += len(page)
