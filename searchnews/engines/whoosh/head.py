"""The first line of a ledger, and by it: whether an index stands as it was committed.

Without Whoosh and NumPy, so that a run of `reindex` that finds nothing changed need not wait for them.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from searchnews.engines.whoosh.names import EXTENSION, FORMAT, INDEX_NAME, STAGING

HEAD = 200  # bytes that the line has at most
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc\Z")
_LEDGER = re.compile(r"ledger-\d+\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """The format, the crc32 of the generation's two files, and how many segments it has and their bytes."""

    format: int
    ledger: int = 0
    toc: int = 0
    segments: tuple[int, int] | None = None  # None in an index that was written before they were counted

    def line(self) -> bytes:
        """As it is written, with a checksum of its own."""
        held = {"searchnews-index": self.format, "ledger": self.ledger, "toc": self.toc, "head": self._checksum()}
        return json.dumps(held | ({"segments": self.segments} if self.segments else {})).encode() + b"\n"

    def _checksum(self) -> int:
        own = f"{self.format} {self.ledger} {self.toc}"
        return zlib.crc32((f"{own} {self.segments[0]} {self.segments[1]}" if self.segments else own).encode())

    @classmethod
    def read(cls, line: bytes) -> Head:
        """What `line` wrote, or another version did; ValueError and the like for anything else."""
        held = json.loads(line)
        counted = None
        if "segments" in held:
            count, size = map(int, held["segments"])
            counted = count, size
        head = cls(int(held["searchnews-index"]), int(held.get("ledger", 0)), int(held.get("toc", 0)), counted)
        if ("head" in held or head.format == FORMAT) and held["head"] != head._checksum():
            raise ValueError("its checksum")
        return head


@dataclass(frozen=True, slots=True)
class Standing:
    """An index that is as it was committed."""

    generation: str
    ledger: bytes


def standing(folder: Path) -> Standing | None:
    """The index in a folder, if it has this code's format, all its files, and nothing that a killed run left.

    Segments are counted, not read: None says that the engine is to look, not that something is wrong.
    """
    try:
        with os.scandir(folder) as entries:
            files = {entry.name: entry for entry in entries}
        tocs = [found for found in map(_TOC.match, files) if found]
        sizes = [entry.stat().st_size for name, entry in files.items() if name.endswith(EXTENSION)]
        if len(tocs) != 1 or sum(map(bool, map(_LEDGER.match, files))) != 1 or any(map(_is_staged, files)):
            return None
        line, _, data = (folder / f"ledger-{tocs[0][1]}").read_bytes().partition(b"\n")
        head = Head.read(line)
        if head.format != FORMAT or head.segments != (len(sizes), sum(sizes)):
            return None
        sums = zlib.crc32(data), zlib.crc32((folder / tocs[0][0]).read_bytes())
        return Standing(tocs[0][1], data) if sums == (head.ledger, head.toc) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_staged(name: str) -> bool:
    return name.startswith(STAGING)
