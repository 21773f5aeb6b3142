"""Who writes an index on a cluster: what a run begins with, its batches, and the commit."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import IO

from searchnews.engines.opensearch import books, bulk
from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.bulk import Batch
from searchnews.engines.opensearch.commit import clear_orphans, commit
from searchnews.engines.opensearch.connection import Connection
from searchnews.errors import SearchnewsError, WrongVersion
from searchnews.settings import Settings


class Writer:
    """The commits of one process."""

    def __init__(self, connection: Connection, settings: Settings, mode: str) -> None:
        self._connection, self._settings, self._mode = connection, settings, mode
        self._before: Current | None = None  # what was there when this run began to write
        self._began = False
        self._alone: IO[bytes] | None = None  # held, so that no other process clears the batches away

    def commit(
        self, batches: Sequence[Batch], *, removed: Sequence[str], rebuild: bool, ledger: bytes | None
    ) -> Current:
        """See Engine.commit."""
        if not self._began:
            self._begin()
        now = commit(
            self._connection,
            self._settings,
            batches,
            before=self._before,
            removed=removed,
            rebuild=rebuild,
            ledger=ledger,
        )
        self._began = False
        for batch in batches:
            batch.discard()
        return now

    def discard(self, batches: Iterable[Batch]) -> None:
        """See Engine.discard."""
        for batch in batches:
            batch.discard()
        if self._alone is None:
            self._alone = bulk.alone(str(self._connection.place))
        bulk.clear(str(self._connection.place))
        self._begin()
        with contextlib.suppress(SearchnewsError):
            clear_orphans(self._connection)

    def _begin(self) -> None:
        """Remember what the run begins with: a commit builds on that and on nothing else."""
        try:
            self._before = books.current(self._connection, patience=self._connection.limit)
        except WrongVersion:
            if self._mode != "rebuild":
                raise
            self._before = None
        self._began = True

    def close(self) -> None:
        """Let others write."""
        if self._alone is not None:
            self._alone.close()
            self._alone = None
