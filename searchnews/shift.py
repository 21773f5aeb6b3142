"""The processes of a crew at work: tasks out, results back as they are finished; what one dies of is tried once more.

Imported when processes are started: a small run needs none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

from searchnews.crew import Death, Tell
from searchnews.errors import IndexWriteFailed
from searchnews.pool import Done, Pool

Work = TypeVar("Work")
Result = TypeVar("Result")
_TICK = 0.25  # seconds between two looks at how far the workers are
_QUEUED = 3  # tasks a worker may have waiting, so that a long list of files is not all in flight
_REMEDY = (
    "most likely because memory ran out: the index is as it was; "
    "run again with --workers 1, or with fewer other programs"
)


@dataclass(slots=True)
class Job:
    """A task, and how often a worker died of it."""

    number: int
    task: Any
    deaths: int = 0


class Shift:
    """Some processes, started when the first task comes, and others when they died."""

    def __init__(self, workers: int, deaths: list[Death], meanwhile: Callable[[], None]) -> None:
        """deaths: where those that die are told of. meanwhile: what is done once, when all have something to do."""
        self.workers, self.deaths = workers, deaths
        self._meanwhile: Callable[[], None] | None = meanwhile
        self._pool: Pool | None = None

    def end(self, *, kill: bool = False) -> None:
        """Have the processes gone; kill: whatever they are doing."""
        if self._pool is not None:
            self._pool.end(kill=kill)

    def results(
        self,
        work: Callable[[Work, Tell], Result],
        tasks: Iterable[Work],
        tell: Tell,
        lost: Callable[[Work, str], Result] | None,
    ) -> Iterator[Result]:
        """See Crew.results."""
        todo = (Job(number, task) for number, task in enumerate(tasks))
        again: deque[Job] = deque()  # those that a worker died of first
        under_way: dict[Future[Done], Job] = {}
        while True:
            broken = not self._fill(under_way, todo, again, work)
            if not under_way and not broken:
                return
            if self._meanwhile:
                meanwhile, self._meanwhile = self._meanwhile, None
                meanwhile()
            finished, _ = wait(under_way, _TICK, FIRST_COMPLETED)
            tell(*self._started().heard())
            for future in finished:
                if isinstance(future.exception(), BrokenProcessPool):
                    broken = True
                else:
                    del under_way[future]
                    yield self._started().kept(future.result())
            if broken:
                for job in self._bury(under_way, again, tell):
                    how = self.deaths[-1].how
                    if lost is None:
                        raise IndexWriteFailed(f"two workers died of the same articles ({how}), {_REMEDY}")
                    yield lost(job.task, how)

    def _started(self) -> Pool:
        if self._pool is None:
            self._pool = Pool(self.workers)
        return self._pool

    def _fill(
        self,
        under_way: dict[Future[Done], Job],
        todo: Iterator[Job],
        again: deque[Job],
        work: Callable[[Work, Tell], Result],
    ) -> bool:
        """Give the workers something to do; False where they are dead."""
        while len(under_way) < self.workers * _QUEUED:
            if under_way and (any(job.deaths for job in under_way.values()) or (again and again[0].deaths)):
                return True  # what a worker died of has all the memory for itself
            job = again.popleft() if again else next(todo, None)
            if job is None:
                return True
            try:
                under_way[self._started().submit(work, job.number, job.task)] = job
            except BrokenProcessPool:
                again.appendleft(job)
                return False
        return True

    def _bury(self, under_way: dict[Future[Done], Job], again: deque[Job], tell: Tell) -> list[Job]:
        """Take leave of the pool that broke. What was under way is to be done again, but for what is returned."""
        pool, self._pool = self._started(), None
        pool.end()
        tell(*pool.heard())
        tell(*pool.undone())
        waiting = {job.number: job for job in (*under_way.values(), *again)}
        under_way.clear()
        again.clear()
        dead = pool.dead()
        for each in dead:
            job = waiting.get(each.job)
            self.deaths.append(Death(job and job.task, f"process {each.pid} was ended by {each.how}"))
            if job:
                job.deaths += 1
        if sum(death.task is None for death in self.deaths) > self.workers or not dead:
            raise IndexWriteFailed(f"worker processes die before they do anything, {_REMEDY}")
        again.extend(sorted((job for job in waiting.values() if job.deaths < 2), key=lambda job: -job.deaths))
        return [job for job in waiting.values() if job.deaths > 1]
