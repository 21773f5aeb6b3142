"""The pages of a list of results: numbered, the one before and the one after."""

from __future__ import annotations

from typing import NamedTuple

from searchnews.models import SearchResult
from searchnews.web.links import Links
from searchnews.web.shown import Link


class Paging(NamedTuple):
    """The ways from one page of results to the others."""

    pages: tuple[Link, ...] = ()
    previous: Link | None = None
    following: Link | None = None
    beyond: Link | None = None  # to the last page, where this one is past it


def paging(links: Links, result: SearchResult, current: int) -> Paging:
    """For the page with this number, from 1."""
    last = max(-(-result.total // result.query.limit), 1) if result.query.limit else 1
    return Paging(
        pages=tuple(_numbered(links, current, last)) if last > 1 else (),
        previous=Link("Previous", links.page(current - 1)) if 1 < current <= last + 1 else None,
        following=Link("Next", links.page(current + 1)) if current < last else None,
        beyond=Link(f"Go to the last page, {last}", links.page(last)) if result.total and current > last else None,
    )


def _numbered(links: Links, current: int, last: int) -> list[Link]:
    near = sorted(page for page in {1, last, *range(current - 2, current + 3)} if 1 <= page <= last)
    found: list[Link] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before == 2:
            found.append(Link(str(page - 1), links.page(page - 1)))
        elif page - before > 2:
            found.append(Link("…", ""))  # a gap: no page of its own
        found.append(Link(str(page), links.page(page), page == current))
    return found
