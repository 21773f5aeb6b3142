"""Bytes from a file or from memory, gunzipped, with limits; what is no text is told apart."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from searchnews.errors import InputRefused

MAX_PAGE = 10_000_000  # bytes of one page
MAX_RECORD = 10_000_000  # bytes of one line of JSON Lines or CSV
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)  # what a broken gzip raises

_READ = 1 << 13, 1 << 16  # bytes read at a time, at least and at most
_STEPS = 6  # else the file's size by two to this

_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))


PASSED_OVER = InputRefused(
    "another reader's share"
)  # stands for a record that nobody asked for, so that it need not be parsed


@dataclass(frozen=True, slots=True)
class Source:
    """One input, and how its pages are to be named."""

    name: str  # its suffix tells the format
    shown: str
    key: str
    data: bytes | Path = field(repr=False)
    columns: Mapping[str, str] = field(default_factory=dict)
    heard: Callable[[int], None] | None = field(default=None, repr=False)  # told how many bytes were read, as they are
    wanted: Callable[[int], bool] | None = None  # by ordinal; for a record that is not, PASSED_OVER will do

    def open(self) -> BinaryIO:
        """The bytes as a stream, gunzipped where the name ends in .gz. Raises OSError, InputRefused."""
        if isinstance(self.data, Path):
            _require_file(self.data)
            raw: BinaryIO = _followed(self.data, self.heard) if self.heard else self.data.open("rb")
        else:
            raw = io.BytesIO(self.data)
        if self.name.lower().endswith(".gz"):
            return _Gunzipped(raw)  # type: ignore[return-value]
        return raw


def _followed(path: Path, heard: Callable[[int], None]) -> BinaryIO:
    least, most = _READ
    return io.BufferedReader(_Followed(path, heard), max(least, min(most, path.stat().st_size >> _STEPS)))


class _Followed(io.FileIO):
    """A file that tells how much was read of it."""

    def __init__(self, path: Path, heard: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._heard = heard

    def readinto(self, buffer: Any) -> int | None:
        count = super().readinto(buffer)
        self._heard(count or 0)
        return count


class _Gunzipped(gzip.GzipFile):
    """A gzip stream that closes the file below it, too."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw = raw

    def close(self) -> None:
        super().close()
        self._raw.close()


def _require_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise InputRefused("is a folder; expected a file")
    if not stat.S_ISREG(mode):
        raise InputRefused("is a pipe, a device or a socket; expected a file")


def whole(source: Source) -> bytes:
    """All the bytes of a file that is one page. Raises InputRefused where there are none, or too many, or no text."""
    with source.open() as stream:
        try:
            data = stream.read(MAX_PAGE + 1)
        except DAMAGED as error:
            raise InputRefused(f"the gzip is damaged ({error}); fetch or make the file again") from error
    if len(data) > MAX_PAGE:
        raise InputRefused(f"one page of more than {MAX_PAGE // 1_000_000} MB; split the file, or see what is in it")
    require_text(data)
    return data


def require_text(head: bytes) -> None:
    """Raise InputRefused for the bytes of nothing, or of what is plainly no text."""
    if not head.strip():
        raise InputRefused("the file is empty; expected the text of an article")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise InputRefused(f"looks like {what}, not text; convert it, or leave it out")
    sample = head[:8192]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff") or _regular_zeros(sample):
        return  # UTF-16 or UTF-32
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > len(sample) * 0.02 or b"\0" in sample:
        raise InputRefused("looks like binary data, not text; convert it, or leave it out")


def _regular_zeros(sample: bytes) -> bool:
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) > len(sample) * 0.15 and min(even, odd) < max(even, odd) * 0.1


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | InputRefused]]:
    """Numbered lines with their ends; one over MAX_RECORD is a refusal, and is not held in memory."""
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(MAX_RECORD + 1)
            if not line:
                return
            if len(line) > MAX_RECORD:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(1_000_000)
                reason = f"a line of more than {MAX_RECORD // 1_000_000} MB; expected one record a line"
                yield number, InputRefused(reason, number)
                continue
        except DAMAGED as error:
            yield number, InputRefused(f"the gzip is damaged from here on ({error}); fetch or make it again", number)
            return
        yield number, line
