"""The workers of a run: processes where there is work enough for them, else this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from searchnews.shift import Shift

__all__ = ["Crew", "Death", "Tell"]

Work = TypeVar("Work")
Result = TypeVar("Result")
Tell = Callable[[int, int], None]  # articles and bytes of input done since the last time


@dataclass(frozen=True, slots=True)
class Death:
    """A worker that died, and what it was at."""

    task: Any  # None: nothing yet
    how: str


class Crew:
    """Up to `workers` processes, started when there is work enough for them.

    Where one dies (killed, out of memory) new ones are started: what was under way is done again, what it died of
    alone. A context manager: at its end they are gone, whatever they were doing.
    """

    def __init__(self, workers: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        """meanwhile: what this process does, once, while others are at work."""
        self.workers = workers
        self._meanwhile = meanwhile
        self.deaths: list[Death] = []
        self._shift: Shift | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shift is not None:
            self._shift.end(kill=kind is not None)

    def results(
        self,
        work: Callable[[Work, Tell], Result],
        tasks: Iterable[Work],
        tell: Tell,
        *,
        light: bool,
        lost: Callable[[Work, str], Result] | None = None,
    ) -> Iterator[Result]:
        """Do every task, in any order; `tell` hears of progress as it is made. Raises what the work raises.

        light: too little to be worth starting processes, which takes each a second.
        lost: what is the result of a task that two workers died of, and how; None: IndexWriteFailed is raised.
        """
        if self.workers < 2 or (light and self._shift is None):
            return (work(task, tell) for task in tasks)
        if self._shift is None:
            from searchnews.shift import Shift  # here: it imports all that processes need

            self._shift = Shift(self.workers, self.deaths, self._meanwhile)
        return self._shift.results(work, tasks, tell, lost)
