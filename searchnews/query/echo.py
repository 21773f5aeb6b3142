"""A query tree → canonical syntax, and → words a person reads."""

from __future__ import annotations

from searchnews.fields import scope
from searchnews.query.common import is_common
from searchnews.query.lexer import OPERATORS, shouted
from searchnews.query.nodes import (
    RESTRICTIONS,
    And,
    AtLeast,
    Away,
    Boost,
    Dates,
    Everything,
    Has,
    Leaf,
    Length,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Restriction,
    Term,
    Value,
)
from searchnews.query.values import said_dates, typed_dates


def canonical(node: Node) -> str:
    """The query as it would be typed: parsing it gives the same tree."""
    text = _sequence(node)
    # All in capitals, OR would be a word.
    return _sequence(node, " | ") if shouted(text) else text


def _sequence(node: Node, either: str = " OR ") -> str:
    match node:
        case And(children):
            return " ".join(_part(child, either) for child in children)
        case Or(children):
            return either.join(_part(child, either) for child in children)
        case Near(left, right, distance, ordered) | Away(left, right, distance, ordered):
            first = _sequence(left, either) if isinstance(left, Near | Away) else _part(left, either)
            return f"{first} {'NOT ' * isinstance(node, Away)}{'pre' if ordered else 'w'}/{distance} {_part(right, either)}"
        case _:
            return _operand(node, either)


def _part(node: Node, either: str) -> str:
    """A node as a part of a group."""
    return f"({_sequence(node, either)})" if isinstance(node, _GROUPS) else _operand(node, either)


def _operand(node: Node, either: str) -> str:
    sign = "+" if _needs_asking(node) else ""
    match node:
        case Not(child):
            rest = _part(child, either)
            return f"-{rest}"
        case Boost(child, weight):
            body = f"({_sequence(child, either)})" if isinstance(child, Near | Away) else _bare(child, either)
            return f"{sign}{body}^{_number(weight)}"
        case Everything():
            return ""
        case _:
            return sign + _bare(node, either)


def _needs_asking(node: Node) -> bool:
    """Whether a node is a common word, which is left out unless asked for."""
    if isinstance(node, Boost):
        return _needs_asking(node.child)
    return isinstance(node, Term) and node.text not in OPERATORS and is_common(node.text)


def _bare(node: Node, either: str) -> str:
    match node:
        case Term(text, _, field):
            return _prefixed(field, f'"{text}"' if text in OPERATORS else text)
        case Phrase(text, _, field):
            return _prefixed(field, f'"{text}"')
        case Pattern(text, edits, field):
            return _prefixed(field, text + ("~" if edits else "") + ("2" if edits == 2 else ""))
        case AtLeast(count, child):
            inner = f"({_sequence(child, either)})" if isinstance(child, Or | Near | Away) else _bare(child, either)
            return f"atleast{count}:{inner}"
        case Paragraph(child):
            return f'"same para"({_sequence(child, either)})'
        case Dates():
            return typed_dates(node)
        case Length(least, most):
            return f"words>={least}" if least is not None else f"words<={most}"
        case Has(name):
            return f"has:{name}"
        case Value(column, value):
            return f"{'lang' if column == 'language' else column}:{value}"
        case _:
            return f"({_sequence(node, either)})"


def _prefixed(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _number(weight: float) -> str:
    return f"{weight:.3f}".rstrip("0").rstrip(".")


# Tuples: a union is put together anew each time it is asked.
_GROUPS = (And, Or, Near, Away)
_TERMS = {Term}
_HELD = (Not, *RESTRICTIONS)


def in_words(node: Node) -> str:
    """What was understood: "oil and prices, without opec"."""
    match node:
        case Term() | Phrase() | Pattern():
            return _word(node)
        case Near(left, right, distance, ordered) | Away(left, right, distance, ordered):
            within = f"within {distance} word{'s' * (distance > 1)}"
            no = "not " * isinstance(node, Away)
            return f"{_bracketed(left)} {no}{'followed ' if ordered else ''}{within} {'by' if ordered else 'of'} {_bracketed(right)}"
        case AtLeast(count, child):
            return f"{_bracketed(child)} at least {_times(count)}"
        case Paragraph(child):
            return f"{_bracketed(child)} in one paragraph"
        case Boost(child, weight):
            return f"{_bracketed(child)} (weight {_number(weight)})"
        case And(children):
            return _and(children)
        case Or(children):
            return " or ".join(_bracketed(child) for child in children)
        case Not(child):
            return f"everything without {_bracketed(child)}"
        case Everything():
            return "every article"
        case _:
            return f"articles {_restriction(node)}"


def _word(leaf: Leaf) -> str:
    match leaf:
        case Term(text, _, field):
            return _named(text, field)
        case Phrase(text, _, field):
            return _named(f"“{text}”", field)
        case Pattern(text, 0, field):
            return _named(f"words like {text}", field)
        case Pattern(text, edits, field):
            return _named(f"spellings near {text} ({edits} letter{'s' * (edits > 1)} apart)", field)
        case _:
            return in_words(leaf)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _restriction(node: Restriction) -> str:
    match node:
        case Dates():
            return said_dates(node)
        case Length(least, most):
            return f"of at least {least:,} words" if least is not None else f"of at most {most:,} words"
        case Has(name):
            return f"with {_HAVING.get(name) or scope(name).label}"
        case Value("language", value):
            return f"in the language {value}"
        case Value(_, value):
            return f"of the kind {value}"


_HAVING = {
    "date": "a date", "source": "a source", "section": "a section", "author": "an author", "language": "a known language",
    "publisher": "a publisher", "url": "an address", "title": "a headline", "standfirst": "a standfirst",
}  # fmt: skip


def _named(text: str, field: str | None) -> str:
    return f"{text} (in {scope(field).label})" if field else text


def _and(children: tuple[Node, ...]) -> str:
    """The words, then what else an article must be, then what it must not."""
    if {*map(type, children)} == _TERMS:  # as most are
        return " and ".join([_named(child.text, child.field) for child in children])  # type: ignore[union-attr]
    wanted = [_bracketed(child) for child in children if not isinstance(child, _HELD)]
    held = [_restriction(child) for child in children if isinstance(child, RESTRICTIONS)]
    unwanted = [_unwanted(child.child) for child in children if isinstance(child, Not)]
    without = f"without {' or '.join(unwanted)}" if unwanted else ""
    if not wanted:
        said = ", ".join(["articles " + held[0], *held[1:]]) if held else "everything"
        return f"{said}, {without}" if held and without else f"{said} {without}".strip()
    return ", ".join(filter(None, [" and ".join(wanted), *held, without]))


def _unwanted(node: Node) -> str:
    return f"articles {_restriction(node)}" if isinstance(node, Restriction) else _bracketed(node)


def _bracketed(node: Node) -> str:
    return f"({in_words(node)})" if isinstance(node, _GROUPS) else in_words(node)
