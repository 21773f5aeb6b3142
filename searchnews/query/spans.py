"""Where a leaf stands in one field of one text: the definition that engines must agree with, and what snippets mark by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from searchnews.fields import POSITION_GAP, scope
from searchnews.query.nodes import Away, Leaf, Near, Or, Pattern, Phrase, Spans, Term

Span = tuple[int, int]  # positions of the first and the last word


@dataclass(frozen=True, slots=True)
class Places:
    """One field of one article."""

    field: str  # a name in fields.TEXT_FIELDS
    positions: Mapping[str, Sequence[int]]  # term → where it stands, ascending
    starts: Sequence[int]  # where each value begins, ascending

    def value(self, position: int) -> int:
        """Which value of the field holds a position, from 0."""
        return bisect_right(self.starts, position) - 1


def spans(node: Spans, places: Places) -> list[Span]:
    """The spans of a node in a field, ascending, without repeats."""
    match node:
        case Term(_, variants) | Pattern(_, _, _, variants):
            found = [(place, place) for place in _places(variants, places)]
        case Phrase():
            found = _runs(node, places)
        case Near(left, right, distance, ordered):
            one, other = spans(left, places), spans(right, places)
            pairs = _pairs(one, other, distance)
            return sorted(pairs if ordered else pairs | _pairs(other, one, distance))
        case Away(left, right, distance, ordered):
            unwanted = spans(right, places)
            near = _followed if ordered else _close
            return [span for span in spans(left, places) if not any(near(span, it, distance) for it in unwanted)]
        case Or(children):
            return sorted({span for child in children for span in spans(child, places)})  # type: ignore[arg-type]
    return [span for span in found if _in_scope(node, span, places)]


def _places(variants: Iterable[str], places: Places) -> list[int]:
    return sorted({place for variant in variants for place in places.positions.get(variant, ())})


def _runs(phrase: Phrase, places: Places) -> list[Span]:
    first, *others = (set(_places(slot, places)) for slot in phrase.slots)
    last = len(others)
    runs = {p: p + last for p in first if all(p + step in slot for step, slot in enumerate(others, 1))}
    alone = {p: p for p in _places(phrase.joined, places)}
    return sorted((alone | runs).items())


def _pairs(one: Sequence[Span], other: Sequence[Span], distance: int) -> set[Span]:
    """From a span of `one` to a span of `other` that begins at most `distance` words after its end."""
    return {(first, end) for first, last in one for start, end in other if 1 <= start - last <= distance}


def _followed(span: Span, by: Span, distance: int) -> bool:
    return 1 <= by[0] - span[1] <= distance


def _close(span: Span, to: Span, distance: int) -> bool:
    """Whether at most so many words lie from the end of one to the beginning of the other, or they share one."""
    return to[0] - span[1] <= distance and span[0] - to[1] <= distance


def _in_scope(leaf: Leaf, span: Span, places: Places) -> bool:
    assert not isinstance(leaf, Near | Away)
    asked = scope(leaf.field)
    if places.field not in asked.fields:
        return False
    if asked.lead_only and places.field == "body":
        return places.value(span[1]) == 0
    if asked.first_words is not None:
        # The gaps before a position are as many as the values before its own.
        return span[1] - POSITION_GAP * places.value(span[1]) < asked.first_words
    return True
