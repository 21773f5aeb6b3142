"""How a run of `reindex` looks while it runs: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from searchnews.report import Progress, Report, Stage

_WIDTH = 24  # characters of the bar
_TERMINAL = 0.1  # seconds between two drawings
_NAMED = 3  # files passed over that are told by name
_PLAIN = 10.0  # seconds between two lines in a log
_WORDS: dict[Stage, str] = {
    "waiting": "Waiting",
    "looking": "Looking for files",
    "reading": "Reading",
    "committing": "Writing the new index",
}


class ProgressLine:
    """Draws progress on a stream; `close` clears the bar."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._bar = stream.isatty()
        self._stage: Stage | None = None
        self._began = self._drawn = clock()

    def __call__(self, state: Progress) -> None:
        """Show how far a run is, unless it was shown a moment ago."""
        now = self._clock()
        fresh = state.stage != self._stage
        if fresh:
            self._stage, self._began = state.stage, now
        if not fresh and now - self._drawn < (_TERMINAL if self._bar else _PLAIN):
            return
        if fresh and not self._bar and state.stage == "reading":
            self._drawn = now  # the first line in a log comes when there is something to say
            return
        self._drawn = now
        text = line(state, now - self._began, bar=self._bar)
        self._stream.write(f"\r\x1b[2K{text}" if self._bar else f"{text}\n")
        self._stream.flush()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar and self._stage:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


def line(state: Progress, seconds: float, *, bar: bool) -> str:
    """One line about how far a stage is, with its rate and the time left."""
    text = _WORDS[state.stage]
    if state.note:
        return f"{text} for another reindex to finish: {state.note}"
    if not state.total:
        return f"{text} …"
    share = min(state.done / state.total, 1.0)
    parts = [f"{text} {_drawn_bar(share)}" if bar else text, f"{share:4.0%}", f"{state.articles:,} articles"]
    if seconds > 1 and state.articles:
        parts.append(f"{state.articles / seconds:,.0f} a second")
    if seconds > 1 and 0.01 < share < 1:
        parts.append(f"{duration(seconds / share - seconds)} left")
    return "  ".join(parts)


def _drawn_bar(share: float) -> str:
    full = round(share * _WIDTH)
    return "█" * full + "░" * (_WIDTH - full)


def duration(seconds: float) -> str:
    """A time as people say it: "8 s", "3 min 20 s", "1 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def summary(report: Report) -> str:
    """What a run did, in one line for people."""
    counts = (
        (report.added, "added"),
        (report.changed, "changed"),
        (report.unchanged, "unchanged"),
        (report.refused, "refused"),
    )
    told = ", ".join(f"{count:,} {word}" for count, word in counts)
    noun = "article" if report.read == 1 else "articles"
    return f"Read {report.read:,} {noun}: {told}; {report.removed:,} removed, in {report.seconds:.1f} s"


def passed_over(report: Report) -> str:
    """The files in folders that nobody tried to read, because of their names or because they are no files."""
    count, shown = len(report.skipped), ", ".join(report.skipped[:_NAMED])
    more = f" and {count - _NAMED:,} more" if count > _NAMED else ""
    return f"passed over, of a kind that is not read: {shown}{more}"
