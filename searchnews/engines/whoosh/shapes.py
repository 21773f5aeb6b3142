"""The words of a segment's vocabulary that are spelled nearly like one, or fit wild cards.

A word's *letters* are a set of 64 bits, one for each letter by its code. An edit adds a bit, takes one away, or both;
so two words at most n edits apart differ in at most 2 n bits. The loops are compiled where numba is (compiled_words.py).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.segment import Segment
from searchnews.query.expansion import matcher, wild_parts
from searchnews.query.nodes import Pattern

ANY, ONE = -1, -2  # in the codes of wild cards: * and ?
_ONES = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.uint8)


class Shapes(NamedTuple):
    """What is known of each word of a vocabulary."""

    points: Array  # uint32: the letters of all words, one after another
    starts: Array  # int64 [words + 1]
    letters: Array  # uint64
    lengths: Array  # int32: letters


_known: WeakKeyDictionary[Segment, Shapes] = WeakKeyDictionary()  # made when they are first asked for


def near(segment: Segment, word: str, edits: int) -> Array:
    """The numbers of the words at most so many edits away."""
    wanted = np.frombuffer(_points(word), np.uint32)
    if kernels.can_sweep():
        found: Array = kernels.near_words(*_shapes(segment), wanted, _letters(wanted), edits)
        return found
    return _near(_shapes(segment), wanted, edits)


def fitting(segment: Segment, pattern: Pattern) -> Array:
    """The numbers of the words that a pattern fits."""
    if pattern.edits:
        return near(segment, pattern.text, pattern.edits)
    prefix, rest = wild_parts(pattern.text)
    vocabulary = segment.vocabulary
    numbers = vocabulary.beginning(prefix.encode("utf-8", "surrogatepass")) if prefix else range(len(vocabulary))
    if rest and not rest.strip("*"):
        return np.arange(numbers.start, numbers.stop)
    if kernels.can_sweep():
        text, starts = segment.arrays["vocabulary.text"], segment.arrays["vocabulary.starts"]
        found: Array = kernels.wild_words(text, starts, numbers.start, numbers.stop, codes_of(pattern.text))
        return found
    likely = np.arange(numbers.start, numbers.stop)
    needed = _letters(np.frombuffer(_points(rest.replace("*", "").replace("?", "")), np.uint32))
    likely = likely[_shapes(segment).letters[likely] & needed == needed]
    fits = matcher(pattern.text)
    words = [vocabulary[number].decode("utf-8", "surrogatepass") for number in likely.tolist()]
    kept: Array = likely[np.array([fits(word) is not None for word in words], np.bool_)]
    return kept


@lru_cache
def codes_of(text: str) -> Array:
    """A pattern's bytes in UTF-8, with ANY and ONE for its wild cards; int16."""
    codes: Array = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8).astype(np.int16)
    codes[codes == ord("*")], codes[codes == ord("?")] = ANY, ONE
    return codes


def _shapes(segment: Segment) -> Shapes:
    shapes = _known.get(segment)
    if shapes is None:
        shapes = _known[segment] = _shapes_of(segment.arrays["vocabulary.text"], segment.arrays["vocabulary.starts"])
    return shapes


def _shapes_of(text: Array, starts: Array) -> Shapes:
    """text: uint8, UTF-8. starts: where each word begins in it, and where the last ends."""
    begins = (text & np.uint8(0xC0)) != 0x80  # the first byte of a letter
    before = np.concatenate([[0], np.cumsum(begins, dtype=np.int64)])
    points = np.frombuffer(_points(text.tobytes().decode("utf-8", "surrogatepass")), dtype=np.uint32)
    places = before[starts]
    bits = _bits(points)
    letters = np.bitwise_or.reduceat(bits, places[:-1]) if len(places) > 1 else bits  # no word is empty
    return Shapes(points, places, letters, np.diff(places).astype(np.int32))


def _points(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")


def _bits(points: Array) -> Array:
    return np.uint64(1) << (points & np.uint32(63)).astype(np.uint64)


def _letters(points: Array) -> np.uint64:
    return np.bitwise_or.reduce(_bits(points), initial=np.uint64(0))  # type: ignore[no-any-return]


def _near(shapes: Shapes, wanted: Array, edits: int) -> Array:
    numbers = np.flatnonzero(np.abs(shapes.lengths - np.int32(len(wanted))) <= edits)
    differing = np.ascontiguousarray(shapes.letters[numbers] ^ _letters(wanted)).view(np.uint8)
    numbers = numbers[_ONES[differing].reshape(-1, 8).sum(axis=1) <= 2 * edits]
    found: Array = numbers[_distances(shapes, numbers, wanted) <= edits]
    return found


def _distances(shapes: Shapes, numbers: Array, wanted: Array) -> Array:
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
