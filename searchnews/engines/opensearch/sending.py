"""Bulk requests: several at once, every item of every answer looked at, what is refused for now sent again.

A request that is not answered in time is sent again in halves, and so are all after it until the cluster is quick again
(pace.py). What it did of the first comes to the same: an article is one id, and a run sends it in one form only.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

import orjson

from searchnews.engines.opensearch.bulk import PART, Batch
from searchnews.engines.opensearch.connection import LINES, Connection, Overloaded
from searchnews.engines.opensearch.pace import AT_ONCE, Pace
from searchnews.errors import IndexWriteFailed, SearchnewsError

_PAUSE, _LONGEST = 0.25, 10.0  # seconds before the first and between the last tries
_HANGS = 30.0  # seconds without a word, from any host
_OFTEN = 10.0  # seconds between two looks whether this run may go on, where the cluster is slow
_BUSY = (429, 503)


def send(
    connection: Connection,
    index: str,
    batches: Sequence[Batch],
    wanted: Sequence[Sequence[bool]],
    check: Callable[[], None] = lambda: None,
) -> None:
    """Index the wanted articles; `check` raises where the run may not go on.

    Raises IndexWriteFailed naming an article that the cluster did not take.
    """
    bodies = (body for batch, places in zip(batches, wanted, strict=True) for body, _ in batch.bodies(places))
    _all_at_once(bodies, _Sender(connection, index), check)


def remove(connection: Connection, index: str, ids: Sequence[str], check: Callable[[], None] = lambda: None) -> None:
    """Delete articles; those that are not there are none's concern."""
    lines = [orjson.dumps({"delete": {"_id": article_id}}) + b"\n" for article_id in ids]
    step = PART // 64
    bodies = (b"".join(lines[at : at + step]) for at in range(0, len(lines), step))
    _all_at_once(bodies, _Sender(connection, index), check)


def _all_at_once(bodies: Iterator[bytes], sender: _Sender, check: Callable[[], None]) -> None:
    under_way: set[Future[None]] = set()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            for body in bodies:
                _until(under_way, AT_ONCE, check)
                under_way.add(threads.submit(sender.post, body))
            _until(under_way, 1, check)
        finally:
            sender.pace.stop()  # where one failed the others are not to go on for long


def _until(under_way: set[Future[None]], fewer_than: int, check: Callable[[], None]) -> None:
    """Wait until fewer are under way. Raises what one of them has raised."""
    while len(under_way) >= fewer_than:
        done, _ = wait(under_way, _OFTEN, FIRST_COMPLETED)
        under_way -= done
        for each in done:
            each.result()
        check()


class _Sender:
    """Sends bodies to one index. Safe for threads."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection, self._path = connection, f"/{index}/_bulk"
        self.pace = Pace()

    def post(self, body: bytes) -> None:
        """One body, in parts if the cluster is slow, its refused items again and again with pauses that grow."""
        waiting, pause = deque([_rows(body)]), _PAUSE
        while waiting:
            rows = waiting.popleft()
            if len(rows) > 1 and sum(map(len, rows)) > self.pace.size:
                waiting.extendleft((rows[len(rows) // 2 :], rows[: len(rows) // 2]))
                continue
            left = self._once(rows)
            if not left:
                pause = _PAUSE
                continue
            waiting.appendleft(left)
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, _LONGEST)

    def _once(self, rows: list[bytes]) -> list[bytes]:
        """What of them is to be sent again."""
        with self.pace.turn() as turn:
            try:
                answer = self._connection.call("POST", self._path, b"".join(rows), kind=LINES, patience=turn.patience)
            except Overloaded as error:
                if self._connection.hangs(_HANGS):
                    raise IndexWriteFailed(f"{error}: the old index is intact") from error
                turn.unanswered(str(error))
                return rows
            except SearchnewsError as error:
                raise IndexWriteFailed(f"{error}: the old index is intact") from error
            items = answer["items"] if answer["errors"] else []
            left = [row for row, item in zip(rows, items, strict=False) if _is_left(*next(iter(item.items())))]
            turn.answered(some=len(left) < len(rows))
            return left


def _rows(body: bytes) -> list[bytes]:
    """The items of a body, each with what it is about."""
    lines = body.splitlines(keepends=True)
    if lines[0].startswith(b'{"delete"'):
        return lines
    return list(map(bytes.__add__, lines[0::2], lines[1::2]))


def _is_left(action: str, item: Any) -> bool:
    """Whether an item is to be sent again. Raises IndexWriteFailed for one that would fail again."""
    if item["status"] in _BUSY:
        return True
    if item["status"] < 300 or (action == "delete" and item["status"] == 404):
        return False
    error = item.get("error") or {}
    reason = f"{error.get('reason', '')} {(error.get('caused_by') or {}).get('reason', '')}".strip()
    raise IndexWriteFailed(
        f"the cluster did not take the article {item['_id']} ({item['status']}: {reason[:300]}): "
        "the old index is intact"
    )
