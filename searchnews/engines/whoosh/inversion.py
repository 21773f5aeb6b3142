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

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.numbering import NO_WORD, numbering
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
_SMALL = (1 << 16) - 1
_LOW = (1 << 32) - 1
_VALUES = tuple(row.values for row in TEXT_FIELDS)


class Inversion:
    """Takes articles one by one and gives the arrays of all."""

    def __init__(self) -> None:
        self._numbering = numbering()
        self._tokens = array("i")  # units (numbering.py)
        self._runs = array("i")  # document, field, first position, length: four numbers a run of tokens
        self._headline_tokens, self._headline_counts = array("i"), array("i")
        self._values = array("q")  # cell << 32 | start
        self._lengths = array("i")  # a row a document, in the order of FIELD_NAMES

    def add(self, article: Article) -> None:
        """The next document."""
        document, language = len(self._headline_counts), article.language
        for field, values in enumerate(_VALUES):
            position = length = 0
            for value in values(article):
                if position:
                    self._values.append((document << FIELD_BITS | field) << 32 | position)
                count = self._add_value(value, language, document, field, position)
                length += count
                position += count + POSITION_GAP
            self._lengths.append(length)
        headline, _ = self._numbering(article.title, language)
        self._headline_tokens.extend(headline)
        self._headline_counts.append(len(headline))

    def _add_value(self, value: str, language: str, document: int, field: int, position: int) -> int:
        """A value's terms from a position on; how many they are."""
        found, compounds = self._numbering(value, language)
        done = 0
        for step, unit in compounds:  # beside the term at its position, and before it
            self._add_run(found[done:step], document, field, position + done)
            self._add_run([unit], document, field, position + step)
            done = step
        self._add_run(found[done:], document, field, position + done)
        return len(found)

    def _add_run(self, found: list[int], document: int, field: int, position: int) -> None:
        self._tokens.extend(found)
        self._runs.extend((document, field, position, len(found)))

    @property
    def lengths(self) -> Array:
        """Terms in each field of each document, int32, a row a document, in the order of FIELD_NAMES."""
        return _ints(self._lengths).reshape(-1, len(FIELD_NAMES))

    def arrays(self) -> dict[str, Array]:
        """The postings of all documents. Once only: what was collected is given up on the way, to save memory."""
        units = self._numbering.units
        every, tokens, runs = list(units.names), _ints(self._tokens), _ints(self._runs).reshape(-1, 4)
        terms, words = np.array(units.terms, dtype=np.int32), np.array(units.words, dtype=np.int32)
        mentions = np.bincount(tokens, minlength=len(terms))
        names, rank = _ranked(every, terms[mentions > 0])
        numbers = rank[terms][tokens]
        del tokens
        self._tokens, self._runs = array("i"), array("i")
        return {
            **term_arrays(names, "terms."),
            **postings(numbers, runs, len(names)),
            **self._word_arrays(every, words),
            **_vocabulary_arrays(every, words, mentions),
            **self._value_arrays(),
        }

    def _word_arrays(self, every: list[str], words: Array) -> dict[str, Array]:
        counts, tokens = _ints(self._headline_counts), words[_ints(self._headline_tokens)]
        names, rank = _ranked(every, tokens)
        # One integer a word of a headline, its number and its document, each once.
        keys = np.unique(rank[tokens].astype(np.int64) << 32 | np.repeat(np.arange(len(counts)), counts))
        return {
            **term_arrays(names, "words."),
            "word_first": _firsts((keys >> 32).astype(np.int32), len(names)),
            "word_documents": (keys & _LOW).astype(np.int32),
        }

    def _value_arrays(self) -> dict[str, Array]:
        values = np.frombuffer(self._values, dtype=np.int64) if self._values else np.zeros(0, np.int64)
        return {"values.cells": (values >> 32).astype(np.uint32), "values.starts": (values & _LOW).astype(np.uint32)}


def _vocabulary_arrays(every: list[str], words: Array, mentions: Array) -> dict[str, Array]:
    """words: of each unit. mentions: how often it occurs."""
    used = (mentions > 0) & (words != NO_WORD)
    names, rank = _ranked(every, words[used])
    counts = np.bincount(rank[words[used]], mentions[used], minlength=len(names))
    return {**term_arrays(names, "vocabulary."), "vocabulary.mentions": counts.astype(np.uint32)}


def _ints(numbers: array[int]) -> Array:
    return np.frombuffer(numbers, dtype=np.int32) if numbers else np.zeros(0, np.int32)


def _ranked(every: list[str], used: Array) -> tuple[list[bytes], Array]:
    """The used of the names, sorted by their bytes, and by number the place of each of these among them, int32."""
    numbers = np.flatnonzero(np.bincount(used, minlength=len(every))).tolist()
    names = sorted((every[number].encode("utf-8", "surrogatepass"), number) for number in numbers)
    rank = np.empty(len(every), dtype=np.int32)
    rank[[number for _, number in names]] = np.arange(len(names))
    return [name for name, _ in names], rank


def _firsts(numbers: Array, count: int) -> Array:
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))]).astype(np.int64)


def postings(numbers: Array, runs: Array, count: int) -> dict[str, Array]:
    """The arrays of occurrences in the order of documents, fields and positions.

    numbers: int32, the term of each. runs: int32, rows of document, field, first position, length. count: terms.
    """
    cells = runs[:, 0] << FIELD_BITS | runs[:, 1]
    shifts = np.cumsum(runs[:, 3], dtype=np.int32) - runs[:, 3] - runs[:, 2]
    owner = np.repeat(np.arange(len(runs), dtype=np.int32), runs[:, 3])
    keys = numbers.astype(np.int64)
    keys *= PARTS
    keys += PART_OF[runs[:, 1]].astype(np.int8)[owner]
    keys <<= 32
    keys |= np.arange(len(keys), dtype=np.int32)
    keys.sort()  # one integer an occurrence: its term and part, then its place among all
    order, parts = (keys & _LOW).astype(np.int32), (keys >> 32).astype(np.int32)
    del keys
    owner = owner[order]
    order -= shifts[owner]  # now the position
    positions = order.astype(np.uint16 if not len(order) or order.max() < 1 << 16 else np.uint32)
    del order
    cell = cells[owner]
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
    wanted = np.unique(keys[parts % PARTS == FURTHER] - (FURTHER << 32))
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
        "documents": documents.astype(np.int32 if len(documents) and documents.max() > _SMALL else np.uint16),
        "codes": np.where(text, np.minimum(counts, TEXT_MENTIONS).astype(np.uint8), elsewhere),
        "many": many.astype(np.uint32),
        "mentions": counts[many].astype(np.int32),
    }


def counts_of(arrays: dict[str, Array]) -> tuple[Array, Array, Array]:
    """Of each entry of a segment: term and part in one number, field, mentions."""
    parts: Array = np.repeat(np.arange(len(arrays["first"]) - 1, dtype=np.int32), np.diff(arrays["first"]))
    codes = arrays["codes"]
    text = parts % PARTS == TEXT
    counts: Array = np.where(text, codes, codes & np.uint8(MENTIONS)).astype(np.int32)
    counts[arrays["many"]] = arrays["mentions"]
    fields: Array = np.where(text, np.uint8(BODY), codes >> np.uint8(FIELD_BITS))
    return parts, fields, counts
