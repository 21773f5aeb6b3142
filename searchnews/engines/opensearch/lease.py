"""One writer at a time: a document that only one can create, with a time after which it means nothing."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from searchnews.engines.opensearch import books
from searchnews.engines.opensearch.books import PATIENCE, Current
from searchnews.engines.opensearch.connection import Connection, Refused
from searchnews.errors import IndexLocked, SearchnewsError, WrongVersion

LASTS = 180.0  # seconds without a sign of its owner
INDEX = "searchnews.leases"  # one for every index of ours on a cluster
_OFTEN = 15.0  # seconds between two signs
_SIGNING = 30.0  # seconds that one may take


@contextlib.contextmanager
def lease(connection: Connection, before: Current | None, *, rebuild: bool) -> Iterator[Callable[[], None]]:
    """Hold the right to commit; gives what raises IndexLocked where another has taken it. Raises IndexLocked.

    A thread gives the signs, however long one request takes.
    `before` is the generation the run began with: another process that has committed since has made it worthless.
    """
    held = _Lease(connection)
    held.take()
    ended = threading.Event()
    signs = threading.Thread(target=held.keep, args=(ended,), daemon=True)
    signs.start()
    try:
        _same(connection, before, rebuild)
        yield held.check
    finally:
        ended.set()
        signs.join()
        held.give_back()


def _same(connection: Connection, before: Current | None, rebuild: bool) -> None:
    try:
        now = books.current(connection, patience=PATIENCE)
    except WrongVersion:
        if not rebuild:
            raise
        return
    if now != before:
        raise IndexLocked("another reindex has changed the index meanwhile: run this one again; nothing was changed")


def is_held(connection: Connection) -> bool:
    """Whether somebody is committing, who may have made an index that no alias leads to yet."""
    found = _Lease(connection).found()
    return found is not None and bool(found["_source"]["until"] > time.time())


class _Lease:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._name = connection.place.name
        self._owner = uuid.uuid4().hex
        self._signed = 0.0
        self._lost: IndexLocked | None = None
        self._version: dict[str, int] = {}  # of the document as we wrote it: who writes it after us is another

    def take(self) -> None:
        found = self.found()
        if found is None:
            self._sign("_create", {})
            return
        if found["_source"]["until"] > time.time():
            raise IndexLocked(f"another reindex is writing the index: {found['_source']['who']}")
        self._sign("_doc", {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]})

    def found(self) -> Any:
        """Who has it, or had it last; None where nobody has."""
        try:
            return self._connection.call("GET", f"/{INDEX}/_doc/{self._name}", patience=PATIENCE)
        except Refused as error:
            if error.status != 404:
                raise
            if error.kind == "index_not_found_exception":
                self._make()
            return None

    def _make(self) -> None:
        body = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}, "mappings": {"dynamic": False}}
        try:
            self._connection.call("PUT", f"/{INDEX}", body, patience=PATIENCE)
        except Refused as error:
            if error.kind != "resource_already_exists_exception":
                raise

    def _sign(self, way: str, unchanged: dict[str, int], patience: float = PATIENCE) -> None:
        begun = time.monotonic()
        who = f"process {os.getpid()} on {socket.gethostname()}"
        row = {"owner": self._owner, "who": who, "until": time.time() + LASTS}
        path = f"/{INDEX}/{way}/{self._name}"
        try:
            answer = self._connection.call("PUT", path, row, params=unchanged, patience=patience)
        except Refused as error:
            if error.status != 409:
                raise
            answer = self.found()  # ours where the first try was heard and its answer was not
            if answer is None or answer["_source"]["owner"] != self._owner:
                raise IndexLocked("another reindex has just begun to write the index") from None
        self._version = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
        self._signed = begun

    def keep(self, ended: threading.Event) -> None:
        """Sign it again and again; who did not get through for too long has lost it."""
        while not ended.wait(_OFTEN):
            try:
                self._sign("_doc", self._version, _SIGNING)
            except IndexLocked as error:
                self._lost = error
                return
            except SearchnewsError:
                continue  # the cluster may have time again before it ends

    def check(self) -> None:
        """Raise IndexLocked where it is ours no more."""
        if self._lost:
            raise self._lost
        if time.monotonic() - self._signed > LASTS:
            raise IndexLocked("the cluster was out of reach for so long that another reindex may have begun")

    def give_back(self) -> None:
        with contextlib.suppress(SearchnewsError):  # it ends by itself
            self._connection.call("DELETE", f"/{INDEX}/_doc/{self._name}", params=self._version)
