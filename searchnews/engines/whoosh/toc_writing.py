"""Whoosh's table of contents, written: the first by Whoosh itself, the next after the form of the one before (toc.py).

Importing Whoosh takes longer than a small commit. Of a new table only the generation and the segments differ.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.names import INDEX_NAME, STAGING
from searchnews.engines.whoosh.toc import CODEC, NUMBER, SEGMENT

_CODEC_STATE = {"_blocklimit": 128, "_compression": 3, "_inlinelimit": 1}  # what Whoosh's codec is made with


@contextlib.contextmanager
def staged_toc(index: Path, segments: Sequence[Listed], generation: int, beginning: bytes) -> Iterator[Path]:
    """A generation's table in a staging folder of the index. beginning: of a table before it; b"" where there is none."""
    folder = index / f"{STAGING}toc-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        if beginning:
            path = folder / f"_{INDEX_NAME}_{generation}.toc"
            path.write_bytes(next_contents(beginning, segments, generation))
            yield path
        else:
            yield _first(folder, segments, generation)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _first(folder: Path, segments: Sequence[Listed], generation: int) -> Path:
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC

    from searchnews.engines.whoosh.codec import whoosh_segment
    from searchnews.engines.whoosh.schema import schema

    TOC(schema(), list(map(whoosh_segment, segments)), generation).write(FileStorage(str(folder)), INDEX_NAME)
    return folder / str(TOC._filename(INDEX_NAME, generation))


def next_contents(beginning: bytes, segments: Sequence[Listed], generation: int) -> bytes:
    """A table as Whoosh would write it. beginning: see Contents."""
    return beginning + NUMBER.pack(generation) + NUMBER.pack(0) + _pickled(segments)


def _pickled(segments: Sequence[Listed]) -> bytes:
    """The list of them, its classes by their names: pickle would import these."""
    return pickle.PROTO + b"\x02" + b"](" + b"".join(map(_segment, segments)) + b"e."


def _segment(listed: Listed) -> bytes:
    held = {
        "indexname": INDEX_NAME,
        "segid": listed.id,
        "_doccount": listed.documents,
        "_deleted": listed.deleted or None,
        "compound": False,
    }
    codec = _value("_codec") + _instance(CODEC, _value(_CODEC_STATE))
    return _instance(SEGMENT, b"}" + codec + b"s", _value(held))


def _instance(kind: tuple[str, str], *states: bytes) -> bytes:
    """An object of a class, then what is set in it."""
    module, name = kind
    return f"c{module}\n{name}\n)".encode() + pickle.NEWOBJ + b"".join(state + b"b" for state in states)


def _value(value: object) -> bytes:
    """What leaves a plain value on the stack: its pickle without beginning and end."""
    return pickle.dumps(value, 2)[2:-1]
