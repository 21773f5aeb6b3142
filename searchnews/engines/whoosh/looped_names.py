"""Terms and words by their numbers, kept in arrays by compiled loops (native_names.py): the same numbers as units.Names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.term_table import table_arrays
from searchnews.initialisms import WORDS
from searchnews.native import Loop, address_of, loops

_LOOPS = "searchnews.engines.whoosh.native_names"
_WORDS = np.array(sorted(int.from_bytes(word.encode(), "little") for word in WORDS), np.uint64)
_FIRST_NAMES, _FIRST_TEXT = 1 << 15, 1 << 18
_SHORT = 512  # bytes of a name that is asked for by itself
_AHEAD = 1_000  # of these, for which room is made at a time


class LoopedNames:
    """Names in UTF-8 one after another, and a hash table of their numbers."""

    def __init__(self, by_loops: Mapping[str, Loop]) -> None:
        self._loops = by_loops
        self._count = np.zeros(1, np.int64)
        self._text, self._starts = np.empty(_FIRST_TEXT, np.uint8), np.zeros(_FIRST_NAMES + 1, np.int64)
        self._slots = np.full(4 * _FIRST_NAMES, -1, np.int32)
        self._asked: dict[str, int] = {}  # one by one
        self._left = 0  # how many more can be, without a look at how much room there is
        self._one = self._bound()

    def __len__(self) -> int:
        return int(self._count[0])

    def __iter__(self) -> Iterator[str]:
        """The names in the order of their numbers."""
        text = self._text.tobytes()
        places = self._starts[: len(self) + 1].tolist()
        return (text[begin:end].decode("utf-8", "surrogatepass") for begin, end in pairwise(places))

    def number(self, name: str) -> int:
        """The number of a name, a new one where it has none."""
        found = self._asked.get(name)
        if found is None:
            data = name.encode("utf-8", "surrogatepass")
            self._left -= 1
            if self._left < 0 or len(data) > _SHORT:
                self._have_room(_AHEAD, _AHEAD * _SHORT + len(data))
                self._left = _AHEAD
            found = self._asked[name] = self._one(data, len(data))
        return found

    def numbers(self, data: Array, ends: Array) -> Array:
        """The same, int32, of names in UTF-8 one after another, uint8. ends: where each ends, int64."""
        self._have_room(len(ends), len(data))
        self._left = 0
        found = np.empty(len(ends), np.int32)
        given = self._text, self._starts, self._count, self._slots, len(self._slots) - 1
        self._loops["number_names"](data, ends, len(ends), found, *given)
        return found

    def _bound(self) -> Callable[..., int]:
        given = map(address_of, (self._text, self._starts, self._count, self._slots), ("u8*", "i64*", "i64*", "i32*"))
        return self._loops["number_name"].bound(*given, len(self._slots) - 1)

    def _have_room(self, names: int, size: int) -> None:
        count = len(self)
        used = int(self._starts[count])
        if used + size > len(self._text):
            self._text = _longer(self._text, used, 2 * (used + size))
        if count + names >= len(self._starts):
            self._starts = _longer(self._starts, count + 1, 2 * (count + names) + 1)
        if 2 * (count + names) > len(self._slots):
            self._slots = np.full(1 << (4 * (count + names) - 1).bit_length(), -1, np.int32)
            self._loops["place_names"](self._text, self._starts, count, self._slots, len(self._slots) - 1)
        self._one = self._bound()

    def sorted(self) -> LoopedSorted:
        """All names, in the order of their bytes."""
        count = len(self)
        order, room, keys = np.empty(count, np.int32), np.empty(count, np.int32), np.empty(count, np.uint64)
        self._loops["sort_names"](self._text, self._starts, count, keys, order, room)
        return LoopedSorted(self._text, self._starts[: count + 1], order, self._loops["gather_names"])


def _longer(array: Array, used: int, size: int) -> Array:
    longer = np.empty(size, array.dtype)
    longer[:used] = array[:used]
    return longer


@dataclass(frozen=True, slots=True)
class LoopedSorted:
    """As gathering.Sorted."""

    text: Array
    starts: Array
    order: Array
    gather: Loop

    def ranked(self, used: Array) -> tuple[Array, Array]:
        """See gathering.Sorted."""
        return ranked(self.order, used)

    def arrays(self, chosen: Array, prefix: str, *, hashed: bool = True) -> dict[str, Array]:
        """See gathering.Sorted."""
        numbers = np.ascontiguousarray(chosen, np.int32)
        size = int((self.starts[numbers + 1] - self.starts[numbers]).sum())
        text, begins = np.empty(size, np.uint8), np.empty(len(numbers) + 1, np.int64)
        self.gather(self.text, self.starts, numbers, len(numbers), text, begins)
        return table_arrays(text, begins, prefix, hashed=hashed)


def ranked(order: Array, used: Array) -> tuple[Array, Array]:
    """The numbers in `used`, each once, in a given order, and by number its place among them, int32."""
    chosen = order[(np.bincount(used, minlength=len(order)) > 0)[order]]
    rank = np.empty(len(order), np.int32)
    rank[chosen] = np.arange(len(chosen))
    return chosen, rank


@dataclass(frozen=True, slots=True)
class Folded:
    """Chunks that were folded: their text in one, where each ends in it, and their rows; rows of initialisms."""

    text: Array
    ends: Array
    rows: Array
    capitals: list[int]


def folded(data: bytes, rows: Array) -> Folded:
    """The chunks that are plainly one token. rows: beginning, end, whether it is plain, slot, of each. With compiled loops only."""
    by_loops = loops(_LOOPS)
    assert by_loops
    size = int((rows[:, 1] - rows[:, 0]).sum())
    text, ends = np.empty(size, np.uint8), np.empty(len(rows), np.int64)
    which, capitals, sizes = np.empty(len(rows), np.int32), np.empty(len(rows), np.int32), np.empty(1, np.int64)
    count = by_loops["fold_chunks"](data, rows, len(rows), text, ends, which, capitals, sizes, _WORDS, len(_WORDS))
    ends = ends[:count].copy()
    return Folded(text[: ends[-1] if count else 0], ends, which[:count], capitals[: sizes[0]].tolist())


def looped_names() -> LoopedNames | None:
    """None without compiled loops."""
    by_loops = loops(_LOOPS)
    return LoopedNames(by_loops) if by_loops else None
