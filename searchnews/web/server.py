"""Serving: waitress around the app, on this machine only unless told otherwise."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import waitress
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from searchnews.engine import Engine
from searchnews.errors import SearchnewsError, UsageError
from searchnews.settings import MOST_PORT
from searchnews.web import create_app
from searchnews.web.logging import to_standard_error

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 4
MOST_WAITING = 64  # requests that wait for a thread; more are told to come again
AGAIN = 5  # seconds after which they may
_CONNECTIONS = 1000
OPTIONS = {
    "threads": THREADS,
    "connection_limit": _CONNECTIONS,
    "ident": None,
    "clear_untrusted_proxy_headers": True,
}
_ALWAYS = ("/healthz", "/metrics")  # answered however busy the server is


def serve(
    engine: Engine,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    name: str = "searchnews",
    timezone: str = "",
    log: str = "off",
    on_ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until Ctrl-C; `on_ready` gets the address once requests are answered. Port 0: any that is free.

    Raises SearchnewsError where the port can't be had.
    """
    listener = _listener(host, port)
    with contextlib.closing(listener):
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of one is no news
        app = create_app(engine, name=name, timezone=timezone, log=log)
        to_standard_error()
        server = made(app, listener)
        taken = listener.getsockname()[1]
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{taken}/")
        try:
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            server.close()


class _Task(WSGITask):  # type: ignore[misc]
    """An answer; one without a body, such as 304, leaves the connection open, too, which waitress would close."""

    def set_close_on_finish(self) -> None:
        wished = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version != "1.1" or wished == "close":
            super().set_close_on_finish()


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task


def made(app: WSGIApplication, listener: socket.socket, **options: Any) -> Any:
    """A server over a socket that listens, ready to run."""
    server = waitress.create_server(app, sockets=[listener], **OPTIONS, **options)
    server.channel_class = _Channel
    server.application = relieved(app, lambda: len(server.task_dispatcher.queue))
    return server


def relieved(app: WSGIApplication, waiting: Callable[[], int]) -> WSGIApplication:
    """The application, which says 503 at once while more requests wait than it could answer soon."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if waiting() <= MOST_WAITING or environ["PATH_INFO"] in _ALWAYS:
            return app(environ, start)
        said = b"The server is busy: try again in a moment.\n"
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(said))),
            ("Retry-After", str(AGAIN)),
            ("Cache-Control", "no-store"),
        ]
        start("503 Service Unavailable", headers)
        return [said]

    return answer


def _listener(host: str, port: int) -> socket.socket:
    if not 0 <= port <= MOST_PORT:
        raise UsageError(f"port is {port}; expected a whole number from 0 (any that is free) to {MOST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SearchnewsError(_refused(host, port, error)) from error
    return listener


def _refused(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: choose another with --port N"
    if isinstance(error, PermissionError):
        return f"port {port} may not be used by you: choose one from 1024 up with --port"
    reason = error.strerror or str(error)
    return f"can't serve on {host} port {port}: {reason}"
