"""The tree a query becomes. Plain data: any engine evaluates it, the echo writes it out again.

Four families:

    spans         Term, Phrase, Pattern, Near, Away: words at places of the text. They match, they score, they are marked
    counts        AtLeast, Paragraph: ask something of where spans stand
    restrictions  Dates, Length, Has, Value: ask something of a column; they add nothing to a score
    combinations  And, Or, Not, Everything; and Boost, which changes a score only

A *span* is (field, first position, last position) in one article. Positions are those of `analysis.terms`, counted from 0 through
the values of a field, with POSITION_GAP left free after each value (a paragraph, a caption, a headline), so that no phrase and no
window reaches across. A *mention* is one span. Which spans count is said by a leaf's `field`: fields.scope gives the text fields, and of
those the part, that a name stands for.

Terms are already analysed: an engine compares them with the terms of its index. What the parser can't know, which languages an index
holds and which words a pattern fits, `expansion.expanded` fills in, once a search, before an engine evaluates the tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Term:
    """One word. Its spans: every position that holds any of `variants`.

    Scores by BM25F over its fields: idf of the articles that match, mentions a field.
    """

    text: str  # as typed, for the echo
    variants: tuple[str, ...]  # index terms, best first: the plain form and the stems, without repeats
    field: str | None = None  # a name that fields.scope knows; None: every default field
    capitals: bool = False  # typed as an initialism (US, U.S.): a ranking may prefer it so written; matches the same


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other, in order. `slots[i]` holds the variants of the i-th word; two or more slots.

    Its spans: every position p with slots[i] at p + i for all i, as (p, p + n - 1). Where any of `joined` stands at a position
    that begins no such run, that is a span (p, p), too: `co-operation` finds `cooperation`. Scores as a Term does.
    """

    text: str
    slots: tuple[tuple[str, ...], ...]
    field: str | None = None
    joined: tuple[str, ...] = ()  # the words written as one; () but for two parts with a hyphen between


@dataclass(frozen=True, slots=True)
class Pattern:
    """Every word of the index that looks so, as if each had been typed: a Term whose variants the index gives.

    With `edits` 0, `text` is a word in which * stands for any letters, none too, and ? for one; else a word from which others may
    differ by so many letters left out, added, changed or swapped with their neighbour. Compared with folded, unstemmed words.
    `variants` is () until `expansion.expanded` has filled it; () then matches nothing.
    """

    text: str  # folded
    edits: int = 0  # 0, 1 or 2
    field: str | None = None
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Two things within `distance` words of each other, in one value of one field.

    Of every span l of `left` and r of `right` in the same field with 1 <= r.first - l.last <= distance, the span
    (l.first, r.last); if not `ordered`, those with the two exchanged as well; without repeats. So next to each other is distance 1,
    and spans that share a word are never near. Scores as a Term does: its own idf, its own mentions.
    """

    left: Spans
    right: Spans
    distance: int  # 1 to POSITION_GAP - 1: it never reaches out of a value
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """One thing where another is not within `distance` words of it.

    The spans l of `left` for which no span r of `right` in the same field is near: with l.first - r.last <= distance and
    r.first - l.last <= distance, so that one that shares a word with it is near, too; if `ordered`, with
    1 <= r.first - l.last <= distance. Scores as a Term does.
    """

    left: Spans
    right: Spans
    distance: int  # 1 to POSITION_GAP - 1
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` mentions in the article, over all of the child's fields together (of an Or: over its children).

    Scores as its child does.
    """

    count: int  # 1 or more
    child: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One value of one field (a paragraph, a headline, a caption) for which the child is true.

    The child is a tree of spans, And, Or, Not and Boost, evaluated with values in place of articles: a span node has the values in
    which it has a span, And intersects, Or unites, Not takes from all values of the default fields that hold a word.
    An array engine needs where each value begins; see fields.POSITION_GAP. Scores as its child does, article by article.
    """

    child: Node


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose whole date interval lies in [since, until): what the form's range keeps, and undated ones never."""

    since: datetime | None  # civil time; one of the two at least is there
    until: datetime | None  # exclusive


@dataclass(frozen=True, slots=True)
class Length:
    """Articles whose body has so many terms: `least` <= length <= `most`. Exactly one of the two is there."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Has:
    """Articles with a value: of a facet (one value at least), of "date" (a known one), or of a text field (one term at least)."""

    name: str  # in fields.FACET_NAMES, else "date", else in fields.FIELD_NAMES


@dataclass(frozen=True, slots=True)
class Value:
    """Articles whose column holds exactly this value: "language" (an ISO 639-1 code) or "kind" (models.Kind)."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Boost:
    """Matches as its child does; multiplies the child's part of the score."""

    child: Leaf | AtLeast
    weight: float  # 0 or more; never 1


@dataclass(frozen=True, slots=True)
class And:
    """All of the children; two or more. A Not among them subtracts. Scores the sum of its children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children; two or more, all different. Scores the sum of those that match."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that the child does not match. Adds nothing to a score."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article, with score 0: a query without words."""


Leaf = Term | Phrase | Pattern | Near | Away
Spans = Term | Phrase | Pattern | Near | Away | Or  # of an Or: the spans of all its children, which are Spans
Restriction = Dates | Length | Has | Value
RESTRICTIONS = (Dates, Length, Has, Value)
Node = Leaf | AtLeast | Paragraph | Restriction | Boost | And | Or | Not | Everything


def is_spans(node: Node) -> bool:
    """Whether a node has spans: a leaf, or an Or of such."""
    if isinstance(node, Or):
        return all(is_spans(child) for child in node.children)
    return isinstance(node, Leaf)


def mapped(node: Node, change: Callable[[Term | Phrase | Pattern], Term | Phrase | Pattern]) -> Node:
    """The tree with every word, phrase and pattern changed."""
    match node:
        case Term() | Phrase() | Pattern():
            return change(node)
        case Near(left, right) | Away(left, right):
            return replace(node, left=mapped(left, change), right=mapped(right, change))  # type: ignore[arg-type]
        case And(children):
            return And(tuple(mapped(child, change) for child in children))
        case Or(children):
            different = tuple(dict.fromkeys(mapped(child, change) for child in children))
            return Or(different) if len(different) > 1 else different[0]
        case AtLeast() | Paragraph() | Boost() | Not():
            return replace(node, child=mapped(node.child, change))  # type: ignore[arg-type]
        case _:
            return node


def weighted_leaves(node: Node, weight: float = 1.0) -> tuple[tuple[Leaf, float], ...]:
    """The leaves that make a score with their weights, left to right; those under a Not are left out."""
    match node:
        case Term() | Phrase() | Pattern() | Near() | Away():
            return ((node, weight),)
        case And(children) | Or(children):
            return tuple(pair for child in children for pair in weighted_leaves(child, weight))
        case AtLeast(_, child) | Paragraph(child):
            return weighted_leaves(child, weight)
        case Boost(child, factor):
            return weighted_leaves(child, weight * factor)
        case _:
            return ()


def positive_leaves(node: Node) -> tuple[Leaf, ...]:
    """The leaves that make a score, left to right."""
    return tuple(leaf for leaf, _ in weighted_leaves(node))


# Tuples: a union is put together anew each time it is asked.
_HELD = (Not, Dates, Length, Has, Value)
_NO_WORDS = (*_HELD, Everything)


def _parts(node: Node) -> tuple[Node, ...]:
    return node.children if isinstance(node, And) else (node,)


def clauses(node: Node) -> tuple[Node, ...]:
    """The top-level parts of words that must all match: what `match="any"` turns into alternatives."""
    return tuple(part for part in _parts(node) if not isinstance(part, _NO_WORDS))


def restrictions(node: Node) -> tuple[Node, ...]:
    """The other top-level parts, Nots and restrictions: they hold whatever `match` is."""
    return tuple(part for part in _parts(node) if isinstance(part, _HELD))


def exclusions(node: Node) -> tuple[Not, ...]:
    """The restrictions in the form of exclusions: one that is no Not becomes a Not of a Not."""
    return tuple(part if isinstance(part, Not) else Not(Not(part)) for part in restrictions(node))


def with_any(node: Node) -> Node:
    """The same query asking for any of its clauses instead of all; restrictions still hold."""
    wanted, held = clauses(node), restrictions(node)
    if len(wanted) < 2:
        return node
    return And((Or(wanted), *held)) if held else Or(wanted)
