"""Queries of other archives and engines → our language, with what has no counterpart said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from searchnews.query.dialects import DIALECT_NAMES
from searchnews.query.echo import canonical
from searchnews.query.nodes import Everything, Node
from searchnews.query.parser import limit_characters, parse
from searchnews.query.translate.connectors import factiva, nexis
from searchnews.query.translate.lucene import lucene, mediacloud, whoosh

DIALECTS: dict[str, Callable[[str, list[str]], Node | None]] = dict(
    zip(DIALECT_NAMES, (nexis, factiva, mediacloud, lucene, whoosh), strict=True)
)


@dataclass(frozen=True, slots=True)
class Translation:
    """A query in our language."""

    text: str  # "" where nothing of it has a counterpart
    notes: tuple[str, ...]  # what was left out or means something else here


def translate(text: str, dialect: str) -> Translation:
    """Any string of a dialect (a key of DIALECTS) in our language. Raises QueryTooLarge where ours would be beyond its limits."""
    limit_characters(text, "the query has")
    notes: list[str] = []
    node = DIALECTS[dialect](text, notes) or Everything()
    written = canonical(node)
    parsed = parse(written)
    return Translation(written, tuple(dict.fromkeys((*notes, *parsed.notes))))
