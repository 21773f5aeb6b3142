"""Who reads what of a large file: its stripes are taken in turn, by whichever worker comes first.

So the workers end together, however unevenly the cores they run on are used by others. What a worker took stays its own
when it dies: its task is done again by another, under the same number.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stripes:
    """The stripes of a large file, or a share of them, for some tasks: a byte of another file says who took each."""

    path: str  # of an empty file, at first
    number: int = 0  # of `shares`: stripes with these remainders are meant
    shares: int = 1

    def taker(self, part: int, stripe: int) -> Callable[[int], bool]:
        """What tells a task whether it reads the record with a number, and takes it if nobody else did.

        part: the task; 255 of them may have numbers in a row. stripe: records that are taken together. Raises OSError.
        """
        return _Taker(self, part, stripe)


class _Taker:
    """One task's way through the stripes."""

    def __init__(self, stripes: Stripes, part: int, stripe: int) -> None:
        self._stripes, self._stripe, self._mark = stripes, stripe, bytes([part % 255 + 1])
        self._now, self._ours = -1, False  # the stripe asked for last
        self._file = os.open(stripes.path, os.O_RDWR)

    def __call__(self, number: int) -> bool:
        stripe = number // self._stripe
        if stripe != self._now:
            self._ours = self._taken(stripe)
            self._now = stripe
        return self._ours

    def _taken(self, stripe: int) -> bool:
        place, rest = divmod(stripe, self._stripes.shares)
        if rest != self._stripes.number:
            return False
        fcntl.lockf(self._file, fcntl.LOCK_EX)  # of a process that dies it is taken away
        try:
            owner = os.pread(self._file, 1, place)
            if owner in (b"", b"\0"):
                os.pwrite(self._file, self._mark, place)
                return True
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        return owner == self._mark

    def __del__(self) -> None:
        os.close(self._file)
