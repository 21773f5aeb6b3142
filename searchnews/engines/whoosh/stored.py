"""Stored articles, each compressed by itself: reading ten reads ten.

stored        uint8   the articles, one after another
stored_at     int64   [documents + 1]  where each begins
dictionary    uint8   what zlib is told beforehand, so that a short text compresses as if it were in a long one
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.models import Article
from searchnews.serialise import article_from_json, article_to_json

_LEVEL = 3


def packed(article: Article, dictionary: bytes) -> bytes:
    """An article as it is stored."""
    squeezer = zlib.compressobj(_LEVEL, zdict=dictionary)
    data = json.dumps(article_to_json(article), separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    return squeezer.compress(data) + squeezer.flush()


def stored_arrays(blocks: Sequence[bytes], dictionary: bytes) -> dict[str, Array]:
    """The arrays of articles that are packed already."""
    ends = np.cumsum(np.fromiter(map(len, blocks), dtype=np.int64, count=len(blocks)))
    return {
        "stored": np.frombuffer(b"".join(blocks), dtype=np.uint8),
        "stored_at": np.concatenate([[0], ends]).astype(np.int64),
        "dictionary": np.frombuffer(dictionary, dtype=np.uint8),
    }


class StoredArticles:
    """The stored articles of one segment."""

    def __init__(
        self, arrays: Mapping[str, Array], require: Callable[[int, int], None] = lambda first, last: None
    ) -> None:
        """require: called with the part of `stored` that is about to be read."""
        self._require = require
        self._data, self._starts = arrays["stored"], arrays["stored_at"]
        self.dictionary = arrays["dictionary"].tobytes()

    def block(self, document: int) -> bytes:
        """An article as it is stored."""
        first, last = int(self._starts[document]), int(self._starts[document + 1])
        self._require(first, last)
        return self._data[first:last].tobytes()

    def __getitem__(self, document: int) -> Article:
        opener = zlib.decompressobj(zdict=self.dictionary)
        data = opener.decompress(self.block(document)) + opener.flush()
        return article_from_json(json.loads(data))


def usual() -> bytes:
    """The dictionary: the names that every stored article has, the most frequent last."""
    names = ",".join(f'"{name}":' for name in reversed(list(article_to_json(Article("", "")))))
    evidence = '{"rule":"","place":"line ","confidence":0.9},"published":{"start":"20","end":"20","precision":"day","offset":null,"evidence":[]}'
    return (
        " the of and to in a that said for on was is it by with from at as he be has an will have not are were its which would this they but had been more or who their one "
        + evidence
        + names
    ).encode()
