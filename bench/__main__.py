"""`python -m bench`: what bench/compare runs in its environment."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench import indexes, indexing, sets, starting
from bench.arguments import parser
from bench.processes import SINGLE, MeasureFailed, environment, python
from bench.progress import Progress, relayed
from bench.querying import Request, drawn
from bench.tables import lines

WHOOSH_MOST = 20_000  # articles; more would take stock Whoosh hours
WHOOSH_QUERIES, SQLITE_QUERIES = 6, 25  # of a class: they are slow, and asked in one round only
STARTS = 9
COMMIT_OF = 100  # articles


def main() -> int:
    """Measure what is asked for and print it."""
    options = parser().parse_args()
    tell = Progress()
    source = sets.prepare(options.set, options.articles, options.news or sets.NEWS)
    result: dict[str, Any] = {"set": options.set, "articles": sets.count_lines(source), "machine": _machine()}
    kernels = ("numba", "numpy") if options.kernels == "both" else (options.kernels,)
    failed = []
    for part in options.only:
        try:
            result[part] = _PARTS[part](options, source, kernels, tell)
        except MeasureFailed as error:  # hours of other figures are kept
            failed.append(f"{part} was not measured: {error}")
        if options.json:
            options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    tell.end()
    print("\n".join(lines(result, markdown=options.markdown)))
    print("\n".join(failed), file=sys.stderr)
    return 1 if failed else 0


def _machine() -> dict[str, Any]:
    """What the figures depend on, without a name of the machine."""
    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    versions = {"Python": starting.version()}
    for package in ("numpy", "numba", "tantivy", "whoosh"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return {"cores": os.cpu_count(), "processor": model.partition(": ")[2], "system": platform.system(), **versions}


def _pages(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress, detail: str) -> Any:
    every = ("searchnews", "searchnews anew", "tantivy", "sqlite", "whoosh")
    names = [name for name in every if name not in options.without]
    if "whoosh" in names and (detail == "full" or sets.count_lines(source) > WHOOSH_MOST):
        names.remove("whoosh")
    folders = {name: _kept("searchnews" if name == "searchnews anew" else name, source, tell) for name in names}
    slow = {"sqlite": SQLITE_QUERIES, "whoosh": WHOOSH_QUERIES}
    request = Request(str(source), folders, options.queries, options.rounds, detail, slow)
    return {kernel: _queried(request, kernel, tell) for kernel in kernels}


def _kept(name: str, source: Path, tell: Callable[[str], None]) -> str:
    tell(f"the index of {name} over {source.name}")
    return str(indexes.kept(name, source))


def _queried(request: Request, kernel: str, tell: Progress) -> Any:
    command = python("-m", "bench.querying", json.dumps(asdict(request)))
    return json.loads(relayed(command, environment(kernel, **SINGLE), lambda text: tell(f"{kernel}: {text}")))


def _query(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    return _pages(options, source, kernels, tell, "page")


def _full(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    return _pages(options, source, kernels, tell, "full")


def _index(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    return indexing.full_runs(source, options.index_rounds, tell)


def _rerun(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    short = sets.prepare("short", options.files, options.news or sets.NEWS)
    return indexing.repeated_runs(short, options.files, 3, tell)


def _start(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    ours, theirs = Path(_kept("searchnews", source, tell)), Path(_kept("tantivy", source, tell))
    words = [one.words[0] for one in drawn(source, STARTS)["one word, common"]]
    return {kernel: starting.start_times(ours, theirs, words, kernel, tell) for kernel in kernels}


def _memory(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    index = Path(_kept("searchnews", source, tell))
    asked = [one for many in drawn(source, options.queries).values() for one in many]
    return {kernel: starting.server_memory(index, asked, kernel, tell) for kernel in kernels}


def _commits(options: argparse.Namespace, source: Path, kernels: tuple[str, ...], tell: Progress) -> Any:
    articles = sets.prepare("long", options.commits * COMMIT_OF, options.news or sets.NEWS)
    folders = indexing.many_commits(articles, options.commits, COMMIT_OF, tell)
    request = Request(str(articles), folders, options.queries, options.rounds, "page", {})
    return {kernel: _queried(request, kernel, tell) for kernel in kernels}


_PARTS: dict[str, Callable[[argparse.Namespace, Path, tuple[str, ...], Progress], Any]] = {
    "query": _query,
    "full": _full,
    "index": _index,
    "rerun": _rerun,
    "start": _start,
    "memory": _memory,
    "commits": _commits,
}

if __name__ == "__main__":
    sys.exit(main())
