"""Segments joined into one, array by array: nothing is analysed again, deleted documents are left out.

Postings are joined a range of terms at a time, so that a merge needs little more memory than what it makes.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.engines.whoosh.columns import column_arrays, columns_from, joined, taken
from searchnews.engines.whoosh.inversion import DOCUMENTS, FIELD_BITS, PARTS, counts_of
from searchnews.engines.whoosh.looped_postings import merged_postings
from searchnews.engines.whoosh.sorted_names import in_common
from searchnews.engines.whoosh.stored import StoredArticles
from searchnews.engines.whoosh.storing import joined_stored
from searchnews.native import loops

_LOOPS = "searchnews.engines.whoosh.native_merging"
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
    postings = _Postings(parts)
    try:
        arrays = {**_columns(parts), **_values(parts), **_words(parts), **_vocabulary(parts), **_stored(parts)}
    finally:
        postings.join()
    return {**postings.arrays(), **arrays}, base


def _columns(parts: Sequence[Part]) -> dict[str, Array]:
    together = joined([columns_from(part.arrays) for part in parts])
    live = np.flatnonzero(np.concatenate([part.renumber for part in parts]) >= 0)
    return column_arrays(taken(together, live))


def _stored(parts: Sequence[Part]) -> dict[str, Array]:
    return joined_stored([(StoredArticles(part.arrays), part.renumber >= 0) for part in parts])


class _Postings(threading.Thread):
    """The postings of all, made beside everything else: compiled loops leave Python to others."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = parts
        self._made: dict[str, Array] = {}
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._made = _postings(self._parts)
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._error = error

    def arrays(self) -> dict[str, Array]:
        """After `join`. Raises what making them raised."""
        if self._error:
            raise self._error
        return self._made


def _postings(parts: Sequence[Part]) -> dict[str, Array]:
    names, numbers = in_common([part.arrays for part in parts], "terms.")
    by_loops = loops(_LOOPS)
    if by_loops:
        rows = [(part.arrays, part.renumber, own) for part, own in zip(parts, numbers, strict=True)]
        arrays, used = merged_postings(rows, len(names), by_loops)
    else:
        joined = _Joined(parts, len(names))
        for first, last in pairwise(_borders(parts, numbers, len(names))):
            joined.add(parts, numbers, first, last)
        arrays, used = joined.arrays()
    return {**names.of(used).arrays("terms."), **arrays}  # without the terms of deleted documents only


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
        rows = [_Row.of(part, own, first, last) for part, own in zip(parts, numbers, strict=True)]
        entries, self._entries = self._begins(rows, self._entries, 0)
        occurrences, self._occurrences = self._begins(rows, self._occurrences, 1)
        self._first[PARTS * first : PARTS * last + 1] = entries
        self._place[first : last + 1] = occurrences[::PARTS]
        many = []
        for row in rows:  # each goes behind what the parts before it have of the same term
            to = _ranges(entries[:-1], row.sizes[0])
            self._documents[to], self._codes[to] = row.documents, row.codes
            many.append(to[row.many])
            self._positions[_ranges(occurrences[:-1], row.sizes[1])] = row.positions
            entries[:-1] += row.sizes[0]
            occurrences[:-1] += row.sizes[1]
        places, mentions = np.concatenate(many), np.concatenate([row.mentions for row in rows])
        order = np.argsort(places)
        self._many.append(places[order])
        self._mentions.append(mentions[order])

    @staticmethod
    def _begins(rows: Sequence[_Row], begin: int, kind: int) -> tuple[Array, int]:
        """Where each term's part begins, with the end of the last; and that end. kind: as in _Row.sizes."""
        begins = begin + np.concatenate([[0], np.cumsum(sum(row.sizes[kind] for row in rows), dtype=np.int64)])
        return begins, int(begins[-1])

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


@dataclass(frozen=True, slots=True)
class _Row:
    """What one segment has of a range of terms: its live entries, and their positions."""

    sizes: tuple[Array, Array]  # by term and part in one number, from 0 on: entries; positions
    documents: Array  # by their new numbers
    codes: Array
    many: Array  # entries whose mentions the code can't hold
    mentions: Array  # and these
    positions: Array

    @staticmethod
    def of(part: Part, numbers: Array, first: int, last: int) -> _Row:
        """The terms from a number up to another. numbers: the new number of each of the segment's terms."""
        begin, end = np.searchsorted(numbers, [first, last])
        arrays = part.arrays
        ends = arrays["first"][PARTS * begin : PARTS * end + 1].astype(np.int64)
        at = slice(int(ends[0]), int(ends[-1]))
        chosen = slice(*np.searchsorted(arrays["many"], ends[[0, -1]]).tolist())
        ends -= ends[0]
        many, mentions = arrays["many"][chosen].astype(np.int64) - at.start, arrays["mentions"][chosen]
        documents, codes = part.renumber[arrays["documents"][at]], arrays["codes"][at]
        positions = arrays["positions"][int(arrays["place"][begin]) : int(arrays["place"][end])]
        counts = counts_of(codes, np.diff(ends), many, mentions)
        live = documents >= 0
        if not live.all():
            positions = positions[np.repeat(live, counts)]
            before = np.concatenate([[0], np.cumsum(live)])
            kept = live[many]
            many, mentions, ends = before[many[kept]], mentions[kept], before[ends]
            documents, codes, counts = documents[live], codes[live], counts[live]
        reached = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])[ends]
        own = numbers[begin:end] - np.int32(first)
        sizes = _spread(np.diff(ends), own, last - first), _spread(np.diff(reached), own, last - first)
        return _Row(sizes, documents, codes, many, mentions, positions)


def _spread(sizes: Array, own: Array, count: int) -> Array:
    """Sizes of parts of some terms as those of all `count`; own: which these are."""
    spread = np.zeros((count, PARTS), np.int64)
    spread[own] = sizes.reshape(-1, PARTS)
    return spread.reshape(-1)


def _ranges(starts: Array, counts: Array) -> Array:
    """The numbers from starts[i] on, counts[i] of them, one range after another."""
    numbers: Array = np.repeat(starts - (np.cumsum(counts, dtype=np.int64) - counts), counts)
    numbers += np.arange(len(numbers), dtype=np.int32)
    return numbers


def _words(parts: Sequence[Part]) -> dict[str, Array]:
    names, numbers = in_common([part.arrays for part in parts], "words.")
    keys, documents = [], []
    for part, number in zip(parts, numbers, strict=True):
        found = part.renumber[part.arrays["word_documents"]]
        keys.append(np.repeat(number, np.diff(part.arrays["word_first"]))[found >= 0])
        documents.append(found[found >= 0])
    all_keys, all_documents = np.concatenate(keys), np.concatenate(documents)
    order = np.argsort(all_keys, kind="stable")
    counts = np.bincount(all_keys, minlength=len(names))
    return {
        **names.of(counts > 0).arrays("words."),
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
    names, numbers = in_common([part.arrays for part in parts], "vocabulary.")
    mentions = np.zeros(len(names), np.int64)
    for part, own in zip(parts, numbers, strict=True):
        mentions[own] += part.arrays["vocabulary.mentions"]
    return {**names.arrays("vocabulary.", hashed=False), "vocabulary.mentions": mentions.astype(np.uint32)}
