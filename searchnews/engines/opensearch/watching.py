"""Whether a new index still has all its shards while it is filled.

A node that dies takes a shard along that has no other copy yet. What it held is gone, and what is sent to it waits in
vain; the batches are still there, so the index is begun anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from searchnews.engines.opensearch.books import PATIENCE
from searchnews.engines.opensearch.connection import Connection
from searchnews.errors import IndexWriteFailed, SearchnewsError

_OFTEN = 5.0  # seconds between two looks


class Gone(IndexWriteFailed):
    """Shards of a new index went with a node."""


def is_gone(connection: Connection, names: Sequence[str]) -> bool:
    """Whether a shard of these indexes has no copy on any node; False where nobody can tell."""
    try:
        health = connection.call(
            "GET", f"/_cluster/health/{','.join(names)}", params={"timeout": "1s"}, patience=PATIENCE
        )
    except SearchnewsError:
        return False
    return bool(health["status"] == "red")


class Watch:
    """Called again and again while a new index is filled."""

    def __init__(
        self,
        connection: Connection,
        names: Sequence[str],
        check: Callable[[], None],
        drop: Callable[[Connection, Sequence[str]], None],
    ) -> None:
        self._connection, self._names, self._check, self._drop = connection, names, check, drop
        self._looked, self._gone = time.monotonic(), False

    def __call__(self) -> None:
        """Raise what `check` raises, and Gone where shards were missing at two looks in a row.

        The index is then dropped first, so that requests under way end and need not be waited for.
        """
        self._check()
        if time.monotonic() - self._looked < _OFTEN:
            return
        gone = is_gone(self._connection, self._names)
        if gone and self._gone:
            self._drop(self._connection, self._names)
            raise Gone("shards of the new index went with a node: the old one is intact")
        self._looked, self._gone = time.monotonic(), gone
