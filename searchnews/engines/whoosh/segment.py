"""One segment, mapped: its terms, postings, columns and stored articles.

What every search reads is checked against its sums when the segment is opened; terms, postings, positions and stored
articles when a term or an article is first asked for, since they are most of the file.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from searchnews.engines.whoosh.arrays import Array, map_arrays
from searchnews.engines.whoosh.columns import Columns, columns_from, lengths_from
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.inversion import FIELD_BITS, MENTIONS, PARTS
from searchnews.engines.whoosh.recent import Recent
from searchnews.engines.whoosh.stored import CHECKED, UNCHECKED, StoredArticles
from searchnews.engines.whoosh.term_table import TermTable
from searchnews.errors import IndexUnavailable

if TYPE_CHECKING:
    from searchnews.engines.whoosh.standing import Standing

    Standings = Recent[tuple[int, int, int], Standing]  # by a segment's identity, the number of a term, and a part


class _Documents:
    """The documents of entries, int32 for whoever takes a slice of them; half as wide in a file of few documents."""

    def __init__(self, narrow: Array) -> None:
        self._narrow = narrow

    def __getitem__(self, entries: slice) -> Array:
        return self._narrow[entries].astype(np.int32, copy=False)


class Segment:
    """A segment's arrays by what they are for. Safe for threads: it is only read."""

    def __init__(self, path: Path) -> None:
        self.arrays = map_arrays(path)
        self.terms = TermTable(self.arrays, "terms.")
        self.words = TermTable(self.arrays, "words.")
        self._size = len(self.arrays["ids"])
        self.stored = StoredArticles(
            {
                **{name: self.arrays.unchecked(name) for name in UNCHECKED},
                **{name: self.arrays[name] for name in CHECKED},
            },
            self.arrays.require,
        )
        narrow = self.arrays.unchecked("documents")
        self.documents = _Documents(narrow)
        self.codes = self.arrays.unchecked("codes")
        # documents, codes, many and mentions (inversion.py) as they are in the file; `spans` says what of them is whole
        self.entries = (narrow, self.codes, self.arrays["many"], self.arrays["mentions"])
        self.positions, self.headings = self.arrays.unchecked("positions"), self.arrays.unchecked("word_documents")
        self._checked, self._checked_positions = bytearray(len(self.terms)), bytearray(len(self.terms))
        self._checked_words = bytearray(len(self.words))
        self._first, self._place = self.arrays.unchecked("first").data, self.arrays.unchecked("place").data
        self._many, self._mentions = self.arrays["many"].data, self.arrays["mentions"]
        self._word_first = self.arrays.unchecked("word_first").data
        self.standings: Standings = Recent(0)  # what is kept of where terms stand: nothing, but in a snapshot

    def columns(self) -> Columns:
        """The columns, made anew: a snapshot joins those of all its segments, and needs each only once."""
        return columns_from(self.arrays)

    # Few searches ask for these: they are checked when one does.

    @cached_property
    def lengths(self) -> Array:
        """Terms in each text field: see Columns. Raises Damaged, as the next four do."""
        return lengths_from(self.arrays)

    @cached_property
    def vocabulary(self) -> TermTable:
        """The unstemmed words of all text fields."""
        return TermTable(self.arrays, "vocabulary.")

    @cached_property
    def vocabulary_mentions(self) -> Array:
        """How often each of them occurs."""
        return self.arrays["vocabulary.mentions"]

    @cached_property
    def value_cells(self) -> Array:
        """Where values but the first of a field begin (inversion.py): the cells of these, ascending."""
        return self.arrays["values.cells"]

    @cached_property
    def value_starts(self) -> Array:
        """And the positions, beside them."""
        return self.arrays["values.starts"]

    def __len__(self) -> int:
        return self._size

    def spans(self, number: int) -> tuple[int, int, int, int]:
        """Where a term's entries begin in each of the three parts (inversion.py), and where the last ends.

        Raises Damaged; what lies between is then whole.
        """
        first, place = self._first, PARTS * number
        if not self._checked[number]:
            self.arrays.require("first", place, place + PARTS + 1)
            for name in ("documents", "codes"):
                self.arrays.require(name, first[place], first[place + PARTS])
            self._checked[number] = 1
        return first[place], first[place + 1], first[place + 2], first[place + 3]

    def text_mentions(self, begin: int, end: int) -> Array:
        """How often each of these entries' term occurs in the body: uint8, int32 where that is too narrow."""
        return self._widened(self.codes[begin:end], begin, end)

    def mentions(self, begin: int, end: int) -> Array:
        """How often each of these entries' term occurs in its field; not for entries of the first part."""
        return self._widened(self.codes[begin:end] & np.uint8(MENTIONS), begin, end)

    def fields(self, begin: int, end: int) -> Array:
        """Each entry's field, uint8; not for entries of the first part."""
        return self.codes[begin:end] >> np.uint8(FIELD_BITS)

    def place(self, number: int) -> int:
        """Where a term's occurrences begin in `positions`."""
        if not self._checked_positions[number]:
            self.arrays.require("place", number, number + 2)
            self.arrays.require("positions", self._place[number], self._place[number + 1])
            self._checked_positions[number] = 1
        return int(self._place[number])

    def occurrences(self, number: int) -> int:
        """How many there are of a term, in all fields together."""
        self.arrays.require("place", number, number + 2)
        return self._place[number + 1] - self._place[number]

    def _widened(self, counts: Array, begin: int, end: int) -> Array:
        many = self._many
        low = bisect_left(many, begin)
        if low == len(many) or many[low] >= end:
            return counts
        high = bisect_left(many, end, lo=low)
        wide: Array = counts.astype(np.int32)
        wide[np.asarray(many[low:high], dtype=np.int64) - begin] = self._mentions[low:high]
        return wide

    def word_documents(self, number: int) -> Array:
        """The documents whose headline has a word of the unstemmed vocabulary."""
        first, last = self.heading(number)
        return self.headings[first:last].astype(np.int32, copy=False)

    def heading(self, number: int) -> tuple[int, int]:
        """Where they begin and end in `headings`. Raises Damaged; what lies between is then whole."""
        if not self._checked_words[number]:
            self.arrays.require("word_first", number, number + 2)
            self.arrays.require("word_documents", self._word_first[number], self._word_first[number + 1])
            self._checked_words[number] = 1
        return self._word_first[number], self._word_first[number + 1]


def require_segments(folder: Folder) -> None:
    """Open every segment of the current generation and let go of it. Raises IndexUnavailable.

    For who builds on an index: who searches it has a Snapshot.
    """
    folder.require()
    try:
        for segment in folder.toc().segments:
            Segment(folder.path / segment.file)
    except (OSError, EOFError, ValueError, KeyError, IndexError) as error:
        raise unopened(folder, error) from error


def unopened(folder: Folder, failure: Exception | None) -> IndexUnavailable:
    """What to tell of an index that can't be opened."""
    return IndexUnavailable(
        f"the index in {folder.path} can't be opened ({failure}): make it anew with `searchnews reindex --full`"
    )
