"""The words that a pattern stands for: of all that it fits, those that occur the oftenest in the whole index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.shapes import oftenest
from searchnews.query.expansion import Counted
from searchnews.query.nodes import Pattern


def fitting(segments: Sequence[Segment], pattern: Pattern, most: int) -> Counted:
    """See expansion.Vocabulary. Raises Damaged.

    In some segment `most` words occur so and so often at least, so in all of them together, too; and a word that occurs
    as often in the whole does so in one of s segments a share of s. Rarer ones are not even looked at.
    """
    shift, least, whole = len(segments), 1, 0
    known: dict[bytes, int] = {}  # how often a word occurs << shift | a bit for each segment it was found in
    for place, segment in enumerate(segments):
        numbers, counts = oftenest(segment, pattern, most, len(segments), least)
        if len(numbers) < most:
            whole |= 1 << place
        else:
            least = max(least, int(counts[most - 1]))
        found = ((counts.astype(np.int64) << shift) | 1 << place).tolist()
        for word, more in zip(segment.vocabulary.some(numbers.tolist()), found, strict=True):
            known[word] = known.get(word, 0) + more
    rest = (least - 1) // len(segments) if segments else 0  # of a word that is not known to be in a segment, at most
    lowest = sorted(known.values(), reverse=True)[most - 1] >> shift if len(known) > most else 0
    totals, unknown = [], ~whole & (1 << shift) - 1
    for word, both in known.items():
        total, unseen = both >> shift, unknown & ~both
        if total + rest * unseen.bit_count() >= lowest:
            total += sum(_mentions(segment, word) for place, segment in enumerate(segments) if unseen >> place & 1)
            totals.append((-total, word))
    return [(word.decode("utf-8", "surrogatepass"), -less) for less, word in sorted(totals)[:most]]


def _mentions(segment: Segment, word: bytes) -> int:
    number = segment.vocabulary.spelled(word)
    return int(segment.vocabulary_mentions[number]) if number >= 0 else 0
