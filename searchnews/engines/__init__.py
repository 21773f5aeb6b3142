"""The engines there are, by the form of an index's address."""

from __future__ import annotations

from typing import Literal

from searchnews.engine import Engine

Mode = Literal["read", "write", "rebuild"]


def open_engine(address: str, mode: Mode = "read") -> Engine:
    """The index at an address: a folder.

    "read" wants one that is there; "write" makes one where there is none; "rebuild" also takes one of another
    version, whose articles it will replace. Raises IndexUnavailable, NotAnIndex, WrongVersion.
    """
    from searchnews.engines.whoosh.engine import (
        WhooshEngine,
    )  # here: whoosh is slow to import and not always needed

    return WhooshEngine(address, mode)
