"""A search's answer → the page: every link made from its address, every number from the one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from markupsafe import Markup, escape

from searchnews.fields import FACETS, credited, facet, text_field
from searchnews.marking import Marking
from searchnews.models import Article, FacetCount, Hit, SearchResult
from searchnews.query.nodes import positive_leaves
from searchnews.snippets import with_marks
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.chart import chart
from searchnews.web.links import Links
from searchnews.web.nothing import Remedies
from searchnews.web.shown import Chip, FacetRow, FacetView, Link, ResultView, SearchView
from searchnews.web.why import why

SHOWN_VALUES = 8  # of a facet beside the results; the others are on its own page
_SORTS = {
    "relevance": "Relevance",
    "recent": "Relevance, recent favoured",
    "newest": "Newest first",
    "oldest": "Oldest first",
}
_ORDER = {"relevance": "by relevance", "newest": "newest first", "oldest": "oldest first"}


_NOTHING = Remedies()


def search_view(
    address: Address,
    result: SearchResult,
    remedies: Remedies = _NOTHING,
    here: Mapping[str, str] = MappingProxyType({}),
) -> SearchView:
    """The results page; `here` tells the articles that have the headlines of `related_titles`."""
    heading = _heading(address, result)
    links = Links(address)
    pages = _pages(address, links, result)
    marking = Marking(positive_leaves(result.query.node) if related_titles(result) else ())
    current = int(address.page)
    last = _last_page(result)
    return SearchView(
        heading=heading,
        title=heading.striptags(),
        meant=remedies.meant,
        understood=result.understood if _worth_saying(result) else "",
        notes=_notes(result, remedies.failing),
        asides=_asides(address, result),
        chips=chips(address),
        clear=address.words_only().url(),
        sorts=_sorts(address),
        results=tuple(
            _result(hit, links.article(hit.article_id, place), marking, here)
            for place, hit in enumerate(result.hits, result.query.offset + 1)
        ),
        nearly=tuple(_result(hit, links.article(hit.article_id, 0), marking, here) for hit in result.nearly),
        pages=pages,
        previous=_page_link(links, current - 1, "Previous", "prev") if 1 < current <= last + 1 else None,
        following=_page_link(links, current + 1, "Next", "next") if current < last else None,
        beyond=_page_link(links, last, f"Go to the last page, {last}") if result.total and current > last else None,
        facets=tuple(_facet(address, links, row.name, result.facets[row.name]) for row in FACETS),
        chart=chart(address, links, result),
        zero=remedies.zero,
        forms=_forms(address),
        feeds=_feeds(address),
        error="",
        error_field="",
    )


def _heading(address: Address, result: SearchResult) -> Markup:
    words = Markup(f" for <b>{escape(address.text)}</b>") if address.text else Markup()
    dates = wording.span(result.query.dates)
    order = _ORDER[address.sort if address.text or address.sort == "oldest" else "newest"]
    if address.recent and address.text and address.sort == "relevance":
        order += ", recent ones favoured"
    parts = [
        escape(wording.counted(result.total, "article")) + words,
        dates,
        order if result.total else "",
    ]
    return Markup(", ").join(part for part in parts if part)


def _worth_saying(result: SearchResult) -> bool:
    """What was understood is said where it is not plain from what was typed."""
    return result.understood.casefold() not in (result.query.text.casefold(), "every article")


def _notes(result: SearchResult, failing: Sequence[str]) -> tuple[str, ...]:
    flipped = result.query.match == "any" and len(positive_leaves(result.query.node)) > 1
    why = f" ({' and '.join(failing)} {'is' if len(failing) == 1 else 'are'} in none)" if failing else ""
    said = (f"No article has all of these words{why}: these have some of them.",) if flipped and result.total else ()
    return said + tuple(f"{note[0].upper()}{note[1:]}." for note in result.notes)


def _asides(address: Address, result: SearchResult) -> tuple[Link, ...]:
    first = address.first_page()
    rows = (
        (result.undated, "undated", address.undated, replace(first, undated=not address.undated)),
        (result.possible, "dated less precisely", address.possible, replace(first, possible=not address.possible)),
    )
    return tuple(
        Link(f"{wording.number(count)} {label} {'included, leave out' if on else 'not shown, include'}", other.url())
        for count, label, on, other in rows
        if count
    )


def chips(address: Address) -> tuple[Chip, ...]:
    """Every filter that is on."""
    found = [
        Chip(facet(name).label, wording.facet_value(name, value), address.without(name, value).url())
        for name, values in address.filters.items()
        for value in values
    ]
    for name in address.missing:
        label, value = ("Date", "no date") if name == "date" else (facet(name).label, facet(name).none_label)
        found.append(Chip(label, value, address.without(name, None).url()))
    if address.since or address.until or address.precision:
        found.append(Chip("Date", _dates(address), address.between("", "").url()))
    return tuple(found)


def _dates(address: Address) -> str:
    exact = f" (known to the {address.precision} only)" if address.precision else ""
    return (wording.between(address.since, address.until) or "any") + exact


def _sorts(address: Address) -> tuple[Link, ...]:
    """The orders to choose from. Without words there is no relevance: the default is newest first, and says so."""
    names = list(_SORTS) if address.text else ["newest", "oldest"]
    now = "recent" if address.recent and address.sort == "relevance" else address.sort
    now = now if now in names else "newest"
    default = "relevance" if address.text else "newest"
    return tuple(Link(_SORTS[name], _sorted(address, name, default), current=name == now) for name in names)


def _sorted(address: Address, name: str, default: str) -> str:
    sort = "relevance" if name in ("recent", default) else name
    return replace(address.first_page(), sort=sort, recent=name == "recent").url()


def related_titles(result: SearchResult) -> list[str]:
    """The headlines set into the stories of a page that are shown with them."""
    return [title for hit in (*result.hits, *result.nearly) for title in _inline(hit)]


def _inline(hit: Hit) -> list[str]:
    related = hit.article.related if hit.article and "related" in hit.matched_in else ()
    return [row.title for row in related if row.kind == "inline"]


def _result(hit: Hit, url: str, marking: Marking, here: Mapping[str, str]) -> ResultView:
    article = hit.article
    assert article is not None
    elsewhere = not {"title", "standfirst", "body"} & set(hit.matched_in)
    related = [(_marked(marking, title, article, "related"), here.get(title)) for title in _inline(hit)]
    shown = {text for text, _ in related}
    return ResultView(
        title=Markup(with_marks(article.title or "Without a headline", hit.title_marks)),
        url=url,
        when=wording.date(article.published),
        when_machine=wording.machine_date(article.published) if article.published else "",
        sources=", ".join(credited(article)) or "no source",
        section=article.section,
        authors=", ".join(article.authors),
        language=article.language,
        kind="" if article.kind == "article" else article.kind,
        partial=article.partial,
        matched=_matched(hit.matched_in) if elsewhere else "",
        snippets=tuple(Markup(text) for text in hit.snippets if text not in shown),
        why=why(hit),
        related=tuple((Markup(text), f"/a/{id}" if id else "") for text, id in related if "<mark>" in text),
    )


def _marked(marking: Marking, text: str, article: Article, field: str) -> str:
    return with_marks(text, marking.value(text, article.language, field))


def _matched(names: Sequence[str]) -> str:
    labels = [text_field(name).label for name in names]
    return f"in {' and in '.join(labels)}" if labels else ""


def _facet(address: Address, links: Links, name: str, rows: Sequence[FacetCount]) -> FacetView:
    shown = [row for rank, row in enumerate(rows) if rank < SHOWN_VALUES or row.selected or row.value is None]
    more = Link("Show all", all_values_url(address, name)) if len(shown) < len(rows) else None
    return FacetView(name, facet(name).label, tuple(facet_row(links, name, row) for row in shown), more)


def all_values_url(address: Address, name: str) -> str:
    """The page of all the values of a facet, for this search."""
    return address.first_page().url(f"/facet/{name}")


def facet_row(links: Links, name: str, row: FacetCount) -> FacetRow:
    """A value as a row: the checkbox adds it, the link chooses it alone."""
    none_label = "no date" if name == "date" else facet(name).none_label
    return FacetRow(
        label=none_label if row.value is None else wording.facet_value(name, row.value),
        field="missing" if row.value is None else name,
        value=name if row.value is None else row.value,
        count=wording.number(row.count),
        checked=row.selected,
        url=links.only(name, row.value),
    )


def _last_page(result: SearchResult) -> int:
    return max(-(-result.total // result.query.limit), 1) if result.query.limit else 1


def _pages(address: Address, links: Links, result: SearchResult) -> tuple[Link, ...]:
    last, current = _last_page(result), int(address.page)
    if last == 1:
        return ()
    near = sorted(page for page in {1, last, *range(current - 2, current + 3)} if 1 <= page <= last)
    found: list[Link] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before == 2:
            found.append(_page_link(links, page - 1, str(page - 1)))
        elif page - before > 2:
            found.append(Link("…", ""))  # a gap: no page of its own
        found.append(_page_link(links, page, str(page), current=page == current))
    return tuple(found)


def _page_link(links: Links, page: int, label: str, rel: str = "", *, current: bool = False) -> Link:
    return Link(label, links.page(page), current, rel)


def _forms(address: Address) -> tuple[Link, ...]:
    """All of the results for programs."""
    every = replace(address.first_page(), limit=Address().limit)  # all of them, whatever a page holds
    return (
        Link("CSV", every.url("/search.csv")),
        Link("NDJSON", every.url("/search.ndjson")),
    )


def _feeds(address: Address) -> tuple[Link, ...]:
    """Whoever follows a search wants to see what is new."""
    newest = replace(address.first_page(), sort="newest" if address.text else "relevance", recent=False)
    return (
        Link("RSS", newest.url("/search.rss"), rel="application/rss+xml"),
        Link("Atom", newest.url("/search.atom"), rel="application/atom+xml"),
    )
