"""The index folder: whose it is, which generation is current, and how the next one becomes so in one step.

A generation g is two files: `ledger-g` (a line with the format and checksums, then what indexing remembers) and Whoosh's
table of contents `_MAIN_g.toc`. The ledger is written first; the renaming of the table of contents is the moment of
commit. Files are synced before it and the folder after it, so that what looked committed survives a power cut.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from searchnews.engines.whoosh.arrays import Damaged
from searchnews.engines.whoosh.head import HEAD, Head
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.names import EXTENSION, FORMAT, INDEX_NAME, STAGING
from searchnews.engines.whoosh.toc import Contents, read_contents
from searchnews.engines.whoosh.toc_writing import staged_toc
from searchnews.errors import IndexLocked, IndexUnavailable, IndexWriteFailed, NotAnIndex, SearchnewsError, WrongVersion

WELCOME = frozenset({"README.md", ".gitignore", ".gitkeep", ".DS_Store", "Thumbs.db", "lost+found"})
LOCK = "reindex.lock"
_OURS = re.compile(
    rf"({re.escape(STAGING)}.*|{INDEX_NAME}_.*|_{INDEX_NAME}_\d+\.toc.*|ledger-\d+.*|{re.escape(LOCK)}.*)\Z"
)
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc\Z")
_LEDGER = re.compile(r"ledger-(\d+)\Z")
_TRIES = 20  # a commit can take away what was about to be read


class Folder:
    """An index folder; holds nothing open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.committed = -1  # the newest generation that was committed through this object

    def generation(self) -> int:
        """The current generation; -1 before the first commit."""
        return max((int(found[1]) for found in map(_TOC.match, self._names()) if found), default=-1)

    def _names(self) -> list[str]:
        try:
            return [path.name for path in self.path.iterdir()]
        except OSError:
            return []

    def require(self) -> None:
        """Raise IndexUnavailable, NotAnIndex or WrongVersion unless there is an index of ours that can be read."""
        self.require_ours()
        if not self.path.is_dir() or self.generation() < 0:
            raise IndexUnavailable(f"there is no index in {self.path} yet: make one with `searchnews reindex`")
        self.require_version()

    def require_version(self) -> None:
        """Raise WrongVersion unless the current generation has this code's format; Damaged where that can't be told."""
        generation, head = self.identity()
        if generation < 0:
            return
        if head is None:
            raise Damaged(str(self._ledger_path(generation)), "its first line")
        if head.format != FORMAT:
            raise WrongVersion(
                f"the index in {self.path} has format {head.format}, this searchnews reads format {FORMAT}: "
                "make it anew with `searchnews reindex --full`"
            )

    def require_ours(self) -> None:
        """Raise NotAnIndex where the folder is a file or holds something that is not an index of ours."""
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise NotAnIndex(f"{self.path} is a file: give a folder for the index, with --index DIR")
        try:
            names = [entry.name for entry in self.path.iterdir()]
            generation, head = self.identity()
        except OSError as error:
            raise IndexUnavailable(f"the index folder {self.path} can't be read: {error.strerror}") from error
        if head is not None:
            return
        strange = sorted(name for name in names if name not in WELCOME and not _OURS.match(name))
        if not strange and generation >= 0 and not any(map(_LEDGER.match, names)):
            # A Whoosh index of somebody else's; ours without its ledger still has segments of arrays.
            strange = [] if any(name.endswith(EXTENSION) for name in names) else [f"_{INDEX_NAME}_{generation}.toc"]
        if strange:
            raise NotAnIndex(
                f"{self.path} is not a searchnews index: it holds {', '.join(strange[:3])}; nothing was touched. "
                "Choose an empty folder or a new name with --index DIR"
            )

    def identity(self) -> tuple[int, Head | None]:
        """The current generation and the first line of its ledger, None where it can't be understood. Raises OSError."""
        for _ in range(_TRIES):
            generation = self.generation()
            if generation < 0:
                break
            with contextlib.suppress(FileNotFoundError):
                return generation, self._head(generation)
            if self.generation() == generation:
                break
        return generation, None

    def _head(self, generation: int) -> Head | None:
        try:
            with self._ledger_path(generation).open("rb") as file:
                return Head.read(file.readline(HEAD))
        except FileNotFoundError:
            raise
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def make(self) -> None:
        """Make the folder, private to its owner: its files are pickles. Raises IndexWriteFailed."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise IndexWriteFailed(f"can't make the index folder {self.path}: {error.strerror}") from error

    def toc(self) -> Contents:
        """The current table of contents. Raises Damaged; OSError where a commit came between."""
        generation = self.generation()
        path = self._toc_path(generation)
        data, head = path.read_bytes(), self._head(generation)
        if head is None:
            raise Damaged(str(self._ledger_path(generation)), "its first line")
        if zlib.crc32(data) != head.toc:
            raise Damaged(str(path), "its checksum")
        contents = read_contents(data, str(path))
        if contents.generation != generation:
            raise Damaged(str(path), "its generation")
        return contents

    def ledger(self, generation: int) -> bytes:
        """What indexing remembers, as of a generation. Raises Damaged; OSError where it is gone."""
        path, head = self._ledger_path(generation), self._head(generation)
        with path.open("rb") as file:
            file.readline(HEAD)
            data = file.read()
        if head is None or zlib.crc32(data) != head.ledger:
            raise Damaged(str(path), "its checksum")
        return data

    def remembered(self) -> bytes:
        """The current generation's ledger; b"" before the first commit. Raises Damaged, OSError."""
        for _ in range(_TRIES):
            generation = self.generation()
            if generation < 0:
                return b""
            with contextlib.suppress(FileNotFoundError):
                return self.ledger(generation)
            if self.generation() == generation:
                break
        raise Damaged(str(self._ledger_path(generation)), "it is missing")

    def _toc_path(self, generation: int) -> Path:
        return self.path / f"_{INDEX_NAME}_{generation}.toc"

    def _ledger_path(self, generation: int) -> Path:
        return self.path / f"ledger-{generation}"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold Whoosh's write lock, as Whoosh would. Raises IndexLocked at once when another process has it."""
        handle = os.open(self.path / f"{INDEX_NAME}_WRITELOCK", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            if not _is_free(handle):
                raise IndexLocked(
                    f"another process is writing the index in {self.path}: try again when it has finished"
                )
            yield
        finally:
            os.close(handle)

    def publish(self, segments: Sequence[Listed], generation: int, ledger: bytes, beginning: bytes = b"") -> None:
        """Make these segments the index, in one step. beginning: of the table of contents before, if there is one.

        Raises OSError; the old generation is then current.
        """
        toc = self._toc_path(generation)
        with staged_toc(self.path, segments, generation, beginning) as written:
            names = [segment.file for segment in segments]
            counted = len(names), sum((self.path / name).stat().st_size for name in names)
            head = Head(FORMAT, zlib.crc32(ledger), zlib.crc32(written.read_bytes()), counted)
            self._ledger_path(generation).write_bytes(head.line() + ledger)
            for path in [written, self._ledger_path(generation), *(self.path / name for name in names)]:
                sync(path)
            sync(self.path)
            before, self.committed = self.committed, generation  # first: an interrupt may come right after the renaming
            try:
                written.rename(toc)
                sync(self.path)
            except OSError:
                # Nobody can say which generation a power cut would leave: who hears that the old one stays shall be right.
                self.committed = before
                toc.unlink(missing_ok=True)
                raise

    def tidy(self) -> None:
        """Remove what no reader of the current generation needs: old segments, ledgers, staging folders.

        Where the current generation can't be understood, what it may need stays. Raises OSError.
        """
        for folder in staging_folders(self.path):
            shutil.rmtree(folder, ignore_errors=True)
        generation = self.generation()
        try:
            segments = self.toc().segments if generation >= 0 else []
        except SearchnewsError:
            return
        for path in self._leftovers(generation, segments):
            path.unlink(missing_ok=True)

    def leftovers(self, contents: Contents) -> list[Path]:
        """What a killed run left, or one that is under way has made: the next run removes it."""
        return [*staging_folders(self.path), *self._leftovers(contents.generation, contents.segments)]

    def _leftovers(self, generation: int, segments: Sequence[Listed]) -> list[Path]:
        current = {segment.file for segment in segments}
        current |= {self._toc_path(generation).name, self._ledger_path(generation).name}
        kept = re.compile(rf"{re.escape(LOCK)}|{INDEX_NAME}_WRITELOCK|{re.escape(STAGING)}")
        return [
            path
            for path in self.path.iterdir()
            if _OURS.match(path.name) and path.name not in current and not kept.match(path.name) and path.is_file()
        ]

    def bytes(self, segments: Iterable[Listed]) -> int:
        """Room on disk that the segments take."""
        return sum((self.path / segment.file).stat().st_size for segment in segments)


def _is_free(handle: int) -> bool:
    """Take the lock of a file that nobody has taken."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def staging_folders(index: Path) -> Iterator[Path]:
    """Every staging folder of an index, left behind or not."""
    return (path for path in index.glob(f"{STAGING}*") if path.is_dir())


def sync(path: Path) -> None:
    """Have the operating system put a file, or a folder's list of names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
