"""Writing a Whoosh index in a folder: no search is imported for it, and nothing of it for a search that only reads."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from searchnews.engines.whoosh.folder import Folder
from searchnews.errors import IndexUnavailable, IndexWriteFailed
from searchnews.models import Article

if TYPE_CHECKING:
    from searchnews.engines.whoosh.builder import Built


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
        from searchnews.engines.whoosh.builder import build

        try:
            return build(articles, self._folder.path)
        except OSError as error:
            raise _write_failed(self._folder, error) from error

    def without(self, batch: Built, places: Sequence[int]) -> Built:
        from searchnews.engines.whoosh.builder import without

        return without(batch, places)

    def commit(
        self,
        batches: Iterable[Built],
        *,
        removed: Sequence[str] = (),
        rebuild: bool = False,
        ledger: bytes | None = None,
    ) -> str:
        from searchnews.engines.whoosh.commit import commit

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
            from searchnews.engines.whoosh.segment import require_segments

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
