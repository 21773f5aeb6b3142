"""The pages: each asks the engine once or twice and shows what came back."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from searchnews.engine import Engine
from searchnews.errors import BadRequest
from searchnews.fields import FACETS
from searchnews.serialise import article_to_json, result_to_json
from searchnews.web import wording
from searchnews.web.address import Address, asked
from searchnews.web.article import article_view
from searchnews.web.exports import whole_json
from searchnews.web.nothing import remedies
from searchnews.web.present import related_titles, search_view

pages = Blueprint("pages", __name__)
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /facet/\n"


def _engine() -> Engine:
    return cast(Engine, current_app.config["ENGINE"])


@pages.get("/")
def home() -> str:
    """The archive's front page: its newest articles, and everything to narrow them by."""
    return _results(Address(), welcome=True)


@pages.get("/search")
def search() -> AnyResponse | str | tuple[str, int]:
    """The results, or the clean address of the same search."""
    address = asked()
    canonical = address.url()
    if list(request.args.items(multi=True)) != address.parameters():
        return redirect(canonical if address.parameters() else "/")
    try:
        return _results(address)
    except BadRequest as error:
        return _explained(address, error)


def _results(address: Address, *, welcome: bool = False) -> str:
    result = _engine().search(address.query())
    here = _engine().titled(related_titles(result))
    view = search_view(address, result, remedies(_engine(), address, result), here)
    stats = _engine().stats() if welcome else None
    return render_template("search.html", view=view, address=address, stats=stats, wording=wording, facets=FACETS)


def _explained(address: Address, error: BadRequest) -> tuple[str, int]:
    """A wrong date is explained beside its field, over the results without it; a wrong type is 400."""
    if error.field not in ("from", "to"):
        raise error
    mended = address.between("", "")
    result = _engine().search(mended.query())
    view = replace(search_view(mended, result), error=str(error), error_field=error.field)
    page = render_template("search.html", view=view, address=address, stats=None, wording=wording, facets=FACETS)
    return page, 200


@pages.get("/search.json")
def search_json() -> Response:
    """The same answer as JSON; never redirects. `all=1`: every hit, streamed."""
    if request.args.get("all") == "1":
        return whole_json(asked().query())
    return jsonify(result_to_json(_engine().search(asked().query())))


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
