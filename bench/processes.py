"""Programs as processes of their own: their time, and the memory of them and all they start."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.sets import ROOT

EVERY = 0.05  # seconds between two looks at the memory
PAGE = os.sysconf("SC_PAGE_SIZE")
SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


class MeasureFailed(Exception):
    """A part can't be measured; the message says which process failed and what it said last."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process from its start to its end."""

    seconds: float
    together: int  # bytes resident in it and its descendants, at the moment that was greatest
    largest: int  # bytes resident in any one of them, at most
    output: str


def environment(kernels: str = "", **more: str) -> dict[str, str]:
    """This process's environment less the user's settings. `kernels`: "numpy" turns the compiled ones off.

    Modules are kept compiled, as an installation has them.
    """
    ours = ("SEARCHNEWS", "PYTHONDONTWRITEBYTECODE")
    given = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    chosen = {"SEARCHNEWS_KERNELS": "numpy"} if kernels == "numpy" else {}
    return given | {"PYTHONPATH": str(ROOT)} | chosen | more


def python(*arguments: str | Path) -> list[str]:
    """The command line of this Python."""
    return [sys.executable, *map(str, arguments)]


def run(command: Sequence[str], env: Mapping[str, str], cwd: Path = ROOT) -> Run:
    """Run to the end, watching memory. Raises MeasureFailed with its last words where it fails."""
    begun = perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=cwd
    ) as process:
        watch = _Watch(process.pid)
        output, told = process.communicate()
        spent = perf_counter() - begun
        watch.stop()
    if process.returncode:
        raise MeasureFailed(f"{' '.join(command)} failed ({process.returncode}):\n{told[-2000:]}")
    return Run(spent, watch.together, watch.largest, output)


class _Watch(threading.Thread):
    """Looks at a process tree's resident memory until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.together = self.largest = 0
        self._pid = pid
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        while True:
            sizes = [resident(pid) for pid in tree(self._pid)]
            self.together = max(self.together, sum(sizes))
            self.largest = max([self.largest, *sizes])
            if self._done.wait(EVERY):
                return

    def stop(self) -> None:
        self._done.set()
        self.join()


def tree(pid: int) -> list[int]:
    """A process and its descendants; those that are gone while looking are left out."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def resident(pid: int) -> int:
    """Bytes resident in a process; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def private(pid: int) -> tuple[int, int]:
    """Bytes of a process's own memory, and of pages of mapped files.

    Own is what the kernel calls Anonymous: heaps, stacks and pages of files that the process changed for itself. Pages
    of a file map are the page cache's, even those that this process alone has mapped (Private_Clean counts those).
    """
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    sizes = {name: int(rest.split()[0]) * 1024 for name, rest in rows.items()}
    return sizes["Anonymous"], sizes["Rss"] - sizes["Anonymous"]
