"""Stored articles written: blocks, and the dictionary that is made from the first articles of a segment (stored.py).

A dictionary holds what agencies, bylines and the names of fields repeat. Segments that are joined keep the blocks and
the dictionaries they have, side by side.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import zstandard

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.stored import StoredArticles

_BLOCK = 4096  # bytes from which a block is full
_LEVEL = 3  # of 6 blocks are 3 to 5 % smaller, and take three times as long
# Bytes of articles a dictionary is made from, at least: with thrice as many blocks are 0.6 % smaller in one set, 4 %
# larger in another.
_SAMPLE = 3 << 17
_FEWEST = 100  # articles in the sample: larger ones share too little with each other
_DICTIONARY = 32_768  # bytes
_SEGMENT, _PIECE = (
    200,
    8,
)  # how dictionaries are put together (zstd's k and d): looking for better ones takes four times as long
_MOST = 16  # dictionaries of a segment: each takes memory in every process that uses it
_ALONE = 4 * _BLOCK  # bytes from which a block is small enough without a dictionary
_TOGETHER = 1 << 20  # bytes of blocks that are compressed one after another: the dictionary then stays in the cache


class StoredWriter:
    """Takes articles one by one, as bytes, and gives the arrays of all, once. The same articles give the same bytes."""

    def __init__(self) -> None:
        self._open: list[bytes] = []
        self._size = 0
        self._sample: list[bytes] = []
        self._waiting: list[int] = []  # places of blocks not compressed yet
        self._held = 0  # their bytes
        self._trained = False  # whether it is known with what dictionary
        self._own, self._squeezer = 0, zstandard.ZstdCompressor(level=_LEVEL)
        self._dictionaries: dict[bytes, int] = {}  # with their numbers, from 1
        self._blocks: list[bytes | memoryview] = []
        self._with = bytearray()
        self._firsts, self._ends = array("I", [0]), array("I")

    def add(self, data: bytes) -> None:
        """The next document (serialise.without_id)."""
        self._open.append(data)
        self._size += len(data)
        if self._size >= _BLOCK:
            self._close()

    def add_blocks(self, stored: StoredArticles, begin: int, end: int, dictionaries: Sequence[bytes]) -> None:
        """The next documents, as some blocks of another segment have them; dictionaries: its own, by number."""
        self._close()
        firsts, ends, used = stored.table()
        theirs = used[begin:end].tolist()
        own = {number: self._number(dictionaries[number]) for number in dict.fromkeys(theirs)}
        self._blocks += stored.blocks(begin, end)
        self._with += bytes(map(own.__getitem__, theirs))
        lasts = firsts[begin + 1 : end + 1] - firsts[begin] + np.uint32(len(self._ends))
        self._firsts.frombytes(lasts.tobytes())
        self._ends.frombytes(ends[firsts[begin] : firsts[end]].tobytes())

    def arrays(self) -> dict[str, Array]:
        """The arrays of all documents."""
        self._close()
        self._squeeze()
        starts = _starts(self._blocks).astype(np.int64)
        data = b"".join(self._blocks)
        self._blocks.clear()
        return {
            "stored": np.frombuffer(data, dtype=np.uint8),
            "stored_at": starts,
            "stored_first": np.array(self._firsts, dtype=np.uint32),
            "stored_ends": np.array(self._ends, dtype=np.uint32),
            "stored_with": np.array(self._with, dtype=np.uint8),
            "dictionaries": np.frombuffer(b"".join(self._dictionaries), dtype=np.uint8),
            "dictionaries_at": _starts(list(self._dictionaries)).astype(np.uint32),
        }

    def _close(self) -> None:
        if not self._open:
            return
        block = b"".join(self._open)
        self._waiting.append(len(self._blocks))
        self._held += len(block)
        self._enter(block, list(accumulate(map(len, self._open))), 0)
        if not self._trained:
            self._sample += self._open
        self._open, self._size = [], 0
        if self._held >= _TOGETHER or (not self._trained and self._is_sample()):
            self._squeeze()

    def _enter(self, block: bytes | memoryview, ends: Sequence[int], dictionary: int) -> None:
        self._blocks.append(block)
        self._with.append(dictionary)
        self._ends.extend(ends)
        self._firsts.append(len(self._ends))

    def _squeeze(self) -> None:
        """Compress the blocks that wait for it."""
        if not self._trained:
            self._train()
        compress, blocks = self._squeezer.compress, self._blocks
        for place in self._waiting:
            blocks[place], self._with[place] = compress(blocks[place]), self._own
        self._waiting, self._held = [], 0

    def _is_sample(self) -> bool:
        return self._held >= _SAMPLE and len(self._sample) >= _FEWEST

    def _train(self) -> None:
        """Make the dictionary, where the sample is worth one."""
        dictionary = _trained(self._sample) if self._is_sample() else b""
        if dictionary:
            self._own = self._number(dictionary)
            given = zstandard.ZstdCompressionDict(dictionary)
            self._squeezer = zstandard.ZstdCompressor(level=_LEVEL, dict_data=given, write_dict_id=False)
        self._trained, self._sample = True, []

    def _number(self, dictionary: bytes) -> int:
        return self._dictionaries.setdefault(dictionary, len(self._dictionaries) + 1) if dictionary else 0


def _trained(sample: Sequence[bytes]) -> bytes:
    try:
        return zstandard.train_dictionary(_DICTIONARY, [*sample], k=_SEGMENT, d=_PIECE).as_bytes()
    except zstandard.ZstdError:  # they have nothing in common
        return b""


def _starts(pieces: Sequence[bytes | memoryview]) -> Array:
    return np.array([0, *accumulate(map(len, pieces))])


def joined_stored(parts: Sequence[tuple[StoredArticles, Array]]) -> dict[str, Array]:
    """The arrays of the live documents of several segments. `parts`: each with a mask of these, one a document.

    Blocks go over as they are where all in them live and their dictionary stays; others are compressed anew.
    """
    writer, kept = StoredWriter(), _most_used([stored for stored, _ in parts])
    for stored, mask in parts:
        dictionaries = [stored.dictionary(number) for number in range(stored.count + 1)]
        stays = _staying(stored, mask, np.array([not each or each in kept for each in dictionaries]))
        borders = np.flatnonzero(np.diff(stays, prepend=False, append=False)).tolist()
        for begin, end in zip([0, *borders], [*borders, len(stays)], strict=True):
            if begin < end and stays[begin]:
                writer.add_blocks(stored, begin, end, dictionaries)
                continue
            for number in range(begin, end):
                for data in _living(stored, number, mask):
                    writer.add(data)
    return writer.arrays()


def _staying(stored: StoredArticles, mask: Array, kept: Array) -> Array:
    """Which blocks go over as they are. kept: by the number of a dictionary, whether it stays."""
    firsts, ends, used = stored.table()
    if not len(used):
        return np.zeros(0, np.bool_)
    alive = np.add.reduceat(mask, firsts[:-1], dtype=np.int64) == np.diff(firsts)
    stays: Array = alive & kept[used] & (ends[firsts[1:] - 1] >= np.where(used > 0, _BLOCK // 2, _ALONE))
    return stays


def _living(stored: StoredArticles, number: int, mask: Array) -> Iterator[bytes]:
    """The articles of a block that stay."""
    firsts, ends, _ = stored.table()
    first, last = firsts[number : number + 2].tolist()
    live = mask[first:last].tolist()
    if any(live):
        data, places = stored.opened(number), ends[first:last].tolist()
        for begin, end, keep in zip([0, *places], places, live, strict=False):
            if keep:
                yield data[begin:end]


def _most_used(stored: Sequence[StoredArticles]) -> set[bytes]:
    """The dictionaries that a joined segment keeps: it may make one of its own besides."""
    uses: Counter[bytes] = Counter()
    for one in stored:
        for number, blocks in enumerate(np.bincount(one.table()[2], minlength=1).tolist()):
            if number and blocks:
                uses[one.dictionary(number)] += blocks
    return {dictionary for dictionary, _ in uses.most_common(_MOST - 1)}
