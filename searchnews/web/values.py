"""The page of all the values of a facet for a search: by count or A to Z, searchable, with a way to leave each out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from flask import Blueprint, abort, current_app, render_template, request

from searchnews.engine import Engine
from searchnews.errors import BadRequest
from searchnews.fields import FACET_NAMES, facet
from searchnews.models import FacetCount, FacetPage, SearchResult
from searchnews.query.echo import canonical
from searchnews.query.nodes import Has, Or
from searchnews.web import wording
from searchnews.web.address import Address, asked
from searchnews.web.nothing import Counting
from searchnews.web.shown import Link, ValueRow

values = Blueprint("values", __name__)
VALUES = 60  # on one page


@values.get("/facet/<name>")
def page(name: str) -> str:
    """Every value of a facet."""
    if name not in FACET_NAMES:
        abort(404)
    address, contains = asked(), (request.args.get("contains") or "").strip()
    order = "name" if request.args.get("order") == "name" else "count"
    number, address = _page(address), address.first_page()
    found = _found(address, name, contains, order, number)
    return render_template(
        "facet.html",
        row=facet(name),
        rows=_rows(address, name, found, first=number == 1 and not contains),
        total=wording.counted(found.total, "value"),
        address=address,
        contains=contains,
        order=order,
        number=number,
        last=max(-(-found.total // VALUES), 1),
    )


def _engine() -> Engine:
    return cast(Engine, current_app.config["ENGINE"])


def _page(address: Address) -> int:
    if not address.page.isdigit() or not 1 <= int(address.page) <= 1_000_000:
        raise BadRequest(f"page is {address.page[:40]!r}; expected a whole number from 1", "page")
    return int(address.page)


def _found(address: Address, name: str, contains: str, order: str, number: int) -> FacetPage:
    begin = (number - 1) * VALUES
    return _engine().facet_values(address.query(), name, contains=contains, order=order, offset=begin, limit=VALUES)


def _rows(address: Address, name: str, found: FacetPage, *, first: bool) -> list[ValueRow]:
    counts: Sequence[FacetCount] = found.values
    whole = _whole(address, name)
    if first:
        counts = [*counts, *(row for row in whole.facets[name] if row.value is None)]
    return [_row(address, name, row, whole.total) for row in counts]


def _whole(address: Address, name: str) -> SearchResult:
    """The search whatever is chosen of the facet: its values are counted there."""
    query = address.query()
    others = {facet: values for facet, values in query.filters.items() if facet != name}
    return _engine().search(replace(query, filters=others, limit=0, offset=0, detail="ids"))


def _row(address: Address, name: str, row: FacetCount, whole: int) -> ValueRow:
    return ValueRow(
        label=facet(name).none_label if row.value is None else wording.facet_value(name, row.value),
        none=row.value is None,
        chosen=row.selected,
        found=wording.number(row.count),
        url=address.only(name, row.value).url(),
        without=_without(address, name, row, whole),
    )


def _without(address: Address, name: str, row: FacetCount, whole: int) -> Link | None:
    """All but the articles with a value, by its exact spelling; a facet's "has none" is left out with a word."""
    if row.value is not None:
        others = whole - row.count
        url = address.leaving_out(name, row.value).url()
        return Link("without", url, found=wording.number(others)) if others else None
    text = f"({address.text})" if isinstance(address.query().node, Or) else address.text
    other = replace(address.only(name, None).without(name, None), text=f"{text} {canonical(Has(name))}".strip())
    found = Counting(_engine()).of(other)
    return Link("without", other.url(), found=wording.number(found)) if found else None
