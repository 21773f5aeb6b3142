"""Answers that a browser or a proxy may keep: for a minute without asking, then as long as the index stays as it is."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

from flask import Response, current_app, request
from werkzeug.http import parse_etags

from searchnews.web.engines import engine

FRESH = "public, max-age=60"


def etag(address: str) -> str:
    """The mark of what an address answers now: another whenever the index, the program, its pages or the day is another.

    The day counts because words such as "last week" do. Weak, since a proxy may compress what it marks.
    """
    told = "\n".join((current_app.config["EDITION"], engine().state(), date.today().isoformat(), address))
    return f'W/"{blake2b(told.encode(), digest_size=12).hexdigest()}"'


def unchanged(address: str) -> Response | None:
    """304 where whoever asks holds this answer already: nothing is searched for it."""
    known = request.environ.get("HTTP_IF_NONE_MATCH")
    if not known:
        return None
    mark = etag(address)
    if known != mark and not parse_etags(known).contains_weak(mark[3:-1]):
        return None
    return marked(Response(status=304), mark)


def kept(response: Response, address: str) -> Response:
    """The answer, to be kept."""
    return marked(response, etag(address))


def marked(response: Response, mark: str) -> Response:
    """The answer with its mark."""
    response.headers.extend((("ETag", mark), ("Cache-Control", FRESH)))
    return response
