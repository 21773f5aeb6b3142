"""What is shown when something is wrong: the reason, the next step, never a traceback."""

from __future__ import annotations

import logging

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from searchnews.errors import BadRequest, SearchnewsError, UsageError

_TITLES = {404: "There is no such page", 400: "This search can't be run", 503: "The archive can't be read right now"}


def http(error: HTTPException) -> Response:
    """A page that is not there, a method that is not taken."""
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    message = (
        "The address may be mistyped, or the article has left the index." if code == 404 else str(error.description)
    )
    response = _answer(code, message)
    if code == 405:
        response.headers["Allow"] = ", ".join(
            sorted(getattr(error, "valid_methods", None) or ("GET", "HEAD", "OPTIONS"))
        )
    return response


def usage(error: UsageError) -> Response:
    """A request that can't be understood."""
    return _answer(400, str(error), error.field if isinstance(error, BadRequest) else None)


def unavailable(error: SearchnewsError) -> Response:
    """An index that is away or can't be read."""
    response = _answer(503, str(error))
    response.headers["Retry-After"] = "30"
    return response


def bug(error: Exception) -> Response:
    """Anything else: logged with its traceback, shown without."""
    logging.getLogger("searchnews").exception("a request failed: %s", request.path, exc_info=error)
    return _answer(500, "Something went wrong that should not have. The log of the server says what.")


def _answer(code: int, message: str, field: str | None = None) -> Response:
    if request.path.endswith((".json", ".ndjson")) or request.path == "/healthz":
        return make_response(jsonify({"error": {"message": message, "field": field}}), code)
    title = _TITLES.get(code, "Something went wrong" if code >= 500 else "This can't be done")
    return make_response(render_template("error.html", title=title, message=message, code=code), code)
