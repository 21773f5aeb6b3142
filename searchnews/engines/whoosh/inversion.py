"""Articles → postings: every term once, with the documents that have it, in flat arrays.

A term's entries stand in three parts. *Text*: one entry for every document that has the term in a field searched by
default, with its mentions in the body (0 where it is only in others). *Further*: one for each mention-bearing pair of
document and other default field. *Aside*: the same for fields that no query searches unless it names them.

Arrays of T terms, E entries, P occurrences:

    terms.*      the table of terms (term_table.py), all fields together
    first        uint32  [3 T + 1]  part p of term t is first[3 t + p]:first[3 t + p + 1]
    place        uint32  [T + 1]    a term's occurrences begin at place[t]
    documents    int32   [E]  ascending within each part
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
from collections.abc import Sequence

import numpy as np

from searchnews.analysis import surface, terms_and_compounds
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.term_table import term_arrays
from searchnews.fields import DEFAULT_FIELDS, FIELD_NAMES, POSITION_GAP, text_values
from searchnews.models import Article

MENTIONS = 15  # the most that fits beside the field in a byte
TEXT_MENTIONS = 255  # the most that fits in a byte by itself
FIELD_BITS = 4
PARTS = 3
TEXT, FURTHER, ASIDE = range(PARTS)
BODY = FIELD_NAMES.index("body")
PART_OF = np.array([TEXT if name == "body" else FURTHER if name in DEFAULT_FIELDS else ASIDE for name in FIELD_NAMES])
_LOW = (1 << 32) - 1


class _Numbers(dict[str, int]):
    """Terms numbered as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class Inversion:
    """Takes articles one by one and gives the arrays of all."""

    def __init__(self) -> None:
        self._numbers, self._words, self._vocabulary = _Numbers(), _Numbers(), _Numbers()
        self._tokens = array("i")
        self._runs = array("q")  # document, field, first position, length: four numbers a run of tokens
        self._word_tokens, self._word_runs = array("i"), array("q")
        self._surface = array("i")
        self._values = array("q")  # cell << 32 | start
        self.lengths: list[list[int]] = []  # a row a document, in the order of FIELD_NAMES

    def add(self, article: Article) -> None:
        """The next document."""
        document = len(self.lengths)
        lengths = []
        for field, name in enumerate(FIELD_NAMES):
            position = length = 0
            for value in text_values(article, name):
                if position:
                    self._values.append((document << FIELD_BITS | field) << 32 | position)
                count = self._add_value(value, article.language, document, field, position)
                length += count
                position += count + POSITION_GAP
            lengths.append(length)
        self.lengths.append(lengths)
        words = dict.fromkeys(surface(article.title))
        self._word_tokens.extend(map(self._words.__getitem__, words))
        self._word_runs.extend((document, len(words)))

    def _add_value(self, value: str, language: str, document: int, field: int, position: int) -> int:
        """A value's terms from a position on; how many they are."""
        found, compounds = terms_and_compounds(value, language)
        self._surface.extend(map(self._vocabulary.__getitem__, surface(value)))
        done = 0
        for step, term in compounds:  # beside the term at its position, and before it
            self._add_run(found[done:step], document, field, position + done)
            self._add_run([term], document, field, position + step)
            done = step
        self._add_run(found[done:], document, field, position + done)
        return len(found)

    def _add_run(self, found: Sequence[str], document: int, field: int, position: int) -> None:
        self._tokens.extend(map(self._numbers.__getitem__, found))
        self._runs.extend((document, field, position, len(found)))

    def arrays(self) -> dict[str, Array]:
        """The postings of all documents."""
        runs = np.frombuffer(self._runs, dtype=np.int64).reshape(-1, 4) if self._runs else np.zeros((0, 4), np.int64)
        lengths = runs[:, 3]
        documents = np.repeat(runs[:, 0].astype(np.int32), lengths)
        fields = np.repeat(runs[:, 1].astype(np.uint8), lengths)
        places = np.arange(len(documents)) - np.repeat(np.cumsum(lengths) - lengths - runs[:, 2], lengths)
        names, numbers = _ranked(self._numbers, self._tokens)
        return {
            **term_arrays(names, "terms."),
            **postings(numbers, documents, fields, places, len(names)),
            **self._word_arrays(),
            **self._vocabulary_arrays(),
        }

    def _vocabulary_arrays(self) -> dict[str, Array]:
        names, numbers = _ranked(self._vocabulary, self._surface)
        values = np.frombuffer(self._values, dtype=np.int64) if self._values else np.zeros(0, np.int64)
        return {
            **term_arrays(names, "vocabulary."),
            "vocabulary.mentions": np.bincount(numbers, minlength=len(names)).astype(np.uint32),
            "values.cells": (values >> 32).astype(np.uint32),
            "values.starts": (values & _LOW).astype(np.uint32),
        }

    def _word_arrays(self) -> dict[str, Array]:
        runs = (
            np.frombuffer(self._word_runs, dtype=np.int64).reshape(-1, 2)
            if self._word_runs
            else np.zeros((0, 2), np.int64)
        )
        documents = np.repeat(runs[:, 0].astype(np.int32), runs[:, 1])
        names, numbers = _ranked(self._words, self._word_tokens)
        order = np.argsort(numbers, kind="stable")
        return {
            **term_arrays(names, "words."),
            "word_first": _firsts(numbers, len(names)),
            "word_documents": documents[order],
        }


def _ranked(numbers: dict[str, int], tokens: Sequence[int]) -> tuple[list[bytes], Array]:
    """The terms sorted by their bytes, and each token's place among them."""
    names = [term.encode("utf-8", "surrogatepass") for term in numbers]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    found = np.frombuffer(tokens, dtype=np.int32) if len(tokens) else np.zeros(0, np.int32)  # type: ignore[call-overload]
    return [names[number] for number in order], rank[found]


def _firsts(numbers: Array, count: int) -> Array:
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))]).astype(np.int64)


def postings(numbers: Array, documents: Array, fields: Array, places: Array, count: int) -> dict[str, Array]:
    """The arrays of occurrences given in the order of documents, fields and positions; `numbers` are their terms'."""
    keys = (numbers * PARTS + PART_OF[fields]) << 32 | np.arange(len(numbers))
    keys.sort()
    order = keys & _LOW
    parts = keys >> 32
    documents, fields, places = documents[order], fields[order], places[order]
    begins = np.ones(len(keys), dtype=bool)
    begins[1:] = (parts[1:] != parts[:-1]) | (documents[1:] != documents[:-1]) | (fields[1:] != fields[:-1])
    starts = np.flatnonzero(begins)
    counts = np.diff(np.append(starts, len(keys)))
    entries = _with_silent(parts[starts], documents[starts], fields[starts], counts)
    return {
        **entry_arrays(*entries, count),
        "positions": places.astype(np.uint16 if not len(places) or places.max() < 1 << 16 else np.uint32),
    }


def _with_silent(parts: Array, documents: Array, fields: Array, counts: Array) -> tuple[Array, Array, Array, Array]:
    """The entries with one of no mentions for each document that has a term in a default field, but not in its body."""
    keys = parts << 32 | documents
    further = parts % PARTS == FURTHER
    wanted = np.unique(keys[further] - (FURTHER << 32))
    where = np.searchsorted(keys, wanted)
    missing = wanted[np.append(keys, -1)[where] != wanted]
    where = np.searchsorted(keys, missing)
    return (
        np.insert(parts, where, missing >> 32),
        np.insert(documents, where, missing & _LOW),
        np.insert(fields, where, BODY),
        np.insert(counts, where, 0),
    )


def entry_arrays(parts: Array, documents: Array, fields: Array, counts: Array, count: int) -> dict[str, Array]:
    """The arrays of entries sorted by term and part (in one number), document and field; `count` terms."""
    text = parts % PARTS == TEXT
    most = np.where(text, TEXT_MENTIONS, MENTIONS)
    many = np.flatnonzero(counts >= most)
    before = np.concatenate([[0], np.cumsum(counts)])
    first = _firsts(parts, PARTS * count)
    codes = np.where(text, 0, fields.astype(np.int64) << FIELD_BITS) + np.minimum(counts, most)
    return {
        "first": first.astype(np.uint32),
        "place": before[first[::PARTS]].astype(np.uint32),
        "documents": documents.astype(np.int32),
        "codes": codes.astype(np.uint8),
        "many": many.astype(np.uint32),
        "mentions": counts[many].astype(np.int32),
    }


def counts_of(arrays: dict[str, Array]) -> tuple[Array, Array, Array]:
    """Of each entry of a segment: term and part in one number, field, mentions."""
    parts: Array = np.repeat(np.arange(len(arrays["first"]) - 1), np.diff(arrays["first"]))
    codes = arrays["codes"]
    text = parts % PARTS == TEXT
    counts: Array = np.where(text, codes, codes & MENTIONS).astype(np.int64)
    counts[arrays["many"]] = arrays["mentions"]
    fields: Array = np.where(text, BODY, codes >> FIELD_BITS).astype(np.uint8)
    return parts, fields, counts
