"""Text → the numbers of its units: analysis.py for a whole collection, a million characters at a time.

A *unit* is a term of one language together with the unstemmed word it was made of, so that one look-up a chunk
(chunks.py) gives both.
"""

from __future__ import annotations

import threading
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat

import numpy as np

from searchnews.analysis import STEMMED, fold, folded_words, single_token, term, terms_of_folded, token_texts
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.chunks import END, END_NUMBER, MARK, MARK_NUMBER, REMEMBERED, ChunkTable
from searchnews.engines.whoosh.joints import joints
from searchnews.initialisms import is_mixed, marker

NO_WORD = -1  # the word of what stands beside a unit: it is none
_NOTHING = -1  # stands beside a unit
_LOW = (1 << 32) - 1  # as a word: none
_LAST, _MARKED = b" " + END + b" ", b" " + MARK + b" "
_NAMES = 1_000_000  # terms and words from which a process starts its numbers anew


class Units:
    """Pairs of term and word, numbered as they come; a pair may have several numbers."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}  # of terms and words alike
        self.terms, self.words = array("i"), array("i")  # by unit: its term's number, its word's number or NO_WORD
        self.beside = array(
            "i"
        )  # by unit: _NOTHING, or the unit of an initialism's marker << 1 | whether its dots say so
        self._folded: defaultdict[str, dict[str, int]] = defaultdict(dict)  # by language: folded token → unit
        self._numbers: dict[int, int] = {}  # of others: term << 32 | word → unit; an initialism's have two bits more
        self._order: list[int] = []  # numbers of names by their bytes

    def of_folded(self, folded: list[str], language: str) -> list[int]:
        """The units of folded tokens of ASCII of one language, many at a time."""
        known = self._folded[language]
        fresh = [word for word in dict.fromkeys(folded) if word not in known]
        if fresh:
            names = self.names
            count = len(self.terms)
            self.terms.extend([names.setdefault(term, len(names)) for term in terms_of_folded(fresh, language)])
            self.words.extend([names.setdefault(word, len(names)) for word in fresh])
            self.beside.extend(repeat(_NOTHING, len(fresh)))
            known.update(zip(fresh, range(count, count + len(fresh)), strict=True))
        return list(map(known.__getitem__, folded))

    def sorted_names(self) -> tuple[list[bytes], Array]:
        """All names in UTF-8, and their numbers in the order of these bytes."""
        every = list(self.names)
        self._order += range(len(self._order), len(every))
        self._order.sort(key=every.__getitem__)  # code points are in the order of their UTF-8
        return [name.encode("utf-8", "surrogatepass") for name in every], np.array(self._order, np.int32)

    def number(self, term: str, word: str | None, beside: tuple[str, bool] | None = None) -> int:
        """The unit of a term and its word; word: None for what stands beside one. beside: see initialisms.marker."""
        names = self.names
        number = names.setdefault(term, len(names))
        other = NO_WORD if word is None else names.setdefault(word, len(names))
        pair = number << 32 | other & _LOW
        mark = _NOTHING
        if beside:
            mark = self.number(beside[0], None) << 1 | beside[1]
            pair |= (2 | beside[1]) << 64
        unit = self._numbers.get(pair)
        if unit is None:
            unit = self._numbers[pair] = len(self.terms)
            self.terms.append(number)
            self.words.append(other)
            self.beside.append(mark)
        return unit


@dataclass(frozen=True, slots=True)
class Numbered:
    """Some texts as units."""

    units: Array  # int32, one text's after another's
    counts: Array  # int64, how many each text has
    beside: Array  # int64, rows of what stands beside units: text, the unit's place in it, unit; ascending by text and place


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

    def _of_tokens(self, tokens: list[str], folded: list[str]) -> list[int]:
        found = self._units.of_folded(folded, self._language)
        for place, token in enumerate(tokens):
            if token[1:2].isupper() and marker(token):  # an initialism without dots has two capitals at least
                found[place] = self[token]
        return found


class Numbering:
    """Numbers the units of all the texts it is given."""

    def __init__(self) -> None:
        self.units = Units()
        self._tables: dict[str, ChunkTable] = {}

    def __call__(self, texts: Sequence[str], language: str) -> Numbered:
        """What `terms_and_compounds(text, language)` gives for each text."""
        name = language if language in STEMMED else ""
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        data = b"".join(piece + _LAST for piece in pieces)
        ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)) + len(_LAST)) - 2
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
        made = np.fromiter(
            (self.units.number(term(word, name), None) for _, word in compounds), np.int64, len(compounds)
        )
        beside = np.stack([owners, places, made], axis=1)
        if len(marked := self._markers(units, counts, texts)):
            beside = np.concatenate([beside, marked])
            beside = beside[np.lexsort((beside[:, 1], beside[:, 0]))]
        return Numbered(units, counts, beside)

    def _markers(self, units: Array, counts: Array, texts: Sequence[str]) -> Array:
        """The rows of Numbered.beside that are markers of initialisms."""
        beside = np.array(self.units.beside, np.int32)
        at = np.flatnonzero(beside[units] != _NOTHING)
        marks, ends = beside[units[at]], np.cumsum(counts)
        owners = np.searchsorted(ends, at, side="right")
        doubtful = owners[(marks & 1) == 0]
        mixed = np.ones(len(counts), np.bool_)
        mixed[doubtful] = [is_mixed(texts[owner]) for owner in doubtful.tolist()]
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
