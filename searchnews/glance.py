"""What a ledger says at its beginning, so that a run that finds nothing changed need not read the rest.

One line of JSON before the ledger's own bytes: digests of the files as they were found, and what there is to report of
them. It is there only where the ledger holds no others.
"""

from __future__ import annotations

import json
from _blake2 import blake2b  # hashlib's, which takes OpenSSL along: a fortieth of a run that finds nothing
from array import array
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from searchnews.sources import Source

RACY = 2_000_000_000  # nanoseconds: a file written so shortly before it was read may change and keep its time
_BEGINNING = b'{"glance": '
_VERSION = 3
_NAMES, _NUMBERS = range(4), (4, 5)  # the columns of a Source: names, then size and time
_MOST = 1_000  # refusals and warnings

Said = tuple[str, int | None, str]  # file, line, reason


class Glance(NamedTuple):
    """The files of a run, and what it had to say of them."""

    reading: str  # how they were read
    names: str  # digest of the files' names
    times: str  # digest of their sizes and times; "" where these won't tell whether one changed
    read: int  # articles
    refusals: list[Said]
    warnings: list[Said]

    def line(self) -> bytes:
        """As it is written; nothing where it would be long."""
        if len(self.refusals) + len(self.warnings) > _MOST:
            return b""
        return json.dumps({"glance": _VERSION, **self._asdict()}).encode() + b"\n"


def digests_of(sources: Sequence[Source]) -> tuple[str, str]:
    """Of the names of files, and of their sizes and times, in their order: a column of all at a time, the quickest."""
    names = blake2b(str(len(sources)).encode(), digest_size=16)
    columns: list[list[str]] = []
    for number in _NAMES:
        columns.append(list(map(itemgetter(number), sources)))
        same = columns.index(columns[-1])  # of two that are the same, one is read
        data = str(same).encode() if same < number else "\0".join(columns[-1]).encode("utf-8", "surrogatepass")
        names.update(data + b"\0")  # no name holds a zero
    times = blake2b(digest_size=16)
    for number in _NUMBERS:
        times.update(array("q", map(itemgetter(number), sources)))
    return names.hexdigest(), times.hexdigest()


def glance_at(ledger: bytes) -> Glance | None:
    """What the line before a ledger says; None where there is none."""
    if not ledger.startswith(_BEGINNING):
        return None
    try:
        held: dict[str, Any] = json.loads(ledger[: ledger.index(b"\n")])
        return Glance(**held) if held.pop("glance") == _VERSION else None
    except (ValueError, TypeError, KeyError):
        return None


def without_glance(ledger: bytes) -> bytes:
    """A ledger's own bytes."""
    return ledger[ledger.index(b"\n") + 1 :] if ledger.startswith(_BEGINNING) else ledger
