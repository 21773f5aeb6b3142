"""Another process beside this one, for a few short pieces of work: forked in some milliseconds, imports nothing anew.

What it does not give, because it failed or died, whoever asked does: nothing depends on it but time. It writes nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from typing import IO, Any, NoReturn

_ROOM = 1 << 20  # bytes of a pipe, so that who asks need not wait to be heard


class Beside:
    """The other process, started when it is first asked for something. A context manager: at its end it is gone."""

    def __init__(self, wanted: bool = True) -> None:
        """wanted: whether there may be one."""
        self._possible = wanted
        self._pid = 0
        self._to: IO[bytes] | None = None
        self._from: IO[bytes] | None = None

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, work: Callable[..., Any], *given: Any, answered: bool = True) -> bool:
        """Have it call a function of a module; False where there is none, and nothing will come of it."""
        if not self._started():
            return False
        assert self._to is not None
        try:
            pickle.dump((work, given, answered), self._to, pickle.HIGHEST_PROTOCOL)
            self._to.flush()
        except OSError:
            self.end()
        return self._pid != 0

    def answer(self) -> Any:
        """What the function asked for last returned, when it is ready; None where nothing comes."""
        if self._from is None:
            return None
        try:
            return pickle.load(self._from)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.end()
            return None

    def end(self) -> None:
        """Have it gone, whatever it is doing. It is not started again."""
        self._possible = False
        for pipe in filter(None, (self._to, self._from)):
            with contextlib.suppress(OSError):  # what could not be sent
                pipe.close()
        self._to = self._from = None
        if self._pid:
            pid, self._pid = self._pid, 0
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _started(self) -> bool:
        if not self._pid and self._possible and _can_fork():
            try:
                self._start()
            except OSError:  # no room for a process
                self._possible = False
        return self._pid != 0

    def _start(self) -> None:
        heard, told = os.pipe()
        coming, going = os.pipe()
        for pipe in (told, going):
            with contextlib.suppress(OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of threads that are NumPy's own: as in pool.py
                self._pid = os.fork()
            if self._pid == 0:
                os.close(told)
                os.close(coming)
                _serve(heard, going)
            self._to, self._from = os.fdopen(told, "wb"), os.fdopen(coming, "rb")
        finally:
            os.close(heard)
            os.close(going)
            if not self._pid:
                os.close(told)
                os.close(coming)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _can_fork() -> bool:
    """Whether this process may be doubled: a fork has one thread only, whatever the others held."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def _serve(heard: int, going: int) -> NoReturn:
    """In the other process: do what is asked until nobody is there to ask."""
    try:
        gc.disable()  # it lives a second
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
        with os.fdopen(heard, "rb") as questions, os.fdopen(going, "wb") as answers:
            while True:
                work, given, answered = pickle.load(questions)
                result = work(*given)
                if answered:
                    pickle.dump(result, answers, pickle.HIGHEST_PROTOCOL)
                    answers.flush()
    finally:
        os._exit(0)
