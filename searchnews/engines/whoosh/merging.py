"""Segments joined into one, array by array: nothing is analysed again, deleted documents are left out.

Postings are joined a range of terms at a time, so that a merge needs little more memory than what it makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.engines.whoosh.columns import column_arrays, columns_from, joined, taken
from searchnews.engines.whoosh.inversion import DOCUMENTS, FIELD_BITS, PARTS, counts_of, entry_arrays
from searchnews.engines.whoosh.stored import StoredArticles
from searchnews.engines.whoosh.storing import joined_stored
from searchnews.engines.whoosh.term_table import TermTable, term_arrays

_LOW = (1 << 32) - 1
_RANGE = 1 << 21  # occurrences of terms that are joined at a time


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of a merge: its arrays, and for each document its new number, -1 where it is deleted."""

    arrays: dict[str, Array]
    renumber: Array


def merged(segments: Sequence[tuple[dict[str, Array], Any]]) -> tuple[dict[str, Array], int]:
    """The arrays of one segment that holds the live documents of all, and how many these are."""
    parts, base = [], 0
    for arrays, deleted in segments:
        live = np.ones(len(arrays["ids"]), dtype=bool)
        live[list(deleted)] = False
        renumber = np.where(live, np.cumsum(live, dtype=np.int32) + np.int32(base - 1), np.int32(-1))
        parts.append(Part(arrays, renumber))
        base += int(live.sum())
    return {
        **_columns(parts),
        **_postings(parts),
        **_values(parts),
        **_words(parts),
        **_vocabulary(parts),
        **_stored(parts),
    }, base


def _columns(parts: Sequence[Part]) -> dict[str, Array]:
    together = joined([columns_from(part.arrays) for part in parts])
    live = np.flatnonzero(np.concatenate([part.renumber for part in parts]) >= 0)
    return column_arrays(taken(together, live))


def _stored(parts: Sequence[Part]) -> dict[str, Array]:
    return joined_stored([(StoredArticles(part.arrays), part.renumber >= 0) for part in parts])


def _common(parts: Sequence[Part], prefix: str) -> tuple[list[bytes], list[Array]]:
    """All the terms, sorted, and for each part the new number of each of its terms."""
    tables = [list(TermTable(part.arrays, prefix)) for part in parts]
    names = list(dict.fromkeys(sorted(chain.from_iterable(tables))))  # of runs that are sorted already: a merge
    number = {name: place for place, name in enumerate(names)}
    return names, [np.fromiter(map(number.__getitem__, table), dtype=np.int32, count=len(table)) for table in tables]


def _postings(parts: Sequence[Part]) -> dict[str, Array]:
    names, numbers = _common(parts, "terms.")
    joined = _Joined(parts, len(names))
    for first, last in pairwise(_borders(parts, numbers, len(names))):
        joined.add(parts, numbers, first, last)
    arrays, used = joined.arrays()
    if not used.all():  # terms of deleted documents only
        names = [name for name, keep in zip(names, used, strict=True) if keep]
    return {**term_arrays(names, "terms."), **arrays}


def _borders(parts: Sequence[Part], numbers: Sequence[Array], count: int) -> list[int]:
    """Numbers of terms that part all of them into ranges of about _RANGE occurrences."""
    occurrences = np.zeros(count, np.int64)
    for part, own in zip(parts, numbers, strict=True):
        occurrences[own] += np.diff(part.arrays["place"])
    ends = np.cumsum(occurrences)
    goals = np.arange(_RANGE, int(ends[-1]) if count else 0, _RANGE)
    return sorted({0, *(np.searchsorted(ends, goals) + 1).tolist(), count})


class _Joined:
    """The postings of all, filled from the first term to the last."""

    def __init__(self, parts: Sequence[Part], count: int) -> None:
        entries = sum(len(part.arrays["documents"]) for part in parts)
        documents = max((int(part.renumber.max(initial=-1)) for part in parts), default=-1)
        self._documents = np.empty(entries, narrow(np.array([max(documents, 0)]), DOCUMENTS).dtype)
        self._codes = np.empty(entries, np.uint8)
        pieces = [part.arrays["positions"] for part in parts]
        self._positions = np.empty(sum(map(len, pieces)), np.result_type(*pieces) if pieces else np.uint16)
        self._first, self._place = np.zeros(PARTS * count + 1, np.int64), np.zeros(count + 1, np.int64)
        self._many: list[Array] = []
        self._mentions: list[Array] = []
        self._entries = self._occurrences = 0  # how many are there

    def add(self, parts: Sequence[Part], numbers: Sequence[Array], first: int, last: int) -> None:
        """The terms from a number up to another."""
        rows = [_entries(part, own, first, last) for part, own in zip(parts, numbers, strict=True)]
        keys, documents, fields, counts = (
            np.concatenate(column) for column in zip(*(row[:4] for row in rows), strict=True)
        )
        order = np.argsort(keys, kind="stable")  # of runs that are sorted already: a merge
        pieces = np.concatenate([row[4] for row in rows])
        starts = (np.cumsum(counts, dtype=np.int64) - counts)[order]
        counts = counts[order]
        arrays = entry_arrays(keys[order], documents[order], fields[order], counts, last - first)
        entries, occurrences = self._entries, self._occurrences
        self._entries += len(keys)
        self._occurrences += len(pieces)
        self._documents[entries : self._entries] = arrays["documents"]
        self._codes[entries : self._entries] = arrays["codes"]
        self._positions[occurrences : self._occurrences] = pieces[_ranges(starts, counts)]
        self._first[PARTS * first : PARTS * last + 1] = arrays["first"].astype(np.int64) + entries
        self._place[first : last + 1] = arrays["place"].astype(np.int64) + occurrences
        self._many.append(arrays["many"].astype(np.int64) + entries)
        self._mentions.append(arrays["mentions"])

    def arrays(self) -> tuple[dict[str, Array], Array]:
        """The arrays of all, and which of the terms have an entry."""
        used = np.diff(self._first[::PARTS]) > 0
        kept = np.append(np.repeat(used, PARTS), True)
        positions = self._positions[: self._occurrences]
        if positions.dtype != np.uint16 and (not len(positions) or positions.max() < 1 << 16):
            positions = positions.astype(np.uint16)
        return {
            "first": self._first[kept].astype(np.uint32),
            "place": self._place[np.append(used, True)].astype(np.uint32),
            "documents": self._documents[: self._entries],
            "codes": self._codes[: self._entries],
            "many": np.concatenate([np.zeros(0, np.int64), *self._many]).astype(np.uint32),
            "mentions": np.concatenate([np.zeros(0, np.int32), *self._mentions]),
            "positions": positions,
        }, used


def _entries(part: Part, numbers: Array, first: int, last: int) -> tuple[Array, Array, Array, Array, Array]:
    """Of the live entries of a range of terms: term from `first` on and part in one number, new document, field, mentions;
    and the positions of all."""
    begin, end = np.searchsorted(numbers, [first, last])
    entry_range = slice(int(part.arrays["first"][PARTS * begin]), int(part.arrays["first"][PARTS * end]))
    parts, fields, counts = counts_of(part.arrays, int(begin), int(end))
    keys = (numbers[begin:end] - np.int32(first))[parts // PARTS] * PARTS + parts % PARTS
    documents = part.renumber[part.arrays["documents"][entry_range]]
    positions = part.arrays["positions"][int(part.arrays["place"][begin]) : int(part.arrays["place"][end])]
    live = documents >= 0
    if live.all():
        return keys, documents, fields, counts, positions
    return keys[live], documents[live], fields[live], counts[live], positions[np.repeat(live, counts)]


def _ranges(starts: Array, counts: Array) -> Array:
    """The numbers from starts[i] on, counts[i] of them, one range after another."""
    numbers: Array = np.repeat(starts - (np.cumsum(counts, dtype=np.int64) - counts), counts)
    numbers += np.arange(len(numbers), dtype=np.int32)
    return numbers


def _words(parts: Sequence[Part]) -> dict[str, Array]:
    names, numbers = _common(parts, "words.")
    keys, documents = [], []
    for part, number in zip(parts, numbers, strict=True):
        found = part.renumber[part.arrays["word_documents"]]
        keys.append(np.repeat(number, np.diff(part.arrays["word_first"]))[found >= 0])
        documents.append(found[found >= 0])
    all_keys, all_documents = np.concatenate(keys), np.concatenate(documents)
    order = np.argsort(all_keys, kind="stable")
    counts = np.bincount(all_keys, minlength=len(names))
    kept = [name for name, count in zip(names, counts, strict=True) if count]
    return {
        **term_arrays(kept, "words."),
        "word_first": np.concatenate([[0], np.cumsum(counts[counts > 0])]).astype(np.uint32),
        "word_documents": narrow(all_documents[order], DOCUMENTS),
    }


def _values(parts: Sequence[Part]) -> dict[str, Array]:
    cells, starts = [], []
    for part in parts:
        own = part.arrays["values.cells"].astype(np.int64)
        documents = part.renumber[own >> FIELD_BITS]
        cells.append((documents << FIELD_BITS | own & ((1 << FIELD_BITS) - 1))[documents >= 0])
        starts.append(part.arrays["values.starts"][documents >= 0])
    keys = np.concatenate(cells) << 32 | np.concatenate(starts)
    keys.sort()
    return {"values.cells": (keys >> 32).astype(np.uint32), "values.starts": (keys & _LOW).astype(np.uint32)}


def _vocabulary(parts: Sequence[Part]) -> dict[str, Array]:
    """The words of all, deleted documents' mentions too: they only tell which words are frequent."""
    names, numbers = _common(parts, "vocabulary.")
    mentions = np.zeros(len(names), np.int64)
    for part, own in zip(parts, numbers, strict=True):
        mentions[own] += part.arrays["vocabulary.mentions"]
    return {**term_arrays(names, "vocabulary.", hashed=False), "vocabulary.mentions": mentions.astype(np.uint32)}
