"""Whoosh's table of contents, read without trust: it is a pickle, and a pickle can run code.

Whoosh itself would load it with `pickle.loads`. Here its form (whoosh/index.py of 2.7.4) is read by hand, the schema in
it is passed over, since ours is in the code, and of the segments only the classes in _KNOWN are made.
"""

from __future__ import annotations

import io
import pickle
import re
import struct
from dataclasses import dataclass
from typing import Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.structfile import StructFile
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

from searchnews.engines.whoosh.arrays import Damaged
from searchnews.engines.whoosh.codec import ArrayCodec, ArraySegment
from searchnews.engines.whoosh.names import INDEX_NAME

_VERSION = -111  # of Whoosh's table of contents
_BYTE_ORDER = -12345
_SEGMENT_ID = re.compile(r"[0-9a-z]+\Z")
_KNOWN = {
    (ArraySegment.__module__, "ArraySegment"): ArraySegment,
    (ArrayCodec.__module__, "ArrayCodec"): ArrayCodec,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
}


@dataclass(frozen=True, slots=True)
class Contents:
    """The segments of one generation, their deletions among them."""

    generation: int
    segments: list[Any]


class _Reader(pickle.Unpickler):
    """Makes nothing but what a table of contents holds."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which has no place there") from None


def read_contents(data: bytes, name: str) -> Contents:
    """What a table of contents says. Raises Damaged; nothing in it is executed."""
    file = io.BytesIO(data)
    try:
        stream = StructFile(file)
        sizes = tuple(stream.read_varint() for _ in range(3))
        order, version = stream.read_int(), stream.read_int()
        if (*sizes, order, version) != (_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE, _BYTE_ORDER, _VERSION):
            raise Damaged(name, "it is of another machine or another version of Whoosh")
        for _ in range(3):  # Whoosh's own version
            stream.read_varint()
        file.seek(stream.read_varint(), io.SEEK_CUR)  # the schema
        generation = stream.read_int()
        stream.read_int()
        segments = _Reader(file).load()
        if not (isinstance(segments, list) and all(map(_plausible, segments))):
            raise Damaged(name, "its segments")
    except Damaged:
        raise
    except (pickle.UnpicklingError, struct.error, ValueError, TypeError, KeyError) as error:
        raise Damaged(name, str(error)) from error
    except (IndexError, EOFError, AttributeError, OverflowError, MemoryError) as error:
        raise Damaged(name, "it is cut off or garbled") from error
    return Contents(generation, segments)


def _plausible(segment: object) -> bool:
    """Whether a segment's name leads to a file of the folder, and its deletions to documents it has."""
    if not isinstance(segment, W3Segment):
        return False
    size, deleted = segment._doccount, segment._deleted
    return (
        segment.indexname == INDEX_NAME
        and isinstance(segment.segid, str)
        and bool(_SEGMENT_ID.match(segment.segid))
        and type(size) is int
        and (
            deleted is None
            or (isinstance(deleted, set) and all(type(number) is int and 0 <= number < size for number in deleted))
        )
    )
