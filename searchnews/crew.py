"""Worker processes: tasks out, results back in the order they are finished, nothing left behind."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Lock
from types import ModuleType, TracebackType
from typing import Any, Self, TypeVar

from searchnews.errors import IndexWriteFailed

Work = TypeVar("Work")
Result = TypeVar("Result")
Tell = Callable[[int, int], None]  # articles and bytes of input done since the last time
_TICK = 0.25  # seconds between two looks at how far the workers are
_QUEUED = 3  # tasks a worker may have waiting, so that a long list of files is not all in flight


class Crew:
    """Up to `workers` processes, started when there is work enough for them.

    A context manager: at its end they are gone, whatever they were doing.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._heard = [0, 0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        if kind is not None:
            for process in list((self._pool._processes or {}).values()):
                process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def results(
        self, work: Callable[[Work, Tell], Result], tasks: Iterable[Work], tell: Tell, *, light: bool
    ) -> Iterator[Result]:
        """Do every task, in any order; `tell` hears of progress as it is made. Raises what the work raises.

        light: too little to be worth starting processes, which takes each a second.
        """
        if self.workers < 2 or (light and self._pool is None):
            return (work(task, tell) for task in tasks)
        return self._divided(work, tasks, tell)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._lock, self._done = context.Lock(), context.RawArray("q", 2)
            self._pool = ProcessPoolExecutor(self.workers, context, _begin, (self._lock, self._done))
        return self._pool

    def _divided(self, work: Callable[[Work, Tell], Result], tasks: Iterable[Work], tell: Tell) -> Iterator[Result]:
        todo = iter(tasks)
        under_way: set[Future[Result]] = set()
        try:
            while True:
                for task in todo:
                    under_way.add(self._submit(work, task))
                    if len(under_way) >= self.workers * _QUEUED:
                        break
                if not under_way:
                    return
                finished, under_way = wait(under_way, _TICK, FIRST_COMPLETED)
                self._hear(tell)
                for future in finished:
                    yield future.result()
        except BrokenProcessPool as error:
            raise IndexWriteFailed(
                "a worker process was killed, most likely because memory ran out: the index is as it was; "
                "run again with --workers 1, or with fewer other programs"
            ) from error

    def _submit(self, work: Callable[[Work, Tell], Result], task: Work) -> Future[Result]:
        with _quiet_start():
            return self._started().submit(_do, work, task)

    def _hear(self, tell: Tell) -> None:
        with self._lock:
            done = list(self._done)
        if done != self._heard:
            tell(done[0] - self._heard[0], done[1] - self._heard[1])
            self._heard = done


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
        yield
    finally:
        sys.modules["__main__"] = main
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_shared: dict[str, Any] = {}  # in a worker: the lock and the counts of what all workers did


def _begin(lock: Lock, done: Any) -> None:
    """Make this process a worker: it ends when its parent is gone, however that ended."""
    _shared.update(lock=lock, done=done)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Callable[[Work, Tell], Result], task: Work) -> Result:
    return work(task, _tell)


def _tell(articles: int, read: int) -> None:
    with _shared["lock"]:
        _shared["done"][0] += articles
        _shared["done"][1] += read
