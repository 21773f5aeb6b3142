"""What numbering.py does, by compiled loops (native_text.py): the same units for the same texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from searchnews.analysis import EITHER_CASE, two_parts
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.chunks import END, ChunkTable
from searchnews.engines.whoosh.joints import after
from searchnews.engines.whoosh.units import Units
from searchnews.native import Loop

LAST = b" " + END + b" "  # after each text
_APART = np.array([int.from_bytes(part.encode(), "little") for part in EITHER_CASE], np.uint64)
_NONE = np.zeros(0, np.int64)


def numbered(
    texts: Sequence[str],
    table: ChunkTable,
    units: Units,
    made: Callable[[str], int],
    loops: Mapping[str, Loop],
    joints: Mapping[str, Loop],
) -> tuple[Array, Array, Array, Array]:
    """The units of texts, how many each has, rows of text, place and unit of words of two parts, places of initialisms.

    made: the unit of a word of two parts written as one. loops, joints: those of native_text.py and native_joints.py.
    """
    pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
    data = LAST.join([*pieces, b""])
    compounds = _joints(data, pieces, texts, joints["find_joints"])
    starts = np.array([start for start, _ in compounds], np.int64) if compounds else _NONE
    numbers = table.numbers_by(loops["find_chunks"], data, starts)
    words = [made(word) for _, word in compounds]  # now: a unit may be new
    found, counts, hints = np.empty(len(data), np.int32), np.empty(len(texts), np.int64), np.empty(len(data), np.int32)
    beside, sizes = np.empty((len(compounds), 3), np.int64), np.empty(3, np.int64)
    count = loops["open_chunks"](
        numbers,
        len(numbers),
        table.several.units.buffer_info()[0],
        table.several.ends.buffer_info()[0],
        units.beside.buffer_info()[0],
        found,
        counts,
        beside,
        hints,
        sizes,
    )
    beside[:, 2] = words
    return found[:count].copy(), counts, beside, hints[: sizes[2]].copy()


def _joints(data: bytes, pieces: Sequence[bytes], texts: Sequence[str], find: Loop) -> list[tuple[int, str]]:
    """joints.joints."""
    rows, unsure, sizes = np.empty((len(data) // 2, 4), np.int64), np.empty(len(texts), np.int64), np.empty(1, np.int64)
    count = find(data, len(data), _APART, len(_APART), rows, unsure, sizes)
    found = [(start, (data[start:gap] + data[gap + 1 : end]).decode()) for start, gap, end, _ in rows[:count].tolist()]
    asked = unsure[: sizes[0]].tolist()
    begins = np.cumsum([0, *[len(piece) + len(LAST) for piece in pieces]]) if asked else _NONE
    for number in asked:
        found += after(int(begins[number]), texts[number], two_parts(texts[number]))
    return sorted(found)
