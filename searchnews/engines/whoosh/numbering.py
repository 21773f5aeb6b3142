"""Text → the numbers of its units: analysis.py for a whole collection, a million characters at a time.

A *unit* is a term of one language together with the unstemmed word it was made of, so that one look-up a chunk
(chunks.py) gives both.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from searchnews.analysis import STEMMED, fold, folded_words, single_token, term, token_texts
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.chunks import END_NUMBER, MARK, MARK_NUMBER, POINTS, REMEMBERED, ChunkTable
from searchnews.engines.whoosh.joints import joints
from searchnews.engines.whoosh.looped_names import folded
from searchnews.engines.whoosh.looped_numbering import LAST, numbered
from searchnews.engines.whoosh.units import NOTHING, Numbered, Units
from searchnews.initialisms import are_mixed, marker
from searchnews.native import loops

_MARKED = b" " + MARK + b" "
_LOOPS, _JOINTS = "searchnews.engines.whoosh.native_text", "searchnews.engines.whoosh.native_joints"
_NAMES = 1_000_000  # terms and words from which a process starts its numbers anew


class _Tokens(dict[str, int]):
    """A token as it is written → its unit, in one language."""

    def __init__(self, units: Units, language: str) -> None:
        super().__init__()
        self._units, self._language = units, language

    def __missing__(self, token: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        number = self[token] = self._units.number(term(token, self._language), term(token, ""), marker(token))
        return number

    def of(self, text: str) -> list[int]:
        """The units of a text."""
        return list(map(self.__getitem__, token_texts(text)))

    def of_words(self, words: list[str]) -> list[int]:
        """The units of words of ASCII letters and digits, many at a time."""
        return self._of_tokens(words, folded_words(words))

    def of_single(self, chunks: list[str]) -> list[int | None]:
        """The units of chunks that plainly hold one token, many at a time; None for the others."""
        tokens = list(map(single_token, chunks))
        there = [token for token in tokens if token]
        units = iter(self._of_tokens(there, list(map(fold, there))))
        return [next(units) if token else None for token in tokens]

    def of_rows(self, data: bytes, rows: Array) -> Array:
        """The units of chunks, int32; NOTHING for those that are not plainly one token. rows: as looped_names.folded has them."""
        told = folded(data, rows)
        units = np.full(len(rows), NOTHING, np.int32)
        units[told.rows] = self._units.of_names(told.text, told.ends, self._language)
        for row in told.capitals:
            begin, end = rows[row, :2].tolist()
            token = data[begin:end].decode().strip(POINTS)
            if marker(token):
                units[row] = self[token]
        return units

    def _of_tokens(self, tokens: list[str], folded: list[str]) -> list[int]:
        found = self._units.of_folded(folded, self._language)
        # An initialism without dots has two capitals at least.
        for place in [place for place, token in enumerate(tokens) if token[1:2].isupper()]:
            if marker(tokens[place]):
                found[place] = self[tokens[place]]
        return found


class _MadeWords(dict[str, int]):
    """A word of two parts written as one → its unit, in one language."""

    def __init__(self, units: Units, language: str) -> None:
        super().__init__()
        self._units, self._language = units, language

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[word] = self._units.number(term(word, self._language), None)
        return found


class _Made(dict[str, _MadeWords]):
    """The same by language."""

    def __init__(self, units: Units) -> None:
        super().__init__()
        self._units = units

    def __missing__(self, language: str) -> _MadeWords:
        found = self[language] = _MadeWords(self._units, language)
        return found


class Numbering:
    """Numbers the units of all the texts it is given."""

    def __init__(self) -> None:
        self.units = Units()
        self._tables: dict[str, ChunkTable] = {}
        self._made = _Made(self.units)

    def __call__(self, texts: Sequence[str], language: str) -> Numbered:
        """What `terms_and_compounds(text, language)` gives for each text."""
        name = language if language in STEMMED else ""
        by_loops, joints_by_loops = loops(_LOOPS), loops(_JOINTS)
        if by_loops and joints_by_loops and self.units.looped is not None:
            made = self._made[name].__getitem__
            units, counts, beside, hints = numbered(
                texts, self._table(name), self.units, made, by_loops, joints_by_loops
            )
        else:
            units, counts, beside, hints = self._numbered(texts, name)
        if len(marked := self._markers(hints, units, counts, texts)):
            beside = np.concatenate([beside, marked])
            beside = beside[np.lexsort((beside[:, 1], beside[:, 0]))]
        return Numbered(units, counts, beside)

    def _numbered(self, texts: Sequence[str], name: str) -> tuple[Array, Array, Array, Array]:
        """As looped_numbering.numbered."""
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        data = LAST.join([*pieces, b""])
        ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)) + len(LAST)) - 2
        compounds = joints(data, texts, ends)
        chunks = self._table(name)
        numbers = chunks.numbers(_marked(data, [start for start, _ in compounds]) if compounds else data)
        units, sizes = chunks.several.opened(numbers)
        reached = np.cumsum(sizes)
        lasts = np.flatnonzero(numbers == END_NUMBER)
        counts = np.diff(reached[lasts], prepend=0)
        marks = np.flatnonzero(numbers == MARK_NUMBER)
        owners = np.searchsorted(lasts, marks)
        places = reached[marks] - (np.cumsum(counts) - counts)[owners]
        words = [self._made[name][word] for _, word in compounds]
        rows = np.stack([owners, places, np.array(words, np.int64)], axis=1)
        return units, counts, rows, np.flatnonzero(np.array(self.units.beside, np.int32)[units] != NOTHING)

    def _markers(self, at: Array, units: Array, counts: Array, texts: Sequence[str]) -> Array:
        """The rows of Numbered.beside that are markers of initialisms. at: where some of `units` may have one."""
        ends = np.cumsum(counts)
        marks = np.array([self.units.beside[unit] for unit in units[at].tolist()], np.int64)
        owners = np.searchsorted(ends, at, side="right")
        doubtful = owners[(marks & 1) == 0]
        mixed = np.ones(len(counts), np.bool_)
        asked = list(dict.fromkeys(doubtful.tolist()))
        mixed[asked] = are_mixed(map(texts.__getitem__, asked))
        sure = mixed[owners] | ((marks & 1) == 1)
        rows: Array = np.stack([owners, at - (ends - counts)[owners], marks >> 1], axis=1)
        return rows.compress(sure, axis=0)

    def _table(self, language: str) -> ChunkTable:
        found = self._tables.get(language)
        if found is None or len(found) >= REMEMBERED:
            found = self._tables[language] = ChunkTable(_Tokens(self.units, language))
        return found


def _marked(data: bytes, starts: Sequence[int]) -> bytes:
    """The text with a MARK at these places, ascending: no token reaches over the start of a compound."""
    return _MARKED.join(data[begin:end] for begin, end in pairwise([0, *starts, len(data)]))


_own = threading.local()


def numbering() -> Numbering:
    """This thread's numbering, kept from batch to batch: what was met before is not analysed again."""
    found: Numbering | None = getattr(_own, "numbering", None)
    if found is None or len(found.units.names) > _NAMES:
        found = _own.numbering = Numbering()
    return found
