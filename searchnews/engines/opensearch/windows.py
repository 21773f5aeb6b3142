"""How many mentions a window has, as phrases with gaps: one for each distance that its sides may have.

A mention is a span, a first and a last position (query.nodes.Near), counted once however it comes about: so what two
such phrases have in common is taken out of the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from searchnews.engines.opensearch.clauses import Clause
from searchnews.engines.opensearch.document import spelled
from searchnews.engines.opensearch.mapping import ANY_WORD, STACK
from searchnews.query.nodes import Near, Node, Or, Pattern, Phrase, Term

Slot = frozenset[str] | None  # the words of which one stands there; None: any word
Slots = tuple[Slot, ...]
_EXACTLY = {"analyzer": "gapped", "max_gaps": 0, "ordered": True}


def gapped(node: Near, sides: Sequence[Sequence[Node]], name: str, most: int) -> list[Clause] | None:
    """Queries on one field whose scores together are the mentions of a window; None where they have too many words.

    sides: the alternatives of either side that can stand in the field. most: words in all queries.
    """
    left, right = (_spelled_out(side) for side in sides)
    orders = [(left, right)] if node.ordered else [(left, right), (right, left)]
    if 2 * node.distance * sum(len(one) * len(other) for one, other in orders) > most:
        return None
    found = _apart(
        (*first, *[None] * gap, *last)
        for one, other in orders
        for gap in range(node.distance)
        for first in one
        for last in other
    )
    if sum(len(slot or ()) for slots in found for slot in slots) > most:
        return None
    return [counted_runs({"match": {"query": _text(slots), **_EXACTLY}}, name) for slots in found]


def counted_runs(interval: Clause, name: str) -> Clause:
    """A query whose score is how often an interval without a choice of lengths occurs in a field.

    The score of intervals is S / (S + 1), S being how many there are where all are as short as can be.
    """
    script = {"source": "Math.rint(_score / (1.0 - _score))"}
    return {"script_score": {"query": {"intervals": {f"t.{name}": interval}}, "script": script}}


def alternatives(node: Node) -> list[Node]:
    """What one side of a window may be."""
    return [part for child in node.children for part in alternatives(child)] if isinstance(node, Or) else [node]


def _spelled_out(side: Iterable[Node]) -> list[Slots]:
    """Words of one side are one slot together; a phrase has a slot a word."""
    words: set[str] = set()
    phrases: list[Slots] = []
    for part in side:
        if isinstance(part, Term | Pattern):
            words |= set(part.variants)
        elif isinstance(part, Phrase) and all(part.slots):
            phrases.append(tuple(map(frozenset, part.slots)))
    return [(frozenset(words),), *phrases] if words else phrases


def _apart(patterns: Iterable[Slots]) -> list[Slots]:
    """Patterns that match the same spans, none of which two of them match."""
    by_width = sorted(dict.fromkeys(patterns), key=lambda slots: (len(slots), sum(slot is not None for slot in slots)))
    return [part for _, group in groupby(by_width, key=len) for part in _without_repeats(group)]


def _without_repeats(patterns: Iterable[Slots]) -> list[Slots]:
    """Of one width; those that say least come first, so that what says more is less than they, not the reverse."""
    kept: list[Slots] = []
    for pattern in patterns:
        rest = [pattern]
        for other in kept:
            rest = [part for one in rest for part in _less(one, other)]
        kept += rest
    return kept


def _less(one: Slots, other: Slots) -> list[Slots]:
    """What the first matches and the second does not."""
    shared = [_both(own, its) for own, its in zip(one, other, strict=True)]
    if not all(slot is None or slot for slot in shared):
        return [one]
    if any(own is None and its is not None for own, its in zip(one, other, strict=True)):
        return [one]  # any word but some can't be asked for: what they share is counted twice
    parts = []
    for place, (own, its) in enumerate(zip(one, other, strict=True)):
        if own is not None and its is not None and (left := own - its):
            parts.append((*shared[:place], left, *one[place + 1 :]))
    return parts


def _both(one: Slot, other: Slot) -> Slot:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _text(slots: Slots) -> str:
    return " ".join(STACK.join(sorted(map(spelled, slot))) if slot else ANY_WORD for slot in slots)
