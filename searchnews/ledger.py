"""What `reindex` remembers of the files it read. Committed with the articles, so that both always agree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from operator import itemgetter
from typing import NamedTuple

import msgspec
import zstandard

from searchnews.errors import WrongVersion
from searchnews.glance import RACY, without_glance

VERSION = 2
_LEVEL = 1  # of compression: 2 makes it larger, too, and all take longer
_LARGEST = 1 << 32  # bytes of a ledger


# Tuples, because hundreds of thousands of them are made in every run and go from process to process.


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


Ledger = Mapping[str, Entry]  # real path → entry
BY_KEY = itemgetter(3, 1)  # what entries are ordered by: key, then place


class Winner(NamedTuple):
    """The article that has an id, and the file it is in."""

    entry: Entry
    claim: Claim


_winner = partial(tuple.__new__, Winner)  # Winner._make, which would count the fields each time


def winners(entries: Iterable[Entry]) -> dict[str, Winner]:
    """Id → who has it: the first by key, place and ordinal, so that every run decides alike. In no order."""
    every = list(entries)
    won = {claim[0]: _winner((entry, claim)) for entry in every for claim in entry[6]}
    if len(won) == sum([len(entry.claims) for entry in every]):
        return won
    won.clear()
    for entry in sorted(every, key=BY_KEY):
        for claim in entry.claims:
            won.setdefault(claim.article_id, Winner(entry, claim))
    return won


def winners_after(before: dict[str, Winner], old: Ledger, new: Ledger) -> dict[str, Winner]:
    """`winners(new.values())`, from those of the old ledger: only what changed is looked at, mostly."""
    fresh = [entry for real, entry in new.items() if old.get(real) is not entry]
    now = dict(before)
    contested = len(before) != sum([len(entry.claims) for entry in old.values()])
    if contested or 2 * len(fresh) > len(new):
        return winners(new.values())
    for real, entry in old.items():
        if new.get(real) is not entry:
            for claim in entry.claims:
                del now[claim.article_id]
    for entry in fresh:
        for claim in entry.claims:
            if claim.article_id in now:
                return winners(new.values())
            now[claim.article_id] = Winner(entry, claim)
    return now


def packed(ledger: Ledger) -> bytes:
    """The ledger as bytes: compressed MessagePack, a file a row, the values of each class in the order of its fields.

    JSON where the name of a file is not Unicode, and in an index that was written before: it takes longer to read.
    """
    held = {"ledger": VERSION, "files": [ledger[real] for real in sorted(ledger)]}
    try:
        data = msgspec.msgpack.encode(held)
    except UnicodeEncodeError:
        data = json.dumps(held, separators=(",", ":")).encode()
    return zstandard.compress(data, _LEVEL)


def unpacked(data: bytes) -> Ledger:
    """The ledger that `packed` wrote; none for b"". Raises WrongVersion for anything else."""
    if not data:
        return {}
    try:
        held = _loaded(zstandard.decompress(without_glance(data), max_output_size=_LARGEST))
        if held.ledger != VERSION:
            raise ValueError(f"version {held.ledger}")
        return {entry.real: entry for entry in held.files}
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
        raise WrongVersion(
            f"the index's list of files read can't be understood ({error}): "
            "make it anew with `searchnews reindex --full`"
        ) from error


class _Held(msgspec.Struct):
    """What is written."""

    ledger: int
    files: list[Entry]


_decoder = msgspec.msgpack.Decoder(_Held)


def _loaded(data: bytes) -> _Held:
    return msgspec.convert(json.loads(data), _Held) if data.startswith(b"{") else _decoder.decode(data)
