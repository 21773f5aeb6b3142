"""Whoosh's table of contents, read without trust: it is a pickle, and a pickle can run code.

Whoosh itself would load it with `pickle.loads`, and takes long to import. Here its form (whoosh/index.py of 2.7.4) is read
by hand: the schema in it is passed over, since ours is in the code, and of the segments only stand-ins for the classes
in _KNOWN are made, which hold what was written and do nothing.
"""

from __future__ import annotations

import io
import pickle
import re
import struct
from dataclasses import dataclass
from typing import Any

from searchnews.engines.whoosh.arrays import Damaged
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.names import INDEX_NAME

_SIZES = (4, 8, 4)  # of its int, long and float
_VERSION = -111  # of Whoosh's table of contents
_BYTE_ORDER = -12345
_SEGMENT_ID = re.compile(r"[0-9a-z]+\Z")
NUMBER = struct.Struct("!i")
SEGMENT = "searchnews.engines.whoosh.codec", "ArraySegment"
CODEC = "searchnews.engines.whoosh.codec", "ArrayCodec"


class _Segment:
    """Stands for codec.ArraySegment: its attributes are a W3Segment's."""

    indexname: Any = None
    segid: Any = None
    _doccount: Any = None
    _deleted: Any = None


class _Codec:
    """Stands for codec.ArrayCodec, which has nothing to say."""


_KNOWN = {
    SEGMENT: _Segment,
    CODEC: _Codec,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
}


@dataclass(frozen=True, slots=True)
class Contents:
    """The segments of one generation, their deletions among them."""

    generation: int
    segments: list[Listed]
    beginning: bytes = b""  # of the table, up to the generation: Whoosh's numbers and the schema


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
        sizes = tuple(_varint(file) for _ in _SIZES)
        if (*sizes, _int(file), _int(file)) != (*_SIZES, _BYTE_ORDER, _VERSION):
            raise Damaged(name, "it is of another machine or another version of Whoosh")
        for _ in range(3):  # Whoosh's own version
            _varint(file)
        file.seek(_varint(file), io.SEEK_CUR)  # the schema
        beginning = data[: file.tell()]
        generation = _int(file)
        _int(file)
        held = _Reader(file).load()
        if not isinstance(held, list) or not all(map(_is_plausible, held)):
            raise Damaged(name, "its segments")
    except Damaged:
        raise
    except (pickle.UnpicklingError, struct.error, ValueError, TypeError, KeyError) as error:
        raise Damaged(name, str(error)) from error
    except (IndexError, EOFError, AttributeError, OverflowError, MemoryError) as error:
        raise Damaged(name, "it is cut off or garbled") from error
    segments = [Listed(each._doccount, each._deleted or set(), each.segid) for each in held]
    return Contents(generation, segments, beginning)


def _is_plausible(segment: object) -> bool:
    """Whether a segment's name leads to a file of the folder, and its deletions to documents it has."""
    if not isinstance(segment, _Segment):
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


def _int(file: io.BytesIO) -> int:
    return int(NUMBER.unpack(file.read(NUMBER.size))[0])


def _varint(file: io.BytesIO) -> int:
    """Seven bits a byte, the lowest first; all but the last have the eighth set."""
    found = shift = 0
    while True:
        byte = ord(file.read(1))
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found
        shift += 7
