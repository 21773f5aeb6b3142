"""The newest generation for those who search: opened beside the searches, which go on with the one before.

A thread looks at the folder's time four times a second. A commit changes it; but two changes within one tick of the
file system's clock leave one time, so a time is believed only when it was old when it was looked at.
"""

from __future__ import annotations

import threading
import time
import weakref

from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.snapshot import Snapshot, open_snapshot
from searchnews.errors import IndexUnavailable
from searchnews.garbage import hardly_collected

_EVERY = 0.25  # seconds between two looks
_TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use


class Current:
    """Holds a snapshot and replaces it when the folder has a newer one. Safe for threads."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._turn = threading.Lock()  # held by who opens
        self._snapshot: Snapshot | None = None
        self._identity: object = None  # of the generation that is open
        self._believed = -1  # the folder's time, once it was old, at which that was the newest generation
        self._failure: IndexUnavailable | None = None
        self._watcher: threading.Thread | None = None
        self._closed = threading.Event()

    def snapshot(self) -> Snapshot:
        """A generation that never changes: the newest, or the one before while the newest is being opened.

        Waits only for the first, and for what this engine committed itself. Raises IndexUnavailable.
        """
        snapshot = self._snapshot
        if snapshot is None or snapshot.generation < self._folder.committed:
            snapshot = self._opened_now()
        if self._failure is not None:
            raise self._failure
        if self._watcher is None or not self._watcher.is_alive():  # a fork leaves threads behind
            self._watch()
        return snapshot

    def close(self) -> None:
        """Let go of the snapshot; a search would open it again."""
        self._closed.set()
        self._snapshot = self._watcher = None

    def refresh(self) -> None:
        """Open the newest generation, where it is not open. What that raises the next search raises."""
        if not self._is_newer():
            return
        with self._turn:
            try:
                self._open()
            except IndexUnavailable as error:
                self._failure = error

    def _opened_now(self) -> Snapshot:
        with self._turn:
            snapshot = self._snapshot
            if snapshot is None or snapshot.generation < self._folder.committed:
                snapshot = self._open()
            return snapshot

    def _open(self) -> Snapshot:
        self._identity = self._folder.identity()
        with hardly_collected():
            self._snapshot = snapshot = open_snapshot(self._folder)
        self._failure = None
        return snapshot

    def _is_newer(self) -> bool:
        try:
            changed, now = self._folder.path.stat().st_mtime_ns, time.time_ns()
            if self._failure is None and changed == self._believed:
                return False
            if self._failure is not None or self._folder.identity() != self._identity:
                return True
        except OSError:
            return True
        if now - changed > _TICK:
            self._believed = changed
        return False

    def _watch(self) -> None:
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=_watch, args=(weakref.ref(self), self._closed), daemon=True)
        self._watcher.start()


def _watch(watched: weakref.ref[Current], closed: threading.Event) -> None:
    """Refresh until it is closed, or nobody has it any more."""
    while not closed.wait(_EVERY):
        current = watched()
        if current is None:
            return
        current.refresh()
        del current
