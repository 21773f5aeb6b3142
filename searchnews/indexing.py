"""The pipeline: files → workers → one atomic commit → report.

What has to happen is the difference between two ledgers: who had which id before, and who has it now. So a run over a
few files and a run over all of them end in the same index, in whatever order the files came and went.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from searchnews import ledger as ledgers
from searchnews.crew import Crew, Death
from searchnews.engine import Batch, Engine
from searchnews.engines import open_engine
from searchnews.errors import SearchnewsError, UsageError
from searchnews.formats.columns import unknown_fields
from searchnews.ledger import Ledger
from searchnews.locking import only_one
from searchnews.reading import GARBAGE, Job
from searchnews.report import Complaint, Progress, Report
from searchnews.settings import MOST_WORKERS
from searchnews.sources import find
from searchnews.survey import Means, Survey, survey
from searchnews.tally import report_of

STAGING = "staging-reading-"  # begins like the engine's own staging folders, so that it cleans up after us
SEEDS = "seeds"
Listener = Callable[[Progress], None]
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
    if wrong := unknown_fields(columns or {}):
        raise UsageError(f"columns names {wrong[0][0]!r}, which is no field of ours; known: {wrong[0][1]}")
    folder = None if "://" in address else Path(address)
    _require_some(given)
    with (
        contextlib.closing(open_engine(address, "rebuild" if full else "write")) as engine,
        contextlib.ExitStack() as stack,
    ):
        run = Run(engine, address=address, full=full, workers=workers or _cores(), columns=columns, listen=listen)
        stack.enter_context(run.told_when_interrupted())
        if folder is not None:
            stack.enter_context(only_one(folder, wait=wait, waiting=lambda who: listen(Progress("waiting", note=who))))
        return run.over(given, folder)


def _given(paths: Paths | None) -> list[str]:
    if paths is None:
        if not Path(SEEDS).is_dir():
            raise UsageError(
                "there is nothing to read: name files or folders, or list them as `sources` in searchnews.toml "
                f"(the folder {SEEDS}/, which is read otherwise, is not here)"
            )
        return [SEEDS]
    return [os.fspath(paths)] if isinstance(paths, str | os.PathLike) else [os.fspath(path) for path in paths]


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


class Run:
    """One run over an open engine, alone on its index."""

    def __init__(
        self,
        engine: Engine,
        *,
        address: str | None = None,
        full: bool = False,
        workers: int = 1,
        columns: Mapping[str, str] | None = None,
        listen: Listener = lambda state: None,
    ) -> None:
        """address: where workers open the engine; None for one that lives in this process only."""
        self.engine, self.address, self.full = engine, address, full
        self.workers, self.columns, self.listen = workers, columns or {}, listen
        self._empty = False  # nothing was ever committed
        self._before: str | None = None  # the generation this run found; None before it looked

    @contextlib.contextmanager
    def told_when_interrupted(self) -> Iterator[None]:
        """Have a KeyboardInterrupt say which index it left: the commit may have been made when it came."""
        try:
            yield
        except KeyboardInterrupt:
            new = self._before is not None and self._generation() != self._before
            raise KeyboardInterrupt(
                "interrupted; the new index is in place" if new else "interrupted; the index is as it was"
            ) from None

    def over(self, given: Sequence[str], folder: Path | None = None) -> Report:
        """Read, compare, encode, commit. folder: the index's own, where things can wait; never read."""
        started = time.perf_counter()
        with _seldom_collected():
            seen, skipped, deaths = self._brought_up_to_date(given, folder)
            report = report_of(seen, skipped, time.perf_counter() - started, self.engine.stats().generation)
            return replace(report, warnings=(*report.warnings, *map(_told, deaths)))

    def _brought_up_to_date(
        self, given: Sequence[str], folder: Path | None
    ) -> tuple[Survey, tuple[str, ...], list[Death]]:
        self._before = self._generation()
        self.engine.discard(())  # what a killed run left
        old = self._remembered()
        self.listen(Progress("looking"))
        found = find(given, index=folder)
        try:
            with _staging(folder) as staging:
                with Crew(self.workers) as crew:
                    means = Means(self.engine, self.address, crew, staging, self.columns, self.listen, self.full)
                    seen = survey(found, old, means)
                self._commit(seen)  # when the workers have given back their memory
        except BaseException:
            self.engine.discard(())
            raise
        return seen, found.skipped, crew.deaths

    def _generation(self) -> str:
        """The engine's generation; "" where there is none that it can read."""
        try:
            return self.engine.stats().generation
        except SearchnewsError:
            return ""

    def _remembered(self) -> Ledger:
        try:
            held = self.engine.ledger()
            self._empty = not held
            return ledgers.unpacked(held)
        except SearchnewsError:
            if not self.full:
                raise
            return {}  # an index of another version: everything in it is replaced

    def _commit(self, seen: Survey) -> None:
        batches, removed = self._batches(seen), seen.removed()
        if not (self.full or self._empty or batches or removed or seen.learned()):
            return
        self.listen(Progress("committing"))
        self.engine.commit(batches, removed=removed, rebuild=self.full, ledger=ledgers.packed(seen.ledger))

    def _batches(self, seen: Survey) -> list[Batch]:
        """The batches without the articles that lost their id."""
        batches = []
        for encoded in seen.encoded:
            losers = seen.losers(encoded, full=self.full)
            if len(losers) < len(encoded.claims):
                batches.append(self.engine.without(encoded.batch, losers) if losers else encoded.batch)
        return batches


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Have Python look for garbage less often: a ledger is hundreds of thousands of objects, and none of them goes."""
    before = gc.get_threshold()
    gc.set_threshold(*GARBAGE)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _told(death: Death) -> Complaint:
    what, *more = [task.source.shown for task in death.task.tasks] if isinstance(death.task, Job) else ["the index"]
    if more:
        what += f" and {len(more):,} more"
    return Complaint(what, None, f"a worker died of it and it was tried once more: {death.how}")


@contextlib.contextmanager
def _staging(folder: Path | None) -> Iterator[Path]:
    """A folder for what waits to be indexed; gone afterwards."""
    try:
        made = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    except OSError as error:
        raise SearchnewsError(f"no room to work in {folder}: {error.strerror}; the index is as it was") from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
