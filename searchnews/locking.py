"""One `reindex` at a time on an index folder."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from searchnews.errors import IndexLocked, IndexWriteFailed

LOCK = "reindex.lock"
_POLL = 0.2  # seconds between two tries
_held: set[IO[str]] = set()


def _let_go() -> None:
    """In a forked process: close the locks of its parent, which would outlive that one here."""
    for file in _held:
        file.close()
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


@contextlib.contextmanager
def only_one(
    folder: Path, *, wait: bool = False, waiting: Callable[[str], None] = lambda holder: None
) -> Iterator[None]:
    """Hold the folder's lock. Raises IndexLocked saying who has it, or waits, telling `waiting` once.

    The system gives the lock back when a process dies, however it dies: what is left is a file without meaning.
    """
    with _opened(folder / LOCK) as file:
        _acquire(file, folder, wait, waiting)
        _sign(file)
        _held.add(file)
        try:
            yield
        finally:
            _held.discard(file)
            with contextlib.suppress(OSError):
                file.truncate(0)


def _opened(path: Path) -> IO[str]:
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+", encoding="utf-8")
    except OSError as error:
        raise IndexWriteFailed(f"the index can't be written: {path}: {error.strerror}") from error


def _acquire(file: IO[str], folder: Path, wait: bool, waiting: Callable[[str], None]) -> None:
    told = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(file)
        except OSError as error:
            raise IndexWriteFailed(
                f"{folder} can't be locked ({error.strerror}): put the index on a local disk"
            ) from error
        if not wait:
            raise IndexLocked(
                f"another reindex is writing the index in {folder} ({holder}): "
                "try again when it has finished, or wait for it with --wait"
            )
        if not told:
            waiting(holder)
            told = True
        time.sleep(_POLL)


def _sign(file: IO[str]) -> None:
    signature = {"pid": os.getpid(), "host": os.uname().nodename, "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    with contextlib.suppress(OSError):  # a full disk: the lock is held all the same
        file.seek(0)
        file.truncate(0)
        file.write(json.dumps(signature))
        file.flush()


def _holder(file: IO[str]) -> str:
    try:
        file.seek(0)
        held = json.loads(file.read(1000))
        return f"process {int(held['pid'])} on {held['host']}, since {held['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that has not said who it is"
