"""Pages are made one after another: threads of one interpreter do so in any case, but change places hundreds of times.

Each call that lets go of the interpreter hands it to whoever waits, who finds what it works on gone from the caches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PATIENCE = 0.025  # seconds, several pages long: whoever waits behind something slow goes on beside it


class Turns:
    """One at a time, but nobody waits long. May be shared by threads."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._lock = Lock()
        self._patience = patience

    @contextmanager
    def one(self) -> Iterator[None]:
        """While this is held, others wait for it, though not longer than their patience."""
        held = self._lock.acquire(timeout=self._patience)
        try:
            yield
        finally:
            if held:
                self._lock.release()
