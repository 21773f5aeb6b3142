"""What a cluster tells of spelling: the words near one, how many articles a tree finds."""

from __future__ import annotations

from collections.abc import Iterable

from searchnews.engines.opensearch import books
from searchnews.engines.opensearch.searching import Searcher
from searchnews.engines.spelling import suggestion
from searchnews.errors import BadRequest
from searchnews.models import Query
from searchnews.query.expansion import distance
from searchnews.query.nodes import Node


class ClusterSpelling:
    """See engines.spelling.Spelling."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        # The rewriting has it give every word, not the fifty it takes by itself.
        fuzzy = {"value": word, "fuzziness": edits, "transpositions": True, "rewrite": "constant_score"}
        found = books.words(self._searcher.connection, self._searcher.now.books_index, {"fuzzy": {"word": fuzzy}})
        return [(other, mentions) for other, mentions in found if distance(word, other) <= edits]

    def articles(self, node: Node) -> int:
        return self._searcher.articles(node)


def suggested(asked: Query, searcher: Searcher) -> str | None:
    """See engines.spelling.suggestion; None, too, where too many articles would have to be looked at to know."""
    if asked.detail != "full":
        return None
    try:
        return suggestion(asked, ClusterSpelling(searcher))
    except BadRequest:
        return None
