"""What `reindex` remembers of the files it read. Committed with the articles, so that both always agree."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import zstandard

from searchnews.errors import WrongVersion
from searchnews.glance import without_glance
from searchnews.ledger_columns import VERSION, Columns, Table, columns_of
from searchnews.ledger_entries import Entry
from searchnews.ledger_revision import Revision

_ROWS = 2  # the version that had a row a file
_LEVEL = 1  # of compression: 2 makes it larger, too, and all take longer
_LARGEST = 1 << 32  # bytes of a ledger

Ledger = Mapping[str, Entry]  # real path → entry


def packed(ledger: Ledger) -> bytes:
    """The ledger as bytes: compressed MessagePack, a column after the other.

    JSON where the name of a file is not Unicode: it takes longer to read.
    """
    held = ledger.columns() if isinstance(ledger, Revision) else columns_of(list(ledger.values()))
    try:
        data = msgspec.msgpack.encode(held)
    except UnicodeEncodeError:
        data = json.dumps(msgspec.structs.asdict(held), separators=(",", ":")).encode()
    return zstandard.compress(data, _LEVEL)


def unpacked(data: bytes) -> Table:
    """What `packed` wrote, or did in the version before; empty for b"". Raises WrongVersion for anything else."""
    if not data:
        return Table(columns_of(()))
    try:
        return Table(_loaded(zstandard.decompress(without_glance(data), max_output_size=_LARGEST)))
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
        raise WrongVersion(
            f"the index's list of files read can't be understood ({error}): "
            "make it anew with `searchnews reindex --full`"
        ) from error


class _Rows(msgspec.Struct):
    """What was written before there were columns."""

    ledger: int
    files: list[Entry]


class _Versioned(msgspec.Struct):
    """The beginning of both."""

    ledger: int


def _loaded(data: bytes) -> Columns:
    read = _from_json(data) if data.startswith(b"{") else functools.partial(msgspec.msgpack.decode, data)
    version = read(type=_Versioned).ledger
    if version == _ROWS:
        return columns_of(read(type=_Rows).files)
    if version != VERSION:
        raise ValueError(f"version {version}")
    held: Columns = read(type=Columns)
    held.require_whole()
    return held


def _from_json(data: bytes) -> Callable[..., Any]:
    return functools.partial(msgspec.convert, json.loads(data))
