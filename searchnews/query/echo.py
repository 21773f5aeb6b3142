"""A query tree → canonical syntax, and → words a person reads."""

from __future__ import annotations

from searchnews.fields import text_field
from searchnews.query.lexer import OPERATORS
from searchnews.query.nodes import And, Everything, Leaf, Node, Not, Or, Phrase, Term


def canonical(node: Node) -> str:
    """The query as it would be typed: parsing it gives the same tree."""
    match node:
        case Term() | Phrase():
            return _leaf(node)
        case And(children):
            return " ".join(_inner(child) for child in children)
        case Or(children):
            return " OR ".join(_inner(child) for child in children)
        case Not(child):
            return f"-{_inner(child)}"
        case Everything():
            return ""


def _inner(node: Node) -> str:
    return f"({canonical(node)})" if isinstance(node, And | Or) else canonical(node)


def _leaf(leaf: Leaf) -> str:
    quoted = isinstance(leaf, Phrase) or leaf.text in OPERATORS
    text = f'"{leaf.text}"' if quoted else leaf.text
    return f"{leaf.field}:{text}" if leaf.field else text


def in_words(node: Node) -> str:
    """What was understood: "oil and prices, without opec"."""
    match node:
        case Term(text, _, field):
            return _named(text, field)
        case Phrase(text, _, field):
            return _named(f"“{text}”", field)
        case And(children):
            return _and(children)
        case Or(children):
            return " or ".join(_bracketed(child) for child in children)
        case Not(child):
            return f"everything without {_bracketed(child)}"
        case Everything():
            return "every article"


def _named(text: str, field: str | None) -> str:
    return f"{text} (in {text_field(field).label})" if field else text


def _and(children: tuple[Node, ...]) -> str:
    wanted = [_bracketed(child) for child in children if not isinstance(child, Not)]
    unwanted = [_bracketed(child.child) for child in children if isinstance(child, Not)]
    without = f"without {' or '.join(unwanted)}" if unwanted else ""
    if not wanted:
        return f"everything {without}"
    return ", ".join(filter(None, [" and ".join(wanted), without]))


def _bracketed(node: Node) -> str:
    return f"({in_words(node)})" if isinstance(node, And | Or) else in_words(node)
