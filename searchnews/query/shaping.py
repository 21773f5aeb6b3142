"""Well-formed trees from parts: groups without groups in them, operators carried down to what they can hold for.

Each function that has to leave something out says so in `notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from searchnews.analysis import FIRST_PARTS
from searchnews.fields import POSITION_GAP
from searchnews.query.nodes import (
    And,
    AtLeast,
    Away,
    Boost,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Restriction,
    Term,
    is_spans,
    mapped,
    positive_leaves,
)
from searchnews.query.words import word_or_phrase

MAX_DISTANCE = POSITION_GAP - 1
_DECIMALS = 3  # of a weight


def all_of(nodes: Sequence[Node]) -> Node | None:
    """All of the nodes; None of none. `co operation` among them may be `cooperation`, too."""
    flat = _with_compounds(flattened(nodes))
    return And(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def flattened(nodes: Sequence[Node]) -> list[Node]:
    """The nodes, the children of an And in its place."""
    return [part for node in nodes for part in (node.children if isinstance(node, And) else (node,))]


def _with_compounds(parts: list[Node]) -> list[Node]:
    found: list[Node] = []
    while parts:
        either = _compound(parts[0], parts[1]) if len(parts) > 1 else None
        found.append(either or parts[0])
        parts = parts[2 if either else 1 :]
    return found


def _compound(first: Node, second: Node) -> Node | None:
    if not (isinstance(first, Term) and isinstance(second, Term)) or first.field or second.field:
        return None
    if first.text.lower() not in FIRST_PARTS or not second.text.isalpha():
        return None
    whole = word_or_phrase(first.text + second.text)
    return Or((And((first, second)), whole)) if isinstance(whole, Term) else None


def any_of(nodes: Sequence[Node]) -> Node:
    """Any of the nodes, each once; one at least is given."""
    flat = dict.fromkeys(part for node in nodes for part in (node.children if isinstance(node, Or) else (node,)))
    return Or(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def valued(node: Node, value: Callable[[str], Node], notes: list[str]) -> Node:
    """The node with the value that each word or phrase names in its place."""
    match node:
        case Term(text) | Phrase(text):
            return value(text)
        case And(children):
            return all_of([valued(child, value, notes) for child in children]) or node
        case Or(children):
            return any_of([valued(child, value, notes) for child in children])
        case Not(child):
            return negated(valued(child, value, notes))
        case _:
            notes.append("a name that takes values was left out before what is none")
            return node


def negated(node: Node) -> Node:
    """The opposite."""
    return node.child if isinstance(node, Not) else Not(node)


def within(node: Node, field: str) -> Node:
    """The node with a field given to each leaf that names none."""
    return mapped(node, lambda leaf: leaf if leaf.field else replace(leaf, field=field))


def boosted(node: Node, weight: float, notes: list[str]) -> Node:
    """The node with each part of its score multiplied."""
    match node:
        case Term() | Phrase() | Pattern() | Near() | Away() | AtLeast():
            return node if weight == 1 else Boost(node, round(weight, _DECIMALS))
        case Boost(child, before):
            return boosted(child, round(before * weight, _DECIMALS), notes)
        case And(children):
            return And(tuple(boosted(child, weight, notes) for child in children))
        case Or(children):
            return any_of([boosted(child, weight, notes) for child in children])
        case Paragraph(child):
            return Paragraph(boosted(child, weight, notes))
        case _:
            notes.append("a weight on what adds nothing to the score was left out")
            return node


def _unboosted(node: Node, notes: list[str]) -> Node:
    match node:
        case Boost(child):
            notes.append("a weight inside a window or a count was left out")
            return child
        case Or(children):
            return any_of([_unboosted(child, notes) for child in children])
        case And(children):
            return And(tuple(_unboosted(child, notes) for child in children))
        case _:
            return node


def at_least(count: int, node: Node, notes: list[str]) -> Node:
    """So many mentions: of a word, phrase or window, of alternatives together, of each of several."""
    node = _unboosted(node, notes)
    if is_spans(node):
        return AtLeast(count, node)  # type: ignore[arg-type]
    match node:
        case And(children):
            return And(tuple(at_least(count, child, notes) for child in children))
        case Or(children):
            return any_of([at_least(count, child, notes) for child in children])
        case Not(child):
            return negated(at_least(count, child, notes))
        case _:
            notes.append("atleast was left out where there are no mentions to count")
            return node


def near(left: Node, right: Node, distance: int, *, ordered: bool, notes: list[str], away: bool = False) -> Node:
    """The window; both parts anywhere where one of them has no place in the text. away: the first outside it instead."""
    if not 1 <= distance <= MAX_DISTANCE:
        notes.append(f"a window has from 1 to {MAX_DISTANCE} words, so {distance:,} was read as the nearest of these")
        distance = min(max(distance, 1), MAX_DISTANCE)
    unweighted: list[str] = []
    one, other = (_unboosted(side, unweighted) for side in (left, right))
    if not (_may_stand_in_window(one) and _may_stand_in_window(other)):
        notes.append(f"a window holds words and phrases only, so {'NOT' if away else 'AND'} was read for it")
        return all_of([left, negated(right) if away else right]) or left
    notes += unweighted
    window = Away if away else Near
    return window(_spans(one, distance, notes), _spans(other, distance, notes), distance, ordered)  # type: ignore[arg-type]


def _may_stand_in_window(node: Node) -> bool:
    return is_spans(node) or (isinstance(node, And | Or) and all(map(_may_stand_in_window, node.children)))


def _spans(node: Node, distance: int, notes: list[str]) -> Node:
    """The node with each And in it as a window of the same size."""
    if isinstance(node, Or):
        return any_of([_spans(child, distance, notes) for child in node.children])
    if not isinstance(node, And):
        return node
    notes.append("words in brackets beside a window must stand in one as well")
    first, *rest = (_spans(child, distance, notes) for child in node.children)
    for child in rest:
        first = Near(first, child, distance)  # type: ignore[arg-type]
    return first


def paragraph(node: Node, notes: list[str]) -> Node:
    """The node asked of one paragraph; parts that have no place in the text are asked of the article."""
    parts = flattened([node])
    inside = [part for part in parts if _may_stand_in_paragraph(part)]
    outside = [part for part in parts if not _may_stand_in_paragraph(part)]
    child = all_of(inside)
    if child is None or not positive_leaves(child):
        notes.append("a paragraph was not asked for any word, so it was left out")
        return node
    if outside:
        notes.append("what a paragraph can't have was asked of the article")
    return all_of([Paragraph(child), *outside]) or node


def same_paragraph(left: Node, right: Node, notes: list[str], *, away: bool = False) -> Node:
    """Both in one paragraph, with what the left one already asks of it. away: the first in one without the second."""
    asked = left.child if isinstance(left, Paragraph) else left
    return paragraph(all_of([asked, negated(right) if away else right]) or left, notes)


def _may_stand_in_paragraph(node: Node) -> bool:
    match node:
        case And(children) | Or(children):
            return all(map(_may_stand_in_paragraph, children))
        case Not(child) | Boost(child):
            return _may_stand_in_paragraph(child)
        case _:
            return is_spans(node)


def size(node: Node) -> int:
    """How many words, phrases, patterns and restrictions a tree has."""
    match node:
        case And(children) | Or(children):
            return sum(map(size, children))
        case Near(left, right) | Away(left, right):
            return size(left) + size(right)
        case AtLeast() | Paragraph() | Boost() | Not():
            return size(node.child)
        case _:
            return int(isinstance(node, Leaf | Restriction))
