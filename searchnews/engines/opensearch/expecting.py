"""How many articles a query will find, guessed from those that have each of its words: what is asked along with it."""

from __future__ import annotations

import math

from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.query.nodes import And, Boost, Leaf, Node, Or


def expected(now: Current, known: Remembered, node: Node) -> float:
    """How many a node would match, if none of its words kept company with another. Its leaves were counted."""
    most = max(now.articles, 1)
    if isinstance(node, Leaf):
        return known.count(now, node) or 0
    match node:
        case And(children):
            return most * math.prod(expected(now, known, child) / most for child in children)
        case Or(children):
            return min(sum(expected(now, known, child) for child in children), most)
        case Boost(child):
            return expected(now, known, child)
        case _:
            return most
