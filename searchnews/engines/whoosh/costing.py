"""What a query would cost: how many places of the texts phrases, windows and paragraphs look at, known before any is read.

The unit is one position that a compiled loop passes, some five nanoseconds. What is too much is refused with the words to
blame; so one reader can't have others wait. Plain words and what patterns stand for are bounded elsewhere (query/).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.errors import QueryTooLarge
from searchnews.fields import Scope, scope
from searchnews.query.nodes import (
    And,
    AtLeast,
    Away,
    Boost,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    Pattern,
    Phrase,
    Term,
)

LEAST = 10_000_000  # that any index may be asked to look at
EACH = 50  # times its articles, where that is more: two of the most common words have about 40 places an article
LISTED = 10  # what a place costs that is put into a list (spanning.py)


class _Reach(NamedTuple):
    """What stands where a leaf can be found, at most."""

    documents: int
    places: float


_DECIDING = 3  # words of a phrase, the rarest: where these don't stand together, no others are looked for
_NONE = _Reach(0, 0.0)


def refusal(snapshot: Snapshot, node: Node) -> str | None:
    """Why a query is refused that would look at more than a reader may ask for; None where it is not."""
    limit = max(LEAST, EACH * snapshot.articles)
    wanted = sum(_cost(segment, node) for segment in snapshot.segments)
    if wanted <= limit:
        return None
    return (
        f"the phrases, windows, paragraphs and parts of a text that this query asks for would be looked for in {wanted:,.0f} "
        f"places, counted by what each costs; of this index {limit:,} are the most: take fewer of them, or words that are not so common"
    )


def require_affordable(snapshot: Snapshot, node: Node) -> None:
    """Raise QueryTooLarge where a query is refused."""
    if why := refusal(snapshot, node):
        raise QueryTooLarge(why)


def _cost(segment: Segment, node: Node) -> float:
    match node:
        case And(children) | Or(children):
            return sum(_cost(segment, child) for child in children)
        case Not(child) | Boost(child) | AtLeast(_, child):
            return _cost(segment, child)
        case Paragraph(child):
            return LISTED * _listed(segment, child)
        case Near() | Away():
            return LISTED * _reach(segment, node).places
        case Phrase(_, _, field, joined):
            return (LISTED if joined or _is_part(scope(field)) else 1) * _reach(segment, node).places
        case Term(_, _, field) | Pattern(_, _, field):
            return LISTED * _reach(segment, node).places if _is_part(scope(field)) else 0.0
        case _:
            return 0.0


def _is_part(asked: Scope) -> bool:
    """Whether it has to be looked at where in a field a word stands."""
    return asked.lead_only or asked.first_words is not None


def _listed(segment: Segment, node: Node) -> float:
    """The places of all that a Paragraph is about."""
    match node:
        case And(children) | Or(children):
            return sum(_listed(segment, child) for child in children)
        case Not(child) | Boost(child):
            return _listed(segment, child)
        case _:
            return _reach(segment, node).places


def _reach(segment: Segment, node: Node) -> _Reach:
    match node:
        case Term(_, variants, field) | Pattern(_, _, field, variants):
            return _of_terms(segment, variants, scope(field))
        case Phrase(_, slots, field, joined):
            asked = scope(field)
            rarest = sorted(_of_terms(segment, slot, asked) for slot in slots)[:_DECIDING]
            together = _together(rarest)
            together = together._replace(places=together.places + len(slots) * together.documents)
            return _either([together, _of_terms(segment, joined, asked)])
        case Near(left, right):
            return _together([_reach(segment, left), _reach(segment, right)])
        case Away(left, right):
            one, other = _reach(segment, left), _reach(segment, right)
            return _Reach(one.documents, one.places + _among(one.documents, other))
        case Or(children):
            return _either([_reach(segment, child) for child in children])
        case _:
            return _NONE


def _of_terms(segment: Segment, terms: Sequence[str], asked: Scope) -> _Reach:
    numbers = [number for term in terms if (number := segment.terms.find(encoded(term))) >= 0]
    spans = list(map(segment.spans, numbers))
    if "body" not in asked.fields:  # about one place an entry
        entries = sum(last - begin for _, begin, _, last in spans)
        return _Reach(entries, entries)
    return _Reach(sum(end - begin for begin, end, _, _ in spans), sum(map(segment.occurrences, numbers)))


def _either(found: Sequence[_Reach]) -> _Reach:
    return _Reach(sum(one.documents for one in found), sum(one.places for one in found))


def _together(found: Sequence[_Reach]) -> _Reach:
    """Where all are: in no more documents than the rarest, of which each holds as many places of the others as any."""
    documents = min(one.documents for one in found)
    return _Reach(documents, sum(_among(documents, one) for one in found))


def _among(documents: int, other: _Reach) -> float:
    """How many places of something are to be expected in so many documents."""
    return other.places * min(1.0, documents / other.documents) if other.documents else 0.0
