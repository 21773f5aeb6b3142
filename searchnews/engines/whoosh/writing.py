"""Writing a Whoosh index in a folder: what `reindex` needs, and no search is imported for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from searchnews.engines.whoosh.builder import Built, build, without
from searchnews.engines.whoosh.commit import commit
from searchnews.engines.whoosh.folder import Folder
from searchnews.errors import IndexUnavailable, IndexWriteFailed
from searchnews.models import Article

if TYPE_CHECKING:
    from searchnews.engines.whoosh.current import Current
    from searchnews.engines.whoosh.snapshot import Snapshot


class WhooshWriter:
    """Makes an index in a folder and brings it up to date."""

    def __init__(self, address: str | Path, mode: str = "read") -> None:
        self._folder = Folder(Path(address))
        self._newest: Current | None = None
        if mode == "read":
            self._folder.require()
            return
        self._folder.require_ours()
        if mode == "write":
            self._folder.require_version()
        self._folder.make()

    def encode(self, articles: Iterable[Article]) -> Built:
        try:
            return build(articles, self._folder.path)
        except OSError as error:
            raise _write_failed(self._folder, error) from error

    def without(self, batch: Built, places: Sequence[int]) -> Built:
        return without(batch, places)

    def commit(
        self,
        batches: Iterable[Built],
        *,
        removed: Sequence[str] = (),
        rebuild: bool = False,
        ledger: bytes | None = None,
    ) -> str:
        try:
            return str(commit(self._folder, list(batches), removed=removed, rebuild=rebuild, ledger=ledger))
        except OSError as error:
            raise _write_failed(self._folder, error) from error

    def discard(self, batches: Iterable[Built]) -> None:
        with contextlib.suppress(OSError):
            self._folder.tidy()

    def ledger(self) -> bytes:
        if self._folder.generation() < 0:
            return b""
        self._current()  # what is to be built on can be read
        return self._folder.remembered()

    def generation(self) -> str:
        number = self._folder.generation()
        return "" if number < 0 else str(number)

    def _current(self) -> Snapshot:
        """The newest generation. It never changes: whoever holds it reads one state of the index."""
        if self._newest is None:
            from searchnews.engines.whoosh.current import Current

            self._newest = Current(self._folder)
        return self._newest.snapshot()

    def close(self) -> None:
        if self._newest is not None:
            self._newest.close()


def _write_failed(folder: Folder, error: OSError) -> Exception:
    if isinstance(error, FileNotFoundError) and not folder.path.exists():
        return IndexUnavailable(f"the index folder {folder.path} has gone away")
    reason = error.strerror or str(error)
    return IndexWriteFailed(f"the index in {folder.path} could not be written ({reason}): the old one is intact")
