"""One writer at a time: a document that only one can create, with a time after which it means nothing."""

from __future__ import annotations

import contextlib
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator

from searchnews.engines.opensearch import books
from searchnews.engines.opensearch.books import PATIENCE, Current
from searchnews.engines.opensearch.connection import Connection, Refused
from searchnews.errors import IndexLocked, WrongVersion

LASTS = 180.0  # seconds without a sign of its owner; longer than one request may go on trying
_OFTEN = 15.0  # seconds between two signs


@contextlib.contextmanager
def lease(connection: Connection, before: Current | None, *, rebuild: bool) -> Iterator[Callable[[], None]]:
    """Hold the right to commit; gives what is to be called now and then. Raises IndexLocked.

    `before` is the generation the run began with: another process that has committed since has made it worthless.
    """
    held = _Lease(connection)
    held.take()
    try:
        _same(connection, before, rebuild)
        yield held.renew
    finally:
        held.give_back()


def _same(connection: Connection, before: Current | None, rebuild: bool) -> None:
    try:
        now = books.current(connection)
    except WrongVersion:
        if not rebuild:
            raise
        return
    if now != before:
        raise IndexLocked("another reindex has changed the index meanwhile: run this one again; nothing was changed")


class _Lease:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = f"{connection.place.name}.lease"
        self._path = f"{self._index}/_doc/writer"
        self._owner = uuid.uuid4().hex
        self._signed = 0.0

    def _row(self) -> dict[str, object]:
        self._signed = time.monotonic()
        who = f"process {os.getpid()} on {socket.gethostname()}"
        return {"owner": self._owner, "who": who, "until": time.time() + LASTS}

    def take(self) -> None:
        self._make()
        try:
            self._connection.call("PUT", f"/{self._index}/_create/writer", self._row(), patience=PATIENCE)
            return
        except Refused as error:
            if error.status != 409:
                raise
        found = self._connection.call("GET", f"/{self._path}")
        if found["_source"]["owner"] == self._owner:  # the first try was heard, its answer was not
            return
        if found["_source"]["until"] > time.time():
            raise IndexLocked(f"another reindex is writing the index: {found['_source']['who']}")
        unchanged = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        try:
            self._connection.call("PUT", f"/{self._path}", self._row(), params=unchanged, patience=PATIENCE)
        except Refused as error:
            if error.status == 409:
                raise IndexLocked("another reindex has just begun to write the index") from None
            raise

    def _make(self) -> None:
        body = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}, "mappings": {"dynamic": False}}
        try:
            self._connection.call("PUT", f"/{self._index}", body, patience=PATIENCE)
        except Refused as error:
            if error.kind != "resource_already_exists_exception":
                raise

    def renew(self) -> None:
        if time.monotonic() - self._signed > _OFTEN:
            self._connection.call("PUT", f"/{self._path}", self._row(), patience=PATIENCE)

    def give_back(self) -> None:
        with contextlib.suppress(Exception):  # it ends by itself
            self._connection.call("DELETE", f"/{self._path}")
