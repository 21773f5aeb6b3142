"""The list of results that an article was opened from: its address says which, and where in it the article stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchnews.engine import Engine
from searchnews.errors import BadRequest, QueryTooLarge
from searchnews.models import Hit
from searchnews.request import MAX_PAGE
from searchnews.web.address import Address
from searchnews.web.shown import Link

PLACE = "n"  # the parameter that says which of the results it is, from 1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where to go from an article without going back."""

    back: Link  # to the page of results that it stands on
    previous: Link | None
    following: Link | None


def article_url(article_id: str, address: Address | None = None, place: int = 0) -> str:
    """The page of an article; from a list of results with the place it has there."""
    if address is None or not place:
        return f"/a/{article_id}"
    listed = address.first_page().url(f"/a/{article_id}")
    return f"{listed}{'&' if '?' in listed else '?'}{PLACE}={place}"


def neighbours(engine: Engine, article_id: str, address: Address, place: str) -> Neighbours | None:
    """The ways from here; None for an article that was not opened from a list."""
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 8 else 0
    if not 1 <= number <= MAX_PAGE:
        return None
    before = min(number - 1, 1)
    try:
        query = replace(address.query(), offset=number - 1 - before, limit=before + 2, detail="fields")
    except (BadRequest, QueryTooLarge):
        return None
    hits = engine.search(query).hits
    page = replace(address, page=str((number - 1) // max(int(address.limit), 1) + 1))
    back = Link("Back to the results", page.url() if page.parameters() else "/")
    if len(hits) <= before or hits[before].article_id != article_id:  # the list has changed since
        return Neighbours(back, None, None)
    previous = _link(hits[0], address, number - 1) if before else None
    following = _link(hits[before + 1], address, number + 1) if len(hits) > before + 1 else None
    return Neighbours(back, previous, following)


def _link(hit: Hit, address: Address, number: int) -> Link:
    return Link(hit.title or "Without a headline", article_url(hit.article_id, address, number))
