"""Articles → the occurrences of their terms, numbered; and from these all arrays of a segment's texts (inversion.py)."""

from __future__ import annotations

from array import array
from collections import defaultdict

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.engines.whoosh.inversion import DOCUMENTS, FIELD_BITS, LOW, each_once, firsts, postings
from searchnews.engines.whoosh.looped_names import LoopedSorted
from searchnews.engines.whoosh.looped_postings import inverted
from searchnews.engines.whoosh.numbering import numbering
from searchnews.engines.whoosh.units import NO_WORD, Numbered, Sorted
from searchnews.fields import FIELD_NAMES, POSITION_GAP, TEXT_FIELDS
from searchnews.models import Article
from searchnews.native import loops

_LOOPS = "searchnews.engines.whoosh.native_postings"
_WINDOW = 1 << 19  # characters that are numbered together
_VALUES = tuple((field, row.values) for field, row in enumerate(TEXT_FIELDS))


class _Waiting:
    """Texts that wait to be numbered: many at a time cost a tenth of what they cost one by one."""

    def __init__(self) -> None:
        self.texts: defaultdict[str, list[str]] = defaultdict(list)  # by language
        self.places: defaultdict[str, list[int]] = defaultdict(list)  # which of the values they are
        self.values = array("q")  # cell << 1 | whether it is the headline
        self.size = 0  # characters

    def add(self, cell: int, article: Article) -> None:
        """The next document's values; cells ascend."""
        language, kept = article.language, self.values
        texts, before, size = self.texts[language], len(kept), 0
        for field, values in _VALUES:
            for text in values(article):
                texts.append(text)
                kept.append(cell + field << 1)
                size += len(text)
        if article.title:  # it is the first value
            kept[before] |= 1
        self.places[language].extend(range(before, len(kept)))
        self.size += size


class Inversion:
    """Takes articles one by one and gives the arrays of all."""

    def __init__(self) -> None:
        self._numbering = numbering()
        self._documents = 0
        self._waiting = _Waiting()
        self._values: list[Array] = []  # _Waiting.values, and
        self._counts: list[Array] = []  # how many units each has
        self._tokens: list[Array] = []  # these units (numbering.py)
        self._beside: list[Array] = []  # rows of value, place in it, unit
        self._all_values = 0

    def add(self, article: Article) -> None:
        """The next document."""
        waiting = self._waiting
        waiting.add(self._documents << FIELD_BITS, article)
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
            if len(numbered.beside):
                rows = numbered.beside
                rows[:, 0] = places[rows[:, 0]] + self._all_values
                self._beside.append(rows)
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
        every = units.names.sorted()
        terms, words = np.array(units.terms, dtype=np.int32), np.array(units.words, dtype=np.int32)
        starts, word_arrays = _positions(cells, counts), self._word_arrays(every, words[tokens], values, counts)
        beside = self._sorted_beside()
        mentions = np.bincount(tokens, minlength=len(terms)) + np.bincount(beside[:, 2], minlength=len(terms))
        names, rank = every.ranked(terms[mentions > 0])
        later = np.flatnonzero(starts)
        return {
            **every.arrays(names, "terms."),
            **_inverted(tokens, (cells, counts, starts), beside, rank[terms], len(names)),
            **word_arrays,
            **_vocabulary_arrays(every, words, mentions),
            "values.cells": cells[later].astype(np.uint32),
            "values.starts": starts[later].astype(np.uint32),
        }

    def _sorted_beside(self) -> Array:
        """All rows of value, place in it and unit, ascending."""
        beside = np.concatenate([np.zeros((0, 3), np.int64), *self._beside])
        return beside[np.lexsort((beside[:, 1], beside[:, 0]))]

    def _word_arrays(
        self, every: Sorted | LoopedSorted, words: Array, values: Array, counts: Array
    ) -> dict[str, Array]:
        """words: of all tokens."""
        headline = (values & 1) == 1
        tokens = words[np.repeat(headline, counts)]
        documents = np.repeat(values[headline] >> (1 + FIELD_BITS), counts[headline])
        names, rank = every.ranked(tokens)
        # One integer a word of a headline, its number and its document, each once.
        keys = rank[tokens].astype(np.int64) << 32 | documents
        keys.sort()
        keys = each_once(keys)
        return {
            **every.arrays(names, "words."),
            "word_first": firsts((keys >> 32).astype(np.int32), len(names)).astype(np.uint32),
            "word_documents": narrow(keys & LOW, DOCUMENTS),
        }


def _in_order(parts: list[tuple[Array, Numbered]], counts: Array) -> Array:
    """The units of all values; parts: which values, and what they hold. counts: units of each value."""
    firsts = np.cumsum(counts) - counts
    tokens = np.empty(int(counts.sum()), np.int32)
    for places, numbered in parts:
        own = np.cumsum(numbered.counts) - numbered.counts
        tokens[np.repeat(firsts[places] - own, numbered.counts) + np.arange(len(numbered.units))] = numbered.units
    return tokens


def _inverted(
    tokens: Array, values: tuple[Array, Array, Array], beside: Array, ranks: Array, terms: int
) -> dict[str, Array]:
    """See looped_postings.inverted."""
    by_loops = loops(_LOOPS)
    if by_loops:
        return inverted(tokens, values, beside, ranks, terms, by_loops)
    units, cells, positions = _with_beside(tokens, *values, beside)
    return postings(ranks[units], cells, positions, terms)


def _with_beside(
    tokens: Array, cells: Array, counts: Array, starts: Array, beside: Array
) -> tuple[Array, Array, Array]:
    """Unit, cell and position of each occurrence; of what stands beside a unit before the unit's."""
    firsts = np.cumsum(counts) - counts
    positions = np.arange(len(tokens), dtype=np.int32)
    positions -= np.repeat((firsts - starts).astype(np.int32), counts)
    owners = np.repeat(cells.astype(np.int32), counts)
    if not len(beside):
        return tokens, owners, positions
    value, place, unit = beside.T
    before = firsts[value] + place
    return (
        np.insert(tokens, before, unit.astype(np.int32)),
        np.insert(owners, before, cells[value].astype(np.int32)),
        np.insert(positions, before, (starts[value] + place).astype(np.int32)),
    )


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


def _vocabulary_arrays(every: Sorted | LoopedSorted, words: Array, mentions: Array) -> dict[str, Array]:
    """words: of each unit. mentions: how often it occurs."""
    used = (mentions > 0) & (words != NO_WORD)
    names, rank = every.ranked(words[used])
    counts = np.bincount(rank[words[used]], mentions[used], minlength=len(names))
    return {**every.arrays(names, "vocabulary.", hashed=False), "vocabulary.mentions": counts.astype(np.uint32)}
