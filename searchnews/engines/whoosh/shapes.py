"""The words of a segment's vocabulary that are spelled nearly like one, or fit wild cards: those first that occur the oftenest.

A word's *letters* are a set of 64 bits, one for each letter by its code. An edit adds a bit, takes one away, or both; so of two
words at most n edits apart each has at most n bits that the other has not. The loops are compiled where numba is (compiled_words.py).
"""

from __future__ import annotations

from collections.abc import Iterator
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
_ALL = 1 << 60  # more than there are words
_BLOCK = 4096  # words that the plain form looks at together first, then twice as many, and so on
_SHORT = np.iinfo(np.uint16).max
_ONES = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.uint8)

Found = tuple[Array, Array]  # numbers of words, int64, and how often each occurs


class Shapes(NamedTuple):
    """What is known of each word of a vocabulary, the oftenest first, of equally frequent ones the first."""

    order: Array  # int32: their numbers
    counts: Array  # uint32: how often each occurs
    letters: Array  # uint64, a set a word; for compiled loops in planes (compiled_words.py), as are
    lengths: Array  # int32: how many letters


_known: WeakKeyDictionary[Segment, Shapes] = WeakKeyDictionary()  # made when they are first asked for


def near(segment: Segment, word: str, edits: int) -> Array:
    """The numbers of all words at most so many edits away, ascending."""
    found: Array = np.sort(oftenest(segment, Pattern(word, edits), _ALL, 1, 0)[0])
    return found


def oftenest(segment: Segment, pattern: Pattern, most: int, times: int, least: int) -> Found:
    """The words that a pattern fits, the oftenest first: the first `most`, and those that may be among them elsewhere.

    These occur, `times` over, as often as the last of the `most` does, and as often as `least`, too.
    """
    prefix, rest = ("", "") if pattern.edits else wild_parts(pattern.text)
    if prefix:
        return _beginning(segment, pattern, prefix, rest, most, times, least)
    shapes, limits = _shapes(segment), (most, times, least)
    wanted = np.frombuffer(
        _points(pattern.text if pattern.edits else rest.replace("*", "").replace("?", "")), np.uint32
    )
    text, starts = segment.arrays["vocabulary.text"], segment.arrays["vocabulary.starts"]
    if not kernels.can_sweep():
        places = (
            _near(segment, shapes, wanted, pattern.edits) if pattern.edits else _wild(segment, shapes, wanted, rest)
        )
        found = _enough(places, shapes.counts, *limits)
    elif pattern.edits:
        found = kernels.near_words(text, starts, *shapes, wanted, _letters(wanted), pattern.edits, *limits)
    else:
        shortest = len(rest) - rest.count("*")
        found = kernels.wild_words(text, starts, *shapes, codes_of(rest), _letters(wanted), shortest, *limits)
    return shapes.order[found].astype(np.int64), shapes.counts[found]


def _beginning(segment: Segment, pattern: Pattern, prefix: str, rest: str, most: int, times: int, least: int) -> Found:
    """The same for a pattern that begins with letters: few words do, and they stand together."""
    span = segment.vocabulary.beginning(prefix.encode("utf-8", "surrogatepass"))
    numbers = np.arange(span.start, span.stop)
    counts = segment.vocabulary_mentions[span.start : span.stop]
    if not rest or rest.strip("*"):
        fits = matcher(pattern.text)
        kept = np.array([fits(_word(segment, number)) is not None for number in numbers.tolist()], np.bool_)
        numbers, counts = numbers[kept], counts[kept]
    if len(counts) > most:
        least = max(least, int(np.partition(counts, len(counts) - most)[len(counts) - most]))
        kept = counts.astype(np.int64) * times >= least
        numbers, counts = numbers[kept], counts[kept]
    order = np.argsort(-counts.astype(np.int64), kind="stable")
    return numbers[order], counts[order]


def _word(segment: Segment, number: int) -> str:
    return segment.vocabulary[number].decode("utf-8", "surrogatepass")


def _enough(places: Iterator[int], counts: Array, most: int, times: int, least: int) -> Array:
    """Of places that fit, ascending, as many as are asked for (oftenest)."""
    found: list[int] = []
    for place in places:
        if len(found) >= most and int(counts[place]) * times < max(least, int(counts[found[most - 1]])):
            break
        found.append(place)
    return np.array(found, np.int64)


@lru_cache
def codes_of(text: str) -> Array:
    """A pattern's bytes in UTF-8, with ANY and ONE for its wild cards; int16."""
    codes: Array = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8).astype(np.int16)
    codes[codes == ord("*")], codes[codes == ord("?")] = ANY, ONE
    return codes


def _shapes(segment: Segment) -> Shapes:
    shapes = _known.get(segment)
    if shapes is None or (shapes.letters.ndim > 1) != kernels.can_sweep():
        text, starts = segment.arrays["vocabulary.text"], segment.arrays["vocabulary.starts"]
        counts = segment.vocabulary_mentions
        order = _descending(counts)
        spelled = kernels.spelled_words if kernels.can_sweep() else _spelled
        shapes = _known[segment] = Shapes(order, counts[order], *spelled(text, starts, order))
    return shapes


def _descending(counts: Array) -> Array:
    """The places of the numbers, highest first, of equal ones the first; int32."""
    few = np.minimum(counts, _SHORT).astype(np.uint16)
    order = np.argsort(_SHORT - few, kind="stable").astype(
        np.int32
    )  # of such narrow numbers in one pass over each byte
    highest = int(np.count_nonzero(few == _SHORT))
    order[:highest] = order[:highest][np.argsort(-counts[order[:highest]].astype(np.int64), kind="stable")]
    return order


def _spelled(text: Array, starts: Array, order: Array) -> tuple[Array, Array]:
    """Letters and lengths of all words. text: uint8, UTF-8. starts: where each word begins in it, and where the last ends."""
    begins = (text & np.uint8(0xC0)) != 0x80  # the first byte of a letter
    before = np.concatenate([[0], np.cumsum(begins, dtype=np.int64)])
    places = before[starts]
    bits = _bits(np.frombuffer(_points(text.tobytes().decode("utf-8", "surrogatepass")), dtype=np.uint32))
    letters = np.bitwise_or.reduceat(bits, places[:-1]) if len(places) > 1 else bits  # no word is empty
    return letters[order], np.diff(places).astype(np.int32)[order]


def _points(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")


def _bits(points: Array) -> Array:
    return np.uint64(1) << (points & np.uint32(63)).astype(np.uint64)


def _letters(points: Array) -> np.uint64:
    return np.bitwise_or.reduce(_bits(points), initial=np.uint64(0))  # type: ignore[no-any-return]


def _ones(bits: Array) -> Array:
    """How many bits of each number are set."""
    found: Array = _ONES[np.ascontiguousarray(bits).view(np.uint8)].reshape(-1, 8).sum(axis=1)
    return found


def _wild(segment: Segment, shapes: Shapes, wanted: Array, text: str) -> Iterator[int]:
    """The places, in `shapes`, of the words that fit, by arrays as far as that goes."""
    needed, fits = _letters(wanted), matcher(text)
    for place in np.flatnonzero(shapes.letters & needed == needed).tolist():
        if fits(_word(segment, int(shapes.order[place]))) is not None:
            yield place


def _near(segment: Segment, shapes: Shapes, wanted: Array, edits: int) -> Iterator[int]:
    own, first, last = _letters(wanted), 0, _BLOCK
    while first < len(shapes.order):
        lengths, letters = shapes.lengths[first:last], shapes.letters[first:last]
        places = np.flatnonzero(np.abs(lengths - np.int32(len(wanted))) <= edits)
        missing, further = own & ~letters[places], letters[places] & ~own
        places = places[(_ones(missing) <= edits) & (_ones(further) <= edits)] + first
        words = [_word(segment, int(number)) for number in shapes.order[places].tolist()]
        yield from places[_distances(words, wanted) <= edits].tolist()
        first, last = last, 2 * last


def _distances(words: list[str], wanted: Array) -> Array:
    """Of each of some words to one: query.expansion.distance, for all of them a letter at a time."""
    lengths = np.array(list(map(len, words)), np.int64)
    width = int(lengths.max(initial=0))
    padded = np.frombuffer(_points("".join(word.ljust(width) for word in words)), np.uint32)
    letters = padded.reshape(len(words), width).T  # a row for the first letters, and so on
    row = np.repeat(np.arange(width + 1, dtype=np.int16)[:, None], len(words), axis=1)
    before = row
    for i, letter in enumerate(wanted):
        previous, before, row = before, row, np.empty_like(row)
        row[0] = i + 1
        differs = letters != letter
        row[1:] = np.minimum(before[1:] + 1, before[:-1] + differs)
        if i:
            swapped = (letters[1:] == wanted[i - 1]) & ~differs[:-1]
            np.minimum(row[2:], previous[:-2] + 1, out=row[2:], where=swapped)
        for j in range(width):
            np.minimum(row[j + 1], row[j] + 1, out=row[j + 1])
    distances: Array = row[lengths, np.arange(len(words))]
    return distances
