"""Chunks of text → numbers: what stands between spaces is analysed once, then only looked up.

A *chunk* is a run of what a token can hold: letters and digits, full stops, commas and apostrophes, and whatever is not
ASCII. No token of analysis.py reaches beyond one. Its number is a unit (numbering.py) where it holds one token, else the
complement of a place in `several`, the lists of units of all other chunks.

Many texts are numbered at once, one after another, each followed by the chunk END. A chunk MARK may stand anywhere: both
are bytes that no text holds, and have no units.

All chunks of a text are cut and looked up by a few array operations: the bytes of one, as two integers, are its key in a
hash table (key_table.py). Longer ones, which hardly come again, are in a dictionary.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.key_table import EMPTY, WHOLE, KeyTable, keys_of
from searchnews.native import Loop

REMEMBERED = 400_000  # chunks a table holds before it starts anew
END, MARK = b"\xff", b"\xfe"  # no UTF-8 has them
END_NUMBER, MARK_NUMBER = ~0, ~1
POINTS = ".,'"
PUNCTUATION = POINTS.encode()
_LONGEST = 64  # bytes of a chunk that is remembered: longer ones hardly come again
_ROOM = 1 << 14  # unknown chunks that are learned at a time
_SPACE, _ALNUM, _POINT, _OTHER = range(4)


def _kinds() -> Array:
    kinds = np.full(256, _OTHER, np.uint8)
    for code in range(128):
        letter = chr(code)
        kinds[code] = _ALNUM if letter.isalnum() else _POINT if code in PUNCTUATION else _SPACE
    return kinds


_KIND = _kinds()
_SOLID = (_KIND == _ALNUM) | (_KIND == _OTHER)
_IS_POINT = _KIND == _POINT


class Analysis(Protocol):
    """What tells the units of one language's texts."""

    def of(self, text: str) -> list[int]:
        """Those of a text, token by token."""

    def of_words(self, words: list[str]) -> list[int]:
        """Those of words of ASCII letters and digits."""

    def of_single(self, chunks: list[str]) -> list[int | None]:
        """Those of chunks that plainly hold one token; None for the others, which `of` tells."""

    def of_rows(self, data: bytes, rows: Array) -> Array:
        """The same by compiled loops, of chunks of any kind in a text; below zero for the others."""


class Several:
    """The units of chunks that hold none or several, by place; the first two are those of END and MARK."""

    def __init__(self) -> None:
        self.units = array("i")
        self.ends = array("q", [0, 0, 0])  # a list begins where the one before ends

    def add(self, units: Sequence[int]) -> int:
        """The number of a chunk with these units."""
        if len(units) == 1:
            return units[0]
        self.units.extend(units)
        self.ends.append(len(self.units))
        return ~(len(self.ends) - 2)

    def opened(self, numbers: Array) -> tuple[Array, Array]:
        """The units of chunks, int32, and how many each chunk has."""
        sizes = np.ones(len(numbers), np.int64)
        places = np.flatnonzero(numbers < 0)
        if not len(places):
            return numbers, sizes
        units, ends = np.array(self.units, np.int32), np.array(self.ends, np.int64)
        lists = ~numbers[places]
        lengths = ends[lists + 1] - ends[lists]
        sizes[places] = lengths
        opened = np.repeat(numbers, sizes)
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        opened[opened < 0] = units[np.repeat(ends[lists], lengths) + within]
        return opened, sizes


class ChunkTable:
    """Chunk → number."""

    def __init__(self, analysis: Analysis) -> None:
        self.several = Several()
        self._analysis = analysis
        self._table = _first_table()
        self._long: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._table) + len(self._long)

    def numbers(self, data: bytes) -> Array:
        """The numbers of the chunks of a text, int32."""
        begins, ends, plain = cut(np.frombuffer(data, np.uint8))
        short = ends - begins <= WHOLE
        if short.all():
            return self._looked_up(data, begins, ends, plain)
        found = np.empty(len(begins), np.int32)
        found[short] = self._looked_up(data, begins[short], ends[short], plain[short])
        found[~short] = self._of_long(data, begins[~short], ends[~short])
        return found

    def numbers_by(self, find: Loop, data: bytes, starts: Array) -> Array:
        """The same by the compiled loop (native_text.py), with a MARK at each of some places, ascending."""
        found, state = np.empty(len(data) // 2 + len(starts) + 2, np.int32), np.zeros(3, np.int64)
        rows = np.empty((_ROOM, 4), np.int64)
        table, count = self._table, 0
        while state[0] < len(data):
            first = int(state[2])
            given = table.slots.reshape(-1), len(table.slots) - 1
            count = find(
                data, len(data), _KIND, starts, len(starts), *given, state, found, rows, min(_ROOM, table.free)
            )
            try:
                if count:
                    self._settle(data, rows[:count], found[first : state[2]])
            except BaseException:
                self._table = _first_table()  # it has rows without a number
                raise
        return found[: state[2]]

    def _settle(self, data: bytes, rows: Array, found: Array) -> None:
        """Number unknown chunks, and put their numbers into the table and where they were found."""
        begins, ends, _, slots = rows.T
        short = slots >= 0
        learned = self._analysis.of_rows(data, rows)
        if not short.all():
            learned[~short] = self._of_long(data, begins[~short], ends[~short])
        others = short & (learned < 0)
        learned[others] = self._of_others(_cut_out(data, begins[others], ends[others]))
        places = np.flatnonzero(found < EMPTY + 1 + _ROOM)
        found[places] = learned[found[places] - (EMPTY + 1)]
        self._table.settle(slots[short], learned[short])

    def _looked_up(self, data: bytes, begins: Array, ends: Array, plain: Array) -> Array:
        low, high = keys_of(data, begins, ends)
        found, unknown, firsts = self._table.find(low, high)
        if len(firsts):
            rows = zip(begins[firsts].tolist(), ends[firsts].tolist(), plain[firsts].tolist(), strict=True)
            chunks = [(data[begin:end], word) for begin, end, word in rows]
            learned = np.array(self._learned(chunks), np.int32)
            self._table.enter(low[firsts], high[firsts], learned)
            found[unknown], _, _ = self._table.find(low[unknown], high[unknown])
        return found.astype(np.int32)

    def _of_long(self, data: bytes, begins: Array, ends: Array) -> list[int]:
        chunks = [data[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        known = self._long
        if unknown := [chunk for chunk in dict.fromkeys(chunks) if chunk not in known]:
            learned = self._learned([(chunk, chunk.isalnum()) for chunk in unknown])
            fresh = dict(zip(unknown, learned, strict=True))
            known.update((chunk, number) for chunk, number in fresh.items() if len(chunk) <= _LONGEST)
            return [fresh[chunk] if chunk in fresh else known[chunk] for chunk in chunks]
        return list(map(known.__getitem__, chunks))

    def _learned(self, chunks: list[tuple[bytes, bool]]) -> list[int]:
        """The numbers of distinct chunks, made anew; of each it is known whether it is a word of ASCII."""
        of_words = iter(self._of_words([chunk for chunk, word in chunks if word]))
        of_others = iter(self._of_others([chunk for chunk, word in chunks if not word]))
        return [next(of_words) if word else next(of_others) for _, word in chunks]

    def _of_words(self, chunks: list[bytes]) -> list[int]:
        return self._analysis.of_words(b"\n".join(chunks).decode().split("\n")) if chunks else []

    def _of_others(self, chunks: list[bytes]) -> list[int]:
        texts = [chunk.decode("utf-8", "surrogatepass") for chunk in chunks]
        singles = zip(texts, self._analysis.of_single(texts), strict=True)
        return [self._several(text) if unit is None else unit for text, unit in singles]

    def _several(self, text: str) -> int:
        return self.several.add(self._analysis.of(text))


def _cut_out(data: bytes, begins: Array, ends: Array) -> list[bytes]:
    return [data[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def _first_table() -> KeyTable:
    table = KeyTable()
    table.enter(*keys_of(END + MARK, np.array([0, 1]), np.array([1, 2])), [END_NUMBER, MARK_NUMBER])
    return table


def cut(codes: Array) -> tuple[Array, Array, Array]:
    """Where the chunks of a text begin and end, and whether each is plain: ASCII letters and digits only.

    Of a plain one the points at its edges are left away: a word at the end of a clause is the word. What is nothing
    but points is no chunk.
    """
    solid = np.zeros(len(codes) + 2, np.bool_)
    np.take(_SOLID, codes, out=solid[1:-1], mode="clip")  # no code is out of range; "raise" would copy
    edges = np.flatnonzero(solid[1:] != solid[:-1])
    begins, ends = edges[::2], edges[1::2]
    joined = np.zeros(len(begins) + 1, np.bool_)  # whether only points stand between the run of solids before it and it
    joined[1:-1] = _only_points(codes, ends[:-1], begins[1:])
    plain = ~(joined[1:] | joined[:-1])
    foreign = np.flatnonzero(codes > 127)
    if len(foreign):
        plain[np.searchsorted(begins, foreign, side="right") - 1] = False
    leads = ~joined[:-1]
    begins, ends, plain = begins[leads], ends[~joined[1:]], plain[leads]
    other = np.flatnonzero(~plain)
    begins[other] = _stretched(codes, begins[other] - 1, -1) + 1
    ends[other] = _stretched(codes, ends[other], 1)
    return begins, ends, plain


def _only_points(codes: Array, begins: Array, ends: Array) -> Array:
    """Whether stretches hold nothing but points; none is empty."""
    points: Array = _IS_POINT[codes[begins]]
    doubtful = np.flatnonzero(points & (ends - begins > 1))
    reached = _stretched(codes, begins[doubtful], 1)
    points[doubtful] = reached == ends[doubtful]
    return points


def _stretched(codes: Array, places: Array, step: int) -> Array:
    """The first place that is no point, from each of some places on; one behind the edge of the text, too."""
    places = places.copy()
    going = np.arange(len(places))
    while len(going):
        at = places[going]
        inside = (at >= 0) & (at < len(codes))
        going = going[inside]
        going = going[_IS_POINT[codes[at[inside]]]]
        places[going] += step
    return places
