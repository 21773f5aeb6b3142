"""The pages: each asks the engine once or twice and shows what came back."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from searchnews.engine import Engine
from searchnews.errors import BadRequest
from searchnews.fields import FACET_NAMES, FACETS, facet
from searchnews.models import Query, SearchResult
from searchnews.query.nodes import positive_leaves
from searchnews.serialise import article_to_json, result_to_json
from searchnews.web import wording
from searchnews.web.address import Address, parse
from searchnews.web.article import article_view
from searchnews.web.present import facet_row, leaf_words, search_view
from searchnews.web.shown import Link, Zero

pages = Blueprint("pages", __name__)
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /facet/\n"
VALUES = 100  # of a facet on one page


def _engine() -> Engine:
    return cast(Engine, current_app.config["ENGINE"])


@pages.get("/")
def home() -> str:
    """The archive's front page: its newest articles, and everything to narrow them by."""
    return _results(Address(), welcome=True)


@pages.get("/search")
def search() -> AnyResponse | str | tuple[str, int]:
    """The results, or the clean address of the same search."""
    address = parse(request.args)
    canonical = address.url()
    if list(request.args.items(multi=True)) != address.parameters():
        return redirect(canonical if address.parameters() else "/")
    try:
        return _results(address)
    except BadRequest as error:
        return _explained(address, error)


def _results(address: Address, *, welcome: bool = False) -> str:
    result = _engine().search(address.query())
    zero = None if result.total or result.nearly else _zero(address, result)
    stats = _engine().stats() if welcome else None
    view = search_view(address, result, zero)
    return render_template("search.html", view=view, address=address, stats=stats, wording=wording, facets=FACETS)


def _explained(address: Address, error: BadRequest) -> tuple[str, int]:
    """A wrong date is explained beside its field, over the results without it; a wrong type is 400."""
    if error.field not in ("from", "to"):
        raise error
    mended = address.between("", "")
    result = _engine().search(mended.query())
    view = replace(search_view(mended, result, None), error=str(error), error_field=error.field)
    page = render_template("search.html", view=view, address=address, stats=None, wording=wording, facets=FACETS)
    return page, 200


def _zero(address: Address, result: SearchResult) -> Zero:
    leaves = dict.fromkeys(positive_leaves(result.query.node))
    words = tuple((leaf_words(leaf), wording.counted(_total(Query("", leaf)), "article")) for leaf in leaves)
    names = [*address.filters, *(name for name in address.missing if name not in address.filters)]
    if (address.since or address.until) and "date" not in names:
        names.append("date")
    filters = []
    for name in names:
        without = address.without_facet(name)
        label = "Date" if name == "date" else facet(name).label
        found = _total(without.query())
        filters.append(Link(f"without {label}: {wording.counted(found, 'article')}", without.url()))
    return Zero(words, tuple(filters))


def _total(query: Query) -> int:
    return _engine().search(replace(query, limit=0, offset=0, detail="ids")).total


@pages.get("/search.json")
def search_json() -> Response:
    """The same answer as JSON; never redirects."""
    return jsonify(result_to_json(_engine().search(parse(request.args).query())))


@pages.get("/a/<article_id>")
def article(article_id: str) -> str:
    """One article with its fields and where they were read."""
    found = _engine().get(article_id)
    if found is None:
        abort(404)
    view = article_view(found, _engine().similar(article_id, 4))
    return render_template("article.html", view=view)


@pages.get("/a/<article_id>.json")
def article_json(article_id: str) -> Response:
    """One article as JSON."""
    found = _engine().get(article_id)
    if found is None:
        abort(404)
    return jsonify(article_to_json(found))


@pages.get("/facet/<name>")
def values(name: str) -> str:
    """Every value of a facet for a search, A to Z or by count, searchable."""
    if name not in FACET_NAMES:
        abort(404)
    address, contains = parse(request.args), (request.args.get("contains") or "").strip()
    order = "name" if request.args.get("order") == "name" else "count"
    number = _page(address)
    query = replace(address, page="1").query()
    found = _engine().facet_values(
        query, name, contains=contains, order=order, offset=(number - 1) * VALUES, limit=VALUES
    )
    rows = [facet_row(address.first_page(), name, row) for row in found.values]
    return render_template(
        "facet.html",
        row=facet(name),
        rows=rows,
        total=wording.counted(found.total, "value"),
        address=address.first_page(),
        contains=contains,
        order=order,
        number=number,
        last=max(-(-found.total // VALUES), 1),
    )


def _page(address: Address) -> int:
    if not address.page.isdigit() or not 1 <= int(address.page) <= 1_000_000:
        raise BadRequest(f"page is {address.page[:40]!r}; expected a whole number from 1", "page")
    return int(address.page)


@pages.get("/healthz")
def healthz() -> Response:
    """Whether the archive can be read; for machines."""
    stats = _engine().stats()
    return jsonify({"ok": True, "articles": stats.articles, "generation": stats.generation})


@pages.get("/robots.txt")
def robots() -> Response:
    """Searches are not for crawlers."""
    return Response(ROBOTS, mimetype="text/plain")


@pages.get("/favicon.ico")
def favicon() -> AnyResponse:
    """The sign of the house."""
    return make_response(current_app.send_static_file("icon.svg"))
