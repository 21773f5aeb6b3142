"""What `expanded` asks of an index on a cluster: its languages and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from searchnews.engines.opensearch import books
from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.connection import Connection
from searchnews.query.expansion import Counted, chosen
from searchnews.query.nodes import Pattern


class Words:
    """The words beside one generation."""

    def __init__(self, connection: Connection, now: Current, has: Callable[[str], bool]) -> None:
        """`has`: see `expansion.Vocabulary`; the articles tell that, not the words beside them."""
        self._connection, self._now, self.has = connection, now, has

    @property
    def articles(self) -> int:
        return self._now.articles

    def languages(self) -> Sequence[str]:
        return self._now.languages

    def fitting(self, pattern: Pattern, most: int) -> Counted:
        return chosen(pattern, self._words, most)

    def _words(self, prefix: str, pieces: Sequence[str] = ()) -> Iterable[tuple[str, int]]:
        wanted: dict[str, Any] = {
            "filter": [{"prefix": {"word": prefix}}] if prefix else [{"exists": {"field": "word"}}]
        }
        if pieces:
            wanted |= {"should": [{"wildcard": {"word": f"*{_plain(piece)}*"}} for piece in pieces if piece]}
            wanted |= {"minimum_should_match": 1} if wanted["should"] else {}
        return books.words(self._connection, self._now.books_index, {"bool": wanted})


def _plain(piece: str) -> str:
    return "".join(f"\\{sign}" if sign in "*?\\" else sign for sign in piece)
