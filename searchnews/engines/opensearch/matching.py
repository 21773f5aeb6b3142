"""Which articles a node matches, as a query of the cluster that says exactly that.

Where the cluster has no such query (windows in windows, mentions of windows, parts of the text by number of words) the
node is `hard`: verifying.py finds its articles by looking at them, and `Exactly` puts their ids in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchnews.engines.opensearch.clauses import EVERYTHING, Clause, all_of, any_of, none_of, restricted
from searchnews.engines.opensearch.places import (
    counted,
    in_field,
    in_one_value,
    parts_of,
    physical,
    shared_fields,
    value_fields,
    window,
)
from searchnews.query.nodes import (
    And,
    AtLeast,
    Away,
    Boost,
    Everything,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Term,
    is_spans,
)


@dataclass(frozen=True, slots=True)
class Exactly:
    """Articles that were looked at: which of them a node matches, and what a leaf counts in each."""

    ids: Mapping[Node, frozenset[str]] = field(default_factory=dict)
    frequencies: Mapping[Leaf, Mapping[str, float]] = field(default_factory=dict)  # leaf → id → its pseudo-frequency


def is_hard(node: Node) -> bool:
    """Whether the cluster has no query for this node itself, whatever its children are."""
    match node:
        case Term() | Pattern() | Phrase():
            return not physical(node.field)
        case Near(left, right):
            return not (_simple(left) and _simple(right)) or _leads_and_bodies(node)
        case Away():
            return True
        case AtLeast(_, child):
            return not _countable(child)
        case Paragraph(child):
            return not _one_value(child)
        case _:
            return False


def _simple(node: Node) -> bool:
    """A side of a window all of whose spans the cluster sees."""
    if isinstance(node, Or):
        return all(map(_simple, node.children))
    if isinstance(node, Phrase) and node.joined:
        return False  # its spans differ in length, and those that begin together are one
    return isinstance(node, Term | Pattern | Phrase) and bool(physical(node.field))


def _leads_and_bodies(node: Node) -> bool:
    """Whether one part is asked of the first paragraph and another of the text: two fields on the cluster."""
    fields = {name for leaf in _words(node) for name in physical(leaf.field)}
    return {"lead", "body"} <= fields


def _words(node: Node) -> list[Term | Pattern | Phrase]:
    match node:
        case Near(left, right) | Away(left, right):
            return _words(left) + _words(right)
        case Or(children):
            return [leaf for child in children for leaf in _words(child)]
        case Term() | Pattern() | Phrase():
            return [node]
        case _:
            return []


def _countable(node: Node) -> bool:
    """Whether the cluster can count the mentions."""
    if isinstance(node, Or):
        return all(map(_countable, node.children))
    if isinstance(node, Phrase) and node.joined:
        return False
    return isinstance(node, Term | Pattern | Phrase) and bool(physical(node.field))


def _one_value(node: Node) -> bool:
    """Whether the child of a Paragraph is words that must stand together between two ENDs."""
    leaves = [part.child if isinstance(part, Boost) else part for part in parts_of(node)]
    return all(is_spans(leaf) and _simple_or_joined(leaf) for leaf in leaves)


def _simple_or_joined(node: Node) -> bool:
    if isinstance(node, Or):
        return all(map(_simple_or_joined, node.children))
    return (
        isinstance(node, Term | Pattern | Phrase) and physical(node.field) != () and "lead" not in physical(node.field)
    )


def matching(node: Node, exactly: Exactly) -> Clause:
    """The query for a node; every hard one in it must be among `exactly.ids`."""
    if node in exactly.ids:
        return {"ids": {"values": sorted(exactly.ids[node])}}
    match node:
        case Term() | Pattern() | Phrase():
            return any_of([in_field(node, name) for name in physical(node.field)])
        case Near():
            return any_of([window(node, name) for name in shared_fields(node)])
        case AtLeast(count, child):
            return {"script_score": {"query": counted(child), "script": {"source": "_score"}, "min_score": count}}
        case Paragraph(child):
            return any_of([in_one_value(child, name) for name in value_fields(child)])
        case Boost(child):
            return matching(child, exactly)
        case And(children):
            return all_of([matching(child, exactly) for child in children])
        case Or(children):
            return any_of([matching(child, exactly) for child in children])
        case Not(child):
            return none_of(matching(child, exactly))
        case Everything():
            return EVERYTHING
        case _:
            return restricted(node)
