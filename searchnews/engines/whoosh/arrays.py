"""One file of named arrays, mapped into memory: what a segment of the index is made of.

    8 bytes   b"SNARRAYS"
    4 bytes   length of the header, little-endian
    4 bytes   crc32 of the header
    header    JSON: {"size": bytes of the file, "sums": [offset, count, crc32 of them],
              "arrays": {name: [dtype, length, offset, number of its first sum]}}, offsets from the start of the file
    sums      uint64: of each BLOCK bytes of each array (sums.py), array after array; an array's last block may be shorter
    arrays    each at a multiple of 64 bytes, little-endian, one dimension

A reader touches only the pages it needs; the operating system shares them among processes and keeps them while there
is room. What is read is checked against its sums the first time: a damaged file is told, never answered from. Nothing
in the file is code: unlike a pickle it can be read without trust.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchnews.engines.whoosh.sums import BLOCK, Sums, sums_of
from searchnews.errors import IndexUnavailable

_MAGIC = b"SNARRAYS"
_ALIGN = 64
_HEAD = len(_MAGIC) + 8
_LARGEST_HEADER = 1_000_000
_SUM = 8  # bytes of one

Array = NDArray[Any]


def narrow(numbers: Array, kinds: tuple[type, ...] = (np.uint8, np.uint16, np.int32)) -> Array:
    """Numbers from 0 on as the first of some types, narrowest first, that holds them all; else as the last."""
    most = int(numbers.max()) if len(numbers) else 0
    return numbers.astype(next((kind for kind in kinds if most <= np.iinfo(kind).max), kinds[-1]), copy=False)


def addresses(arrays: Iterable[Array]) -> Array:
    """Arrays of one or two dimensions by where they are, int64 [arrays, 3]: address and lengths. Who has it holds them, too."""
    return np.array([(each.ctypes.data, *each.shape, *[1] * (2 - each.ndim)) for each in arrays], np.int64)


class Damaged(IndexUnavailable):
    """A file of the index is not as it was written."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} is damaged ({what}): make the index anew with `searchnews reindex --full`")


class _Row(NamedTuple):
    """Where an array is in its file."""

    kind: str
    length: int
    offset: int
    first_sum: int

    @property
    def bytes(self) -> int:
        return self.length * np.dtype(self.kind).itemsize

    @property
    def blocks(self) -> int:
        return -(-self.bytes // BLOCK)


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of one dimension. Raises OSError."""
    plain = {
        name: np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
        for name, array in arrays.items()
    }
    sums = np.concatenate([np.empty(0, "<u8"), *(sums_of(array.view(np.uint8).data) for array in plain.values())])
    room = 4096 + 200 * len(plain)  # the header is written into a space of known size, so that offsets are known
    sums_at = _aligned(_HEAD + room)
    table, end, number = {}, _aligned(sums_at + sums.nbytes), 0
    for name, array in plain.items():
        table[name] = _Row(array.dtype.str, len(array), end, number)
        end, number = _aligned(end + array.nbytes), number + table[name].blocks
    packed = sums.tobytes()
    header = json.dumps(
        {"size": end, "sums": [sums_at, len(sums), zlib.crc32(packed)], "arrays": table}, separators=(",", ":")
    ).encode()
    with path.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(4, "little") + zlib.crc32(header).to_bytes(4, "little") + header)
        file.seek(sums_at)
        file.write(packed)
        for name, array in plain.items():
            file.seek(table[name].offset)
            file.write(array.view(np.uint8).data)  # not array.tofile, which does not say why it failed
        file.truncate(end)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


class MappedArrays(dict[str, Array]):
    """The arrays of a file, views of the mapped pages. Safe for threads.

    The map is private: arrays may be written to, as compiled loops want them typed, and the file stays as it is.
    `arrays[name]` checks the whole array the first time. Who reads little of a large one takes `unchecked(name)` and
    says with `require` what is read of it.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError, Damaged."""
        with path.open("rb") as file:
            if not file.read(1):
                raise Damaged(path.name, "it is empty")
            self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self._view = memoryview(self._mapped)
        self.name = path.name
        self._rows, self._sums = _header(self._mapped, path.name)
        self._seen = bytearray(len(self._sums))  # 1 for each block that was found whole
        # Of each array: the number of its first sum, where it begins and ends, and the bytes of an element.
        self._extents = {
            name: (row.first_sum, row.offset, row.offset + row.bytes, np.dtype(row.kind).itemsize)
            for name, row in self._rows.items()
        }
        super().__init__(
            {
                name: np.frombuffer(self._mapped, dtype=np.dtype(row.kind), count=row.length, offset=row.offset)
                for name, row in self._rows.items()
            }
        )

    def __getitem__(self, name: str) -> Array:
        array = super().__getitem__(name)
        self.require(name, 0, len(array))
        return array

    def __missing__(self, name: str) -> Array:
        raise Damaged(self.name, f"it has no array {name}")

    def unchecked(self, name: str) -> Array:
        """An array of which nothing is known to be whole yet."""
        return super().__getitem__(name)

    def require(self, name: str, first: int, last: int) -> None:
        """Check the elements first:last of an array, unless they were checked before. Raises Damaged."""
        first_sum, offset, last_byte, size = self._extents[name]
        end = min(first_sum - (-last * size // BLOCK), len(self._seen))
        unseen = self._seen.find(0, first_sum + first * size // BLOCK, end)
        while unseen >= 0:
            known = self._seen.find(1, unseen, end)
            upto = end if known < 0 else known
            start, stop = (offset + (number - first_sum) * BLOCK for number in (unseen, upto))
            if sums_of(self._view[start : min(stop, last_byte)]).tobytes() != self._sums[unseen:upto].tobytes():
                raise Damaged(self.name, f"its array {name}")
            self._seen[unseen:upto] = b"\1" * (upto - unseen)
            unseen = self._seen.find(0, upto, end)

    def damaged(self) -> list[str]:
        """The names of the arrays that are not whole; every byte is read anew."""
        return [name for name, row in self._rows.items() if not self._is_whole(row)]

    def _is_whole(self, row: _Row) -> bool:
        found = sums_of(self._view[row.offset : row.offset + row.bytes])
        return np.array_equal(found, self._sums[row.first_sum : row.first_sum + row.blocks])


def map_arrays(path: Path) -> MappedArrays:
    """The arrays of a file. Raises OSError, Damaged."""
    return MappedArrays(path)


def _header(mapped: mmap.mmap, name: str) -> tuple[dict[str, _Row], Sums]:
    """Where the arrays are, and the sums. Raises Damaged where the file is not of the size and form it was written in."""
    size, checksum = (int.from_bytes(mapped[place : place + 4], "little") for place in (_HEAD - 8, _HEAD - 4))
    header = mapped[_HEAD : _HEAD + min(size, _LARGEST_HEADER)]
    if mapped[: len(_MAGIC)] != _MAGIC or zlib.crc32(header) != checksum:
        raise Damaged(name, "its header")
    try:
        held = json.loads(header)
        rows = {key: _Row(*row) for key, row in held["arrays"].items()}
        sums_at, count, sums_checksum = held["sums"]
        if held["size"] != len(mapped):
            raise Damaged(name, f"{held['size']:,} bytes expected, {len(mapped):,} there")
        sums = mapped[sums_at : sums_at + _SUM * count]
        ends = [row.offset + row.bytes for row in rows.values()] + [
            _SUM * (row.first_sum + row.blocks) for row in rows.values()
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(name, "its header") from error
    if zlib.crc32(sums) != sums_checksum:
        raise Damaged(name, "its checksums")
    if max(ends, default=0) > len(mapped):
        raise Damaged(name, "its header")
    return rows, np.frombuffer(sums, dtype="<u8")
