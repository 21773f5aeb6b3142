"""The loops that a search spends its time in, in plain NumPy; compiled with numba where the extra `fast` is installed.

Both forms do the same operations on the same types in the same order, and give the same bits. A process begins with
the plain ones: `load` brings the compiled ones in, which takes as long as some hundred searches.

Arrays named `documents` are ascending document numbers, int32, each once.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import Array

_SAMPLE = 16  # every so many scores are looked at to guess how good the best are
_SPARSE = 8  # so many times smaller: looked up one by one rather than through a table of all documents


def frequency(
    documents: Array, text: Array, further: Array, fields: Array, mentions: Array, scales: Array, body: int
) -> Array:
    """BM25F's pseudo-frequency of a leaf in each document, float32: mentions by field, weighted and normed, added up.

    text: mentions in the body, uint8 or int32, beside `documents`. further (int32, ascending, may repeat), fields
    (uint8), mentions (uint8 or int32): those in other fields; documents that are not in `documents` are left out.
    scales: float32 [fields, all documents], what a mention counts.
    """
    found: Array = scales[body][documents] * text.astype(np.float32)
    if len(further) and len(documents):
        places = np.searchsorted(documents, further)
        places[places == len(documents)] = 0
        there = documents[places] == further
        parts = scales[fields[there], further[there]] * mentions[there].astype(np.float32)
        np.add.at(found, places[there], parts)
    return found


def common(one: Array, other: Array, size: int) -> Array:
    """The documents in both."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) * _SPARSE < len(other):
        return one[present(one, other)]
    mask = np.zeros(size, dtype=bool)
    mask[other] = True
    return one[mask[one]]


def present(wanted: Array, documents: Array) -> Array:
    """Whether each wanted number is among the documents; both ascending."""
    if not len(documents):
        return np.zeros(len(wanted), dtype=bool)
    places = np.searchsorted(documents, wanted)
    places[places == len(documents)] = 0
    found: Array = documents[places] == wanted
    return found


def places_of(wanted: Array, documents: Array, size: int) -> Array:
    """Where each wanted document stands; all of them are among the documents."""
    if len(wanted) * _SPARSE < len(documents):
        return np.searchsorted(documents, wanted)
    mask = np.zeros(size, dtype=bool)
    mask[wanted] = True
    return np.flatnonzero(mask[documents])


def counted(codes: Array, documents: Array, size: int) -> Array:
    """How many of the documents have each code below `size`, int64."""
    return np.bincount(codes[documents], minlength=size)


def best(scores: Array, first: int) -> Array:
    """The places, ascending, of scores that can be among the `first` highest: all that tie with the last are in it."""
    if len(scores) > 64 * _SAMPLE * first:
        sample = scores[::_SAMPLE]
        places = np.flatnonzero(scores >= np.partition(sample, len(sample) - first)[len(sample) - first])
        return places[best(scores[places], first)]
    if len(scores) <= first:
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, len(scores) - first)[len(scores) - first])


def adjacent(
    owners: Array,
    positions: Array,
    firsts: Array,
    counts: Array,
    later: Array,
    later_firsts: Array,
    later_counts: Array,
) -> tuple[Array, Array]:
    """Occurrences whose position plus one is a position of the same owner in `later`: owners and those positions.

    owners: which of the cells an occurrence is in. Cell c has later_counts[c] positions from later_firsts[c] on.
    """
    raise NotImplementedError


def _compiled() -> dict[str, Callable[..., Any]]:
    raise NotImplementedError


def available() -> bool:
    """Whether compiled loops can be had."""
    return os.environ.get("SEARCHNEWS_KERNELS") != "numpy" and importlib.util.find_spec("numba") is not None
