"""Stored articles: a few of them compressed together, with a dictionary of what many of the segment's articles share.

Their ids, which no compression makes smaller, are a column already (columns.py) and not stored again.

B blocks of N documents, and D dictionaries:

    stored              uint8   the blocks, one after another, each compressed with Zstandard
    stored_at           int64   [B + 1]  where each begins
    stored_first        uint32  [B + 1]  its first document
    stored_ends         uint32  [N]      where an article ends in its block once this is decompressed
    stored_with         uint8   [B]      the number of its dictionary, from 1; 0: compressed without one
    dictionaries        uint8   the dictionaries, one after another, as Zstandard's own format has them
    dictionaries_at     uint32  [D + 1]  where each begins

Reading ten articles reads at most ten blocks of about 4 KB, which only the dictionary makes small on disk, too.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import zstandard

from searchnews.engines.whoosh.arrays import Array
from searchnews.models import Article
from searchnews.serialise import article_from_bytes, with_id

LARGEST_BLOCK = 1 << 30  # bytes of a block: one article is far smaller
LARGEST_DICTIONARY = 1 << 20  # bytes; those that are written are far smaller
UNCHECKED = ("stored", "dictionaries")  # arrays that StoredArticles has checked before it reads them
CHECKED = ("stored_at", "stored_first", "stored_ends", "stored_with", "dictionaries_at")  # that are to be whole before


class StoredArticles:
    """The stored articles of one segment. May be shared by threads."""

    def __init__(
        self, arrays: Mapping[str, Array], require: Callable[[str, int, int], None] = lambda name, first, last: None
    ) -> None:
        """require: called with the part of `stored` or `dictionaries` that is about to be read."""
        self._require = require
        self._data, self._ends = arrays["stored"].data, arrays["stored_ends"].data
        self._at, self._firsts = arrays["stored_at"].data, arrays["stored_first"].data
        self._with = arrays["stored_with"].data
        self._dictionaries, self._dictionaries_at = arrays["dictionaries"].data, arrays["dictionaries_at"].data
        self._openers: dict[int, _Opener] = {}

    def article(self, document: int, article_id: bytes) -> Article:
        """A document's article, which has this id. Raises Damaged, ZstdError, ValueError, KeyError, TypeError."""
        number = bisect_right(self._firsts, document) - 1
        begin = 0 if document == self._firsts[number] else self._ends[document - 1]
        return article_from_bytes(with_id(article_id, self.opened(number)[begin : self._ends[document]]))

    def opened(self, number: int) -> bytes:
        """A block, decompressed. Raises Damaged, ZstdError, ValueError."""
        dictionary = self._with[number]
        opener = self._openers.get(dictionary)
        if opener is None:  # two threads may make it: either is as good
            opener = self._openers[dictionary] = _Opener(self.dictionary(dictionary))
        return opener(self.block(number), self._ends[self._firsts[number + 1] - 1])

    @property
    def count(self) -> int:
        """How many dictionaries there are."""
        return len(self._dictionaries_at) - 1

    def block(self, number: int) -> memoryview:
        """A block as it is in the file. Raises Damaged."""
        first, last = self._at[number], self._at[number + 1]
        self._require("stored", first, last)
        return self._data[first:last]

    def dictionary(self, number: int) -> bytes:
        """A dictionary by its number, from 1; 0: b"", which is none. Raises Damaged, ValueError."""
        if not number:
            return b""
        if number > self.count:
            raise ValueError(f"there is no dictionary {number}")
        first, last = self._dictionaries_at[number - 1], self._dictionaries_at[number]
        if not 0 < last - first <= LARGEST_DICTIONARY:
            raise ValueError(f"a dictionary of {last - first:,} bytes")
        self._require("dictionaries", first, last)
        return bytes(self._dictionaries[first:last])

    def blocks(self, begin: int, end: int) -> list[memoryview]:
        """Some blocks as they are in the file. Raises Damaged."""
        places = self._at[begin : end + 1].tolist()
        self._require("stored", places[0], places[-1])
        return [self._data[first:last] for first, last in pairwise(places)]

    def table(self) -> tuple[Array, Array, Array]:
        """Of every block its first document, and the last one's end; of every document where it ends in its block,
        decompressed; of every block the number of its dictionary."""
        return np.asarray(self._firsts), np.asarray(self._ends), np.asarray(self._with)


class _Opener:
    """Decompresses the blocks of one dictionary. A decompressor is not to be used by two threads at once."""

    def __init__(self, dictionary: bytes) -> None:
        given = (
            zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT) if dictionary else None
        )
        self._decompressor = zstandard.ZstdDecompressor(dict_data=given)
        self._lock = threading.Lock()

    def __call__(self, block: memoryview, size: int) -> bytes:
        # The frame says how much memory to take: it is believed only where the segment says the same.
        if not 0 < size <= LARGEST_BLOCK or zstandard.frame_content_size(block) != size:
            raise ValueError(f"a block that is not of {size:,} bytes")
        with self._lock:
            data: bytes = self._decompressor.decompress(block)
        return data
