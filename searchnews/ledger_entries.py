"""What is remembered of one file, and of each of its articles.

Tuples, because hundreds of thousands of them are made in some runs and go from process to process.
"""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from searchnews.glance import RACY


class Claim(NamedTuple):
    """An article of a file, and the id it asks for."""

    article_id: str
    digest: str  # of everything the article says
    ordinal: int  # from 0 within the file
    line: int | None


class Remark(NamedTuple):
    """Something to tell about a file: a refusal or a warning."""

    line: int | None
    reason: str


class Stamp(NamedTuple):
    """By what a file is recognised as unchanged."""

    size: int  # bytes; -1: it changed while it was read, or could not be read
    mtime: int  # nanoseconds
    read_at: int  # nanoseconds, the clock when it was read
    digest: str  # of its bytes; "" where unknown

    def same_time(self, size: int, mtime: int) -> bool:
        """Whether size and time alone prove that nothing changed; where they do not, the bytes decide."""
        return bool(self.digest) and (self.size, self.mtime) == (size, mtime) and self.mtime < self.read_at - RACY


UNREAD = Stamp(-1, 0, 0, "")


class Entry(NamedTuple):
    """One file as it was read."""

    real: str
    place: str
    shown: str
    key: str
    stamp: Stamp
    reading: str  # how it was read: version of the extraction and the columns named
    claims: tuple[Claim, ...] = ()
    refusals: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


BY_KEY = itemgetter(3, 1)  # what entries are ordered by: key, then place
