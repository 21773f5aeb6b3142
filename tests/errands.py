"""What workers are sent to do in tests: apart from those, as every worker imports this module, without pytest."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchnews.crew import Tell


@dataclass(frozen=True)
class Errand:
    number: int
    times: int = 0  # how often a worker dies of it
    traces: str = ""  # a folder with a file for each death
    how: int = signal.SIGKILL


def run(errand: Errand, tell: Tell) -> int:
    tell(1, 10)
    died = len(list(Path(errand.traces).glob(f"{errand.number}-*"))) if errand.traces else 0
    if died < errand.times:
        (Path(errand.traces) / f"{errand.number}-{died}").touch()
        if errand.how:
            os.kill(os.getpid(), errand.how)
            time.sleep(60)
        os._exit(7)
    tell(1, 10)
    return errand.number


def late(errand: Errand, tell: Tell) -> _Slow:
    tell(1, 10)
    return _Slow(errand)


class _Slow:
    """A result whose worker dies of sending it, once."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand

    def __reduce__(self) -> tuple[type[_Slow], tuple[Errand]]:
        traces = Path(self.errand.traces)
        if self.errand.times and not any(traces.iterdir()):
            (traces / "sent").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return _Slow, (self.errand,)


def fails(path: str, tell: Tell) -> int:
    return len(Path(path).read_bytes())
