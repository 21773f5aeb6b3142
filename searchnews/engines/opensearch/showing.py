"""Hits of the cluster as ours: read, marked and cut here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from searchnews.engines.answer import full_hits
from searchnews.marking import Marking
from searchnews.models import Article, Hit, Query
from searchnews.query.nodes import positive_leaves
from searchnews.serialise import article_from_bytes


def article_of(row: Any) -> Article:
    """What a hit of the cluster that came with its source says."""
    return article_from_bytes(row["_source"]["article"].encode())


def hits(query: Query, rows: Sequence[Any]) -> tuple[Hit, ...]:
    """As rich as asked for."""
    if query.detail == "ids":
        return tuple([Hit(row["_id"], float(row["_score"] or 0.0)) for row in rows])
    if query.detail == "fields":
        return tuple([Hit(row["_id"], float(row["_score"] or 0.0), article_of(row)) for row in rows])
    scores = [float(row["_score"] or 0.0) for row in rows]
    return full_hits([article_of(row) for row in rows], scores, Marking(positive_leaves(query.node)))
