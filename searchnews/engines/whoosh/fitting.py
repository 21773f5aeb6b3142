"""The words that a pattern stands for: of all that it fits, those that occur the oftenest in the whole index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.shapes import fitting as fitting_numbers
from searchnews.query.nodes import Pattern


def fitting(segments: Sequence[Segment], pattern: Pattern, most: int) -> list[str]:
    """See expansion.Vocabulary. Raises Damaged."""
    found = [(segment, fitting_numbers(segment, pattern)) for segment in segments]
    held = [(segment, numbers, segment.vocabulary_mentions[numbers]) for segment, numbers in found if len(numbers)]
    if len(held) == 1:
        segment, numbers, counts = held[0]
        words = [segment.vocabulary[number] for number in numbers[_oftenest(counts, most)].tolist()]
    else:
        counted = _counted(held, most)
        words = sorted(counted, key=lambda word: (-counted[word], word))[:most]
    return [word.decode("utf-8", "surrogatepass") for word in words]


def _oftenest(counts: Array, most: int) -> Array:
    """The places of the `most` highest counts, highest first, of equal ones the first."""
    places = np.arange(len(counts))
    if len(counts) > most:
        least = np.partition(counts, len(counts) - most)[len(counts) - most]
        above, equal = np.flatnonzero(counts > least), np.flatnonzero(counts == least)
        places = np.sort(np.concatenate([above, equal[: most - len(above)]]))
    order: Array = places[np.argsort(-counts[places].astype(np.int64), kind="stable")]
    return order


def _counted(held: Sequence[tuple[Segment, Array, Array]], most: int) -> dict[bytes, int]:
    """How often each word occurs that can be among the `most` oftenest of several segments.

    In some segment `most` words occur so and so often at least, so in all of them together, too; and a word that occurs
    as often in the whole does so in one of s segments a share of s.
    """
    least = max((int(np.partition(counts, -most)[-most]) for _, _, counts in held if len(counts) >= most), default=0)
    likely = {
        segment.vocabulary[number]
        for segment, numbers, counts in held
        for number in numbers[counts * np.int64(len(held)) >= least].tolist()
    }
    return {word: sum(_mentions(segment, word) for segment, _, _ in held) for word in likely}


def _mentions(segment: Segment, word: bytes) -> int:
    number = segment.vocabulary.spelled(word)
    return int(segment.vocabulary_mentions[number]) if number >= 0 else 0
