"""One file of named arrays, mapped into memory: what a segment of the index is made of.

    8 bytes   b"SNARRAYS"
    4 bytes   length of the header, little-endian
    header    JSON: {"arrays": {name: [dtype, length, offset, crc32]}}, offsets from the start of the file
    arrays    each at a multiple of 64 bytes, little-endian, one dimension

A reader touches only the pages it needs; the operating system shares them among processes and keeps them while there
is room. Nothing in the file is code: unlike a pickle it can be read without trust.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"SNARRAYS"
_ALIGN = 64
_HEAD = len(_MAGIC) + 4
_LARGEST_HEADER = 1_000_000

Array = NDArray[Any]


class Damaged(ValueError):
    """A file of arrays is not whole."""


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of one dimension. Raises OSError."""
    plain = {
        name: np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
        for name, array in arrays.items()
    }
    table: dict[str, list[Any]] = {}
    room = 4096 + 200 * len(plain)  # the header is written into a space of known size, so that offsets are known
    offset = _aligned(_HEAD + room)
    for name, array in plain.items():
        table[name] = [
            array.dtype.str,
            len(array),
            offset,
            zlib.crc32(array.data.cast("B") if len(array) else b""),
        ]
        offset = _aligned(offset + array.nbytes)
    header = json.dumps({"arrays": table}, separators=(",", ":")).encode()
    with path.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(4, "little") + header)
        for name, array in plain.items():
            file.seek(table[name][2])
            array.tofile(file)
        file.truncate(max(offset, file.tell()))


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


def map_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file, read-only views of the mapped pages. Raises OSError, Damaged."""
    # A private map: arrays may be written to, as compiled loops want them typed, and the file stays as it is.
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    table = _table(mapped, path)
    return {
        name: np.frombuffer(mapped, dtype=np.dtype(kind), count=length, offset=offset)
        for name, (kind, length, offset, _) in table.items()
    }


def damaged(path: Path) -> list[str]:
    """The names of the arrays whose bytes are not those that were written; the checksums are read in full."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return [
        name
        for name, (kind, length, offset, checksum) in _table(mapped, path).items()
        if zlib.crc32(mapped[offset : offset + length * np.dtype(kind).itemsize]) != checksum
    ]


def _table(mapped: mmap.mmap, path: Path) -> dict[str, tuple[str, int, int, int]]:
    size = int.from_bytes(mapped[len(_MAGIC) : _HEAD], "little")
    if mapped[: len(_MAGIC)] != _MAGIC or not 0 < size < _LARGEST_HEADER:
        raise Damaged(f"{path.name} is not a file of arrays")
    try:
        table = {name: tuple(row) for name, row in json.loads(mapped[_HEAD : _HEAD + size])["arrays"].items()}
        ends = [offset + length * np.dtype(kind).itemsize for kind, length, offset, _ in table.values()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"the header of {path.name} is damaged") from error
    if ends and max(ends) > len(mapped):
        raise Damaged(f"{path.name} is cut off: {max(ends):,} bytes expected, {len(mapped):,} there")
    return table
