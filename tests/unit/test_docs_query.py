"""docs/query.md keeps its word: every example is parsed, every operator, field and limit is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchnews.analysis import FIRST_PARTS, STEMMED
from searchnews.fields import FIELD_NAMES
from searchnews.query import nodes
from searchnews.query.echo import canonical, in_words
from searchnews.query.expansion import MAX_WORDS
from searchnews.query.nodes import And, AtLeast, Away, Boost, Near, Node, Not, Or, Paragraph
from searchnews.query.parser import MAX_CHARACTERS, MAX_CLAUSES, parse
from searchnews.query.prefixes import FIELDS
from searchnews.query.reader import MAX_DEPTH
from searchnews.query.values import KINDS, VALUE_PREFIXES

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
ROWS = [(typed.replace("\\|", "|"), said) for typed, said in re.findall(r"^\| `(.+?)` \| .+ \| (.+?) \|$", PAGE, re.M)]


@pytest.mark.parametrize(("typed", "understood"), ROWS)
def test_an_example_is_understood_as_the_page_says(typed: str, understood: str) -> None:
    parsed = parse(typed)
    assert in_words(parsed.node) == understood
    assert parsed.notes == ()
    assert parse(canonical(parsed.node)).node == parsed.node


def types(node: Node) -> set[str]:
    match node:
        case And(children) | Or(children):
            inner = set().union(*map(types, children))
        case Near(left, right) | Away(left, right):
            inner = types(left) | types(right)
        case Not() | AtLeast() | Paragraph() | Boost():
            inner = types(node.child)
        case _:
            inner = set()
    return {type(node).__name__} | inner


def test_every_node_has_an_example() -> None:
    shown = set().union(*(types(parse(typed).node) for typed, _ in ROWS))
    every = {name for name, kind in vars(nodes).items() if isinstance(kind, type) and kind.__module__ == nodes.__name__}
    assert every - shown == {"Everything"}


def test_every_name_and_limit_is_documented() -> None:
    for name in (*FIELD_NAMES, *FIELDS):
        assert f"`{name}:`" in PAGE
    for name in {*VALUE_PREFIXES} - {"language"}:
        assert re.search(rf"`[^`]*\b{name}:", PAGE), name
    for kind in KINDS:
        assert f"`{kind}`" in PAGE or f"kind:{kind}" in PAGE
    assert f"one of {len(STEMMED - {'nb', 'nn'})} with a stemmer" in PAGE  # those two are written Norwegian
    assert all(part in PAGE for part in FIRST_PARTS)
    assert f"At most {MAX_WORDS} words" in PAGE
    for limit in (f"{MAX_CHARACTERS:,} characters", f"{MAX_CLAUSES} clauses", f"brackets {MAX_DEPTH} deep"):
        assert limit in PAGE
