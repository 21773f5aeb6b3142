"""The tree a query becomes. Plain data: any engine evaluates it, the echo writes it out again.

Terms are already analysed: an engine compares them with the terms of its index and never looks at `text`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One word. Matches an article that has any of `variants` in `field` (None: any default field)."""

    text: str  # as typed, for the echo
    variants: tuple[str, ...]  # index terms, best first: the plain form and its stem, without repeats
    field: str | None = None  # a name in fields.TEXT_FIELDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other, in order. `slots[i]` holds the variants of the i-th word; two or more slots."""

    text: str
    slots: tuple[tuple[str, ...], ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of the children; two or more. A Not among them subtracts."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children; two or more."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that the child does not match. Adds nothing to a score."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article, with score 0: a query without words."""


Leaf = Term | Phrase
Node = Term | Phrase | And | Or | Not | Everything


def positive_leaves(node: Node) -> tuple[Leaf, ...]:
    """The terms and phrases that make a score, left to right; those under a Not are left out."""
    match node:
        case Term() | Phrase():
            return (node,)
        case And(children) | Or(children):
            return tuple(leaf for child in children for leaf in positive_leaves(child))
        case _:
            return ()


def clauses(node: Node) -> tuple[Node, ...]:
    """The top-level parts that must all match, Nots left out: what `match="any"` turns into alternatives."""
    parts = node.children if isinstance(node, And) else (node,)
    return tuple(part for part in parts if not isinstance(part, Not | Everything))


def exclusions(node: Node) -> tuple[Not, ...]:
    """The top-level Nots."""
    parts = node.children if isinstance(node, And) else (node,)
    return tuple(part for part in parts if isinstance(part, Not))


def with_any(node: Node) -> Node:
    """The same query asking for any of its clauses instead of all; exclusions still exclude."""
    wanted, unwanted = clauses(node), exclusions(node)
    if len(wanted) < 2:
        return node
    return And((Or(wanted), *unwanted)) if unwanted else Or(wanted)
