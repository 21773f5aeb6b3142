"""Text → the numbers of its units: analysis.py for a whole collection, a million characters at a time.

A *unit* is a term of one language together with the unstemmed word it was made of, so that one look-up a chunk
(chunks.py) gives both.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from searchnews.analysis import STEMMED, term, terms_of_words, token_texts, two_parts
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.chunks import REMEMBERED, CompiledTable, PlainTable, compiled_tables, table

NO_WORD = -1  # the word of a compound: its parts are words, it is none
_LOW = (1 << 32) - 1  # as a word: none
_NAMES = 1_000_000  # terms and words from which a process starts its numbers anew


class Units:
    """Pairs of term and word, numbered as they come."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}  # of terms and words alike
        self.terms, self.words = array("i"), array("i")  # by unit: its term's number, its word's number or NO_WORD
        self._numbers: dict[int, int] = {}  # term << 32 | word → unit

    def of_pairs(self, terms: Sequence[str], words: Sequence[str]) -> list[int]:
        """The units of many terms and their words. Not for one: it walks over all there are."""
        names, numbers = self.names, self._numbers
        known = len(numbers)
        found = [
            numbers.setdefault(
                names.setdefault(term, len(names)) << 32 | names.setdefault(word, len(names)), len(numbers)
            )
            for term, word in zip(terms, words, strict=True)
        ]
        for pair in list(islice(numbers, known, None)) if len(numbers) > known else ():
            self.terms.append(pair >> 32)
            self.words.append(pair & _LOW)
        return found

    def number(self, term: str, word: str | None) -> int:
        """The unit of a term and its word; word: None for a compound."""
        names = self.names
        number = names.setdefault(term, len(names))
        other = NO_WORD if word is None else names.setdefault(word, len(names))
        pair = number << 32 | other & _LOW
        unit = self._numbers.get(pair)
        if unit is None:
            unit = self._numbers[pair] = len(self._numbers)
            self.terms.append(number)
            self.words.append(other)
        return unit


@dataclass(frozen=True, slots=True)
class Numbered:
    """Some texts as units."""

    units: Array  # int32, one text's after another's
    counts: Array  # int64, how many each text has
    compounds: list[tuple[int, int, int]]  # text, the place in it of the unit that it stands beside, unit; ascending


class _Tokens(dict[str, int]):
    """A token as it is written → its unit, in one language."""

    def __init__(self, units: Units, language: str) -> None:
        super().__init__()
        self._units, self._language = units, language

    def __missing__(self, token: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        number = self[token] = self._units.number(term(token, self._language), term(token, ""))
        return number

    def of(self, text: str) -> list[int]:
        """The units of a text."""
        return list(map(self.__getitem__, token_texts(text)))

    def of_words(self, words: list[str]) -> list[int]:
        """The units of words of ASCII letters and digits, many at a time."""
        return self._units.of_pairs(terms_of_words(words, self._language), terms_of_words(words, ""))


class Numbering:
    """Numbers the units of all the texts it is given."""

    worth = 12_000_000  # characters after which compiled loops have paid for their import

    def __init__(self) -> None:
        self.units = Units()
        self._tables: dict[str, PlainTable | CompiledTable] = {}
        self._size = 0  # characters that were numbered

    @property
    def _many(self) -> bool:
        return self._size >= self.worth

    def __call__(self, texts: Sequence[str], language: str) -> Numbered:
        """What `terms_and_compounds(text, language)` gives for each text."""
        name = language if language in STEMMED else ""
        self._size += sum(map(len, texts))
        chunks = self._table(name)
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        parted = [(number, two_parts(texts[number])) for number in chunks.suspects(pieces)]
        parted = [(number, starts) for number, starts in parted if starts]
        if not parted:
            return Numbered(*_units(chunks, pieces), [])
        # A token never reaches over the start of a compound: so the texts are cut there, and put together again.
        cut: list[bytes] = []
        owners: list[int] = []
        made: list[tuple[int, int, int]] = []  # text, piece that begins with the compound, its unit
        done = 0
        for number, starts in parted:
            cut += pieces[done:number]
            owners += range(done, number)
            text, before = texts[number], 0
            for start, word in starts:
                cut.append(text[before:start].encode("utf-8", "surrogatepass"))
                owners.append(number)
                made.append((number, len(cut), self.units.number(term(word, name), None)))
                before = start
            cut.append(text[before:].encode("utf-8", "surrogatepass"))
            owners.append(number)
            done = number + 1
        cut += pieces[done:]
        owners += range(done, len(pieces))
        units, sizes = _units(chunks, cut)
        counts = np.bincount(owners, sizes, len(texts)).astype(np.int64)
        begins = np.cumsum(sizes) - sizes
        firsts = np.cumsum(counts) - counts
        return Numbered(
            units, counts, [(number, int(begins[piece] - firsts[number]), unit) for number, piece, unit in made]
        )

    def _table(self, language: str) -> PlainTable | CompiledTable:
        found = self._tables.get(language)
        if found is None or len(found) >= REMEMBERED or (self._many and found.plain and compiled_tables()):
            tokens = _Tokens(self.units, language)
            found = self._tables[language] = table(tokens) if self._many else PlainTable(tokens)
        return found


def _units(chunks: PlainTable | CompiledTable, texts: Sequence[bytes]) -> tuple[Array, Array]:
    """The units of texts, and how many each has."""
    numbers, counts = chunks.numbers(texts)
    units, sizes = chunks.several.opened(numbers)
    if len(units) == len(numbers) and not (sizes != 1).any():
        return units, counts
    ends = np.concatenate([[0], np.cumsum(sizes)])[np.cumsum(counts)]
    return units, np.diff(ends, prepend=0)


_own = threading.local()


def numbering() -> Numbering:
    """This thread's numbering, kept from batch to batch: what was met before is not analysed again."""
    found: Numbering | None = getattr(_own, "numbering", None)
    if found is None or len(found.units.names) > _NAMES:
        found = _own.numbering = Numbering()
    return found
