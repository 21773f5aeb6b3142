"""Articles → postings: every term once, with the documents that have it, in flat arrays.

A term's entries stand in three parts. *Text*: one entry for every document that has the term in a field searched by
default, with its mentions in the body (0 where it is only in others). *Further*: one for each mention-bearing pair of
document and other default field. *Aside*: the same for fields that no query searches unless it names them.

Arrays of T terms, E entries, P occurrences:

    terms.*      the table of terms (term_table.py), all fields together
    first        uint32  [3 T + 1]  part p of term t is first[3 t + p]:first[3 t + p + 1]
    place        uint32  [T + 1]    a term's occurrences begin at place[t]
    documents    uint16 or int32 [E]  ascending within each part
    codes        uint8   [E]  text: mentions, 255 for that many or more; else field * 16 + mentions, 15 for 15 or more
    many         uint32  [M]  entries whose mentions the code can't hold, ascending
    mentions     int32   [M]  how many
    positions    uint16 or uint32 [P]  where the term stands in its field, entry after entry
    values.cells     uint32  [V]  document << 4 | field of every value (paragraph, caption ...) that is not its field's first
    values.starts    uint32  [V]  the position at which it begins; by cell and position
    words.*, word_first, word_documents   the same as above for the unstemmed words of headlines, without fields and positions
    vocabulary.*     the unstemmed words of all fields (term_table.py)
    vocabulary.mentions   uint32  how often each occurs
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.engines.whoosh.numbering import NO_WORD, Numbered, numbering
from searchnews.engines.whoosh.term_table import term_arrays
from searchnews.fields import DEFAULT_FIELDS, FIELD_NAMES, POSITION_GAP, TEXT_FIELDS
from searchnews.models import Article

MENTIONS = 15  # the most that fits beside the field in a byte
TEXT_MENTIONS = 255  # the most that fits in a byte by itself
FIELD_BITS = 4
PARTS = 3
TEXT, FURTHER, ASIDE = range(PARTS)
BODY = FIELD_NAMES.index("body")
PART_OF = np.array([TEXT if name == "body" else FURTHER if name in DEFAULT_FIELDS else ASIDE for name in FIELD_NAMES])
DOCUMENTS = (np.uint16, np.int32)  # as what numbers of documents are kept
_LOW = (1 << 32) - 1
_WINDOW = 1 << 18  # characters that are numbered together
_VALUES = tuple(row.values for row in TEXT_FIELDS)


class _Waiting:
    """Texts that wait to be numbered: many at a time cost a tenth of what they cost one by one."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}  # by language
        self.places: dict[str, list[int]] = {}  # which of the values they are
        self.values = array("q")  # cell << 1 | whether it is the headline
        self.size = 0  # characters

    def add(self, text: str, language: str, cell: int, headline: bool) -> None:
        """The next value; cells ascend."""
        if language not in self.texts:
            self.texts[language], self.places[language] = [], []
        self.texts[language].append(text)
        self.places[language].append(len(self.values))
        self.values.append(cell << 1 | headline)
        self.size += len(text)


@dataclass(frozen=True, slots=True)
class Names:
    """Terms and words by their numbers."""

    all: list[bytes]
    order: Array  # their numbers in the order of their bytes

    def ranked(self, used: Array) -> tuple[list[bytes], Array]:
        """The names with the numbers in `used`, sorted, and by number the place of each among them, int32."""
        chosen = self.order[(np.bincount(used, minlength=len(self.all)) > 0)[self.order]]
        rank = np.empty(len(self.all), np.int32)
        rank[chosen] = np.arange(len(chosen))
        return list(map(self.all.__getitem__, chosen.tolist())), rank


class Inversion:
    """Takes articles one by one and gives the arrays of all."""

    def __init__(self) -> None:
        self._numbering = numbering()
        self._documents = 0
        self._waiting = _Waiting()
        self._values: list[Array] = []  # _Waiting.values, and
        self._counts: list[Array] = []  # how many units each has
        self._tokens: list[Array] = []  # these units (numbering.py)
        self._compounds: list[Array] = []  # rows of value, place in it, unit
        self._all_values = 0

    def add(self, article: Article) -> None:
        """The next document."""
        waiting, language, cell = self._waiting, article.language, self._documents << FIELD_BITS
        headline = bool(article.title)
        for values in _VALUES:
            for value in values(article):
                waiting.add(value, language, cell, headline)
                headline = False
            cell += 1
        self._documents += 1
        if waiting.size >= _WINDOW:
            self._number()

    def _number(self) -> None:
        """Number what waits."""
        waiting, self._waiting = self._waiting, _Waiting()
        count = len(waiting.values)
        parts = [
            (np.array(waiting.places[language], np.int64), self._numbering(texts, language))
            for language, texts in waiting.texts.items()
        ]
        counts = np.zeros(count, np.int64)
        for places, numbered in parts:
            counts[places] = numbered.counts
        self._tokens.append(parts[0][1].units if len(parts) == 1 else _in_order(parts, counts))
        for places, numbered in parts:
            if len(numbered.compounds):
                rows = numbered.compounds
                rows[:, 0] = places[rows[:, 0]] + self._all_values
                self._compounds.append(rows)
        self._values.append(np.frombuffer(waiting.values, np.int64))
        self._counts.append(counts)
        self._all_values += count

    @property
    def lengths(self) -> Array:
        """Terms in each field of each document, int32, a row a document, in the order of FIELD_NAMES. After `arrays`."""
        return self._lengths

    def arrays(self) -> dict[str, Array]:
        """The postings of all documents. Once only: what was collected is given up on the way, to save memory."""
        if self._waiting.values:
            self._number()
        values, counts = _together(self._values, np.int64), _together(self._counts, np.int64)
        tokens = _together(self._tokens, np.int32)
        self._tokens.clear()
        cells = values >> 1
        self._lengths = _summed(cells, counts, self._documents)
        units = self._numbering.units
        every = Names(*units.sorted_names())
        terms, words = np.array(units.terms, dtype=np.int32), np.array(units.words, dtype=np.int32)
        starts, word_arrays = _positions(cells, counts), self._word_arrays(every, words[tokens], values, counts)
        occurrences = self._with_compounds(tokens, cells, counts, starts)
        del tokens
        mentions = np.bincount(occurrences[0], minlength=len(terms))
        names, rank = every.ranked(terms[mentions > 0])
        numbers = rank[terms][occurrences[0]]
        later = np.flatnonzero(starts)
        return {
            **term_arrays(names, "terms."),
            **postings(numbers, *occurrences[1:], len(names)),
            **word_arrays,
            **_vocabulary_arrays(every, words, mentions),
            "values.cells": cells[later].astype(np.uint32),
            "values.starts": starts[later].astype(np.uint32),
        }

    def _with_compounds(self, tokens: Array, cells: Array, counts: Array, starts: Array) -> tuple[Array, Array, Array]:
        """Unit, cell and position of each occurrence; a compound's before that of the unit it stands beside."""
        firsts = np.cumsum(counts) - counts
        positions = np.arange(len(tokens), dtype=np.int32)
        positions -= np.repeat((firsts - starts).astype(np.int32), counts)
        owners = np.repeat(cells.astype(np.int32), counts)
        if not self._compounds:
            return tokens, owners, positions
        compounds = np.concatenate(self._compounds)
        compounds = compounds[np.lexsort((compounds[:, 1], compounds[:, 0]))]
        value, place, unit = compounds.T
        before = firsts[value] + place
        return (
            np.insert(tokens, before, unit.astype(np.int32)),
            np.insert(owners, before, cells[value].astype(np.int32)),
            np.insert(positions, before, (starts[value] + place).astype(np.int32)),
        )

    def _word_arrays(self, every: Names, words: Array, values: Array, counts: Array) -> dict[str, Array]:
        """words: of all tokens."""
        headline = (values & 1) == 1
        tokens = words[np.repeat(headline, counts)]
        documents = np.repeat(values[headline] >> (1 + FIELD_BITS), counts[headline])
        names, rank = every.ranked(tokens)
        # One integer a word of a headline, its number and its document, each once.
        keys = rank[tokens].astype(np.int64) << 32 | documents
        keys.sort()
        keys = _each_once(keys)
        return {
            **term_arrays(names, "words."),
            "word_first": _firsts((keys >> 32).astype(np.int32), len(names)).astype(np.uint32),
            "word_documents": narrow(keys & _LOW, DOCUMENTS),
        }


def _in_order(parts: list[tuple[Array, Numbered]], counts: Array) -> Array:
    """The units of all values; parts: which values, and what they hold. counts: units of each value."""
    firsts = np.cumsum(counts) - counts
    tokens = np.empty(int(counts.sum()), np.int32)
    for places, numbered in parts:
        own = np.cumsum(numbered.counts) - numbered.counts
        tokens[np.repeat(firsts[places] - own, numbered.counts) + np.arange(len(numbered.units))] = numbered.units
    return tokens


def _together(pieces: list[Array], kind: type) -> Array:
    return np.concatenate(pieces) if pieces else np.zeros(0, kind)


def _summed(cells: Array, counts: Array, documents: int) -> Array:
    sums = np.bincount(cells, counts, documents << FIELD_BITS).astype(np.int32)
    return sums.reshape(documents, 1 << FIELD_BITS)[:, : len(FIELD_NAMES)]


def _positions(cells: Array, counts: Array) -> Array:
    """The position at which each value begins in its field; cells ascend."""
    ends = np.cumsum(counts + POSITION_GAP)
    begins: Array = ends - counts - POSITION_GAP
    first = np.searchsorted(cells, cells)
    begins -= begins[first]
    return begins


def _vocabulary_arrays(every: Names, words: Array, mentions: Array) -> dict[str, Array]:
    """words: of each unit. mentions: how often it occurs."""
    used = (mentions > 0) & (words != NO_WORD)
    names, rank = every.ranked(words[used])
    counts = np.bincount(rank[words[used]], mentions[used], minlength=len(names))
    return {**term_arrays(names, "vocabulary.", hashed=False), "vocabulary.mentions": counts.astype(np.uint32)}


def _each_once(numbers: Array) -> Array:
    """Ascending numbers without repeats."""
    once: Array = numbers[np.diff(numbers, prepend=-1) != 0]
    return once


def _firsts(numbers: Array, count: int) -> Array:
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))]).astype(np.int64)


def postings(numbers: Array, cells: Array, positions: Array, count: int) -> dict[str, Array]:
    """The arrays of occurrences in the order of documents, fields and positions, all int32.

    numbers: the term of each. cells: document << FIELD_BITS | field. count: terms.
    """
    keys = numbers.astype(np.int64)
    keys *= PARTS
    keys += PART_OF[np.arange(1 << FIELD_BITS) % len(PART_OF)].astype(np.int8)[cells & ((1 << FIELD_BITS) - 1)]
    keys <<= 32
    keys |= np.arange(len(keys), dtype=np.int32)
    keys.sort()  # one integer an occurrence: its term and part, then its place among all
    order, parts = (keys & _LOW).astype(np.int32), (keys >> 32).astype(np.int32)
    del keys
    positions = positions[order]
    positions = positions.astype(np.uint16 if not len(order) or positions.max() < 1 << 16 else np.uint32)
    cell = cells[order]
    del order
    begins = np.ones(len(parts), dtype=bool)
    begins[1:] = (parts[1:] != parts[:-1]) | (cell[1:] != cell[:-1])
    starts = np.flatnonzero(begins)
    counts = np.diff(starts, append=len(parts)).astype(np.int32)
    parts, cell = parts[starts], cell[starts]
    documents, fields = cell >> FIELD_BITS, (cell & ((1 << FIELD_BITS) - 1)).astype(np.uint8)
    return {**entry_arrays(*_with_silent(parts, documents, fields, counts), count), "positions": positions}


def _with_silent(parts: Array, documents: Array, fields: Array, counts: Array) -> tuple[Array, Array, Array, Array]:
    """The entries with one of no mentions for each document that has a term in a default field, but not in its body."""
    keys = parts.astype(np.int64) << 32
    keys |= documents
    wanted = _each_once(keys[parts % PARTS == FURTHER] - (FURTHER << 32))
    where = np.searchsorted(keys, wanted)
    found = np.zeros(len(wanted), dtype=bool)
    inside = where < len(keys)
    found[inside] = keys[where[inside]] == wanted[inside]
    missing, where = wanted[~found], where[~found]
    del keys
    return (
        np.insert(parts, where, missing >> 32),
        np.insert(documents, where, missing & _LOW),
        np.insert(fields, where, BODY),
        np.insert(counts, where, 0),
    )


def entry_arrays(parts: Array, documents: Array, fields: Array, counts: Array, count: int) -> dict[str, Array]:
    """The arrays of entries sorted by term and part (in one number), document and field; `count` terms."""
    text = parts % PARTS == TEXT
    many = np.flatnonzero(counts >= np.where(text, np.int32(TEXT_MENTIONS), np.int32(MENTIONS)))
    before = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    first = _firsts(parts, PARTS * count)
    elsewhere = fields << np.uint8(FIELD_BITS) | np.minimum(counts, MENTIONS).astype(np.uint8)
    return {
        "first": first.astype(np.uint32),
        "place": before[first[::PARTS]].astype(np.uint32),
        "documents": narrow(documents, DOCUMENTS),
        "codes": np.where(text, np.minimum(counts, TEXT_MENTIONS).astype(np.uint8), elsewhere),
        "many": many.astype(np.uint32),
        "mentions": counts[many].astype(np.int32),
    }


def counts_of(arrays: Mapping[str, Array], begin: int, end: int) -> tuple[Array, Array, Array]:
    """Of each entry of some terms of a segment: term (from 0 on) and part in one number, field, mentions."""
    first = arrays["first"][PARTS * begin : PARTS * end + 1]
    parts: Array = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    codes = arrays["codes"][int(first[0]) : int(first[-1])]
    text = parts % PARTS == TEXT
    counts: Array = np.where(text, codes, codes & np.uint8(MENTIONS)).astype(np.int32)
    many = slice(*np.searchsorted(arrays["many"], first[[0, -1]]).tolist())
    counts[arrays["many"][many] - first[0]] = arrays["mentions"][many]
    fields: Array = np.where(text, np.uint8(BODY), codes >> np.uint8(FIELD_BITS))
    return parts, fields, counts
