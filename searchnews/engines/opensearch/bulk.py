"""Batches: bulk bodies in files, so that a run of any size needs little memory, until a commit sends them."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import orjson
import zstandard

from searchnews.engines.opensearch.document import document, words
from searchnews.errors import IndexLocked, IndexWriteFailed
from searchnews.models import Article

PART = 4 << 20  # bytes of a bulk request
STAGING = "searchnews-bulk-"
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Encoded articles in a folder of their own; a file a part."""

    folder: str
    ids: tuple[str, ...]  # in the order they were encoded
    parts: tuple[int, ...]  # how many articles each file holds
    counts: str  # file of the words
    dropped: frozenset[int] = frozenset()  # places that are not to be sent

    def without(self, places: Sequence[int]) -> Batch:
        """The batch less some articles."""
        return replace(self, dropped=self.dropped | set(places))

    def words(self) -> dict[str, int]:
        """The words of all articles, dropped ones too, and how often they occur."""
        return dict(orjson.loads(zstandard.decompress(Path(self.counts).read_bytes())))

    def bodies(self, wanted: Sequence[bool]) -> Iterator[tuple[bytes, list[str]]]:
        """Bulk bodies of the wanted places, each with its ids; a file that is wanted whole goes as it is."""
        first = 0
        for number, count in enumerate(self.parts):
            keep, ids = wanted[first : first + count], self.ids[first : first + count]
            first += count
            if not any(keep):
                continue
            body = zstandard.decompress(_part(self.folder, number).read_bytes())
            if not all(keep):
                lines = body.split(b"\n")
                pairs = zip(lines[0::2], lines[1::2], strict=False)
                body = b"".join(b"%b\n%b\n" % pair for pair, kept in zip(pairs, keep, strict=False) if kept)
            yield body, [article_id for article_id, kept in zip(ids, keep, strict=True) if kept]

    def discard(self) -> None:
        """Remove its files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def staging(name: str) -> str:
    """How the folders of an index's batches begin, in the folder for temporary files."""
    return f"{STAGING}{hashlib.sha256(name.encode()).hexdigest()[:12]}-"


def alone(name: str) -> IO[bytes]:
    """Hold what only one process of this machine can, until it is closed. Raises IndexLocked."""
    path = Path(tempfile.gettempdir(), f"{staging(name)}lock")
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600), "r+b")
    except OSError as error:
        raise IndexWriteFailed(
            f"{path} can't be written ({error.strerror}): set TMPDIR to a folder of your own"
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise IndexLocked("another reindex of this index is under way on this machine") from None
    return file


def clear(name: str) -> None:
    """Remove every batch of an index."""
    for folder in left(name):
        shutil.rmtree(folder, ignore_errors=True)


def left(name: str) -> list[Path]:
    """The folders of batches that are there."""
    return sorted(path for path in Path(tempfile.gettempdir()).glob(f"{staging(name)}*") if path.is_dir())


def encode(articles: Iterable[Article], name: str) -> Batch:
    """Analyse articles and write them down; `name` tells the index. Raises OSError."""
    folder = tempfile.mkdtemp(prefix=staging(name))
    ids: list[str] = []
    parts: list[int] = []
    lines: list[bytes] = []
    size, counted = 0, Counter[str]()
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for article in articles:
            action, row = orjson.dumps({"index": {"_id": article.article_id}}), document(article)
            if lines and size + len(row) > PART:
                parts.append(_write(folder, len(parts), lines))
                lines, size = [], 0
            lines += (action, row)
            size += len(row)
            ids.append(article.article_id)
            counted.update(words(article))
        if lines:
            parts.append(_write(folder, len(parts), lines))
        counts = Path(folder, "words")
        counts.write_bytes(zstandard.compress(orjson.dumps(counted), _LEVEL))
        stack.pop_all()
    return Batch(folder, tuple(ids), tuple(parts), str(counts))


def _part(folder: str, number: int) -> Path:
    return Path(folder, f"{number:06}.zst")


def _write(folder: str, number: int, lines: Sequence[bytes]) -> int:
    _part(folder, number).write_bytes(zstandard.compress(b"\n".join((*lines, b"")), _LEVEL))
    return len(lines) // 2


def wanted_places(batches: Sequence[Batch]) -> list[list[bool]]:
    """Which places of each batch are sent: those not dropped, of an id that comes twice the last."""
    last = {
        article_id: (number, place)
        for number, batch in enumerate(batches)
        for place, article_id in enumerate(batch.ids)
        if place not in batch.dropped
    }
    wanted = [[False] * len(batch.ids) for batch in batches]
    for number, place in last.values():
        wanted[number][place] = True
    return wanted
