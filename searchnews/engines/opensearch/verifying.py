"""What the cluster has no query for: the articles that come into question are looked at, one by one, here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from searchnews.engines.opensearch.books import Current, lacking
from searchnews.engines.opensearch.clauses import EVERYTHING, Clause, all_of, any_of
from searchnews.engines.opensearch.connection import Connection
from searchnews.engines.opensearch.matching import Exactly, is_hard, matching
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.engines.yardstick import Document, analysed, matches, mentions
from searchnews.errors import BadRequest
from searchnews.fields import text_field
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
    Term,
    weighted_leaves,
)
from searchnews.ranking import weighted_frequency
from searchnews.serialise import article_from_bytes

MOST = 5_000  # articles that are looked at for one search: a second of work
_PAGE = 500


def verified(connection: Connection, now: Current, node: Node, known: Remembered) -> Exactly:
    """The articles that the hard parts of a tree match. Raises BadRequest where too many come into question."""
    hard = dict.fromkeys(_hard(node))
    leaves = [leaf for leaf, _ in weighted_leaves(node) if is_hard(leaf)]
    found = {part: known.looked_at(now, part, partial(_look, connection, now, part)) for part in (*hard, *leaves)}
    frequencies = {leaf: found[leaf] for leaf in leaves}
    return Exactly({part: frozenset(found[part]) for part in found}, frequencies)


def _hard(node: Node) -> Iterator[Node]:
    """The outermost hard nodes."""
    if is_hard(node):
        yield node
        return
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _hard(child)
        case Not(child) | Boost(child):
            yield from _hard(child)


def _look(connection: Connection, now: Current, node: Node) -> dict[str, float]:
    """The ids of the articles that a node matches, and the pseudo-frequency of a leaf in each."""
    found = {}
    for document in _candidates(connection, now, node):
        if matches(document, node):
            leaf = isinstance(node, Leaf)
            found[document.article.article_id] = _frequency(document, node, now.averages) if leaf else 0.0  # type: ignore[arg-type]
    return found


def _frequency(document: Document, leaf: Leaf, averages: Mapping[str, float]) -> float:
    total = 0.0
    for name, count in mentions(document, leaf).items():
        row, length = text_field(name), float(document.lengths[name])
        total += weighted_frequency(row.weight, row.b, float(count), length, averages[name])
    return total


def _candidates(connection: Connection, now: Current, node: Node) -> Iterator[Document]:
    after: list[Any] = []
    while True:
        body: dict[str, Any] = {"size": _PAGE, "query": all_of([loose(node)]), "sort": [{"id": "asc"}]}
        body |= {"track_total_hits": MOST + 1, "search_after": after} if after else {"track_total_hits": MOST + 1}
        answer = connection.call("POST", f"/{now.articles_index}/_search", body, whole=lacking)
        if answer["hits"]["total"]["value"] > MOST:
            raise BadRequest(_too_many(node), "q")
        rows = answer["hits"]["hits"]
        yield from (analysed(article_from_bytes(row["_source"]["article"].encode())) for row in rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1]["sort"]


def _too_many(node: Node) -> str:
    what = {
        AtLeast: "so many mentions of a window or of a word of two parts",
        Paragraph: "such a paragraph",
        Near: "a window with another in it",
        Away: "NOT before a window",
    }.get(type(node), "the first words of a text")
    return (
        f"{what} can't be answered exactly by a cluster where more than {MOST:,} articles have the words: "
        "ask for rarer words, or leave it out"
    )


def loose(node: Node) -> Clause:
    """A query that matches at least what the node does."""
    match node:
        case Near(left, right):
            return all_of([loose(left), loose(right)])
        case Away(left):
            return loose(left)
        case AtLeast(_, child) | Paragraph(child) | Boost(child):
            return loose(child)
        case And(children):
            return all_of([loose(child) for child in children])
        case Or(children):
            return any_of([loose(child) for child in children])
        case Term() | Phrase() | Pattern():
            return matching(replace(node, field="body") if is_hard(node) else node, Exactly())
        case Not():
            return EVERYTHING
        case _:
            return matching(node, Exactly())
