"""The pipeline's entrance: who may come in, and whether there is anything to do. Doing it is running.py.

Most runs find nothing changed: they import neither an engine nor what reads files.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from searchnews.ahead import start as read_ahead
from searchnews.beside import Beside
from searchnews.engines import imported, open_writer, standing
from searchnews.errors import SearchnewsError, UsageError
from searchnews.garbage import hardly_collected, kept_to_the_end
from searchnews.locking import only_one
from searchnews.report import Listener, Report, waiting_for
from searchnews.settings import MOST_WORKERS
from searchnews.unchanged import look, report_of_unchanged

SEEDS = "seeds"
Paths = Sequence[str | os.PathLike[str]] | str | os.PathLike[str]


def reindex(
    paths: Paths | None = None,
    *,
    index: str | os.PathLike[str] = "index",
    full: bool = False,
    workers: int = 0,
    columns: Mapping[str, str] | None = None,
    progress: Listener | None = None,
    wait: bool = False,
) -> Report:
    """Bring an index up to date with files and folders, in one step; readers see the old index or the new one.

    paths: without any, `seeds` of the current folder. full: make the index anew, holding exactly what the paths hold.
    workers: processes; 0 for one a core. columns: our field → the column that holds it. wait: for a reindex under way.
    Raises SearchnewsError (the index is then as it was); what could not be read is in the report. A KeyboardInterrupt
    says whether the index is the old one or the new one.
    """
    listen = progress or (lambda state: None)
    given, address = _given(paths), os.fspath(index)
    if not 0 <= workers <= MOST_WORKERS:
        raise UsageError(f"workers is {workers}; expected a whole number from 0 (one a core) to {MOST_WORKERS}")
    if columns:
        _require_known(columns)
    folder = None if "://" in address else Path(address)
    _require_some(given)
    with _told_when_interrupted(), contextlib.ExitStack() as stack:
        locks = [] if folder is None else [only_one(folder, wait=wait, waiting=lambda who: listen(waiting_for(who)))]
        looked, ahead, processes = None, None, workers or _cores()
        beside = stack.enter_context(Beside(processes > 1))
        if not full and standing(address) is not None:
            stack.enter_context(locks.pop())
            with hardly_collected():
                looked = look(given, address, listen, beside)
                kept_to_the_end(looked)
                report = looked and report_of_unchanged(looked, columns or {}, beside)
            if report:
                return report
        with _undisturbed():
            if looked:
                ahead = read_ahead(beside, looked, columns or {})
            imported(address)
            from searchnews.running import Run  # here: it imports all that reads and writes
        engine = stack.enter_context(contextlib.closing(open_writer(address, "rebuild" if full else "write")))
        run = Run(engine, address=address, full=full, workers=processes, columns=columns, listen=listen, ahead=ahead)
        stack.enter_context(run.told_when_interrupted())
        for lock in locks:
            stack.enter_context(lock)
        with hardly_collected():
            return run.over(given, folder, looked)


def _given(paths: Paths | None) -> list[str]:
    if paths is None:
        if not Path(SEEDS).is_dir():
            raise UsageError(
                "there is nothing to read: name files or folders, or list them as `sources` in searchnews.toml "
                f"(the folder {SEEDS}/, which is read otherwise, is not here)"
            )
        return [SEEDS]
    return [os.fspath(paths)] if isinstance(paths, str | os.PathLike) else [os.fspath(path) for path in paths]


def _require_known(columns: Mapping[str, str]) -> None:
    from searchnews.formats.columns import unknown_fields

    if wrong := unknown_fields(columns):
        raise UsageError(f"columns names {wrong[0][0]!r}, which is no field of ours; known: {wrong[0][1]}")


def _require_some(given: Sequence[str]) -> None:
    """Raise where no path is there: more likely a disk that is not mounted than a wish for an empty index."""
    if not given:
        raise UsageError("there is nothing to read: name files or folders")
    if any(not path or "\0" in path for path in given):  # "" would be the current folder: an unset variable of a shell
        raise UsageError("a path is empty or no path at all: name files or folders")
    if not any(Path(path).exists() for path in given):
        raise SearchnewsError(f"no such file or folder: {', '.join(given[:5])}; the index is as it was")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def _told_when_interrupted() -> Iterator[None]:
    """Have a KeyboardInterrupt say that the index is as it was, unless it says already what it is."""
    try:
        yield
    except KeyboardInterrupt as interruption:
        raise KeyboardInterrupt(str(interruption) or "interrupted; the index is as it was") from None


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Have Ctrl-C wait: C code that runs Python while it is imported makes an interrupt look like one nobody caught."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
