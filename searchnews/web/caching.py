"""Answers that a browser or a proxy may keep: a minute without asking, then as long as the index stays as it is.

The mark of an answer (ETag) is made from the state of the index and the address alone, so that asking whether it still
holds costs no search. A page of results is only given under its canonical address: others are led there. A page that
was made is kept under its mark (kept.py).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, cast

from flask import Flask, Response, current_app, request
from werkzeug.http import parse_etags

from searchnews.relativedates import today_in
from searchnews.web.kept import Kept

FRESH = "public, max-age=60"
_ANEW = frozenset((None, "static", "machines.healthz", "machines.metrics"))  # never marked
_PAGES = frozenset(("pages.home", "pages.search", "articles.page"))  # kept here; nothing but text, for every reader
_MARK = "searchnews.mark"


def keep(app: Flask, most: int) -> None:
    """Mark what this application answers, and answer 304 to whoever holds it already.

    most: bytes of pages that are kept for those who don't; 0 keeps none.
    """
    app.config["KEPT"] = Kept(most)
    app.before_request(_unchanged)
    app.after_request(_marked)


def _unchanged() -> Response | None:
    environ = request.environ
    if request.endpoint in _ANEW or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    mark = environ[_MARK] = _mark(environ)  # before the search: an answer is never older than its mark
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (known == mark or parse_etags(known).contains_weak(mark[3:-1])):
        return Response(status=304)
    page = _kept().get(mark) if request.endpoint in _PAGES else None
    return None if page is None else current_app.response_class(page)


def _kept() -> Kept:
    return cast(Kept, current_app.config["KEPT"])


def _mark(environ: dict[str, Any]) -> str:
    """Another whenever the index, the program and its settings, the day or the address is another.

    The day counts, since "last week" does. Weak: a proxy may compress what it marks.
    """
    config = current_app.config
    told = (
        config["EDITION"],
        config["ENGINE"].state(),
        str(today_in(config["TIMEZONE"])),
        environ.get("HTTP_HOST", ""),  # feeds hold whole addresses
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )
    digest = blake2b("\n".join(told).encode("utf-8", "surrogatepass"), digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def _marked(response: Response) -> Response:
    mark = request.environ.get(_MARK)
    if mark and response.status_code in (200, 304):
        response.headers.extend((("ETag", mark), ("Cache-Control", FRESH)))
        if request.endpoint in _PAGES and response.status_code == 200 and request.environ["REQUEST_METHOD"] == "GET":
            _kept().put(mark, response.get_data())
    elif "Cache-Control" not in response.headers:
        response.headers.add("Cache-Control", "no-store" if response.status_code >= 400 else "no-cache")
    return response
