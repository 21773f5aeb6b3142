"""Every error that searchnews raises on purpose.

SearchnewsError             something a person can act on; `str(error)` says what, where and what to do
├── UsageError              the command or call is wrong (exit code 2, HTTP 400)
│   ├── SettingsError       a setting has a wrong name or value
│   ├── BadRequest          one part of a search request is wrong; `field` names it
│   └── QueryTooLarge       the query is longer or deeper than the limits allow
├── InputRefused            one file or record can't be read as an article; the rest goes on
├── IndexUnavailable        there is no index to open, or it can't be opened
│   ├── NotAnIndex          the folder holds something else
│   └── WrongVersion        the index was written by another version of searchnews
├── IndexLocked             another process is writing the index
└── IndexWriteFailed        the index could not be written; the old one is intact
"""

from __future__ import annotations


class SearchnewsError(Exception):
    """Something a person can act on."""


class UsageError(SearchnewsError):
    """The command or call is wrong."""


class SettingsError(UsageError):
    """A setting has a wrong name or value."""


class BadRequest(UsageError):
    """One part of a search request is wrong; `field` is its name in an address, such as "from"."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class QueryTooLarge(UsageError):
    """The query is longer or deeper than the limits allow."""


class InputRefused(SearchnewsError):
    """One file or record can't be read as an article.

    `reason` says what was expected and what to do; `line` counts from 1, None where a line means nothing.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class IndexUnavailable(SearchnewsError):
    """There is no index to open, or it can't be opened."""


class NotAnIndex(IndexUnavailable):
    """The folder holds something else."""


class WrongVersion(IndexUnavailable):
    """The index was written by another version of searchnews."""


class IndexLocked(SearchnewsError):
    """Another process is writing the index."""


class IndexWriteFailed(SearchnewsError):
    """The index could not be written; the old one is intact."""
