"""One line that says what is being measured."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from tempfile import TemporaryFile
from time import perf_counter

from bench.processes import MeasureFailed
from bench.sets import CACHE


class Progress:
    """A line on standard error that is written over on a terminal, and a line each elsewhere."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._terminal = sys.stderr.isatty()

    def __call__(self, text: str) -> None:
        shown = f"{perf_counter() - self._begun:6.0f} s  {text}"
        print(
            f"\r{shown[:110]:<110}" if self._terminal else shown,
            end="" if self._terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        """Leave the line."""
        if self._terminal:
            print(file=sys.stderr)


def relayed(command: Sequence[str], env: Mapping[str, str], tell: Callable[[str], None]) -> str:
    """A process's standard output; each line of its standard error is told. MeasureFailed where it fails."""
    with TemporaryFile("w+") as output:  # not a pipe: it could fill while the other is read
        with subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, text=True, env=env, cwd=CACHE) as process:
            assert process.stderr is not None
            told = []
            for line in process.stderr:
                told.append(line)
                tell(line.rstrip())
        if process.returncode:
            raise MeasureFailed(f"the measuring process failed ({process.returncode}):\n{''.join(told[-20:])}")
        output.seek(0)
        return output.read()
