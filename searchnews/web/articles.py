"""One article: its page, and the same as text, JSON and citations."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from searchnews.engine import Engine
from searchnews.models import Article
from searchnews.serialise import article_to_json
from searchnews.web.address import asked
from searchnews.web.article import article_view, plain_text
from searchnews.web.citation import bibtex, ris
from searchnews.web.neighbours import PLACE, neighbours

articles = Blueprint("articles", __name__)
SIMILAR = 4
_TEXTS = {
    "txt": (plain_text, "text/plain"),
    "bib": (bibtex, "application/x-bibtex"),
    "ris": (ris, "application/x-research-info-systems"),
}


def _engine() -> Engine:
    return cast(Engine, current_app.config["ENGINE"])


def _found(article_id: str) -> Article:
    article = _engine().get(article_id)
    if article is None:
        abort(404)
    return article


@articles.get("/a/<article_id>")
def page(article_id: str) -> str:
    """One article with its fields and where they were read; from a list of results also what stands beside it there."""
    article = _found(article_id)
    engine = _engine()
    here = engine.titled([related.title for related in article.related])
    beside = neighbours(engine, article_id, asked(), request.args.get(PLACE, ""))
    view = article_view(article, engine.similar(article_id, SIMILAR), here, beside)
    return render_template("article.html", view=view)


@articles.get("/a/<article_id>.json")
def as_json(article_id: str) -> Response:
    """One article as JSON."""
    return jsonify(article_to_json(_found(article_id)))


@articles.get("/a/<article_id>.<any(txt, bib, ris):form>")
def as_text(article_id: str, form: str) -> Response:
    """One article as plain text, or as a citation to keep."""
    write, mimetype = _TEXTS[form]
    response = Response(write(_found(article_id)), mimetype=mimetype)
    if form != "txt":
        response.headers["Content-Disposition"] = f'attachment; filename="{article_id}.{form}"'
    return response
