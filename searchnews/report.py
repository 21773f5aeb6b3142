"""What a run of `reindex` did, and how far it is while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Stage = Literal["waiting", "looking", "reading", "committing"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A refusal or a warning, with the place it is about."""

    path: str
    line: int | None  # from 1; None where a line means nothing
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}" if self.line is not None else f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, in articles: `read` is the sum of added, changed, unchanged and refused."""

    read: int
    added: int
    changed: int
    removed: int
    unchanged: int
    refused: int  # what could not be read; a file that can't be read at all counts as one
    seconds: float
    refusals: tuple[Complaint, ...] = ()
    warnings: tuple[Complaint, ...] = ()  # read and indexed all the same
    skipped: tuple[str, ...] = ()  # files in folders of kinds that are not read
    generation: str = ""  # of the index afterwards

    def to_json(self) -> dict[str, Any]:
        """The report as `reindex --json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    stage: Stage
    done: int = 0  # of `total`
    total: int = 0  # bytes to read; 0 where unknown
    articles: int = 0  # read and indexed so far
    note: str = ""  # while waiting: for whom


Listener = Callable[[Progress], None]


def waiting_for(holder: str) -> Progress:
    """The progress of a run that waits for another."""
    return Progress("waiting", note=holder)
