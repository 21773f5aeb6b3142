"""The words of an index that are spelled nearly like one: two cheap bounds for all of them, the distance for what is left.

A word's *letters* are a set of 64 bits, one for each letter by its code. An edit adds a bit, takes one away, or both;
so two words at most n edits apart differ in at most 2 n bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from searchnews.engines.spelling import RARE
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.executor import Executor
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.segment import Segment
from searchnews.query.expansion import expanded
from searchnews.query.nodes import Node, Term

_ONES = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.uint8)


class _Shapes(NamedTuple):
    """What is known of each word of a segment's vocabulary; made when it is first asked for."""

    points: Array  # uint32: the letters of all words, one after another
    starts: Array  # int64 [words + 1]
    letters: Array  # uint64
    lengths: Array  # int32: letters


_known: WeakKeyDictionary[Segment, _Shapes] = WeakKeyDictionary()


class IndexSpelling:
    """See engines.spelling.Spelling."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        found: dict[str, int] = {}
        for segment in self._executor.snapshot.segments:
            for number in _near(_shapes(segment), word, edits).tolist():
                other = segment.vocabulary[number].decode("utf-8", "surrogatepass")
                found[other] = found.get(other, 0) + int(segment.vocabulary_mentions[number])
        return found.items()

    def frequent(self, word: Term) -> bool:
        """Whether the entries of one of its terms alone, less all deletions, are more than RARE articles."""
        if word.field is not None:
            return False
        snapshot = self._executor.snapshot
        least = RARE + snapshot.size - snapshot.articles
        return any(_entries(snapshot.segments, encoded(term)) > least for term in word.variants)

    def articles(self, node: Node) -> int:
        return len(self._executor.matching(expanded(node, self._executor.snapshot)[0]))


def _entries(segments: Iterable[Segment], term: bytes) -> int:
    """How many documents have a term in a default field, deleted ones too."""
    count = 0
    for segment in segments:
        number = segment.terms.find(term)
        if number >= 0:
            begin, end, _, _ = segment.spans(number)
            count += end - begin
    return count


def _shapes(segment: Segment) -> _Shapes:
    shapes = _known.get(segment)
    if shapes is None:
        shapes = _known[segment] = _shapes_of(segment.arrays["vocabulary.text"], segment.arrays["vocabulary.starts"])
    return shapes


def _shapes_of(text: Array, starts: Array) -> _Shapes:
    """text: uint8, UTF-8. starts: where each word begins in it, and where the last ends."""
    begins = (text & np.uint8(0xC0)) != 0x80  # the first byte of a letter
    before = np.concatenate([[0], np.cumsum(begins, dtype=np.int64)])
    points = np.frombuffer(_points(text.tobytes().decode("utf-8", "surrogatepass")), dtype=np.uint32)
    places = before[starts]
    bits = np.uint64(1) << (points & np.uint32(63)).astype(np.uint64)
    letters = np.bitwise_or.reduceat(bits, places[:-1]) if len(places) > 1 else bits  # no word is empty
    return _Shapes(points, places, letters, np.diff(places).astype(np.int32))


def _points(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")


def _near(shapes: _Shapes, word: str, edits: int) -> Array:
    """The numbers of the words at most so many edits away."""
    wanted = np.frombuffer(_points(word), dtype=np.uint32)
    letters = np.bitwise_or.reduce(np.uint64(1) << (wanted & np.uint32(63)).astype(np.uint64))
    numbers = np.flatnonzero(np.abs(shapes.lengths - np.int32(len(wanted))) <= edits)
    differing = np.ascontiguousarray(shapes.letters[numbers] ^ letters).view(np.uint8)
    numbers = numbers[_ONES[differing].reshape(-1, 8).sum(axis=1) <= 2 * edits]
    found: Array = numbers[_distances(shapes, numbers, wanted) <= edits]
    return found


def _distances(shapes: _Shapes, numbers: Array, wanted: Array) -> Array:
    """Of each of some words to one: query.expansion.distance, for all of them a letter at a time."""
    lengths = shapes.lengths[numbers]
    width = int(lengths.max(initial=0))
    places = shapes.starts[numbers] + np.arange(width)[:, None]
    words = shapes.points[np.minimum(places, max(len(shapes.points) - 1, 0))]  # a row for the first letters, and so on
    row = np.repeat(np.arange(width + 1, dtype=np.int16)[:, None], len(numbers), axis=1)
    before = row
    for i, letter in enumerate(wanted):
        previous, before, row = before, row, np.empty_like(row)
        row[0] = i + 1
        differs = words != letter
        row[1:] = np.minimum(before[1:] + 1, before[:-1] + differs)
        if i:
            swapped = (words[1:] == wanted[i - 1]) & ~differs[:-1]
            np.minimum(row[2:], previous[:-2] + 1, out=row[2:], where=swapped)
        for j in range(width):
            np.minimum(row[j + 1], row[j] + 1, out=row[j + 1])
    distances: Array = row[lengths, np.arange(len(numbers))]
    return distances
