"""Stored articles: about 64 KB of them compressed together; reading ten reads at most ten blocks.

B blocks of N documents:

    stored          uint8   the blocks, one after another, each compressed with Zstandard
    stored_at       int64   [B + 1]  where each begins
    stored_first    uint32  [B + 1]  its first document
    stored_ends     uint32  [N]      where an article ends in its block once this is decompressed
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import zstandard

from searchnews.engines.whoosh.arrays import Array
from searchnews.models import Article
from searchnews.serialise import article_from_bytes

_BLOCK = 65_536  # bytes from which a block is full: blocks of 16 KB take a seventh more room
_LEVEL = 6
_LARGEST = 1 << 30  # bytes of a block: one article is far smaller
_own = threading.local()  # compressors and decompressors are not to be shared by threads


class StoredWriter:
    """Takes articles one by one, as bytes, and gives the arrays of all."""

    def __init__(self) -> None:
        self._squeezer = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True)
        self._open: list[bytes] = []
        self._size = 0
        self._blocks: list[bytes] = []
        self._firsts, self._ends = [0], [np.empty(0, np.uint32)]
        self._documents = 0

    def add(self, data: bytes) -> None:
        """The next document (serialise.article_to_bytes)."""
        self._open.append(data)
        self._size += len(data)
        if self._size >= _BLOCK:
            self._close()

    def add_block(self, block: bytes, ends: Array) -> None:
        """The next documents, as another segment has them."""
        self._close()
        self._enter(block, ends)

    def _close(self) -> None:
        if self._open:
            ends = np.cumsum(np.fromiter(map(len, self._open), dtype=np.int64, count=len(self._open)))
            self._enter(self._squeezer.compress(b"".join(self._open)), ends.astype(np.uint32))
            self._open, self._size = [], 0

    def _enter(self, block: bytes, ends: Array) -> None:
        self._blocks.append(block)
        self._ends.append(ends)
        self._documents += len(ends)
        self._firsts.append(self._documents)

    def arrays(self) -> dict[str, Array]:
        """The arrays of all documents."""
        self._close()
        sizes = np.fromiter(map(len, self._blocks), dtype=np.int64, count=len(self._blocks))
        return {
            "stored": np.frombuffer(b"".join(self._blocks), dtype=np.uint8),
            "stored_at": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            "stored_first": np.array(self._firsts, dtype=np.uint32),
            "stored_ends": np.concatenate(self._ends),
        }


class StoredArticles:
    """The stored articles of one segment. May be shared by threads."""

    def __init__(
        self, arrays: Mapping[str, Array], require: Callable[[int, int], None] = lambda first, last: None
    ) -> None:
        """require: called with the part of `stored` that is about to be read."""
        self._require = require
        self._data, self._ends = arrays["stored"].data, arrays["stored_ends"].data
        self._at, self._firsts = arrays["stored_at"].data, arrays["stored_first"].data

    def __getitem__(self, document: int) -> Article:
        number = bisect_right(self._firsts, document) - 1
        begin = 0 if document == self._firsts[number] else self._ends[document - 1]
        return article_from_bytes(_opened(self._block(number))[begin : self._ends[document]])

    def _block(self, number: int) -> memoryview:
        first, last = self._at[number], self._at[number + 1]
        self._require(first, last)
        return self._data[first:last]

    def copy_to(self, writer: StoredWriter, live: Array) -> None:
        """Add the live documents; blocks that are large and all alive as they are."""
        for number, first, last in self._spans():
            ends = np.asarray(self._ends[first:last])
            block = self._block(number)
            if int(ends[-1]) * 2 >= _BLOCK and live[first:last].all():
                writer.add_block(bytes(block), ends)
                continue
            data, begin = _opened(block), 0
            for end, keep in zip(ends.tolist(), live[first:last].tolist(), strict=True):
                if keep:
                    writer.add(data[begin:end])
                begin = end

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        return ((number, self._firsts[number], self._firsts[number + 1]) for number in range(len(self._firsts) - 1))


def _opened(block: bytes | memoryview) -> bytes:
    opener = getattr(_own, "opener", None)
    if opener is None:
        opener = _own.opener = zstandard.ZstdDecompressor()
    data: bytes = opener.decompress(block, max_output_size=_LARGEST)
    return data
