"""What a leaf of a query is to one who marks texts: which words it has, and on what it depends where they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from searchnews.fields import scope
from searchnews.query.nodes import Away, Leaf, Near, Or, Pattern, Phrase, Spans, Term
from searchnews.query.spans import Places, spans
from searchnews.spotting import Sighting

ANY_TOKEN = re.compile(r"[^\W_]")
Span = tuple[int, int, int]  # characters that are marked: where they begin and end, and the leaf's place in the query


def is_run(leaf: Leaf) -> bool:
    """Whether it is a phrase that stands wherever its words stand next to each other."""
    if not isinstance(leaf, Phrase) or leaf.joined:
        return False
    asked = scope(leaf.field)
    return asked.first_words is None and not asked.lead_only


def phrase_runs(text: str, tokens: Sequence[Sighting], number: int, phrase: Leaf) -> Iterator[Span]:
    """Where a phrase stands, by the tokens that may be of it and nothing between two of them."""
    assert isinstance(phrase, Phrase)
    first, *others = phrase.slots
    for place, (start, end, term) in enumerate(tokens):
        if term in first and place + len(others) < len(tokens):
            for slot, (begin, stop, following) in zip(others, tokens[place + 1 :], strict=False):
                if following not in slot or ANY_TOKEN.search(text, end, begin):
                    break
                end = stop
            else:
                yield start, end, number


def is_broken(leaf: Leaf, terms: Set[str]) -> bool:
    """Whether it is a phrase that can't stand where these terms alone are."""
    if not isinstance(leaf, Phrase) or not terms.isdisjoint(leaf.joined):
        return False
    return any(map(terms.isdisjoint, leaf.slots))


def stands_anywhere(leaf: Leaf) -> bool:
    """Whether each of its words counts by itself, in whichever place of its fields."""
    if not isinstance(leaf, Term | Pattern):
        return False
    asked = scope(leaf.field)
    return asked.first_words is None and not asked.lead_only


def counts_words(leaf: Spans) -> bool:
    """Whether places have to be counted to tell where it stands."""
    match leaf:
        case Near() | Away():
            return True
        case Or(children):
            return any(counts_words(child) for child in children)  # type: ignore[arg-type]
        case _:
            return scope(leaf.field).first_words is not None


def parts(leaf: Spans, places: Places) -> Iterator[tuple[Spans, int, int]]:
    """The words and phrases to mark: of a window those that stand in one that matches, of Away what is away."""
    if isinstance(leaf, Near):
        windows = spans(leaf, places)
        for side in (leaf.left, leaf.right):
            for part, first, last in parts(side, places):
                if any(begin <= first and last <= end for begin, end in windows):
                    yield part, first, last
    elif isinstance(leaf, Away):
        kept = spans(leaf, places)
        for part, first, last in parts(leaf.left, places):
            if any(begin <= first and last <= end for begin, end in kept):
                yield part, first, last
    elif isinstance(leaf, Or):
        for child in leaf.children:
            yield from parts(child, places)  # type: ignore[arg-type]
    else:
        for first, last in spans(leaf, places):
            yield leaf, first, last


def may_stand_in(leaf: Spans, field: str) -> bool:
    """Whether a field is one of those that it is asked of."""
    match leaf:
        case Near(left, right):
            return may_stand_in(left, field) and may_stand_in(right, field)
        case Away(left):
            return may_stand_in(left, field)
        case Or(children):
            return any(may_stand_in(child, field) for child in children)  # type: ignore[arg-type]
        case _:
            return field in scope(leaf.field).fields


def terms_of(leaf: Spans) -> Iterator[str]:
    """Every term that is a form of one of its words."""
    match leaf:
        case Phrase(_, slots, _, joined):
            yield from joined
            for slot in slots:
                yield from slot
        case Near(left, right) | Away(left, right):
            yield from terms_of(left)
            yield from terms_of(right)
        case Or(children):
            for child in children:
                yield from terms_of(child)  # type: ignore[arg-type]
        case _:
            yield from leaf.variants
