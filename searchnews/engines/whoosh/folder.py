"""The index folder: whose it is, which generation is current, and how the next one becomes so in one step.

A generation g is two files: `ledger-g` (the format, then what indexing remembers) and Whoosh's table of contents
`_MAIN_g.toc`. The ledger is written first; the renaming of the table of contents is the moment of commit. Files are
synced before it and the folder after it, so that what looked committed survives a power cut.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from searchnews.engines.whoosh.builder import STAGING, staging_folders
from searchnews.engines.whoosh.schema import FORMAT, INDEX_NAME, schema
from searchnews.errors import IndexLocked, IndexUnavailable, IndexWriteFailed, NotAnIndex, WrongVersion

WELCOME = frozenset({"README.md", ".gitignore", ".gitkeep", ".DS_Store", "Thumbs.db", "lost+found"})
LOCK = "reindex.lock"
_OURS = re.compile(
    rf"({re.escape(STAGING)}.*|{INDEX_NAME}_.*|_{INDEX_NAME}_\d+\.toc.*|ledger-\d+.*|{re.escape(LOCK)}.*)\Z"
)
_LEDGER = re.compile(r"ledger-(\d+)\Z")


class Folder:
    """An index folder; holds nothing open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.storage = FileStorage(str(path))

    def generation(self) -> int:
        """The current generation; -1 before the first commit. Raises OSError."""
        return int(TOC._latest_generation(self.storage, INDEX_NAME))

    def require(self) -> None:
        """Raise IndexUnavailable, NotAnIndex or WrongVersion unless there is an index of ours that can be read."""
        self.require_ours()
        if not self.path.is_dir() or self.generation() < 0:
            raise IndexUnavailable(f"there is no index in {self.path} yet: make one with `searchnews reindex`")
        self.require_version()

    def require_version(self) -> None:
        """Raise WrongVersion unless the current generation has this code's format."""
        generation = self.generation()
        if generation >= 0 and (found := self._format(generation)) != FORMAT:
            raise WrongVersion(
                f"the index in {self.path} has format {found}, this searchnews reads format {FORMAT}: "
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
            generation = self.generation()
        except OSError as error:
            raise IndexUnavailable(f"the index folder {self.path} can't be read: {error.strerror}") from error
        if generation >= 0 and self._format(generation) is not None:
            return
        strange = sorted(name for name in names if name not in WELCOME and not _OURS.match(name))
        if strange or generation >= 0:
            held = ", ".join(strange[:3]) or f"_{INDEX_NAME}_{generation}.toc"
            raise NotAnIndex(
                f"{self.path} is not a searchnews index: it holds {held}; nothing was touched. "
                "Choose an empty folder or a new name with --index DIR"
            )

    def _format(self, generation: int) -> int | None:
        try:
            with self._ledger_path(generation).open("rb") as file:
                head = json.loads(file.readline(200))
            return int(head["searchnews-index"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def make(self) -> None:
        """Make the folder, private to its owner: its files are pickles. Raises IndexWriteFailed."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise IndexWriteFailed(f"can't make the index folder {self.path}: {error.strerror}") from error

    def toc(self) -> Any:
        """Whoosh's table of contents of the current generation.

        Raises OSError where a commit came between, IndexUnavailable where it is damaged.
        """
        try:
            return TOC.read(self.storage, INDEX_NAME)
        except OSError:
            raise
        except Exception as error:  # whatever a damaged pickle makes Whoosh raise
            raise IndexUnavailable(
                f"the table of contents of the index in {self.path} is damaged ({error}): "
                "make the index anew with `searchnews reindex --full`"
            ) from error

    def ledger(self, generation: int) -> bytes:
        """What indexing remembers, as of a generation. Raises OSError where it is gone."""
        with self._ledger_path(generation).open("rb") as file:
            file.readline(200)
            return file.read()

    def _ledger_path(self, generation: int) -> Path:
        return self.path / f"ledger-{generation}"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold Whoosh's write lock. Raises IndexLocked at once when another process has it."""
        lock = self.storage.lock(f"{INDEX_NAME}_WRITELOCK")
        if not lock.acquire():
            raise IndexLocked(f"another process is writing the index in {self.path}: try again when it has finished")
        try:
            yield
        finally:
            lock.release()

    def publish(self, segments: Sequence[Any], generation: int, ledger: bytes) -> None:
        """Make these segments the index, in one step. Raises OSError; the old generation is then untouched."""
        ledger_path = self._ledger_path(generation)
        head = json.dumps({"searchnews-index": FORMAT}) + "\n"
        ledger_path.write_bytes(head.encode() + ledger)
        names = {name for segment in segments for name in segment.list_files(self.storage)}
        for path in [ledger_path, *(self.path / name for name in names)]:
            sync(path)
        sync(self.path)
        self._write_toc(segments, generation)
        sync(self.path)

    def _write_toc(self, segments: Sequence[Any], generation: int) -> None:
        # TOC.write renames into place by itself, before anything is synced: so it writes elsewhere, and we rename.
        with staging_storage(self.path) as storage:
            TOC(schema(), list(segments), generation).write(storage, INDEX_NAME)
            name = TOC._filename(INDEX_NAME, generation)
            written = Path(storage.folder) / name
            sync(written)
            written.rename(self.path / name)

    def tidy(self) -> None:
        """Remove what no reader of the current generation needs: old segments, ledgers, staging folders."""
        for folder in staging_folders(self.path):
            shutil.rmtree(folder, ignore_errors=True)
        generation = self.generation()
        try:
            segments = self.toc().segments if generation >= 0 else []
        except IndexUnavailable:
            return  # which files are needed can't be told; a rebuild takes their place and tidies again
        clean_files(self.storage, INDEX_NAME, generation, segments)
        for path in self.path.iterdir():
            found = _LEDGER.match(path.name)
            if found and int(found[1]) != generation:
                path.unlink(missing_ok=True)

    def leftovers(self) -> list[str]:
        """Names that `tidy` would remove. Raises OSError, IndexUnavailable."""
        generation = self.generation()
        segments = self.toc().segments if generation >= 0 else []
        wanted = {LOCK, f"{INDEX_NAME}_WRITELOCK", TOC._filename(INDEX_NAME, generation), f"ledger-{generation}"}
        wanted |= {name for segment in segments for name in segment.list_files(self.storage)}
        return sorted(path.name for path in self.path.iterdir() if _OURS.match(path.name) and path.name not in wanted)

    def bytes(self, segments: Iterable[Any]) -> int:
        """Room on disk that the segments take."""
        names = [name for segment in segments for name in segment.list_files(self.storage)]
        return sum((self.path / name).stat().st_size for name in names)


@contextlib.contextmanager
def staging_storage(index: Path) -> Iterator[Any]:
    """A Whoosh storage in a staging folder that is gone afterwards."""
    folder = index / f"{STAGING}toc-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield FileStorage(str(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sync(path: Path) -> None:
    """Have the operating system put a file, or a folder's list of names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
