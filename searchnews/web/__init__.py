"""The web front end: create_app(engine). Thin: views ask the engine and show what present.py made of the answer."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from searchnews import __version__
from searchnews.engine import Engine
from searchnews.errors import SearchnewsError, UsageError
from searchnews.web import (
    articles,
    caching,
    completion,
    exports,
    failures,
    feeds,
    logging,
    machines,
    metrics,
    values,
    views,
    wording,
)
from searchnews.web.kept import MOST
from searchnews.web.templating import PageEnvironment
from searchnews.web.turns import PATIENCE, Turns

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class _Pages(Flask):
    jinja_environment = PageEnvironment


class _Encoded(Response):
    """A response in UTF-8, in which half of a surrogate pair, as a text may hold one, becomes a question mark."""

    def set_data(self, value: bytes | str) -> None:
        super().set_data(value.encode("utf-8", "replace") if isinstance(value, str) else value)


def templates() -> Path:
    """Where the templates are: inside the package in a wheel, beside it in the repository."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def create_app(
    engine: Engine, *, name: str = "searchnews", timezone: str = "", log: str = "off", kept: int = MOST
) -> Flask:
    """A Flask application over an open engine.

    name: the archive's own, shown on its pages. timezone: whose days "last week" is counted in; "": the machine's.
    log: "off", "requests", or "queries" for the words of queries, too. kept: bytes of finished pages that are kept
    until the index changes; none of an index elsewhere, whose absence would go unnoticed.
    """
    folder = templates()
    app = _Pages("searchnews.web", template_folder=str(folder), static_folder=str(folder / "static"))
    app.response_class = _Encoded
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"number": wording.number, "counted": wording.counted}
    app.config.update(ENGINE=engine, ARCHIVE=name, TIMEZONE=timezone, MAX_CONTENT_LENGTH=0)
    app.config["TURNS"] = Turns(PATIENCE if engine.local else 0.0)
    app.config["EDITION"] = _edition(folder, name)
    metrics.measure(app)
    logging.log(app, log)
    app.register_blueprint(views.pages)
    app.register_blueprint(exports.whole)
    app.register_blueprint(feeds.feeds)
    app.register_blueprint(completion.box)
    app.register_blueprint(values.values)
    app.register_blueprint(articles.articles)
    app.register_blueprint(machines.machines)
    app.register_error_handler(HTTPException, failures.http)
    app.register_error_handler(UsageError, failures.usage)
    app.register_error_handler(SearchnewsError, failures.unavailable)
    app.register_error_handler(Exception, failures.bug)
    app.context_processor(lambda: {"archive": name})
    app.after_request(_with_headers)
    caching.keep(app, kept if engine.local else 0)
    return app


def _edition(folder: Path, name: str) -> str:
    """What pages depend on besides the index: the program and its templates as they are, and the archive's name."""
    changed = max(path.stat().st_mtime_ns for path in (*folder.rglob("*.*"), *Path(__file__).parents[1].rglob("*.py")))
    return f"{__version__} {changed} {name}"


def _with_headers(response: Response) -> Response:
    response.headers.extend(_HEADERS)
    return response
