"""From files to batches of an engine: all the heavy work of `reindex`, in any process, in one pass.

Which article has an id is decided when everything is read. So a worker encodes what it reads, says which claim stands
at which place of which batch, and the losers are taken out of their batches afterwards.
"""

from __future__ import annotations

import functools
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from searchnews.crew import Tell
from searchnews.engine import Batch, Writer
from searchnews.engines import Mode, open_writer
from searchnews.errors import IndexWriteFailed, InputRefused
from searchnews.extract import extract_page, foresee
from searchnews.formats import read
from searchnews.formats.source import PASSED_OVER
from searchnews.garbage import collected_seldom
from searchnews.ledger_entries import UNREAD, Claim, Entry, Remark, Stamp
from searchnews.models import Article, Page
from searchnews.serialise import article_to_bytes
from searchnews.sources import Source
from searchnews.stripes import Stripes

if TYPE_CHECKING:
    from searchnews.ahead import Ahead

STRIPE = 64  # records in a row that one worker takes of a large file
_WINDOW, _WIDE = 64, 1 << 18  # pages that are read together, and their characters
_CHUNK = 1 << 20  # bytes hashed at a time
FULL = 20_000_000  # characters of text in a batch: an engine holds all its terms in memory, a few times over
_FEW = 50_000  # digests that are held as a set
DIGEST = 24  # characters of an article's digest


@dataclass(frozen=True, slots=True)
class Task:
    """A file, or one worker's share of it, to read."""

    source: Source
    known: Stamp | None = None  # what the ledger remembers; None where it must be read whatever it holds
    part: int = 0  # of `parts`
    parts: int = 1
    stripes: Stripes | None = None  # tells which stripes are ours; None: all


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does in one go."""

    tasks: tuple[Task, ...]
    columns: Mapping[str, str]
    address: str  # where a worker opens the engine
    mode: Mode
    full: int  # characters of text in a batch
    held: str  # file of the digests of articles that the index holds and need not be encoded (hold)
    loops: bool = False  # whether there is enough to do to bring in compiled loops (native.py)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file, or a share of it, holds."""

    task: Task
    stamp: Stamp
    unchanged: bool = False  # its bytes are those the ledger knows: nothing was parsed
    unopened: str = ""  # why it could not be opened; what was read from it earlier stays
    claims: tuple[Claim, ...] = ()
    batches: tuple[int, ...] = ()  # beside the claims: which of the job's batches it is in, -1: in none
    refusals: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """From a worker to the committing process: its claims, of which there may be many, in a tenth of the time."""
        beside = self.batches, self.refusals, self.warnings
        return _arrived, (self.task, self.stamp, self.unchanged, self.unopened, _sending.encode(self.claims), *beside)


_sending, _arriving = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(tuple[Claim, ...])


def _arrived(task: Task, stamp: Stamp, unchanged: bool, unopened: str, claims: bytes, *beside: Any) -> Reading:
    return Reading(task, stamp, unchanged, unopened, _arriving.decode(claims), *beside)


@dataclass(frozen=True, slots=True)
class Done:
    """What a job gave. Articles stand in their batch in the order of readings and claims."""

    readings: tuple[Reading, ...]
    batches: tuple[Batch, ...]


def do(job: Job, tell: Tell) -> Done:
    """A job, in a worker: see `do_with`."""
    if job.loops:
        from searchnews import native

        collected_seldom()
        native.load(build=False)  # here already in a process that was forked
    return do_with(_engine(job.address, job.mode), job, tell)


def do_ahead(job: Job, tell: Tell, ahead: Ahead, held: Callable[[str], bool]) -> Done:
    """A job, in the process that commits: some of it may have been read ahead. held: as Job.held."""
    return _done(_engine(job.address, job.mode), _Reader(job, tell, held, ahead))


def task_for(source: Source, entry: Entry | None, reading: str | None) -> Task | None:
    """What is to be done for a file; None where size and time say that it is as it was. reading: None to read anew.

    A file keeps the key, and so the ids, under which it was first read, whatever path led to it.
    """
    if entry is not None and entry.key != source.key:
        source = source._replace(key=entry.key)
    if entry is None or entry.reading != reading:
        return Task(source)
    return None if entry.stamp.same_time(source.size, source.mtime) else Task(source, known=entry.stamp)


def read_alone(task: Task, columns: Mapping[str, str], most: int) -> tuple[Reading, list[Article], int]:
    """What a file holds, all its articles, and their characters. Reading ends where these are more than `most`."""
    reader = _Reader(Job((task,), columns, "", "write", FULL, ""), lambda articles, read: None, lambda digest: False)
    articles, size = [], 0
    for article in reader.articles():
        articles.append(article)
        size += sum(map(len, article.body))
        if size > most:
            return Reading(task, UNREAD), [], size
    return reader.readings[0], articles, size


@functools.cache
def _engine(address: str, mode: Mode) -> Writer:
    return open_writer(address, mode)


def do_with(engine: Writer, job: Job, tell: Tell) -> Done:
    """Read the files and encode what is new. Raises IndexWriteFailed.

    `tell` hears of every article, and of the bytes of the files read for it: in all as many as a share stands for.
    """
    return _done(engine, _Reader(job, tell, _held(job.held)))


def _done(engine: Writer, reader: _Reader) -> Done:
    articles, batches = reader.articles(), []
    try:
        for first in articles:
            batches.append(engine.encode(reader.full(chain((first,), articles))))
            reader.batch += 1
    except OSError as error:
        raise IndexWriteFailed(
            f"the index could not be written ({error.strerror or error}): the old one is intact"
        ) from error
    return Done(tuple(reader.readings), tuple(batches))


@dataclass(slots=True)
class _Reader:
    """The articles of a job's files, one after another, and beside them what is to be told of each file."""

    job: Job
    tell: Tell
    held: Callable[[str], bool]
    ahead: Ahead | None = None
    readings: list[Reading] = field(default_factory=list)
    batch: int = 0  # the one that articles go into

    def articles(self) -> Iterator[Article]:
        """Those that are to be encoded."""
        for task in self.job.tasks:
            if self.ahead and (taken := self.ahead.take(task)):
                yield from self._taken(*taken)
            else:
                yield from self._file(task)

    def full(self, articles: Iterator[Article]) -> Iterator[Article]:
        """As many articles as a batch should hold."""
        size = 0
        for article in articles:
            yield article
            size += sum(map(len, article.body))
            if size >= self.job.full:
                return

    def _taken(self, reading: Reading, articles: Sequence[Article]) -> Iterator[Article]:
        """What was read ahead."""
        batches = []
        for article, claim in zip(articles, reading.claims, strict=True):
            new = not self.held(claim.digest)
            batches.append(self.batch if new else -1)
            if new:
                yield article
        self.readings.append(replace(reading, batches=tuple(batches)))
        self.tell(len(reading.claims) + len(reading.refusals), max(reading.stamp.size, 0))

    def _file(self, task: Task) -> Iterator[Article]:
        """Hash a file and, unless the ledger knows these bytes, read it."""
        try:
            # One share is enough to hash a file, unless its bytes decide for each whether to read it.
            stamp = _stamp(task.source.place, hashed=task.part == 0 or task.known is not None)
        except OSError as error:
            self.readings.append(Reading(task, UNREAD, unopened=_in_words(error)))
            return
        if task.known and task.known.digest and stamp.digest == task.known.digest:
            self.tell(0, stamp.size // task.parts)
            self.readings.append(Reading(task, stamp, unchanged=True))
            return
        file = _File(task, stamp)
        for pages in _windows(_share(task, self.job.columns, file.hear)):
            for article, claim in file.read(pages):
                new = not self.held(claim.digest)
                file.take(claim, article.notes, self.batch if new else -1)
                if new:
                    yield article
            self.tell(len(pages), file.progress())
        self.tell(0, file.progress(finished=True))
        self.readings.append(file.reading())


@dataclass(slots=True)
class _File:
    """What is found in a file."""

    task: Task
    stamp: Stamp
    claims: list[Claim] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    refusals: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    settled: bool = True
    position: int = 0  # bytes of it that were read
    told: int = 0  # of these, divided by the shares

    def hear(self, count: int) -> None:
        self.position += count

    def progress(self, *, finished: bool = False) -> int:
        """Bytes since this was last asked that this share stands for."""
        size = self.stamp.size
        before, self.told = self.told, (size if finished else min(self.position, size)) // self.task.parts
        return self.told - before

    def read(self, pages: Sequence[Page | InputRefused]) -> list[tuple[Article, Claim]]:
        """The articles of some pages, and what each claims: one step for all, then the next: so caches serve."""
        foresee([page for page in pages if isinstance(page, Page)])
        articles = [page if isinstance(page, InputRefused) else _article(page) for page in pages]
        for refused in articles:
            if isinstance(refused, InputRefused):
                self.refuse(refused)
        return [
            (article, _claim(article, page))
            for article, page in zip(articles, pages, strict=True)
            if isinstance(article, Article) and isinstance(page, Page)
        ]

    def refuse(self, refused: InputRefused) -> None:
        self.refusals.append(Remark(refused.line, refused.reason))
        self.settled = self.settled and not isinstance(refused, Surprise)

    def take(self, claim: Claim, notes: Sequence[str], batch: int) -> None:
        self.claims.append(claim)
        self.batches.append(batch)
        if notes:
            self.warnings.extend(Remark(claim.line, note) for note in notes)

    def reading(self) -> Reading:
        stamp = self.stamp if self.settled and _still(self.task.source.place, self.stamp) else UNREAD
        return Reading(
            self.task,
            stamp,
            claims=tuple(self.claims),
            batches=tuple(self.batches),
            refusals=tuple(self.refusals),
            warnings=tuple(self.warnings),
        )


def hold(digests: Iterable[str], folder: Path) -> str:
    """Write the digests of what the index holds where workers find them. Raises OSError."""
    path, held = folder / "held", list(digests)
    path.write_bytes("".join(sorted(held) if len(held) >= _FEW else held).encode())
    return str(path)


@functools.lru_cache(maxsize=1)
def _held(path: str) -> Callable[[str], bool]:
    """Whether a digest is among those of a file; of none where the path is ""."""
    if not path:
        return lambda digest: False
    import numpy as np  # here: who reads ahead has the digests in hand

    digests = np.fromfile(path, dtype=f"S{DIGEST}")
    if len(digests) < _FEW:
        return frozenset(digests.astype(str).tolist()).__contains__

    def held(digest: str) -> bool:
        wanted = digest.encode()
        place = int(np.searchsorted(digests, wanted))
        return place < len(digests) and bool(digests[place] == wanted)

    return held


def _stamp(place: str, *, hashed: bool) -> Stamp:
    """Raises OSError, also for what is no file: a pipe would be waited for."""
    with os.fdopen(os.open(place, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is neither a file nor a folder")
        read_at = time.time_ns()
        return Stamp(status.st_size, status.st_mtime_ns, read_at, _hash(file) if hashed else "")


def _hash(file: BinaryIO) -> str:
    digest = hashlib.blake2b(digest_size=16)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _in_words(error: OSError) -> str:
    return f"it can't be opened: {error.strerror or error}"


class Surprise(InputRefused):
    """A refusal that is our fault: not remembered, so that the file is read again by a better version."""


def _share(task: Task, columns: Mapping[str, str], heard: Callable[[int], None]) -> Iterator[Page | InputRefused]:
    """The pages of our stripes; a file that fails beyond what its reader foresaw ends with a refusal."""
    source = task.source
    own = None if task.stripes is None else task.stripes.taker(task.part, STRIPE)
    pages = read(Path(source.place), shown=source.shown, key=source.key, columns=columns, heard=heard, wanted=own)
    number = -1
    try:
        for number, page in enumerate(pages):
            if page is not PASSED_OVER and (own is None or own(number)):
                yield page
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a parser raise, the rest goes on
        if own is None or own(number + 1):
            yield Surprise(f"the rest of the file can't be read: {_bug(error)}")


def _windows(pages: Iterator[Page | InputRefused]) -> Iterator[list[Page | InputRefused]]:
    """The pages, some at a time."""
    window, size = [], 0
    for page in pages:
        window.append(page)
        size += len(page.content) if isinstance(page, Page) else 0
        if len(window) >= _WINDOW or size >= _WIDE:
            yield window
            window, size = [], 0
    if window:
        yield window


def _article(page: Page) -> Article | InputRefused:
    try:
        return extract_page(page)
    except (ImportError, OSError, MemoryError):
        raise  # the installation or the machine, not the page
    except InputRefused as refused:
        return refused if refused.line is not None else InputRefused(refused.reason, page.line)
    except Exception as error:  # noqa: BLE001 - as above
        return Surprise(f"the page can't be read: {_bug(error)}", page.line)


def _bug(error: Exception) -> str:
    return f"this is a bug in searchnews, please report it with the file ({type(error).__name__}: {str(error)[:200]})"


def _claim(article: Article, page: Page) -> Claim:
    digest = hashlib.blake2b(article_to_bytes(article), digest_size=DIGEST // 2).hexdigest()
    return Claim(article.article_id, digest, page.ordinal, page.line)


def _still(place: str, stamp: Stamp) -> bool:
    """Whether the file is still as it was when it was hashed."""
    try:
        status = Path(place).stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (stamp.size, stamp.mtime)
