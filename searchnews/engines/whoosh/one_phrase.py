"""A query that is one phrase and nothing else, found by one compiled call (phrased.py)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import integers
from searchnews.engines.whoosh.inversion import PARTS
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.query.nodes import Node, Phrase
from searchnews.ranking import K1, idf


class Plan(NamedTuple):
    """What `phrase_all` takes of a phrase (phrased.py)."""

    script: Array
    where: Array


def plan_of(snapshot: Snapshot, node: Node) -> Plan | None:
    """The plan of a query that is one phrase and nothing else, which one compiled call finds; None for any other."""
    if not isinstance(node, Phrase) or node.field is not None or node.joined or snapshot.kind is None:
        return None
    script: list[int] = []
    where: list[int] = []
    for number, _, segment in snapshot.placed:
        if plan := _plan(segment, node):
            where += (number, len(script), len(script) + len(plan))
            script += plan
    return Plan(integers(script), integers(where).reshape(-1, 3))


def phrase_found(snapshot: Snapshot, plan: Plan) -> tuple[Array, Array]:
    """What holds the phrase, and its BM25F."""
    found: tuple[Array, Array] = kernels.phrase_all(
        *plan, snapshot.table, snapshot.kind, snapshot.live, snapshot.scales
    )
    documents, frequencies = found
    if not len(documents):
        return found
    return documents, np.float32(idf(snapshot.articles, len(documents))) * (
        frequencies / (np.float32(K1) + frequencies)
    )


def _plan(segment: Segment, phrase: Phrase) -> list[int]:
    """See phrased.py; [] where a slot has no term of the segment."""
    rows: list[int] = []
    firsts = [0]
    for slot in phrase.slots:
        numbers = [number for term in slot if (number := segment.terms.find(encoded(term))) >= 0]
        if not numbers:
            return []
        for number in numbers:
            rows += segment.spans(number)[:PARTS]
            rows.append(segment.place(number))
        firsts.append(firsts[-1] + len(numbers))
    return [len(firsts) - 1, *firsts, *rows]
