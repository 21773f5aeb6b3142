"""The pages: each asks the engine once or twice and shows what came back."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from searchnews.engine import Engine
from searchnews.errors import BadRequest
from searchnews.fields import FACETS
from searchnews.resultjson import result_to_json
from searchnews.web import wording
from searchnews.web.address import Address, asked
from searchnews.web.exports import whole_json
from searchnews.web.nothing import remedies
from searchnews.web.present import search_view
from searchnews.web.rows import related_titles
from searchnews.web.turns import Turns

pages = Blueprint("pages", __name__)


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
    if not _says(canonical) and list(request.args.items(multi=True)) != address.parameters():
        return redirect(canonical if address.parameters() else "/")
    try:
        return _results(address)
    except BadRequest as error:
        return _explained(address, error)


def _says(canonical: str) -> bool:
    """Whether the address asked for is this one to the letter; another may be the same, written in another way."""
    return str(request.environ.get("QUERY_STRING")) == canonical.partition("?")[2]


def _results(address: Address, *, welcome: bool = False) -> str:
    engine = _engine()
    with cast(Turns, current_app.config["TURNS"]).one():
        result = engine.search(replace(address.query(), explain="explain" in engine.can))
        titles = related_titles(result)
        here = engine.titled(titles) if titles else {}
        view = search_view(address, result, remedies(engine, address, result), here, engine.can)
        stats = engine.stats() if welcome else None
        return render_template("search.html", view=view, address=address, stats=stats, wording=wording, facets=FACETS)


def _explained(address: Address, error: BadRequest) -> tuple[str, int]:
    """A wrong date is explained beside its field, over the results without it; a wrong type is 400."""
    if error.field not in ("from", "to"):
        raise error
    mended = address.between("", "")
    result = _engine().search(replace(mended.query(), explain="explain" in _engine().can))
    view = search_view(mended, result, can=_engine().can)._replace(error=str(error), error_field=error.field)
    page = render_template("search.html", view=view, address=address, stats=None, wording=wording, facets=FACETS)
    return page, 200


@pages.get("/search.json")
def search_json() -> Response:
    """The same answer as JSON; never redirects. `all=1`: every hit, streamed; `explain=1`: why a page has its hits."""
    if request.args.get("all") == "1":
        return whole_json(asked().query())
    query = replace(asked().query(), explain=request.args.get("explain") == "1")
    return jsonify(result_to_json(_engine().search(query)))
