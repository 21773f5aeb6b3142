"""Writing a Whoosh index in a folder: what `reindex` needs, and no search is imported for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from searchnews.engines.whoosh.builder import Built, build, without
from searchnews.engines.whoosh.commit import commit
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.segment import require_segments
from searchnews.errors import IndexUnavailable, IndexWriteFailed
from searchnews.models import Article


class WhooshWriter:
    """Makes an index in a folder and brings it up to date."""

    def __init__(self, address: str | Path, mode: str = "read") -> None:
        self._folder, self._anew = Folder(Path(address)), mode == "rebuild"
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
        if not self._anew:
            require_segments(self._folder)  # what is to be built on can be read
        return self._folder.remembered()

    def generation(self) -> str:
        number = self._folder.generation()
        return "" if number < 0 else str(number)

    def close(self) -> None:
        """Nothing is held open."""


def _write_failed(folder: Folder, error: OSError) -> Exception:
    if isinstance(error, FileNotFoundError) and not folder.path.exists():
        return IndexUnavailable(f"the index folder {folder.path} has gone away")
    reason = error.strerror or str(error)
    return IndexWriteFailed(f"the index in {folder.path} could not be written ({reason}): the old one is intact")
