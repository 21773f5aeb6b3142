"""Chunks of text → numbers: what stands between spaces is analysed once, then only looked up.

A *chunk* is a run of what a token can hold: letters and digits, full stops, commas and apostrophes, and whatever is not
ASCII. No token of analysis.py reaches beyond one. Its number is a unit (numbering.py) where it holds one token, else the
complement of a place in `several`, the lists of units of all other chunks.

Many texts are numbered at once, one after another, each followed by the chunk END. A chunk MARK may stand anywhere: both
are bytes that no text holds, and have no units.

Two tables do the same: a dictionary, and a hash table in arrays whose loops are compiled (compiled_chunks.py).
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array

REMEMBERED = 400_000  # chunks a table holds before it starts anew
END, MARK = b"\xff", b"\xfe"  # no UTF-8 has them
END_NUMBER, MARK_NUMBER = ~0, ~1
PUNCTUATION = b".,'"
BETWEEN = bytes(
    code if code > 127 or code in PUNCTUATION or chr(code).isalnum() else 32 for code in range(256)
)  # the same text with spaces between its chunks
_LONGEST = 64  # bytes of a chunk that is remembered: longer ones hardly come again
_FIRST_SIZE = 1 << 16  # slots of a new table
_EMPTY = -(1 << 31)  # as a number: none
NEW = _EMPTY + (1 << 30)  # numbers up to this stand for chunks the loops did not know


class Analysis(Protocol):
    """What tells the units of one language's texts."""

    def of(self, text: str) -> list[int]:
        """Those of a text, token by token."""

    def of_words(self, words: list[str]) -> list[int]:
        """Those of words of ASCII letters and digits."""


class Several:
    """The units of chunks that hold none or several, by place; the first two are those of END and MARK."""

    def __init__(self) -> None:
        self._units: list[int] = []
        self._ends = [0, 0, 0]
        self._arrays: tuple[Array, Array] | None = None

    def add(self, units: Sequence[int]) -> int:
        """The number of a chunk with these units."""
        if len(units) == 1:
            return units[0]
        self._units += units
        self._ends.append(len(self._units))
        self._arrays = None
        return ~(len(self._ends) - 2)

    def opened(self, numbers: Array) -> tuple[Array, Array]:
        """The units of chunks, int32, and how many each chunk has."""
        sizes = np.ones(len(numbers), np.int64)
        places = np.flatnonzero(numbers < 0)
        if not len(places):
            return numbers, sizes
        if self._arrays is None:
            self._arrays = np.array(self._units, np.int32), np.array(self._ends, np.int64)
        units, ends = self._arrays
        lists = ~numbers[places]
        lengths = ends[lists + 1] - ends[lists]
        sizes[places] = lengths
        opened = np.repeat(numbers, sizes)
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        opened[opened < 0] = units[np.repeat(ends[lists], lengths) + within]
        return opened, sizes


class PlainTable(dict[bytes, int]):
    """Chunk → number, in a dictionary."""

    plain = True

    def __init__(self, analysis: Analysis) -> None:
        super().__init__({END: END_NUMBER, MARK: MARK_NUMBER})
        self.several = Several()
        self._analysis = analysis

    def __missing__(self, chunk: bytes) -> int:
        return _EMPTY

    def numbers(self, data: bytes) -> Array:
        """The numbers of the chunks of a text, int32."""
        chunks = data.translate(BETWEEN).split()
        found = np.fromiter(map(self.__getitem__, chunks), np.int32, len(chunks))
        places = np.flatnonzero(found == _EMPTY).tolist()
        if places:
            unknown = [chunks[place] for place in places]
            learned = self.learned(dict.fromkeys(unknown))
            found[places] = [learned[chunk] for chunk in unknown]
        return found

    def learned(self, chunks: dict[bytes, None]) -> dict[bytes, int]:
        """The numbers of chunks that are not in the table; it remembers them."""
        bare = {chunk: chunk.strip(PUNCTUATION) for chunk in chunks}  # a word at the end of a clause is the word
        words = dict.fromkeys(word for word in bare.values() if word.isalnum() and word not in self)
        fresh = dict(zip(words, self._analysis.of_words([word.decode() for word in words]), strict=True))
        found = {
            chunk: (fresh[word] if word in fresh else self[word]) if word.isalnum() else self.analysed(chunk)
            for chunk, word in bare.items()
        }
        self.update(fresh)
        self.update(found)
        for chunk in [chunk for chunk in (*fresh, *found) if len(chunk) > _LONGEST]:
            self.pop(chunk, None)
        return found

    def analysed(self, chunk: bytes) -> int:
        """The number of a chunk, made anew."""
        return self.several.add(self._analysis.of(chunk.decode("utf-8", "surrogatepass")))


class CompiledTable:
    """Chunk → number, in arrays for those of up to 16 bytes: the bytes as two integers are the key."""

    plain = False

    def __init__(self, analysis: Analysis) -> None:
        from searchnews.engines.whoosh import compiled_chunks

        self._loops = compiled_chunks
        self._analysis = analysis
        self._rest = PlainTable(analysis)  # what is longer
        self.several = self._rest.several
        self._count = 0
        self._keys = np.zeros((_FIRST_SIZE, 2), np.uint64)
        self._numbers = np.full(_FIRST_SIZE, _EMPTY, np.int32)

    def __len__(self) -> int:
        return self._count + len(self._rest)

    def numbers(self, data: bytes) -> Array:
        """The numbers of the chunks of a text, int32."""
        if len(self._numbers) < 4 * self._count:
            self._keys, self._numbers = self._loops.grown(self._keys, self._numbers)
        found, begins, lasts, slots = self._loops.chunked(
            np.frombuffer(data, np.uint8), self._keys, self._numbers, len(self._numbers) // 2 - self._count
        )
        if len(begins):
            self._resolve(data, found, begins, lasts, slots)
        return found

    def _resolve(self, data: bytes, found: Array, begins: Array, lasts: Array, slots: Array) -> None:
        """Put the numbers of chunks that were not known in their places."""
        chunks = [data[begin:end] for begin, end in zip(begins.tolist(), lasts.tolist(), strict=True)]
        kept = slots >= 0
        words = kept & np.fromiter(map(bytes.isalnum, chunks), np.bool_, len(chunks))
        resolved = np.empty(len(chunks), np.int32)
        resolved[words] = self._analysis.of_words([chunks[place].decode() for place in np.flatnonzero(words).tolist()])
        for place in np.flatnonzero(~words).tolist():
            resolved[place] = self._other(chunks[place], bool(kept[place]))
        self._numbers[slots[kept]] = resolved[kept]
        self._count += int(kept.sum())
        places = np.flatnonzero(found <= NEW)
        found[places] = resolved[NEW - found[places]]

    def _other(self, chunk: bytes, kept: bool) -> int:
        known = self._rest[chunk]
        if known != _EMPTY:
            return known
        return self._rest.analysed(chunk) if kept else self._rest.learned({chunk: None})[chunk]


@functools.cache
def compiled_tables() -> bool:
    """Whether tables can have compiled loops here."""
    if not kernels.available():
        return False
    try:
        importlib.import_module("searchnews.engines.whoosh.compiled_chunks")
    except Exception:  # noqa: BLE001 - a numba that can't be imported or can't compile here
        return False
    return True


def table(analysis: Analysis) -> PlainTable | CompiledTable:
    """A new table, compiled where that can be had."""
    return CompiledTable(analysis) if compiled_tables() else PlainTable(analysis)
