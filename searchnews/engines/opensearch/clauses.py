"""Queries of the cluster put together, and those for what is asked of a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from searchnews.dates import minutes
from searchnews.fields import FACET_NAMES
from searchnews.query.nodes import Dates, Has, Length, Node, Value

Clause = dict[str, Any]
NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}


def any_of(clauses: Sequence[Clause]) -> Clause:
    """Any of the queries."""
    if not clauses:
        return NOTHING
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def all_of(clauses: Sequence[Clause]) -> Clause:
    """All of the queries; no scores."""
    if not clauses:
        return EVERYTHING
    return clauses[0] if len(clauses) == 1 else {"bool": {"filter": list(clauses)}}


def none_of(clause: Clause) -> Clause:
    """What a query does not match."""
    return {"bool": {"must_not": [clause]}}


def restricted(node: Node) -> Clause:
    """The query for a restriction."""
    match node:
        case Dates(since, until):
            bounds = []
            if since is not None:
                bounds.append({"range": {"start": {"gte": minutes(since)}}})
            if until is not None:
                bounds.append({"range": {"end": {"lte": minutes(until)}}})
            return all_of([{"exists": {"field": "start"}}, *bounds])
        case Length(least, most):
            return _length(least, most)
        case Has("date"):
            return {"exists": {"field": "start"}}
        case Has(name) if name in FACET_NAMES:
            return {"exists": {"field": f"f.{name}"}}
        case Has(name):
            return {"range": {f"n.{name}": {"gte": 1}}}
        case Value("kind", value):
            return {"term": {"kind": value}}
        case Value(column, value):
            return {"term": {f"f.{column}": value}}
        case _:
            raise AssertionError(node)


def _length(least: int | None, most: int | None) -> Clause:
    """An article without a body has no number there: it has no words."""
    if least is not None:
        return {"range": {"n.body": {"gte": least}}} if least > 0 else EVERYTHING
    return none_of({"range": {"n.body": {"gt": most}}})
