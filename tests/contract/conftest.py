"""Every engine, empty, through one fixture: the contract suite runs over each row of ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from searchnews.analysis import STEMMED
from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.fields import FIELD_NAMES
from searchnews.models import FacetPage, Hit, Query, SearchResult
from searchnews.query.expansion import expanded
from searchnews.query.nodes import (
    And,
    AtLeast,
    Boost,
    Dates,
    Has,
    Length,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Term,
    Value,
)
from searchnews.request import make_query

# What an engine does not evaluate yet, by its name below: node types, "parts of the text" (hlead:, first50:) and "compounds".
# Empty the row when it does, make ENGINES and test_agreement use the engine itself in place of ExpandedWhoosh, and add "cooperation" to
# corpora.WORDS (an engine without compounds answers it otherwise).
LACKING: dict[str, frozenset[object]] = {
    "whoosh": frozenset(
        {Near, AtLeast, Paragraph, Pattern, Boost, Dates, Length, Has, Value, "parts of the text", "compounds"}
    ),
}


class ExpandedWhoosh(WhooshEngine):
    """The engine with each tree expanded before it is searched, which the engine is to do by itself."""

    def _expanded(self, query: Query) -> Query:
        node, notes = expanded(query.node, _Languages(self))
        return replace(query, node=node, notes=query.notes + notes)

    def search(self, query: Query) -> SearchResult:
        return super().search(self._expanded(query))

    def scan(self, query: Query) -> Iterator[Hit]:
        return super().scan(self._expanded(query))

    def facet_values(self, query: Query, facet: str, **options: object) -> FacetPage:
        return super().facet_values(self._expanded(query), facet, **options)  # type: ignore[arg-type]


class _Languages:
    def __init__(self, engine: WhooshEngine) -> None:
        self._engine = engine

    def languages(self) -> list[str]:
        values = WhooshEngine.facet_values(self._engine, make_query(""), "language").values
        return sorted({row.value for row in values if row.value} & STEMMED - {"en"})

    def words(self, prefix: str) -> Iterable[tuple[str, int]]:
        return ()


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda folder: MemoryEngine(),
    "whoosh": lambda folder: ExpandedWhoosh(folder / "index", "write"),
}


def lacks(engine: str, text: str) -> bool:
    """Whether an engine can't answer a query yet."""
    lacking = LACKING.get(engine, frozenset())
    return bool(lacking & _needs(make_query(text).node))


def _needs(node: Node) -> frozenset[object]:
    match node:
        case Term() | Phrase() | Pattern():
            asked: set[object] = {type(node)}
            if node.field and node.field not in FIELD_NAMES:
                asked.add("parts of the text")
            if isinstance(node, Phrase) and node.joined:
                asked.add("compounds")
            return frozenset(asked)
        case And(children) | Or(children):
            return frozenset().union(*map(_needs, children))
        case Near(left, right):
            return frozenset({Near}) | _needs(left) | _needs(right)
        case Not() | AtLeast() | Paragraph() | Boost():
            return frozenset({type(node)}) | _needs(node.child)
        case _:
            return frozenset({type(node)})


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = ENGINES[request.param](tmp_path)
    made.name = request.param  # type: ignore[attr-defined]
    yield made
    made.close()
