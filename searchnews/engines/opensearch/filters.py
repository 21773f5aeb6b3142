"""What facets and dates leave of the articles that match, as queries of the cluster."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.dates import minutes
from searchnews.engines.opensearch.clauses import NOTHING, Clause, all_of, any_of, none_of
from searchnews.models import DateRange, Query

DATED: Clause = {"exists": {"field": "start"}}
UNDATED: Clause = none_of(DATED)


def chosen(facet: str, values: Sequence[str | None]) -> Clause:
    """Articles with any of the values of a facet; None: without one."""
    clauses: list[Clause] = []
    if named := [value for value in values if value is not None]:
        clauses.append({"terms": {f"f.{facet}": named}})
    if None in values:
        clauses.append(none_of({"exists": {"field": f"f.{facet}"}}))
    return any_of(clauses)


def by_facets(query: Query, without: str | None = None) -> list[Clause]:
    """The filters of every facet but one, and what none may have."""
    unwanted = [none_of(chosen(facet, values)) for facet, values in query.excluded.items()]
    return unwanted + [chosen(facet, values) for facet, values in query.filters.items() if facet != without]


def kept(query: Query, without: str | None = None) -> list[Clause]:
    """The filters of every facet but one, and that of the dates."""
    dates = dated(query.dates)
    return by_facets(query, without) + ([dates] if dates else [])


def dated(wanted: DateRange) -> Clause | None:
    """Articles whose date a search keeps; None where it keeps any."""
    undated = wanted.missing or (wanted.undated if wanted.bounded else wanted.precision is None)
    if undated and not wanted.bounded and not wanted.missing:
        return None
    clauses = [UNDATED] if undated else []
    if wanted.bounded or not wanted.missing:
        ranges = [inside(wanted), overlapping(wanted)] if wanted.possible else [inside(wanted)]
        clauses.append(all_of([DATED, *_precise(wanted), any_of(ranges)]))
    return any_of(clauses)


def _precise(wanted: DateRange) -> list[Clause]:
    return [{"term": {"precision": wanted.precision}}] if wanted.precision else []


def inside(wanted: DateRange) -> Clause:
    """Articles whose whole interval lies in the range."""
    bounds: list[Clause] = []
    if wanted.since is not None:
        bounds.append({"range": {"start": {"gte": minutes(wanted.since)}}})
    if wanted.until is not None:
        bounds.append({"range": {"end": {"lte": minutes(wanted.until)}}})
    return all_of(bounds)


def overlapping(wanted: DateRange) -> Clause:
    """Articles some of whose interval lies in the range."""
    bounds: list[Clause] = []
    if wanted.since is not None:
        bounds.append({"range": {"end": {"gt": minutes(wanted.since)}}})
    if wanted.until is not None:
        bounds.append({"range": {"start": {"lt": minutes(wanted.until)}}})
    return all_of(bounds)


def possible(wanted: DateRange) -> Clause:
    """Articles whose date only overlaps the range."""
    if not wanted.bounded:
        return NOTHING
    return all_of([DATED, *_precise(wanted), overlapping(wanted), none_of(inside(wanted))])
