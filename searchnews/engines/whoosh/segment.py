"""One segment, mapped: its terms, postings, columns and stored articles."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from searchnews.engines.whoosh.arrays import Array, map_arrays
from searchnews.engines.whoosh.columns import Columns, columns_from
from searchnews.engines.whoosh.inversion import FIELD_BITS, MENTIONS
from searchnews.engines.whoosh.stored import StoredArticles
from searchnews.engines.whoosh.term_table import TermTable


class Segment:
    """A segment's arrays by what they are for. Safe for threads: it is only read."""

    def __init__(self, path: Path) -> None:
        self.arrays = map_arrays(path)
        self.terms = TermTable(self.arrays, "terms.")
        self.words = TermTable(self.arrays, "words.")
        self.columns: Columns = columns_from(self.arrays)
        self.stored = StoredArticles(self.arrays)
        self.documents, self.codes = self.arrays["documents"], self.arrays["codes"]
        self._first, self._rest, self._place = (self.arrays[name].data for name in ("first", "rest", "place"))
        self._many, self._mentions = self.arrays["many"], self.arrays["mentions"]
        self._word_first = self.arrays["word_first"].data

    def __len__(self) -> int:
        return len(self.columns.ids)

    def entries(self, term: bytes, *, everywhere: bool) -> tuple[int, int]:
        """Where a term's entries begin and end: those in default fields, or all; (0, 0) where it has none."""
        number = self.terms.find(term)
        if number < 0:
            return 0, 0
        return self._first[number], self._first[number + 1] if everywhere else self._rest[number]

    def mentions(self, first: int, last: int) -> Array:
        """How often each entry's term occurs in its field, int64."""
        counts = (self.codes[first:last] & MENTIONS).astype(np.int64)
        if len(self._many):
            low, high = np.searchsorted(self._many, (first, last))
            counts[self._many[low:high] - first] = self._mentions[low:high]
        return counts

    def has_many(self, first: int, last: int) -> bool:
        """Whether any entry has more mentions than its code tells."""
        if not len(self._many):
            return False
        low, high = np.searchsorted(self._many, (first, last))
        return bool(high > low)

    def occurrences(self, term: bytes) -> tuple[Array, Array, Array, Array]:
        """Of each of a term's entries, in every field: document, field, mentions, and where its positions begin."""
        first, last = self.entries(term, everywhere=True)
        counts = self.mentions(first, last)
        place = self._place[self.terms.find(term)] if last > first else 0
        starts = np.cumsum(counts) - counts + place
        return self.documents[first:last], self.codes[first:last] >> FIELD_BITS, counts, starts

    @property
    def positions(self) -> Array:
        """Every position, entry after entry."""
        return self.arrays["positions"]

    def word_documents(self, number: int) -> Array:
        """The documents whose headline has a word of the unstemmed vocabulary."""
        return self.arrays["word_documents"][self._word_first[number] : self._word_first[number + 1]]
