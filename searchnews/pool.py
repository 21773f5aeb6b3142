"""Worker processes that can be told apart: what each is at, how far, and how it ended."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Lock
from types import ModuleType
from typing import Any, Literal, NamedTuple, TypeVar

from searchnews.crew import Tell

Work = TypeVar("Work")
_PID, _JOB, _DONE = 0, 1, 2  # a worker's row: process, job, articles and bytes in all
_ROW = 4
_IDLE = -1


@dataclass(frozen=True, slots=True)
class Dead:
    """A worker that died."""

    pid: int
    how: str
    job: int  # what it was at; -1: nothing


class Done(NamedTuple):
    """What a worker gives back of a job: its result, and the articles and bytes that it told of."""

    result: Any
    articles: int
    read: int


class Pool:
    """Some processes; when one dies all end. Every job has a number."""

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context(_way())
        self._rows: Any = context.RawArray("q", workers * _ROW)
        self._heard = self._kept = 0, 0
        self._processes: dict[int, Any] = {}
        started = context.Lock(), context.RawValue("q", 0), self._rows
        self._pool = ProcessPoolExecutor(workers, context, _begin, started)

    def submit(self, work: Callable[[Work, Tell], Any], number: int, task: Work) -> Future[Done]:
        """Have a worker do a job. Raises BrokenProcessPool."""
        with _quiet_start():
            future = self._pool.submit(_do, work, number, task)
        self._processes.update(self._pool._processes or {})
        return future

    def heard(self) -> tuple[int, int]:
        """The articles and bytes that were done since this was last asked."""
        articles, read = (int(sum(self._rows[column::_ROW])) for column in (_DONE, _DONE + 1))
        new = articles - self._heard[0], read - self._heard[1]
        self._heard = articles, read
        return new

    def kept(self, done: Done) -> Any:
        """The result of a job that has arrived: its progress stands."""
        self._kept = self._kept[0] + done.articles, self._kept[1] + done.read
        return done.result

    def undone(self) -> tuple[int, int]:
        """What takes back the progress heard of jobs whose result never came: articles and bytes, not above zero."""
        return self._kept[0] - self._heard[0], self._kept[1] - self._heard[1]

    def end(self, *, kill: bool = False) -> None:
        """Have all processes gone; kill: whatever they are doing."""
        if kill:
            for process in self._processes.values():
                process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def dead(self) -> list[Dead]:
        """Of a pool that broke and was ended: who died by itself. Not those that were then terminated for its sake."""
        jobs = dict(zip(self._rows[_PID::_ROW], self._rows[_JOB::_ROW], strict=True))
        ended = [(pid, int(process.exitcode or 0)) for pid, process in self._processes.items()]
        alone = [(pid, code) for pid, code in ended if code not in (0, -signal.SIGTERM)]
        return [Dead(pid, _in_words(code), jobs.get(pid, _IDLE)) for pid, code in alone or ended if code]


def _way() -> Literal["fork", "spawn"]:
    """How processes are started: a fork has imported everything already, but must not be made beside threads."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _in_words(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@contextlib.contextmanager
def _quiet_start() -> Iterator[None]:
    """Start processes that neither run the caller's script again nor hear the Ctrl-C that is meant for us.

    Spawned processes import the main module: a script that calls `reindex` at its top level would start itself
    without end. Workers need nothing of it. A signal blocked here stays blocked in what is started here.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of any thread beside a fork, NumPy's own too, which takes care of itself.
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        sys.modules["__main__"] = main
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_own: dict[str, Any] = {}  # in a worker: the table of all rows, and where ours begins


def _begin(lock: Lock, count: Any, rows: Any) -> None:
    """Make this process a worker: it ends when its parent is gone, however that ended."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()  # what a fork was born with is shared with its parent as long as nobody looks at it
    with lock:
        _own.update(rows=rows, at=count.value * _ROW)
        count.value += 1
    rows[_own["at"] + _JOB] = _IDLE
    rows[_own["at"] + _PID] = os.getpid()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Callable[[Work, Tell], Any], number: int, task: Work) -> Done:
    rows, at = _own["rows"], _own["at"]
    rows[at + _JOB] = number
    articles, read = rows[at + _DONE : at + _DONE + 2]
    try:
        result = work(task, _tell)
    finally:
        rows[at + _JOB] = _IDLE
    return Done(result, rows[at + _DONE] - articles, rows[at + _DONE + 1] - read)


def _tell(articles: int, read: int) -> None:
    rows, at = _own["rows"], _own["at"]
    rows[at + _DONE] += articles
    rows[at + _DONE + 1] += read
