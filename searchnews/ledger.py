"""What `reindex` remembers of the files it read. Committed with the articles, so that both always agree."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from searchnews.errors import WrongVersion

VERSION = 1
RACY = 2_000_000_000  # nanoseconds: a file written so shortly before it was read may change and keep its time


@dataclass(frozen=True, slots=True)
class Claim:
    """An article of a file, and the id it asks for."""

    article_id: str
    digest: str  # of everything the article says
    ordinal: int  # from 0 within the file
    line: int | None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell about a file: a refusal or a warning."""

    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file is recognised as unchanged."""

    size: int  # bytes; -1: it changed while it was read, or could not be read
    mtime: int  # nanoseconds
    read_at: int  # nanoseconds, the clock when it was read
    digest: str  # of its bytes; "" where unknown

    def same_time(self, size: int, mtime: int) -> bool:
        """Whether size and time alone prove that nothing changed; where they do not, the bytes decide."""
        return bool(self.digest) and (self.size, self.mtime) == (size, mtime) and self.mtime < self.read_at - RACY


UNREAD = Stamp(-1, 0, 0, "")


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Winner:
    """The article that has an id, and the file it is in."""

    entry: Entry
    claim: Claim


def winners(entries: Iterable[Entry]) -> dict[str, Winner]:
    """Id → who has it: the first by key, place and ordinal, so that every run decides alike."""
    won: dict[str, Winner] = {}
    for entry in sorted(entries, key=lambda entry: (entry.key, entry.place)):
        for claim in entry.claims:
            won.setdefault(claim.article_id, Winner(entry, claim))
    return won


def packed(ledger: Ledger) -> bytes:
    """The ledger as bytes."""
    files = [asdict(ledger[real]) | {"claims": _rows(ledger[real].claims)} for real in sorted(ledger)]
    return zlib.compress(json.dumps({"ledger": VERSION, "files": files}, separators=(",", ":")).encode(), 6)


def _rows(claims: Iterable[Claim]) -> list[list[object]]:
    return [[claim.article_id, claim.digest, claim.ordinal, claim.line] for claim in claims]


def unpacked(data: bytes) -> Ledger:
    """The ledger that `packed` wrote; none for b"". Raises WrongVersion for anything else."""
    if not data:
        return {}
    try:
        held = json.loads(zlib.decompress(data))
        if held["ledger"] != VERSION:
            raise ValueError(f"version {held['ledger']}")
        return {row["real"]: _entry(row) for row in held["files"]}
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise WrongVersion(
            f"the index's list of files read can't be understood ({error}): "
            "make it anew with `searchnews reindex --full`"
        ) from error


def _entry(row: Mapping[str, object]) -> Entry:
    values = dict(row)
    for name, kind in (("refusals", Remark), ("warnings", Remark)):
        values[name] = tuple(kind(**item) for item in row[name])  # type: ignore[attr-defined]
    values["claims"] = tuple(Claim(*item) for item in row["claims"])  # type: ignore[attr-defined]
    values["stamp"] = Stamp(**row["stamp"])  # type: ignore[arg-type]
    return Entry(**values)  # type: ignore[arg-type]
