"""The words that a pattern stands for: of all that it fits, those that occur the oftenest in the whole index."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.shapes import oftenest
from searchnews.query.expansion import Counted
from searchnews.query.nodes import Pattern


def fitting(segments: Sequence[Segment], pattern: Pattern, most: int) -> Counted:
    """See expansion.Vocabulary. Raises Damaged.

    In some segment `most` words occur so and so often at least, so in all of them together, too; and a word that occurs
    as often in the whole does so in one of s segments a share of s. Rarer ones are not even looked at.
    """
    least, known, whole = 1, dict[bytes, dict[int, int]](), set[int]()
    for place, segment in enumerate(segments):
        numbers, counts = oftenest(segment, pattern, most, len(segments), least)
        if len(numbers) < most:
            whole.add(place)
        else:
            least = max(least, int(counts[most - 1]))
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            known.setdefault(segment.vocabulary[number], {})[place] = count
    rest = (least - 1) // len(segments) if segments else 0  # of a word that is not known to be in a segment, at most
    lowest = (
        min(nlargest(most, (sum(found.values()) for found in known.values())), default=0) if len(known) > most else 0
    )
    totals = []
    for word, found in known.items():
        open_places = [place for place in range(len(segments)) if place not in found and place not in whole]
        if sum(found.values()) + rest * len(open_places) >= lowest:
            total = sum(found.values()) + sum(_mentions(segments[place], word) for place in open_places)
            totals.append((-total, word))
    return [(word.decode("utf-8", "surrogatepass"), -less) for less, word in sorted(totals)[:most]]


def _mentions(segment: Segment, word: bytes) -> int:
    number = segment.vocabulary.spelled(word)
    return int(segment.vocabulary_mentions[number]) if number >= 0 else 0
