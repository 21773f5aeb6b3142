"""What the files hold now: unchanged ones recognised, the others read, until every new article is in a batch."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from searchnews import native
from searchnews.ahead import LIGHT, Ahead
from searchnews.claiming import Winner, Winners, digest_of, digests, lost, moved, winners, winners_after
from searchnews.crew import Crew, Tell
from searchnews.engine import Batch, Writer
from searchnews.engines import Mode
from searchnews.ledger_columns import Table, columns_of
from searchnews.ledger_entries import UNREAD, Claim, Entry, Remark
from searchnews.ledger_revision import Revision
from searchnews.reading import FULL, Done, Job, Reading, Task, do, do_ahead, do_with, hold, task_for
from searchnews.report import Progress
from searchnews.sources import Found, Source, Trouble, below
from searchnews.stripes import Stripes
from searchnews.unchanged import reading_of

_HEAVY = 1 << 23  # bytes to read from which compiling loops, the first time, is worth its seconds
_LARGE = 1 << 19  # bytes of a file from which several workers share it
_HUGE = 2 * FULL  # bytes of a share that is divided again
_SHARES = 4  # of a collection or of a huge file, for each worker, so that all have work to the end
_GROUP = 1 << 24  # most bytes of small files in one job
_MISSING_HINT = "to remove them, run `searchnews reindex --full` with the paths to keep"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch and the claims of its articles, in its order."""

    batch: Batch
    claims: list[Claim]


@dataclass(slots=True)
class Survey:
    """What every file holds, as far as this run knows, and what it held before."""

    old: Table
    ledger: Revision  # every file that stays
    suspects: set[str] = field(default_factory=set)  # real paths of the files that were not plainly what they were
    read: set[str] = field(default_factory=set)  # real paths of the files this run answers for and could open
    troubles: list[Trouble] = field(default_factory=list)
    encoded: list[Encoded] = field(default_factory=list)
    again: set[str] = field(default_factory=set)  # real paths of the files read in this run
    before: Winners = field(default_factory=dict)
    now: Winners = field(default_factory=dict)

    # The ids that may have another owner than before, or one that was read again.
    moved: list[tuple[str, Winner]] = field(default_factory=list)

    def settle(self) -> None:
        """Decide anew who has which id."""
        same = not self.again and self.ledger.base is self.old and not (self.ledger.hidden or self.ledger.fresh)
        self.now = self.before if same else winners_after(self.before, self.ledger)
        self.moved = [] if same else moved(self.before, self.now, anew=self.ledger.base is not self.old)

    @property
    def contested(self) -> bool:
        """Whether two articles claim one id."""
        return len(self.now) < self.ledger.claimed()

    def is_new(self, article_id: str) -> bool:
        """Whether the index does not hold what the owner of an id says."""
        return digest_of(self.before, article_id) != self.now[article_id].claim.digest

    def without_text(self) -> list[Entry]:
        """The unchanged files whose articles are wanted after all: what kept them out has left."""
        lacking = {
            winner.entry.real: winner.entry
            for article_id, winner in self.moved
            if winner.entry.real not in self.again and self.is_new(article_id)
        }
        return list(lacking.values())

    def losers(self, encoded: Encoded, *, full: bool) -> list[int]:
        """The places in a batch of the articles that lost their id to others, or that the index holds already."""
        return [
            place
            for place, claim in enumerate(encoded.claims)
            if (owner := self.now.get(claim.article_id)) is None
            or owner.claim is not claim
            or not (full or self.is_new(claim.article_id))
        ]

    def removed(self) -> list[str]:
        """The ids that nothing asks for any more."""
        return lost(self.before, self.now)

    def learned(self) -> bool:
        """Whether the ledger would remember something it does not, times of files aside."""
        if self.ledger.base is not self.old or self.ledger.gone:
            return True
        return any(
            real not in self.old or _knowledge(entry) != _knowledge(self.old[real])
            for real, entry in self.ledger.fresh.items()
        )


def _knowledge(entry: Entry) -> tuple[object, ...]:
    return entry.key, entry.stamp.digest, entry.reading, entry.claims, entry.refusals, entry.warnings


@dataclass(frozen=True, slots=True)
class Means:
    """What a survey works with."""

    engine: Writer
    address: str | None  # where workers open the engine; None for one that lives in this process only
    crew: Crew
    room: Path  # a folder for what workers need to know
    columns: Mapping[str, str]
    listen: Callable[[Progress], None]
    ahead: Ahead | None = None  # what was read while this process imported
    full: bool = False  # read every file, and forget those that were not found

    @property
    def reading(self) -> str:
        """How files are read in this run; a file that was read otherwise is read again."""
        return reading_of(self.columns)

    def done(
        self, jobs: Sequence[Job], before: Winners, tell: Tell, lost: Callable[[Job, str], Done], *, light: bool
    ) -> Iterator[Done]:
        """Do the jobs, in workers where there are some. before: what the index holds need not be encoded."""
        if self.address is None:
            return (do_with(self.engine, job, tell) for job in jobs)
        if self.ahead and light:
            ahead, held = self.ahead, frozenset(digests(before)).__contains__
            return (do_ahead(job, tell, ahead, held) for job in jobs)
        return self.crew.results(do, jobs, tell, light=light, lost=lost)


def survey(found: Found, old: Table, means: Means, changed: Sequence[Source] | None = None) -> Survey:
    """Look at every file found, read and encode what is new. changed: what may be, where that is known already."""
    seen = Survey(old, Revision(Table(columns_of(())) if means.full else old), before=winners(old))
    seen.troubles.extend(_stays(trouble, seen.ledger) for trouble in found.troubles)
    reading = None if means.full else means.reading
    if changed is None:
        changed = list(found.sources) if reading is None else old.differing(found.sources, reading)
    seen.suspects = {source.real for source in changed}
    _forget_vanished(seen, found)
    seen.read = {source.real for source in found.sources}.difference(seen.suspects)
    _read(seen, [task for source in changed if (task := _task(seen, source, reading))], means)
    seen.settle()
    while again := seen.without_text():
        _read(seen, [Task(_source_of(entry)) for entry in again], means)
        for entry in again:
            if entry.real not in seen.again:  # it can't be opened: what it says can't enter the index
                del seen.ledger[entry.real]
        seen.settle()
    return seen


def _source_of(entry: Entry) -> Source:
    return Source(entry.real, entry.place, entry.shown, entry.key, max(entry.stamp.size, 0))


def _stays(trouble: Trouble, ledger: Revision) -> Trouble:
    kept = sum(len(entry.claims) for entry in _under(ledger, (trouble.place, trouble.real)))
    if not kept:
        return trouble
    stays = "1 article read from it stays" if kept == 1 else f"{kept:,} articles read from it stay"
    return trouble._replace(reason=f"{trouble.reason}; {stays}: {_MISSING_HINT}")


def _under(ledger: Mapping[str, Entry], roots: Sequence[str]) -> list[Entry]:
    inside = below(roots)
    return [entry for entry in ledger.values() if inside(entry.place) or inside(entry.real)]


def _forget_vanished(seen: Survey, found: Found) -> None:
    if len(found.sources) - sum(real not in seen.ledger for real in seen.suspects) == len(seen.ledger):
        return  # each is there
    missing = seen.ledger.keys() - {source.real for source in found.sources}
    unknown = below([path for trouble in found.troubles for path in (trouble.place, trouble.real)])
    for entry in _under({real: seen.ledger[real] for real in missing}, found.roots):
        if not unknown(entry.place) and not unknown(entry.real):
            del seen.ledger[entry.real]


def _task(seen: Survey, source: Source, reading: str | None) -> Task | None:
    """What is to be done for a file; None where nothing is. reading: None to read anew."""
    entry = seen.ledger.get(source.real)
    task = task_for(source, entry or seen.old.get(source.real), reading)
    if task is None and entry is not None:
        _keep(seen, source, entry)
    return task


def _keep(seen: Survey, source: Source, entry: Entry) -> None:
    seen.read.add(source.real)
    if (entry.place, entry.shown) != (source.place, source.shown):
        entry = entry._replace(place=source.place, shown=source.shown)
    seen.ledger[source.real] = entry


def _read(seen: Survey, tasks: Sequence[Task], means: Means) -> None:
    """Do these tasks; large files are shared by the workers."""
    if not tasks:
        return
    total = sum(task.source.size for task in tasks)
    light = total < LIGHT
    held = "" if means.full or (light and means.ahead) else hold(digests(seen.before), means.room)
    mode: Mode = "rebuild" if means.full else "write"
    jobs = [
        Job(part, means.columns, means.address or "", mode, _batch(part), held, loops=total >= LIGHT)
        for part in _jobs(tasks, means.crew.workers, total, means.room)
    ]
    if total >= LIGHT:
        native.load(build=total >= _HEAVY)
    readings: dict[str, list[Reading]] = defaultdict(list)
    done, articles = 0, 0

    def tell(count: int, read: int) -> None:
        nonlocal done, articles
        done, articles = done + read, articles + count
        means.listen(Progress("reading", min(done, total), total, articles))

    tell(0, 0)
    while jobs:
        torn: list[Job] = []
        for result in means.done(jobs, seen.before, tell, _lost(torn), light=light):
            _take_batches(seen, result)
            for reading in result.readings:
                task = reading.task
                readings[task.source.real].append(reading)
                if len(readings[task.source.real]) == task.parts:
                    _enter(seen, readings.pop(task.source.real), means)
        jobs = [replace(job, tasks=(task,)) for job in torn for task in job.tasks]


def _lost(torn: list[Job]) -> Callable[[Job, str], Done]:
    """What to do about a job that two workers died of: one of several files is to be divided, to find the one."""

    def lost(job: Job, how: str) -> Done:
        if len(job.tasks) > 1:
            torn.append(job)
            return Done((), ())
        why = f"the process that read it died, twice ({how}): most likely memory ran out"
        return Done(tuple(Reading(task, UNREAD, unopened=why) for task in job.tasks), ())

    return lost


def _jobs(tasks: Sequence[Task], workers: int, total: int, room: Path) -> Iterator[tuple[Task, ...]]:
    """Shares of large files first, then groups of small ones."""
    large = [task for task in tasks if task.source.size >= _LARGE and total >= LIGHT]
    for task in large:
        shares = min(max(task.source.size // (workers * _HUGE), 1), _SHARES)
        for number in range(shares):
            stripes = Stripes(_empty_file(room), number, shares) if workers * shares > 1 else None
            own = range(number * workers, (number + 1) * workers)
            yield from ((replace(task, part=part, parts=workers * shares, stripes=stripes),) for part in own)
    known = {task.source.real for task in large}
    small = [task for task in tasks if task.source.real not in known]
    goal = min(max(total // (workers * _SHARES), LIGHT // 2), _GROUP)
    group: list[Task] = []
    size = 0
    for task in small:
        group.append(task)
        size += task.source.size
        if size >= goal:
            yield tuple(group)
            group, size = [], 0
    if group:
        yield tuple(group)


def _empty_file(room: Path) -> str:
    handle, path = tempfile.mkstemp(prefix="stripes-", dir=room)
    os.close(handle)
    return path


def _batch(tasks: Sequence[Task]) -> int:
    """Characters of text for a batch, so that a job's batches are of about one size."""
    size = sum(task.source.size // task.parts for task in tasks)
    return size // -(-size // FULL) + FULL // 20 if size > FULL else FULL


def _take_batches(seen: Survey, done: Done) -> None:
    """Remember which claim stands where."""
    encoded = [Encoded(batch, []) for batch in done.batches]
    for reading in done.readings:
        for claim, number in zip(reading.claims, reading.batches, strict=True):
            if number >= 0:
                encoded[number].claims.append(claim)
    seen.encoded.extend(encoded)


def _enter(seen: Survey, readings: Sequence[Reading], means: Means) -> None:
    """Take over what a file holds, all its shares together."""
    source = readings[0].task.source
    if any(reading.unopened for reading in readings):
        _unopened(seen, source, next(reading.unopened for reading in readings if reading.unopened))
        return
    if len({_version(reading) for reading in readings}) > 1:  # it changed between two shares
        _read(seen, [Task(source._replace(size=0))], means)
        return
    stamp = max((reading.stamp for reading in readings), key=lambda stamp: stamp.digest)
    if readings[0].unchanged:
        _keep(seen, source, seen.ledger[source.real]._replace(stamp=stamp))
        return
    seen.again.add(source.real)
    seen.read.add(source.real)
    seen.ledger[source.real] = Entry(
        source.real,
        source.place,
        source.shown,
        source.key,
        stamp,
        means.reading if stamp is not UNREAD else "",
        tuple(sorted((claim for reading in readings for claim in reading.claims), key=lambda claim: claim.ordinal)),
        _in_order(remark for reading in readings for remark in reading.refusals),
        _in_order(remark for reading in readings for remark in reading.warnings),
    )


def _version(reading: Reading) -> tuple[int, int, bool]:
    return reading.stamp.size, reading.stamp.mtime, reading.unchanged


def _in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.line or 0, remark.reason)))


def _unopened(seen: Survey, source: Source, reason: str) -> None:
    """A file that is there and can't be opened: what was read from it stays, and it is tried again next time."""
    trouble = Trouble(source.shown, source.place, source.real, reason)
    seen.troubles.append(_stays(trouble, seen.ledger))
    seen.read.discard(source.real)
