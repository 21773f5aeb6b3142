"""`searchnews check` of an index on a cluster: is it there, is it whole, can its articles be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from searchnews.engines.opensearch import books, bulk
from searchnews.engines.opensearch.books import REMEDY, Current, lacking
from searchnews.engines.opensearch.commit import orphans
from searchnews.engines.opensearch.connection import Connection, Refused
from searchnews.errors import SearchnewsError
from searchnews.serialise import article_from_bytes

_PAGE = 500


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong, a sentence each."""
    try:
        now = books.require(connection)
        yield from _of_shards(connection, now)
        yield from _of_articles(connection, now)
        books.ledger(connection, now)
    except SearchnewsError as error:
        yield str(error)


def _of_shards(connection: Connection, now: Current) -> Iterator[str]:
    health = connection.call("GET", f"/_cluster/health/{now.articles_index},{now.books_index}")
    if health["status"] == "red":
        lost = health["unassigned_shards"] + health["initializing_shards"]
        yield (
            f"the cluster is red: {lost} parts of the index have no node; bring the nodes back, or restore a snapshot"
        )


def _of_articles(connection: Connection, now: Current) -> Iterator[str]:
    """Every article is read."""
    total, unread = 0, 0
    after: list[Any] = []
    while True:
        body: dict[str, Any] = {"size": _PAGE, "sort": [{"id": "asc"}]} | ({"search_after": after} if after else {})
        answer = connection.call("POST", f"/{now.articles_index}/_search", body, whole=lacking)
        rows = answer["hits"]["hits"]
        total += len(rows)
        unread += sum(not _reads(row) for row in rows)
        if len(rows) < _PAGE:
            break
        after = rows[-1]["sort"]
    if unread:
        yield f"{unread:,} articles can't be read: {REMEDY}"
    if total != now.articles:
        yield (
            f"the index holds {total:,} articles, {now.articles:,} expected (a reindex was stopped half way, or is "
            "under way): run `searchnews reindex` again"
        )


def _reads(row: Any) -> bool:
    try:
        article = article_from_bytes(row["_source"]["article"].encode())
        return bool(article.article_id == row["_id"])
    except (ValueError, KeyError, TypeError):
        return False


def leftovers(connection: Connection) -> list[str]:
    """What a stopped run left, or one under way has made."""
    try:
        indexes = orphans(connection)
    except (SearchnewsError, Refused):
        indexes = []
    return indexes + [path.name for path in bulk.left(str(connection.place))]
