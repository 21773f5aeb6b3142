"""Bulk requests: several at once, every item of every answer looked at, what is refused for now sent again."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import orjson

from searchnews.engines.opensearch.books import PATIENCE
from searchnews.engines.opensearch.bulk import PART, Batch
from searchnews.engines.opensearch.connection import LINES, Connection
from searchnews.errors import IndexWriteFailed, SearchnewsError

AT_ONCE = 3  # requests under way: the next is ready when the cluster is done with one
TRIES = 8  # for an item that the cluster has no room for
_PAUSE, _LONGEST = 0.25, 10.0  # seconds before the first and between the last tries
_BUSY = (429, 503)


def send(
    connection: Connection,
    index: str,
    batches: Sequence[Batch],
    wanted: Sequence[Sequence[bool]],
    renew: Callable[[], None] = lambda: None,
) -> None:
    """Index the wanted articles. Raises IndexWriteFailed naming an article that the cluster did not take."""
    bodies = (body for batch, places in zip(batches, wanted, strict=True) for body in batch.bodies(places))
    _all_at_once(bodies, lambda body: _post(connection, index, body[0]), renew)


def remove(connection: Connection, index: str, ids: Sequence[str]) -> None:
    """Delete articles; those that are not there are none's concern."""
    lines = [orjson.dumps({"delete": {"_id": article_id}}) + b"\n" for article_id in ids]
    step = PART // 64
    bodies = (b"".join(lines[at : at + step]) for at in range(0, len(lines), step))
    _all_at_once(bodies, lambda body: _post(connection, index, body), lambda: None)


def _all_at_once(bodies: Iterator[Any], post: Callable[[Any], None], renew: Callable[[], None]) -> None:
    under_way: deque[Future[None]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            for body in bodies:
                if len(under_way) >= AT_ONCE:
                    under_way.popleft().result()
                    renew()
                under_way.append(threads.submit(post, body))
            while under_way:
                under_way.popleft().result()
        finally:
            for waiting in under_way:
                waiting.cancel()


def _post(connection: Connection, index: str, body: bytes) -> None:
    """One body, its refused items again and again with pauses that grow."""
    pause = _PAUSE
    for _ in range(TRIES):
        try:
            answer = connection.call("POST", f"/{index}/_bulk", body, kind=LINES, patience=PATIENCE)
        except SearchnewsError as error:
            raise IndexWriteFailed(f"{error}: the old index is intact") from error
        rows = [next(iter(item.values())) for item in answer["items"]] if answer["errors"] else []
        again = [row["status"] in _BUSY for row in rows]
        for row in rows:
            _look_at(row)
        if not any(again):
            return
        body = _part_of(body, again)
        time.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, _LONGEST)
    raise IndexWriteFailed(f"the cluster had no room for more articles, {TRIES} times: the old index is intact")


def _look_at(row: Any) -> None:
    """Raise for an item that failed and would fail again."""
    if row["status"] < 300 or row["status"] in _BUSY or row["status"] == 404:
        return
    error = row.get("error") or {}
    reason = f"{error.get('reason', '')} {(error.get('caused_by') or {}).get('reason', '')}".strip()
    raise IndexWriteFailed(
        f"the cluster did not take the article {row['_id']} ({row['status']}: {reason[:300]}): the old index is intact"
    )


def _part_of(body: bytes, again: Sequence[bool]) -> bytes:
    lines = body.split(b"\n")
    if lines[0].startswith(b'{"delete"'):
        return b"".join(line + b"\n" for line, wanted in zip(lines, again, strict=False) if wanted)
    pairs = zip(lines[0::2], lines[1::2], strict=False)
    return b"".join(b"%b\n%b\n" % pair for pair, wanted in zip(pairs, again, strict=False) if wanted)
