"""How articles arrive: sniff, then one small module a format → Page. A new one is a file and a row in READERS.

A format's module is imported when its first file comes: a run that reads nothing needs the names only.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from searchnews.errors import InputRefused

if TYPE_CHECKING:
    from searchnews.formats.source import Source
    from searchnews.models import Page

    Reader = Callable[[Source], Iterator[Page | InputRefused]]

READERS = {  # suffix → module of this package, and its function
    ".txt": ("pages", "read_text"),
    ".html": ("pages", "read_html"),
    ".htm": ("pages", "read_html"),
    ".xhtml": ("pages", "read_html"),
    ".jsonl": ("json_records", "read_lines"),
    ".ndjson": ("json_records", "read_lines"),
    ".json": ("json_records", "read_file"),
    ".csv": ("delimited", "read"),
    ".tsv": ("delimited", "read"),
}
SUFFIXES: frozenset[str] = frozenset(READERS) | frozenset(f"{suffix}.gz" for suffix in READERS)

_MARKUP = re.compile(rb"\s*(?:<\?xml|<!doctype\s+html|<html|<head|<body|<!--)", re.IGNORECASE)


def recognises(name: str) -> bool:
    """Whether a file found in a folder is one that is read, by its name."""
    dot = name.rfind(".")
    return (dot > 0 and name[dot:] in READERS and name[dot - 1] != "/") or _suffix(name) in READERS


def _suffix(name: str) -> str:
    stem, dot, suffix = name.lower().removesuffix(".gz").rpartition(".")
    return dot + suffix if stem.rpartition("/")[2] and suffix else ""


@functools.cache
def _reader(module: str, function: str) -> Reader:
    found: Reader = getattr(importlib.import_module(f"searchnews.formats.{module}"), function)
    return found


def read(
    path: Path,
    *,
    shown: str,
    key: str,
    columns: Mapping[str, str] | None = None,
    heard: Callable[[int], None] | None = None,
    wanted: Callable[[int], bool] | None = None,
) -> Iterator[Page | InputRefused]:
    """The pages of a file, in order, refusals among them: what is wrong with one record keeps no other from being read.

    `shown` names the file to people, `key` makes ids, `columns` gives the user's own names (our field → column).
    `heard` is called with the number of bytes whenever some were read from the disk. `wanted`: of the pages with other
    numbers only one each is given, whatever it holds.
    """
    from searchnews.formats.source import Source

    return _read(Source(path.name, shown, key, path, columns or {}, heard, wanted))


def read_bytes(
    data: bytes, *, name: str, shown: str, key: str, columns: Mapping[str, str] | None = None
) -> Iterator[Page | InputRefused]:
    """The pages of some bytes; the name's suffix tells the format."""
    from searchnews.formats.source import Source

    return _read(Source(name, shown, key, data, columns or {}))


def _read(source: Source) -> Iterator[Page | InputRefused]:
    from searchnews.formats.source import DAMAGED

    try:
        reader = _reader(*(READERS.get(_suffix(source.name)) or _sniffed(source)))
        yield from reader(source)
    except InputRefused as refusal:
        yield refusal
    except DAMAGED as error:
        yield InputRefused(f"the gzip is damaged ({error}); fetch or make the file again")
    except OSError as error:
        yield InputRefused(f"can't be read: {(error.strerror or str(error)).lower()}")


def _sniffed(source: Source) -> tuple[str, str]:
    """The reader for a file whose name tells nothing, by its first bytes."""
    from searchnews.formats.columns import NAMES, plain

    with source.open() as stream:
        head = stream.read(4096).lstrip(b"\xef\xbb\xbf")
    if _MARKUP.match(head) or b"</p>" in head.lower():
        return READERS[".html"]
    if head.lstrip()[:1] in (b"{", b"["):
        return READERS[".json"]
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    names = {plain(part) for part in re.split(r"[,;\t|]", first)}
    known = {name for names in NAMES.values() for name in names}
    return READERS[".csv" if len(names & known) >= 2 else ".txt"]
