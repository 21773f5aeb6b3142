"""One run of `reindex` over an open engine: files → workers → one atomic commit.

What has to happen is the difference between two ledgers: who had which id before, and who has it now. So a run over a
few files and a run over all of them end in the same index, in whatever order the files came and went.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from searchnews import ledger as ledgers
from searchnews.ahead import Ahead
from searchnews.crew import Crew, Death
from searchnews.engine import Batch, Writer
from searchnews.engines import imported
from searchnews.errors import SearchnewsError
from searchnews.garbage import kept_to_the_end
from searchnews.ledger_columns import Table
from searchnews.reading import Job
from searchnews.report import Complaint, Listener, Progress, Report
from searchnews.sources import Found, find
from searchnews.survey import Means, Survey, survey
from searchnews.tally import report_of
from searchnews.unchanged import Looked, line_before, reading_of

STAGING = "staging-reading-"  # begins like the engine's own staging folders, so that it cleans up after us


class Run:
    """One run over an open engine, alone on its index."""

    def __init__(
        self,
        engine: Writer,
        *,
        address: str | None = None,
        full: bool = False,
        workers: int = 1,
        columns: Mapping[str, str] | None = None,
        listen: Listener = lambda state: None,
        ahead: Ahead | None = None,
    ) -> None:
        """address: where workers open the engine; None for one that lives in this process only."""
        self.engine, self.address, self.full = engine, address, full
        self.workers, self.columns, self.listen = workers, columns or {}, listen
        self.ahead = ahead
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

    def over(self, given: Sequence[str], folder: Path | None = None, looked: Looked | None = None) -> Report:
        """Read, compare, encode, commit. folder: the index's own, where things can wait; never read.

        looked: what is known of files and index already.
        """
        started = looked.started if looked else time.perf_counter()
        seen, skipped, deaths = self._brought_up_to_date(given, folder, looked)
        kept_to_the_end(seen)
        report = report_of(seen, skipped, time.perf_counter() - started, self.engine.generation())
        return replace(report, warnings=(*report.warnings, *map(_told, deaths)))

    def _brought_up_to_date(
        self, given: Sequence[str], folder: Path | None, looked: Looked | None
    ) -> tuple[Survey, tuple[str, ...], list[Death]]:
        self._before = self._generation()
        self.engine.discard(())  # what a killed run left
        old = self._remembered(looked)
        if looked is None:
            self.listen(Progress("looking"))
        found = looked.found if looked else find(given, index=folder)
        try:
            with _staging(folder) as staging:
                with Crew(self.workers, self._import_for_commit) as crew:
                    seen = survey(found, old, self._means(crew, staging), looked.changed if looked else None)
                self._commit(
                    seen, found, looked.digests if looked else None
                )  # when the workers have given back their memory
        except BaseException:
            self.engine.discard(())
            raise
        return seen, found.skipped, crew.deaths

    def _means(self, crew: Crew, staging: Path) -> Means:
        return Means(self.engine, self.address, crew, staging, self.columns, self.listen, self.ahead, self.full)

    def _import_for_commit(self) -> None:
        """What readers do not need: while they are at work it takes no time of its own."""
        if self.address is not None:
            imported(self.address, committing=True)

    def _generation(self) -> str:
        """The engine's generation; "" where there is none that it can read."""
        try:
            return self.engine.generation()
        except SearchnewsError:
            return ""

    def _remembered(self, looked: Looked | None) -> Table:
        try:
            held = self.engine.ledger()
            self._empty = not held
            return looked.ledger if looked else ledgers.unpacked(held)
        except SearchnewsError:
            if not self.full:
                raise
            return ledgers.unpacked(b"")  # an index of another version: everything in it is replaced

    def _commit(self, seen: Survey, found: Found, digests: tuple[str, str] | None) -> None:
        batches, removed = self._batches(seen), seen.removed()
        if not (self.full or self._empty or batches or removed or seen.learned()):
            return
        self.listen(Progress("committing"))
        glance = line_before(seen, found, reading_of(self.columns), digests)
        ledger = glance + ledgers.packed(seen.ledger)
        self.engine.commit(batches, removed=removed, rebuild=self.full, ledger=ledger)

    def _batches(self, seen: Survey) -> list[Batch]:
        """The batches without the articles that lost their id."""
        batches = []
        for encoded in seen.encoded:
            losers = seen.losers(encoded, full=self.full)
            if len(losers) < len(encoded.claims):
                batches.append(self.engine.without(encoded.batch, losers) if losers else encoded.batch)
        return batches


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
