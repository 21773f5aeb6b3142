"""From a file to articles on disk: the part of `reindex` that runs in any process.

Articles wait in a spill file, one packed record each, so that no run holds a collection in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from searchnews.errors import IndexWriteFailed, InputRefused
from searchnews.extract import extract_page
from searchnews.formats import read
from searchnews.ledger import UNREAD, Claim, Remark, Stamp
from searchnews.models import Article, Page
from searchnews.serialise import article_from_json, article_to_json
from searchnews.sources import Source

STRIPE = 64  # records in a row that one worker takes of a large file, before the next worker's turn
_CHUNK = 1 << 20  # bytes hashed at a time


@dataclass(frozen=True, slots=True)
class Task:
    """A file, or one worker's share of it, to read into a spill file."""

    source: Source
    columns: Mapping[str, str]
    spills: str  # the folder of spill files, one a process
    known: Stamp | None = None  # what the ledger remembers; None where it must be read whatever it holds
    part: int = 0  # of `parts`: which stripes are ours
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Spilled:
    """An article in a spill file."""

    claim: Claim
    offset: int  # where its record begins
    size: int  # bytes of the record


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file, or a share of it, holds."""

    task: Task
    stamp: Stamp
    unchanged: bool = False  # its bytes are those the ledger knows: nothing was parsed
    unopened: str = ""  # why it could not be opened; what was read from it earlier stays
    spill: str = ""  # the file the articles are in
    articles: tuple[Spilled, ...] = ()
    refusals: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


def read_file(task: Task, tell: Callable[[int, int], None] = lambda articles, read: None) -> Reading:
    """Hash a file and, unless the ledger knows these bytes, read its articles into the spill file.

    `tell` hears of every article, and of the bytes of the file read for it: in all as many as this share stands for.
    Raises IndexWriteFailed where the spill file can't be written.
    """
    try:
        stamp = _stamp(task.source.place)
    except OSError as error:
        return Reading(task, UNREAD, unopened=_in_words(error))
    if task.known and task.known.digest and stamp.digest == task.known.digest:
        tell(0, stamp.size // task.parts)
        return Reading(task, stamp, unchanged=True)
    try:
        with (Path(task.spills) / f"{os.getpid()}.spill").open("ab") as spill:
            return _spilled(task, stamp, spill, tell)
    except OSError as error:
        raise IndexWriteFailed(
            f"what was read could not be kept ({error.strerror or error}): "
            "the index is as it was; make room and run again"
        ) from error


def _stamp(place: str) -> Stamp:
    """Raises OSError, also for what is no file: a pipe would be waited for."""
    with os.fdopen(os.open(place, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is neither a file nor a folder")
        read_at = time.time_ns()
        return Stamp(status.st_size, status.st_mtime_ns, read_at, _hash(file))


def _hash(file: BinaryIO) -> str:
    digest = hashlib.blake2b(digest_size=16)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _in_words(error: OSError) -> str:
    return f"it can't be opened: {error.strerror or error}"


class Surprise(InputRefused):
    """A refusal that is our fault: not remembered, so that the file is read again by a better version."""


def _spilled(task: Task, stamp: Stamp, spill: BinaryIO, tell: Callable[[int, int], None]) -> Reading:
    articles: list[Spilled] = []
    refusals: list[Remark] = []
    warnings: list[Remark] = []
    settled, position, told = True, 0, 0

    def heard(count: int) -> None:
        nonlocal position
        position += count

    for page in _share(task, heard):
        article = page if isinstance(page, InputRefused) else _article(page)
        if isinstance(article, InputRefused):
            refusals.append(Remark(article.line, article.reason))
            settled = settled and not isinstance(article, Surprise)
        elif isinstance(page, Page):
            articles.append(_spill(article, page, spill))
            warnings.extend(Remark(page.line, note) for note in article.notes)
        done = min(position, stamp.size) // task.parts
        tell(1, done - told)
        told = done
    tell(0, stamp.size // task.parts - told)
    spill.flush()
    return Reading(
        task,
        stamp if settled and _still(task.source.place, stamp) else UNREAD,
        spill=spill.name,
        articles=tuple(articles),
        refusals=tuple(refusals),
        warnings=tuple(warnings),
    )


def _share(task: Task, heard: Callable[[int], None]) -> Iterator[Page | InputRefused]:
    """The pages of our stripes; a file that fails beyond what its reader foresaw ends with a refusal."""
    source = task.source
    pages = read(Path(source.place), shown=source.shown, key=source.key, columns=task.columns, heard=heard)
    number = -1
    try:
        for number, page in enumerate(pages):
            if number // STRIPE % task.parts == task.part:
                yield page
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a parser raise, the rest goes on
        if (number + 1) // STRIPE % task.parts == task.part:
            yield Surprise(f"the rest of the file can't be read: {_bug(error)}")


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


def _spill(article: Article, page: Page, spill: BinaryIO) -> Spilled:
    data = json.dumps(article_to_json(article), separators=(",", ":")).encode()
    digest = hashlib.blake2b(data, digest_size=12).hexdigest()
    record = zlib.compress(data, 1)
    offset = spill.tell()
    spill.write(record)
    return Spilled(Claim(article.article_id, digest, page.ordinal, page.line), offset, len(record))


def _still(place: str, stamp: Stamp) -> bool:
    """Whether the file is still as it was when it was hashed."""
    try:
        status = Path(place).stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (stamp.size, stamp.mtime)


def spilled_articles(records: Mapping[str, list[Spilled]]) -> Iterator[Article]:
    """Articles out of spill files: file → what is wanted of it. Raises OSError."""
    for path, wanted in records.items():
        with Path(path).open("rb") as spill:
            for record in wanted:
                spill.seek(record.offset)
                yield article_from_json(json.loads(zlib.decompress(spill.read(record.size))))
