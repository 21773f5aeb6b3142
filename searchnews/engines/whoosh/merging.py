"""Segments joined into one, array by array: nothing is analysed again, deleted documents are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.engines.whoosh.columns import column_arrays, columns_from, joined, taken
from searchnews.engines.whoosh.inversion import DOCUMENTS, FIELD_BITS, PARTS, counts_of, entry_arrays
from searchnews.engines.whoosh.stored import StoredArticles
from searchnews.engines.whoosh.storing import joined_stored
from searchnews.engines.whoosh.term_table import TermTable, term_arrays

_LOW = (1 << 32) - 1


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
    names = sorted(set().union(*tables))
    number = {name: place for place, name in enumerate(names)}
    return names, [np.fromiter(map(number.__getitem__, table), dtype=np.int32, count=len(table)) for table in tables]


def _postings(parts: Sequence[Part]) -> dict[str, Array]:
    names, numbers = _common(parts, "terms.")
    entries = [_entries(part, number) for part, number in zip(parts, numbers, strict=True)]
    offsets = np.cumsum([0, *(len(part.arrays["positions"]) for part in parts)])
    for entry, offset in zip(entries, offsets, strict=False):
        entry[4][:] += offset
    keys, documents, fields, counts, starts = (np.concatenate(column) for column in zip(*entries, strict=True))
    del entries
    used = np.bincount(keys // PARTS, minlength=len(names)) > 0
    if not used.all():  # terms of deleted documents only
        names = [name for name, keep in zip(names, used, strict=True) if keep]
        keys = (np.cumsum(used, dtype=np.int32) - 1)[keys // PARTS] * PARTS + keys % PARTS
    order = np.argsort(keys, kind="stable")  # of runs that are sorted already: a merge
    counts, starts = counts[order], starts[order]
    arrays = entry_arrays(keys[order], documents[order], fields[order], counts, len(names))
    del keys, documents, fields, order
    positions = np.concatenate([part.arrays["positions"] for part in parts])[_ranges(starts, counts)]
    small = not len(positions) or positions.max() < 1 << 16
    return {
        **term_arrays(names, "terms."),
        **arrays,
        "positions": positions.astype(np.uint16 if small else np.uint32, copy=False),
    }


def _entries(part: Part, numbers: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Of each live entry: term and part in one number, new document, field, mentions, start of its positions."""
    parts, fields, counts = counts_of(part.arrays)
    starts = np.cumsum(counts, dtype=np.int64) - counts
    keys = numbers[parts // PARTS] * PARTS + parts % PARTS
    documents = part.renumber[part.arrays["documents"]]
    live = documents >= 0
    if live.all():
        return keys, documents, fields, counts, starts
    return keys[live], documents[live], fields[live], counts[live], starts[live]


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
