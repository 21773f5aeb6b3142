"""What a process costs before and beside its queries: start to first result, and a server's memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from bench import sets
from bench.processes import MeasureFailed, environment, private, python, run
from bench.queries import Asked

_LIBRARY = "import sys, searchnews\nwith searchnews.open(sys.argv[1]) as index: print(index.search(sys.argv[2]).total)"
_TANTIVY = (
    "import sys; from pathlib import Path; from bench.programs.tantivy import Tantivy; from bench.queries import Asked\n"
    "program = Tantivy(Path(sys.argv[1])); print(program.counts(program.full(Asked((sys.argv[2],)))).total)"
)
_NOTHING = "print(0)"


def start_times(
    ours: Path, theirs: Path, words: Sequence[str], kernels: str, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Seconds from a process's start to its end with one page of ten articles with snippets, taking turns, warm."""
    commands: dict[str, Callable[[str], list[str]]] = {
        "searchnews search": lambda word: python("-m", "searchnews", "search", word, "--index", ours),
        "library": lambda word: python("-c", _LIBRARY, ours, word),
        "tantivy": lambda word: python("-c", _TANTIVY, theirs, word),
        "Python alone": lambda word: python("-c", _NOTHING),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn, word in enumerate([words[0], *words]):
        tell(f"starting processes, {turn} of {len(words)}")
        for name, command in commands.items():
            done = run(command(word), environment(kernels), cwd=sets.CACHE)
            if not done.output.strip():
                raise MeasureFailed(f"{name} found nothing to print for {word!r}")
            if turn:  # the first only warms the page cache
                times[name].append(done.seconds)
    return {name: {"seconds": median(many), "all_seconds": many} for name, many in times.items()}


def server_memory(index: Path, asked: Sequence[Asked], kernels: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Memory of `searchnews serve` after its start and after all these queries, and what they took through HTTP."""
    command = python("-m", "searchnews", "serve", "--port", "0", "--index", index)
    env = environment(kernels, PYTHONUNBUFFERED="1")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=sets.CACHE) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            address = next((word for word in said.split() if word.startswith("http://")), "")
            if not address:
                raise MeasureFailed(f"the server did not start: {said!r}")
            before = private(process.pid)
            seconds = []
            for place, one in enumerate(asked):
                if place % 50 == 0:
                    tell(f"asking the server, {place} of {len(asked)}")
                seconds.append(_answered(address, one))
            after = private(process.pid)
        finally:
            process.terminate()
    return {
        "queries": len(asked),
        "private_at_start": before[0],
        "mapped_at_start": before[1],
        "private": after[0],
        "mapped": after[1],
        "json_median_ms": 1000 * median(seconds),
    }


def _answered(address: str, asked: Asked) -> float:
    given = {"q": asked.text, "source": asked.source, "from": asked.since, "to": asked.until}
    url = f"{address}search.json?{urlencode({name: value for name, value in given.items() if value})}"
    begun = perf_counter()
    with urlopen(url) as answer:
        json.loads(answer.read())
    return perf_counter() - begun


def version() -> str:
    """The Python that runs."""
    return sys.version.split()[0]
