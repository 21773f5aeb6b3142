"""Searches of one generation as requests: whole answers or none, and the limit of time reaches the cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from searchnews.engines.opensearch.books import Current, lacking
from searchnews.engines.opensearch.connection import LINES, Connection, Refused
from searchnews.errors import QueryTooLarge

_TOO_LARGE = ("too_many_nested_clauses", "too_many_clauses")
_WHOLE = {"allow_partial_search_results": "false"}


class Asking:
    """The articles of one generation."""

    def __init__(self, connection: Connection, now: Current) -> None:
        self.connection, self.now = connection, now

    def ask(self, body: dict[str, Any], *, path: str | None = None) -> Any:
        """One search request. Raises QueryTooLarge."""
        target = path or f"/{self.now.articles_index}/_search"
        try:
            return self.connection.call("POST", target, body | self._limit(), params=_WHOLE, whole=lacking)
        except Refused as error:
            if error.kind not in _TOO_LARGE:
                raise
            raise QueryTooLarge("the query has too many parts for a cluster: ask for fewer words") from None

    def ask_each(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """Several searches in one request."""
        return list(self._at_once(bodies, whole=_all_whole))

    def ask_together(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """The same; [] where one has no whole answer: asked alone it tells why."""
        answers = list(self._at_once(bodies, whole=lambda answer: ""))
        return [] if any(one.get("status", 200) >= 300 or lacking(one) for one in answers) else answers

    def _at_once(self, bodies: Sequence[dict[str, Any]], whole: Callable[[Any], str]) -> Sequence[Any]:
        head = {"index": self.now.articles_index, "allow_partial_search_results": False}
        rows = [row for body in bodies for row in (head, body | self._limit())]
        lines = b"".join(orjson.dumps(row) + b"\n" for row in rows)
        answers: Sequence[Any] = self.connection.call("POST", "/_msearch", lines, kind=LINES, whole=whole)["responses"]
        return answers

    def _limit(self) -> dict[str, str]:
        return {"timeout": f"{self.connection.limit}s"}


def _all_whole(answer: Any) -> str:
    for one in answer["responses"]:
        if one.get("status", 200) >= 300:
            return f"the cluster could not answer ({one['status']})"
        if text := lacking(one):
            return text
    return ""
