"""The terms of several segments in one sorted list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looped_postings import merged_names
from searchnews.engines.whoosh.term_table import TermTable, table_arrays
from searchnews.native import loops

_LOOPS = "searchnews.engines.whoosh.native_merging"


@dataclass(frozen=True, slots=True)
class SortedNames:
    """Sorted terms: one after another, and where each begins and the last ends, int64."""

    text: Array
    starts: Array

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, kept: Array) -> SortedNames:
        """Those that a mask says."""
        if kept.all():
            return self
        sizes = np.diff(self.starts)
        starts = np.concatenate([[0], np.cumsum(sizes[kept])])
        return SortedNames(self.text[np.repeat(kept, sizes)], starts)

    def arrays(self, prefix: str, *, hashed: bool = True) -> dict[str, Array]:
        """As they are written."""
        return table_arrays(self.text, self.starts, prefix, hashed=hashed)


def in_common(parts: Sequence[Mapping[str, Array]], prefix: str) -> tuple[SortedNames, list[Array]]:
    """All the terms of the tables of some segments, and for each the new number of each of its terms, int32."""
    by_loops = loops(_LOOPS)
    if by_loops:
        tables = [(part[f"{prefix}text"], part[f"{prefix}starts"].astype(np.int64)) for part in parts]
        text, starts, numbers = merged_names(tables, by_loops)
        return SortedNames(text, starts), numbers
    lists = [list(TermTable(part, prefix)) for part in parts]
    names = list(dict.fromkeys(sorted(chain.from_iterable(lists))))  # of runs that are sorted already: a merge
    number = {name: place for place, name in enumerate(names)}
    starts = np.concatenate([[0], np.cumsum(np.fromiter(map(len, names), np.int64, len(names)))])
    joined = SortedNames(np.frombuffer(b"".join(names), np.uint8), starts)
    return joined, [np.fromiter(map(number.__getitem__, own), dtype=np.int32, count=len(own)) for own in lists]
