"""What the files hold now: unchanged ones recognised, the others read, until every id's owner has its text at hand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from searchnews.crew import Crew
from searchnews.extract import VERSION
from searchnews.ledger import UNREAD, Entry, Ledger, Remark, Winner, winners
from searchnews.reading import Reading, Spilled, Task, read_file
from searchnews.report import Progress
from searchnews.sources import Found, Source, Trouble, below

_LIGHT = 1 << 20  # bytes to read below which one process is faster than several
_LARGE = 1 << 19  # bytes of a file from which several workers share it
_MISSING_HINT = "to remove them, run `searchnews reindex --full` with the paths to keep"
Text = tuple[str, Spilled]  # a spill file, and the article in it


@dataclass(slots=True)
class Survey:
    """What every file holds, as far as this run knows, and what it held before."""

    old: Ledger
    ledger: dict[str, Entry]  # real path → entry, of every file that stays
    read: set[str] = field(default_factory=set)  # real paths of the files this run answers for and could open
    troubles: list[Trouble] = field(default_factory=list)
    texts: dict[str, dict[int, Text]] = field(default_factory=dict)  # real path → ordinal → where its text waits
    before: dict[str, Winner] = field(default_factory=dict)
    now: dict[str, Winner] = field(default_factory=dict)

    def settle(self) -> None:
        """Decide anew who has which id."""
        self.now = winners(self.ledger.values())

    def is_new(self, article_id: str) -> bool:
        """Whether the index does not hold what the owner of an id says."""
        had = self.before.get(article_id)
        return had is None or had.claim.digest != self.now[article_id].claim.digest

    def without_text(self) -> list[Entry]:
        """The unchanged files whose articles are wanted after all: what kept them out has left."""
        lacking = {
            winner.entry.real: winner.entry
            for article_id, winner in self.now.items()
            if winner.entry.real not in self.texts and self.is_new(article_id)
        }
        return list(lacking.values())

    def to_encode(self, *, all_of_them: bool) -> list[Text]:
        """Where the texts wait that the index lacks."""
        return [
            self.texts[winner.entry.real][winner.claim.ordinal]
            for article_id, winner in self.now.items()
            if all_of_them or self.is_new(article_id)
        ]

    def removed(self) -> list[str]:
        """The ids that nothing asks for any more."""
        return [article_id for article_id in self.before if article_id not in self.now]

    def learned(self) -> bool:
        """Whether the ledger would remember something it does not, times of files aside."""
        return _knowledge(self.ledger) != _knowledge(self.old)


def _knowledge(ledger: Ledger) -> dict[str, object]:
    return {
        real: (entry.key, entry.stamp.digest, entry.reading, entry.claims, entry.refusals, entry.warnings)
        for real, entry in ledger.items()
    }


@dataclass(frozen=True, slots=True)
class Means:
    """What a survey works with."""

    crew: Crew
    spills: Path
    columns: Mapping[str, str]
    listen: Callable[[Progress], None]

    @property
    def reading(self) -> str:
        """How files are read in this run; a file that was read otherwise is read again."""
        return f"{VERSION} {json.dumps(dict(self.columns), sort_keys=True)}"


def survey(found: Found, old: Ledger, means: Means, *, full: bool) -> Survey:
    """Look at every file found. full: read them all, and forget those that were not found."""
    sources = [_with_known_key(source, old) for source in found.sources]
    seen = Survey(old, {} if full else dict(old), before=winners(old.values()))
    seen.troubles.extend(_stays(trouble, seen.ledger) for trouble in found.troubles)
    _forget_vanished(seen, found)
    _read(seen, [task for source in sources if (task := _task(seen, source, means, full))], means)
    seen.settle()
    while again := seen.without_text():
        _read(seen, [_whole(_source_of(entry), means) for entry in again], means)
        for entry in again:
            if entry.real not in seen.texts:  # it can't be opened: what it says can't enter the index
                del seen.ledger[entry.real]
        seen.settle()
    return seen


def _with_known_key(source: Source, old: Ledger) -> Source:
    """A file keeps the key, and so the ids, under which it was first read, whatever path led to it."""
    entry = old.get(source.real)
    return replace(source, key=entry.key) if entry else source


def _source_of(entry: Entry) -> Source:
    return Source(entry.real, entry.place, entry.shown, entry.key)


def _stays(trouble: Trouble, ledger: Ledger) -> Trouble:
    kept = sum(len(entry.claims) for entry in _under(ledger, (trouble.place, trouble.real)))
    if not kept:
        return trouble
    stays = "1 article read from it stays" if kept == 1 else f"{kept:,} articles read from it stay"
    return replace(trouble, reason=f"{trouble.reason}; {stays}: {_MISSING_HINT}")


def _under(ledger: Ledger, roots: Sequence[str]) -> list[Entry]:
    return [entry for entry in ledger.values() if below(entry.place, roots) or below(entry.real, roots)]


def _forget_vanished(seen: Survey, found: Found) -> None:
    here = {source.real for source in found.sources}
    unknown = [path for trouble in found.troubles for path in (trouble.place, trouble.real)]
    for entry in _under(seen.ledger, found.roots):
        if entry.real not in here and not below(entry.place, unknown) and not below(entry.real, unknown):
            del seen.ledger[entry.real]


def _task(seen: Survey, source: Source, means: Means, full: bool) -> Task | None:
    """What is to be done for a file; None where size and time say that it is as it was."""
    entry = None if full else seen.ledger.get(source.real)
    if entry is None or entry.reading != means.reading:
        return _whole(source, means)
    try:
        status = Path(source.place).stat()
    except OSError:
        return _whole(source, means)
    if entry.stamp.same_time(status.st_size, status.st_mtime_ns):
        _keep(seen, source, entry)
        return None
    return Task(source, means.columns, str(means.spills), known=entry.stamp)


def _keep(seen: Survey, source: Source, entry: Entry) -> None:
    seen.read.add(source.real)
    seen.ledger[source.real] = replace(entry, place=source.place, shown=source.shown)


def _whole(source: Source, means: Means) -> Task:
    return Task(source, means.columns, str(means.spills))


def _read(seen: Survey, tasks: Sequence[Task], means: Means) -> None:
    """Do these tasks; large files are shared by the workers."""
    sizes = {task.source.real: _size(task.source) for task in tasks}
    total = sum(sizes.values())
    shares = [part for task in tasks for part in _shared(task, sizes[task.source.real], means.crew.workers, total)]
    readings: dict[str, list[Reading]] = defaultdict(list)
    done, articles = 0, 0

    def tell(count: int, read: int) -> None:
        nonlocal done, articles
        done, articles = done + read, articles + count
        means.listen(Progress("reading", min(done, total), total, articles))

    tell(0, 0)
    for reading in means.crew.results(read_file, shares, tell, light=total < _LIGHT, lost=_lost):
        real, parts = reading.task.source.real, reading.task.parts
        readings[real].append(reading)
        if len(readings[real]) == parts:
            _enter(seen, readings.pop(real), means)


def _lost(task: Task, how: str) -> Reading:
    return Reading(task, UNREAD, unopened=f"the process that read it died, twice ({how}): most likely memory ran out")


def _size(source: Source) -> int:
    try:
        return Path(source.place).stat().st_size
    except OSError:
        return 0


def _shared(task: Task, size: int, workers: int, total: int) -> Iterable[Task]:
    parts = workers if size >= _LARGE and total >= _LIGHT else 1
    return (replace(task, part=part, parts=parts) for part in range(parts))


def _enter(seen: Survey, readings: Sequence[Reading], means: Means) -> None:
    """Take over what a file holds, all its shares together."""
    source = readings[0].task.source
    if any(reading.unopened for reading in readings):
        _unopened(seen, source, next(reading.unopened for reading in readings if reading.unopened))
        return
    if len({(reading.stamp.digest, reading.unchanged) for reading in readings}) > 1:  # it changed between two shares
        _enter(seen, [read_file(_whole(source, means))], means)
        return
    stamp = readings[0].stamp
    if readings[0].unchanged:
        _keep(seen, source, replace(seen.ledger[source.real], stamp=stamp))
        return
    seen.texts[source.real] = {
        text.claim.ordinal: (reading.spill, text) for reading in readings for text in reading.articles
    }
    seen.read.add(source.real)
    seen.ledger[source.real] = Entry(
        source.real,
        source.place,
        source.shown,
        source.key,
        stamp,
        means.reading if stamp is not UNREAD else "",
        tuple(seen.texts[source.real][number][1].claim for number in sorted(seen.texts[source.real])),
        _in_order(remark for reading in readings for remark in reading.refusals),
        _in_order(remark for reading in readings for remark in reading.warnings),
    )


def _in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.line or 0, remark.reason)))


def _unopened(seen: Survey, source: Source, reason: str) -> None:
    """A file that is there and can't be opened: what was read from it stays, and it is tried again next time."""
    trouble = Trouble(source.shown, source.place, source.real, reason)
    seen.troubles.append(_stays(trouble, seen.ledger))
    seen.read.discard(source.real)
