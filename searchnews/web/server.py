"""Serving: waitress around the app, on this machine only unless told otherwise."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable

import waitress

from searchnews.engine import Engine
from searchnews.errors import SearchnewsError, UsageError
from searchnews.settings import MOST_PORT
from searchnews.web import create_app

THREADS = 4


def serve(
    engine: Engine,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    name: str = "searchnews",
    timezone: str = "",
    on_ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until Ctrl-C; `on_ready` gets the address once requests are answered. Port 0: any that is free.

    Raises SearchnewsError where the port can't be had.
    """
    listener = _listener(host, port)
    with contextlib.closing(listener):
        app = create_app(engine, name=name, timezone=timezone)
        server = waitress.create_server(
            app, sockets=[listener], threads=THREADS, ident=None, clear_untrusted_proxy_headers=True
        )
        taken = listener.getsockname()[1]
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{taken}/")
        try:
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            server.close()


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
