"""A search's answer → the page: every link made from its address, every number from the one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup, escape

from searchnews.engine import Ability
from searchnews.models import SearchResult
from searchnews.query.nodes import positive_leaves
from searchnews.web import wording
from searchnews.web.address import DEFAULT_LIMIT, NOT, Address
from searchnews.web.chart import chart
from searchnews.web.choices import chips, facet_views, presets
from searchnews.web.links import Links
from searchnews.web.nothing import Remedies
from searchnews.web.paging import paging
from searchnews.web.rows import result_rows
from searchnews.web.shown import Link, SearchView

_SORTS = (
    ("relevance", "Relevance"),
    ("recent", "Relevance, recent favoured"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
)
_ORDER = {"relevance": "by relevance", "newest": "newest first", "oldest": "oldest first"}
_NOTHING = Remedies()


def search_view(
    address: Address,
    result: SearchResult,
    remedies: Remedies = _NOTHING,
    here: Mapping[str, str] = MappingProxyType({}),
    can: frozenset[Ability] = frozenset(),
) -> SearchView:
    """The results page; `here` tells the articles that have the headlines of `rows.related_titles`."""
    links = Links(address)
    heading = _heading(address, result)
    results, nearly = result_rows(links, result, here)
    pages = paging(links, result, int(address.page))
    return SearchView(
        heading=heading,
        title=heading.striptags(),
        plain=not address.parameters(),
        meant=remedies.meant,
        understood=result.understood if _worth_saying(result) else "",
        notes=_notes(result, remedies.failing),
        asides=_asides(address, links, result),
        presets=presets(address, links),
        chips=chips(address, links),
        clear=links.words_only(),
        sorts=_sorts(address, links, can) if len(results) > 1 or pages.pages else (),
        results=results,
        nearly=nearly,
        some=remedies.some,
        pages=pages.pages,
        previous=pages.previous,
        following=pages.following,
        beyond=pages.beyond,
        facets=facet_views(links, result),
        chart=chart(address, links, result),
        zero=remedies.zero,
        forms=_forms(links),
        here=links.here("/search.json"),
        feeds=_feeds(address, links),
        hidden=_hidden(address),
        error="",
        error_field="",
    )


def _heading(address: Address, result: SearchResult) -> Markup:
    words = f" for <b>{escape(address.text)}</b>" if address.text else ""
    order = _ORDER[address.sort if address.text or address.sort == "oldest" else "newest"]
    if address.recent and address.text and address.sort == "relevance":
        order += ", recent ones favoured"
    dates = wording.span(result.query.dates)
    parts = (f"{wording.counted(result.total, 'article')}{words}", dates, order if result.total else "")
    return Markup(", ".join([part for part in parts if part]))  # all but the words is our own


def _worth_saying(result: SearchResult) -> bool:
    """What was understood is said where it is not plain from what was typed."""
    return result.understood.casefold() not in (result.query.text.casefold(), "every article")


def _notes(result: SearchResult, failing: Sequence[str]) -> tuple[str, ...]:
    notes = tuple([f"{note[0].upper()}{note[1:]}." for note in result.notes])
    if result.query.match == "all" or not result.total or len(positive_leaves(result.query.node)) < 2:
        return notes
    why = f" ({' and '.join(failing)} {'is' if len(failing) == 1 else 'are'} in none)" if failing else ""
    return (f"No article has all of these words{why}: these have some of them.", *notes)


def _asides(address: Address, links: Links, result: SearchResult) -> tuple[Link, ...]:
    if not (result.undated or result.possible):
        return ()
    rows = (
        (result.undated, "undated", address.undated, "undated"),
        (result.possible, "dated less precisely", address.possible, "possible"),
    )
    return tuple(
        Link(
            f"{wording.number(count)} {label} {'included, leave out' if on else 'not shown, include'}",
            links.changed(**{name: "" if on else "1"}),
        )
        for count, label, on, name in rows
        if count
    )


def _sorts(address: Address, links: Links, can: frozenset[Ability]) -> tuple[Link, ...]:
    """The orders to choose from. Without words there is no relevance: the default is newest first, and says so."""
    now = "recent" if address.recent and address.sort == "relevance" else address.sort
    if not address.text:
        now = "oldest" if now == "oldest" else "newest"
    return tuple(
        [
            Link(label, _in_order(links, name, worded=bool(address.text)), name == now)
            for name, label in _SORTS
            if (address.text or name in ("newest", "oldest")) and (name != "recent" or "recent" in can)
        ]
    )


def _in_order(links: Links, name: str, *, worded: bool) -> Markup:
    sort = "" if name in ("relevance", "recent", *(() if worded else ("newest",))) else name
    return links.changed(sort=sort, recent="1" if name == "recent" else "")


def _forms(links: Links) -> tuple[Link, ...]:
    """All of the results for programs, whatever a page holds."""
    return (
        Link("CSV", links.changed("/search.csv", limit="")),
        Link("NDJSON", links.changed("/search.ndjson", limit="")),
    )


def _feeds(address: Address, links: Links) -> tuple[Link, ...]:
    """Whoever follows a search wants to see what is new."""
    sort = "newest" if address.text else ""
    return (
        Link("RSS", links.changed("/search.rss", sort=sort, recent=""), rel="application/rss+xml"),
        Link("Atom", links.changed("/search.atom", sort=sort, recent=""), rel="application/atom+xml"),
    )


def _hidden(address: Address) -> tuple[tuple[str, str], ...]:
    """What the form keeps that none of its fields says."""
    pairs = (
        ("sort", "" if address.sort == "relevance" else address.sort),
        ("recent", "1" if address.recent else ""),
        ("match", "" if address.match == "all" else address.match),
        ("limit", "" if address.limit == str(DEFAULT_LIMIT) else address.limit),
    )
    unwanted = [(f"{NOT}{name}", value) for name, values in address.excluded.items() for value in values]
    return (*unwanted, *[(name, value) for name, value in pairs if value])
