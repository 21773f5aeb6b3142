"""The web front end: create_app(engine). Thin: views ask the engine and show what present.py made of the answer."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from searchnews.engine import Engine
from searchnews.errors import SearchnewsError, UsageError
from searchnews.web import failures, views

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def templates() -> Path:
    """Where the templates are: inside the package in a wheel, beside it in the repository."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def create_app(engine: Engine, *, name: str = "searchnews") -> Flask:
    """A Flask application over an open engine; `name` is the archive's own, shown on its pages."""
    folder = templates()
    app = Flask("searchnews.web", template_folder=str(folder), static_folder=str(folder / "static"))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(ENGINE=engine, ARCHIVE=name, MAX_CONTENT_LENGTH=0)
    app.register_blueprint(views.pages)
    app.register_error_handler(HTTPException, failures.http)
    app.register_error_handler(UsageError, failures.usage)
    app.register_error_handler(SearchnewsError, failures.unavailable)
    app.register_error_handler(Exception, failures.bug)
    app.context_processor(lambda: {"archive": name})
    app.after_request(_with_headers)
    return app


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response
