"""The engines there are, by the form of an index's address."""

from __future__ import annotations

import importlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from searchnews import settings
from searchnews.engines.opensearch.address import is_cluster
from searchnews.garbage import hardly_collected

if TYPE_CHECKING:
    from searchnews.engine import Engine, Writer
    from searchnews.engines.whoosh.head import Standing

_WRITING, _COMMITTING = ("whoosh.writing", "whoosh.builder"), ("whoosh.commit", "whoosh.codec", "whoosh.schema")
Mode = Literal["read", "write", "rebuild"]


def open_engine(address: str, mode: Mode = "read") -> Engine:
    """The index at an address: a folder, or opensearch+http://host:9200/name.

    "read" wants one that is there; "write" makes one where there is none; "rebuild" also takes one of another
    version, whose articles it will replace. Raises IndexUnavailable, NotAnIndex, WrongVersion, UsageError.
    """
    # Here, since an engine is slow to import and only one is needed.
    if is_cluster(address):
        from searchnews.engines.opensearch.engine import OpenSearchEngine

        environ = {name: value for name, value in os.environ.items() if name != "SEARCHNEWS_DEBUG"}
        return OpenSearchEngine(address, mode, settings.load(environ=environ))

    with hardly_collected():
        from searchnews.engines.whoosh.engine import WhooshEngine

    return WhooshEngine(address, mode)


def open_writer(address: str, mode: Mode = "write") -> Writer:
    """What writes the index at an address: less is imported than for searching it. Raises as `open_engine`."""
    if is_cluster(address):
        return open_engine(address, mode)
    from searchnews.engines.whoosh.writing import WhooshWriter

    return WhooshWriter(address, mode)


def imported(address: str, *, committing: bool = False) -> None:
    """Import what writes the index at an address, or what only its commits need, and open nothing.

    Ctrl-C waits: C code that runs Python while it is imported makes an interrupt look like one nobody caught.
    """
    ours = _COMMITTING if committing else _WRITING
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        for module in ("opensearch.engine",) if is_cluster(address) else ours:
            importlib.import_module(f"searchnews.engines.{module}")
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def standing(address: str) -> Standing | None:
    """The generation and the ledger of an index that is whole as far as a glance can tell, its engine not imported.

    None where it is not, or where no glance tells: then `open_engine` says what is the matter.
    """
    if is_cluster(address):
        return None
    from searchnews.engines.whoosh.head import standing as glance

    return glance(Path(address))
