"""What a page of results costs a server, beside a static page of the same size: what `bench/web` runs.

One server (waitress and the application as `searchnews serve` makes them) over the Reuters set gets pages of ten with
facets, chips and histogram, each for another query and made anew; the same pages where the server has made them before
and kept them; the same bytes kept in memory, through the same application; as files, the way Flask gives its static
ones; the same pages asked for with their ETag; and those bytes from waitress alone. They take turns, over 16
connections that are kept open.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, send_from_directory
from werkzeug.datastructures import MultiDict

import searchnews
from bench import indexes, sets
from bench.clients import Answer, ask, once
from bench.processes import SINGLE, MeasureFailed, environment, python
from searchnews.engine import Engine
from searchnews.engines.whoosh import kernels
from searchnews.request import make_query
from searchnews.web import create_app
from searchnews.web.address import parse
from searchnews.web.server import made

CONNECTIONS = 16
_WORD = re.compile(r"\b[A-Za-z]{4,}\b")
TRIES = 200  # queries that are tried for one that finds enough
SEED = 1987
FILTERS = ("source=usa&from=1987-03&to=1987-10", "source=usa&source=japan&source=uk")
KINDS = ("page", "page again", "static", "static file", "unchanged", "waitress alone")


def main() -> int:
    """Measure and print."""
    options = _arguments()
    if options.serve:
        return _serve(options.serve, options.queries)
    index = options.index or indexes.kept("searchnews", sets.prepare("reuters", options.articles, options.news))
    command = python("-m", "bench.serving", "--serve", index, "--queries", str(options.queries))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(**SINGLE)) as server:
        try:
            assert server.stdout is not None
            told = server.stdout.readline()
            if not told:
                raise MeasureFailed("the server did not start")
            ports, asked = json.loads(told)
            _print(_measured(server.pid, ports, asked, options.rounds, options.seconds))
        finally:
            server.terminate()
    return 0


def _arguments() -> argparse.Namespace:
    top = argparse.ArgumentParser(prog="bench/web", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    top.add_argument("--rounds", type=int, default=9, metavar="N", help="turns each kind of page takes (9)")
    top.add_argument("--seconds", type=float, default=1.0, metavar="S", help="of one turn (1)")
    top.add_argument("--queries", type=int, default=400, metavar="N", help="different pages (400)")
    top.add_argument("--articles", type=int, metavar="N", help="at most so many of the set")
    top.add_argument("--news", type=Path, default=sets.NEWS, metavar="DIR", help="where the news set is")
    top.add_argument("--index", type=Path, metavar="DIR", help="an index over it that is there already")
    top.add_argument("--serve", type=Path, metavar="INDEX", help=argparse.SUPPRESS)
    return top.parse_args()


def addresses(engine: Engine, count: int) -> list[str]:
    """The pages that are measured: two words of an article each time, filters, and ten results at least."""
    rand = random.Random(SEED)
    articles = [hit.article for hit in engine.scan(make_query("", detail="fields")) if hit.article and hit.article.body]
    found: dict[str, None] = {}
    for number in range(TRIES * count):
        if len(found) == count:
            return list(found)
        words = sorted({word.lower() for word in _WORD.findall(" ".join(rand.choice(articles).body))})
        text = "+".join(rand.sample(words, 2)) if len(words) > 1 else ""
        asked = f"q={text}&{FILTERS[number % len(FILTERS)]}"
        query = parse(MultiDict(parse_qsl(asked))).query()
        if text and engine.search(replace(query, detail="ids")).total >= query.limit:
            found[f"/search?{asked}"] = None
    raise MeasureFailed(f"the index has no {count} pages of ten for two words")


# The server


def _serve(index: Path, count: int) -> int:
    """Serve until killed; print the ports (application, one that keeps pages, waitress alone) and the addresses."""
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    engine = searchnews.open(index).engine
    if kernels.available():
        kernels.load()  # as a server has them after its first seconds
    asked = addresses(engine, count)
    app, keeping = create_app(engine, kept=0), create_app(engine)
    kept: list[bytes] = []
    app.add_url_rule("/kept/<int:number>", "kept", lambda number: Response(kept[number], mimetype="text/html"))
    client = app.test_client()
    with tempfile.TemporaryDirectory() as folder:
        app.add_url_rule("/file/<name>", "file", lambda name: send_from_directory(folder, name))
        for number, address in enumerate(asked):
            kept.append(client.get(address).get_data())
            (Path(folder) / f"{number}.html").write_bytes(kept[-1])
        anew = made(app, _listening())
        again = made(keeping, _listening(), map=anew._map)
        alone = made(_alone(kept), _listening(), map=anew._map)
        print(json.dumps(([server.effective_port for server in (anew, again, alone)], asked)), flush=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the folder is removed
        anew.run()
    return 0


def _listening() -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.setblocking(False)
    return listener


def _alone(kept: list[bytes]) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        page = kept[int(environ["PATH_INFO"].rsplit("/", 1)[1])]
        start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
        return [page]

    return answer


# The measure


def _measured(server: int, ports: list[int], asked: list[str], rounds: int, seconds: float) -> dict[str, Any]:
    """Kind → pages a second, and processor milliseconds of the server a page, turn by turn; and bytes of a page."""
    port, keeping, alone = ports
    pages = [once(port, address) for address in asked]
    for address in asked:
        once(keeping, address)  # so that it is kept
    _check(asked, pages)
    requests = {
        "page": (port, [(address, "") for address in asked]),
        "page again": (keeping, [(address, "") for address in asked]),
        "static": (port, [(f"/kept/{number}", "") for number in range(len(pages))]),
        "static file": (port, [(f"/file/{number}.html", "") for number in range(len(pages))]),
        "unchanged": (port, [(address, page.etag) for address, page in zip(asked, pages, strict=True)]),
        "waitress alone": (alone, [(f"/kept/{number}", "") for number in range(len(pages))]),
    }
    found: dict[str, Any] = {kind: {"rate": [], "cost": []} for kind in KINDS}
    for turn in range(rounds + 1):
        for kind in KINDS[turn % len(KINDS) :] + KINDS[: turn % len(KINDS)]:
            begun = _processor(server)
            count, spent = ask(requests[kind][0], requests[kind][1], CONNECTIONS, seconds)
            if turn:  # the first only warms up
                found[kind]["rate"].append(count / spent)
                found[kind]["cost"].append(1000 * (_processor(server) - begun) / count)
    return found | {"bytes": median(page.length for page in pages)}


def _check(asked: list[str], pages: list[Answer]) -> None:
    for address, page in zip(asked, pages, strict=True):
        if page.status != 200 or page.body.count(b"<article") != 10 or b'class="chips"' not in page.body:
            raise MeasureFailed(f"{address} is no page of ten with chips: {page.status}")
        if not page.etag:
            raise MeasureFailed(f"{address} has no ETag")


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _print(found: dict[str, Any]) -> None:
    print(f"a page: {found['bytes']:,.0f} bytes, before compression")
    print(f"{'':16}{'pages a second':>16}{'to static':>11}{'processor ms':>14}{'to static':>11}")
    still = found["static"]
    for kind in KINDS:
        rate, cost = median(found[kind]["rate"]), median(found[kind]["cost"])
        slower = median(one / other for one, other in zip(still["rate"], found[kind]["rate"], strict=True))
        dearer = median(other / one for one, other in zip(still["cost"], found[kind]["cost"], strict=True))
        print(f"{kind:16}{rate:16,.0f}{slower:10.2f}×{cost:14.3f}{dearer:10.2f}×")


if __name__ == "__main__":
    sys.exit(main())
