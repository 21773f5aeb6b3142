"""Query times, in one process and on one thread: `python -m bench.querying REQUEST`, the answer as JSON.

A process of its own, since which kernels the engine uses is decided when it is imported.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from bench import figures, queries, sets
from bench.programs.program import Program, agree
from bench.queries import Asked
from bench.turns import take_turns

_PROGRAMS = {
    "searchnews": ("ours", "Searchnews"),
    "searchnews anew": ("ours", "Forgetful"),
    "tantivy": ("tantivy", "Tantivy"),
    "sqlite": ("sqlite", "SQLite"),
    "whoosh": ("stock_whoosh", "StockWhoosh"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured."""

    source: str  # the JSON Lines file
    folders: dict[str, str]  # program → index folder: "searchnews", "tantivy", "sqlite", "whoosh"
    each: int  # queries a class
    rounds: int
    detail: str  # "page" or "full"
    slow: dict[str, int]  # program → queries of a class it answers at most


def drawn(source: Path, each: int) -> dict[str, list[Asked]]:
    """The queries over a file, shuffled within their class."""
    from bench.programs.tantivy import analyser
    from searchnews.analysis import terms

    classes = queries.draw(
        queries.vocabulary(queries.sample(source), partial(terms, language="en"), analyser().analyze), each, sets.SEED
    )
    for name, asked in classes.items():
        random.Random(f"{sets.SEED} {name}").shuffle(asked)
    return classes


def opened(folders: Mapping[str, str]) -> dict[str, Program]:
    """The programs with their indexes, ours first."""
    return {name: _opener(name)(Path(folder)) for name, folder in folders.items()}


def _opener(name: str) -> Callable[[Path], Any]:
    """The class of a program; only what is measured is imported."""
    module, kind = _PROGRAMS.get(name) or _PROGRAMS[name.partition(" ")[0]]
    return getattr(import_module(f"bench.programs.{module}"), kind)  # type: ignore[no-any-return]


def measure(request: Request, tell: Callable[[str], None]) -> dict[str, Any]:
    """Every class: each program's summary in milliseconds, the ratio of ours to it, and whether the answers agree."""
    tell("drawing queries")
    classes = drawn(Path(request.source), request.each)
    programs = opened(request.folders)
    ours = next(iter(programs))
    found = {}
    for name, asked in classes.items():
        tell(f"{request.detail}: {name}")
        if asked and not (request.detail == "full" and name == "browse"):
            found[name] = _class(programs, ours, asked, request)
    return {"classes": found, "versions": {key: getattr(one, "version", "") for key, one in programs.items()}}


def _class(programs: Mapping[str, Program], ours: str, asked: Sequence[Asked], request: Request) -> dict[str, Any]:
    calls = {name: getattr(program, request.detail) for name, program in programs.items()}
    times = take_turns(calls, asked, rounds=request.rounds, most=request.slow)
    rows: dict[str, Any] = {}
    for name, program in programs.items():
        seconds = [value for values in times[name].values() for value in values]
        rows[name] = asdict(figures.summary([1000 * value for value in seconds]))
        if name != ours:
            rows[name]["ratio"] = figures.ratio(times[ours], times[name])
            rows[name]["agree"] = _agreement(programs[ours], program, asked[: request.slow.get(name)])
    return {"queries": len(asked), "matches": _matches(programs[ours], asked), "programs": rows}


def _matches(program: Program, asked: Sequence[Asked]) -> float:
    return median([program.counts(program.page(one)).total for one in asked])


def _agreement(ours: Program, theirs: Program, asked: Sequence[Asked]) -> dict[str, Any]:
    """Of how many queries the answers are equal, and how far apart the totals are at most, as a share of ours."""
    equal = dict.fromkeys(("total", "source", "section", "month", "hits"), 0)
    apart = 0.0
    for one in asked:
        left, right = ours.counts(ours.page(one)), theirs.counts(theirs.page(one))
        for part, same in agree(left, right).items():
            equal[part] += same
        apart = max(apart, abs(left.total - right.total) / max(left.total, 1))
    return {"queries": len(asked), "equal": equal, "apart": apart}


if __name__ == "__main__":
    answer = measure(Request(**json.loads(sys.argv[1])), lambda text: print(text, file=sys.stderr, flush=True))
    print(json.dumps(answer))
