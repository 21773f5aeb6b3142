"""Pages for machines: whether all is well, what was counted, what browsers, crawlers and programs want to know."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from searchnews.engine import Engine
from searchnews.web import metrics as counted
from searchnews.web.openapi import description

machines = Blueprint("machines", __name__)
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /facet/\nDisallow: /complete\nDisallow: /metrics\n"


@machines.get("/healthz")
def healthz() -> Response:
    """Whether the archive can be read: 200, or 503 with the reason."""
    stats = cast(Engine, current_app.config["ENGINE"]).stats()
    return jsonify({"ok": True, "articles": stats.articles, "generation": stats.generation})


@machines.get("/metrics")
def metrics() -> Response:
    """Counters, as Prometheus reads them."""
    return counted.text()


@machines.get("/robots.txt")
def robots() -> Response:
    """Searches are not for crawlers."""
    return Response(ROBOTS, mimetype="text/plain")


@machines.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser searches here: the OpenSearch description that pages link to."""
    page = render_template("opensearch.xml", host=request.host_url)
    return Response(page, mimetype="application/opensearchdescription+xml")


@machines.get("/openapi.json")
def openapi() -> Response:
    """What programs can ask, as OpenAPI 3.1."""
    return jsonify(description(current_app.config["ARCHIVE"]))


@machines.get("/favicon.ico")
def favicon() -> AnyResponse:
    """The sign of the house."""
    return make_response(current_app.send_static_file("icon.svg"))
