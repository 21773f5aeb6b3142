"""What narrows a search: the filters that are on, and the values beside the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from searchnews.fields import FACETS, Facet, facet
from searchnews.models import FacetCount, SearchResult
from searchnews.relativedates import first_label, last_label, named_period
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.links import Links
from searchnews.web.shown import Chip, FacetRow, FacetView, Link

PRESETS = ("last week", "last month", "this year", "last year")
SHOWN_VALUES = 8  # of a facet beside the results; the others are on its own page


def chips(address: Address, links: Links) -> tuple[Chip, ...]:
    """Every filter that is on."""
    return tuple(_chips(address, links)) if address.filtered else ()


def _chips(address: Address, links: Links) -> Iterator[Chip]:
    for name, values in address.filters.items():
        label = facet(name).label
        for value in values:
            yield Chip(
                label,
                wording.facet_value(name, value),
                links.without(name, value),
                Link("leave out", links.leaving_out(name, value)),
            )
    for name, values in address.excluded.items():
        label = facet(name).label
        for value in values:
            yield Chip(f"{label}, not", wording.facet_value(name, value), links.readmitting(name, value))
    for name in address.missing:
        label, said = ("Date", "no date") if name == "date" else (facet(name).label, facet(name).none_label)
        yield Chip(label, said, links.without(name, None))
    if address.since or address.until or address.precision:
        yield Chip("Date", _dates(address), links.between("", ""))


def _dates(address: Address) -> str:
    exact = f" (known to the {address.precision} only)" if address.precision else ""
    return (wording.between(address.since, address.until) or "any") + exact


def presets(address: Address, links: Links) -> tuple[Link, ...]:
    """Periods named from today, as the days they are today: an address that is kept finds the same tomorrow."""
    asked = address.since, address.until
    return tuple(
        [
            Link(name, links.between(first, last), (first, last) == asked)
            for name, first, last in _named(address.today or date.today())
        ]
    )


@lru_cache(2)  # today, and the day before for requests that began in it
def _named(today: date) -> tuple[tuple[str, str, str], ...]:
    periods = [(name, period) for name in PRESETS if (period := named_period(name, today))]
    return tuple((name, first_label(period), last_label(period)) for name, period in periods)


def facet_views(links: Links, result: SearchResult) -> tuple[FacetView, ...]:
    """The facets that have a value to choose."""
    return tuple([_facet(links, row, found, result) for row in FACETS if (found := result.facets[row.name])])


def _facet(links: Links, its: Facet, counts: Sequence[FacetCount], result: SearchResult) -> FacetView:
    rest = counts[SHOWN_VALUES:]
    listed = [row for row in rest if row.selected or row.value is None] if rest else ()
    more = Link("Show all", links.changed(f"/facet/{its.name}")) if len(listed) < len(rest) else None
    whole = 0 if its.name in result.query.filters else result.total  # what is chosen has a chip for that
    rows = [_row(links, its, row, whole) for row in (*counts[:SHOWN_VALUES], *listed)]
    return FacetView(its.name, its.label, tuple(rows), more)


def _row(links: Links, its: Facet, row: FacetCount, whole: int) -> FacetRow:
    """A value as a row: the checkbox adds it, the link chooses it alone, another leaves it out.

    whole: how many articles there are, whatever they have of the facet; 0: not known.
    """
    value, count, selected = row
    name = its.name
    if value is None:
        return FacetRow(its.none_label, "missing", name, wording.number(count), selected, links.only(name, None))
    label = wording.facet_value(name, value)
    if count >= whole:
        return FacetRow(label, name, value, f"{count:,}", selected, links.only(name, value))
    without = links.leaving_out(name, value)
    return FacetRow(label, name, value, f"{count:,}", selected, links.only(name, value), without, f"{whole - count:,}")
