"""Clients of a server over connections that are kept open: one thread, as little work an answer as can be."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter

from bench.processes import MeasureFailed


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whole."""

    status: int
    etag: str
    length: int
    body: bytes


def once(port: int, address: str) -> Answer:
    """Ask once."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(_request(address, ""))
        data = b""
        while not _whole(data):
            data += connection.recv(1 << 20)
    head, _, body = data.partition(b"\r\n\r\n")
    fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.decode().split("\r\n"))}
    return Answer(int(head.split()[1]), fields.get("etag", ""), len(body), body)


def ask(port: int, requests: Sequence[tuple[str, str]], connections: int, seconds: float) -> tuple[int, float]:
    """Ask these addresses, each with its ETag or "", over and over; answers that came, and the seconds they took."""
    turns = cycle([_request(address, etag) for address, etag in requests])
    expected = b" 304 " if requests[0][1] else b" 200 "
    chosen = selectors.DefaultSelector()
    opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    begun, count = perf_counter(), 0
    for connection in opened:
        chosen.register(connection, selectors.EVENT_READ, bytearray())
        connection.sendall(next(turns))
    while perf_counter() - begun < seconds or count < 2 * connections:
        for key, _ in chosen.select(1):
            key.data.extend(key.fileobj.recv(1 << 18))  # type: ignore[union-attr]
            if not _whole(key.data):
                continue
            if expected not in key.data[:20]:
                raise MeasureFailed(f"the server answered {bytes(key.data[:200])!r}")
            count += 1
            key.data.clear()
            key.fileobj.sendall(next(turns))  # type: ignore[union-attr]
    spent = perf_counter() - begun
    chosen.close()
    for connection in opened:
        connection.close()
    return count, spent


def _request(address: str, etag: str) -> bytes:
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{known}\r\n".encode()


def _whole(data: bytes | bytearray) -> bool:
    """Whether an answer has come to its end."""
    head = data.find(b"\r\n\r\n")
    if head < 0:
        return False
    if data[9:12] == b"304":
        return True
    place = data.find(b"Content-Length: ", 0, head)
    if place < 0:
        raise MeasureFailed("the server answered without Content-Length")
    return len(data) >= head + 4 + int(data[place + 16 : data.find(b"\r", place)])
