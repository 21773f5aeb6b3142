"""How fast a cluster is fed: how much at once, in how many requests, and how long an answer may take.

A cluster falls behind when it merges what it was sent, or when others use its machines. What is sent then is less, one
request after another, and is waited for longer; a run is given up only where nothing at all was taken for long.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from searchnews.engines.opensearch.bulk import PART
from searchnews.errors import IndexWriteFailed

AT_ONCE = 3  # requests under way: the next is ready when the cluster is done with one
LEAST = PART // 64  # bytes that a request is not made smaller than
GIVE_UP = 900.0  # seconds in which no article was taken
_SLOW, _FAST = 20.0, 5.0  # seconds of an answer, above and below which the next requests are smaller or larger
_FIRST, _LONGEST = 120.0, 480.0  # seconds to wait for an answer, doubled each time that there was none


class Pace:
    """Shared by the threads that send to one index."""

    def __init__(self) -> None:
        self.size = PART
        self._patience, self._at_once = _FIRST, AT_ONCE
        self._under_way, self._stopped = 0, False
        self._changed = threading.Condition()
        self._moved = time.monotonic()  # when the cluster last took something

    @contextlib.contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait until one more request may be under way. Raises IndexWriteFailed where another thread has failed."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._under_way < self._at_once)
            if self._stopped:
                raise IndexWriteFailed("another part was not taken: the old index is intact")
            self._under_way += 1
        try:
            yield Turn(self, self._patience)
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def stop(self) -> None:
        """Have nobody begin another request."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def went_on(self, seconds: float) -> None:
        """The cluster took something, and so many seconds to do it."""
        with self._changed:
            self._moved = time.monotonic()
            if seconds > _SLOW:
                self._slower()
            elif seconds < _FAST:
                self.size, self._at_once = min(2 * self.size, PART), min(self._at_once + 1, AT_ONCE)
                self._patience = _FIRST
            self._changed.notify_all()

    def stood_still(self, why: str, *, waited: bool) -> None:
        """The cluster took nothing; `waited`: and did not say so. Raises IndexWriteFailed."""
        with self._changed:
            if time.monotonic() - self._moved > GIVE_UP:
                minutes = round(GIVE_UP / 60)
                raise IndexWriteFailed(f"{why}, for {minutes} minutes: the old index is intact")
            self._slower()
            if waited:
                self._patience = min(2 * self._patience, _LONGEST)

    def _slower(self) -> None:
        self.size, self._at_once = max(self.size // 2, LEAST), 1


class Turn:
    """One request."""

    def __init__(self, pace: Pace, patience: float) -> None:
        self.patience = patience  # seconds to wait for its answer
        self._pace, self._begun = pace, time.monotonic()

    def answered(self, *, some: bool) -> None:
        """It was; `some`: and articles were taken. Raises IndexWriteFailed."""
        if some:
            self._pace.went_on(time.monotonic() - self._begun)
        else:
            self._pace.stood_still("the cluster had no room for more articles", waited=False)

    def unanswered(self, why: str) -> None:
        """It was not in time. Raises IndexWriteFailed."""
        self._pace.stood_still(why, waited=True)
