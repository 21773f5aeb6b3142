"""A row a document: ids, field lengths, dates, facets, as arrays.

Arrays of N documents (in a segment's file):

    ids                 S16
    T.lengths           uint8, uint16 or int32 [N]  terms in a text field; [0] where no document has any
    starts              int32   first minute of the date since 1970; 0 where undated
    spans               uint8, uint16 or int32  minutes from there to after its last
    offsets             int16 or int32  minutes from what to sort by to there; [0] where these are all 0
    precision           int8    index in PRECISIONS, UNDATED
    kinds               int8    index in KINDS
    months              uint8, uint16 or int32  the date's month counted from year 0
    F.values            uint8   JSON list of a facet's values, sorted
    F.first             uint8, uint16 or int32 [N]  the code of a document's first value; the number of values where it has none
    F.more, F.codes     int32   document and code of each further value, by document
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from searchnews.dates import minutes
from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.fields import FACET_NAMES, FIELD_NAMES, facet
from searchnews.models import PRECISIONS, Article, Kind, Precision

UNDATED = -1  # in `precision`
NO_CODE = -1  # while a facet is written: a document without a value
ID_TYPE = "S16"
_DAY = 24 * 60
_PLAIN = ("ids", "starts", "ends", "instants", "precision", "days", "months", "kinds")
_AS_THEY_ARE = ("ids", "precision", "kinds")  # in a file
KINDS = get_args(Kind)
_NUMBER_OF_KIND = {kind: number for number, kind in enumerate(KINDS)}

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet's codes, a first value for each document and the further ones apart."""

    values: tuple[str, ...]  # by code
    first: Array  # len(values) where a document has none
    more: Array  # documents that have further values, ascending
    codes: Array  # and what these are

    def code(self, value: str | None) -> int | None:
        """The code of a value, or of none; None where no document has it."""
        if value is None:
            return len(self.values)
        place = bisect_left(self.values, value)
        return place if place < len(self.values) and self.values[place] == value else None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one segment, or of several joined; a row a document, deleted ones too."""

    ids: Array
    lengths: Array  # shape (fields, documents); uint8, uint16 or int32, all as the widest wants
    starts: Array  # minutes since 1970; 0 where undated
    ends: Array  # exclusive
    instants: Array  # what to sort by
    precision: Array
    days: Array  # since 1970, of `starts`
    months: Array
    kinds: Array
    facets: dict[str, FacetColumn]


class ColumnWriter:
    """Takes articles one by one and gives the columns of all; nothing else of them stays in memory."""

    def __init__(self) -> None:
        self._ids: list[bytes] = []
        self._dates: list[tuple[int, ...]] = []  # rows of _dated
        self._kinds = bytearray()
        self._facets = [_FacetWriter() for _ in FACET_NAMES]
        self._adders = [
            (facet(name).values, writer.add) for name, writer in zip(FACET_NAMES, self._facets, strict=True)
        ]

    def add(self, article: Article) -> None:
        """The next document."""
        self._ids.append(article.article_id.encode())
        date = article.published
        self._dates.append(_dated(date.start, date.end, date.offset, date.precision) if date else _UNDATED)
        self._kinds.append(_NUMBER_OF_KIND[article.kind])
        for values, add in self._adders:
            add(values(article))

    def columns(self, lengths: Array) -> Columns:
        """The columns; `lengths` has a row an article in the order of FIELD_NAMES."""
        starts, ends, instants, precision, months = np.array(self._dates, np.int64).reshape(-1, len(_UNDATED)).T
        return Columns(
            ids=np.array(self._ids, dtype=ID_TYPE),
            lengths=lengths.T.copy(),
            starts=np.ascontiguousarray(starts),
            ends=np.ascontiguousarray(ends),
            instants=np.ascontiguousarray(instants),
            precision=precision.astype(np.int8),
            days=(starts // _DAY).astype(np.int32),
            months=months.astype(np.int32),
            kinds=np.array(self._kinds, np.uint8).astype(np.int8),
            facets={name: writer.column() for name, writer in zip(FACET_NAMES, self._facets, strict=True)},
        )


_UNDATED = (0, 0, 0, UNDATED, 0)


@lru_cache(4096)
def _dated(start: datetime, end: datetime, offset: int | None, precision: Precision) -> tuple[int, ...]:
    """A date's first minute, the minute after its last, what to sort by, its precision, its month."""
    first = minutes(start)
    month = start.year * 12 + start.month - 1
    return first, minutes(end), first - (offset or 0), PRECISIONS.index(precision), month


class _FacetWriter:
    """The values of one facet, document after document."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}  # as the values come
        self._first = array("i")
        self._more = array("i")  # document and code in turn

    def add(self, values: tuple[str, ...]) -> None:
        codes = self._codes
        self._first.append(codes.setdefault(values[0], len(codes)) if values else NO_CODE)
        if len(values) > 1:
            for value in list(dict.fromkeys(values))[1:]:
                self._more.extend((len(self._first) - 1, codes.setdefault(value, len(codes))))

    def column(self) -> FacetColumn:
        values = sorted(self._codes)
        rank = np.full(len(values) + 1, len(values), np.int32)  # the last one: NO_CODE's
        rank[[self._codes[value] for value in values]] = np.arange(len(values))
        documents, codes = np.array(self._more, np.int32).reshape(-1, 2).T
        first = rank[np.array(self._first, np.int32)]
        return FacetColumn(tuple(values), first, np.ascontiguousarray(documents), rank[codes])


def columns_of(articles: Iterable[Article], lengths: Array) -> Columns:
    """The columns of some articles; `lengths` has a row an article in the order of FIELD_NAMES."""
    writer = ColumnWriter()
    for article in articles:
        writer.add(article)
    return writer.columns(lengths)


def column_arrays(columns: Columns) -> dict[str, Array]:
    """The columns as they are written."""
    arrays: dict[str, Array] = {name: getattr(columns, name) for name in _AS_THEY_ARE}
    arrays |= {
        "starts": columns.starts.astype(np.int32),
        "spans": narrow(columns.ends - columns.starts),
        "offsets": _none_if_zero(_signed(columns.starts - columns.instants)),
        "months": narrow(columns.months),
    }
    for name, lengths in zip(FIELD_NAMES, columns.lengths, strict=True):
        arrays[f"{name}.lengths"] = narrow(_none_if_zero(lengths))
    for name, column in columns.facets.items():
        arrays[f"{name}.values"] = np.frombuffer(json.dumps(column.values).encode(), dtype=np.uint8)
        arrays |= {f"{name}.first": narrow(column.first), f"{name}.more": column.more, f"{name}.codes": column.codes}
    return arrays


def _signed(numbers: Array) -> Array:
    short = numbers.astype(np.int16)
    return short if np.array_equal(short, numbers) else numbers.astype(np.int32)


def _none_if_zero(numbers: Array) -> Array:
    return numbers if numbers.any() else numbers[:0]


def columns_from(arrays: Mapping[str, Array]) -> Columns:
    """The columns that `column_arrays` wrote."""
    facets = {
        name: FacetColumn(
            tuple(json.loads(arrays[f"{name}.values"].tobytes())),
            arrays[f"{name}.first"].astype(np.int32, copy=False),
            arrays[f"{name}.more"],
            arrays[f"{name}.codes"],
        )
        for name in FACET_NAMES
    }
    starts, offsets = arrays["starts"].astype(np.int64), arrays["offsets"]
    return Columns(
        lengths=lengths_from(arrays),
        facets=facets,
        starts=starts,
        ends=starts + arrays["spans"],
        instants=starts - offsets if len(offsets) else starts,
        days=(starts // _DAY).astype(np.int32),
        months=arrays["months"].astype(np.int32),
        **{name: arrays[name] for name in _AS_THEY_ARE},
    )


def lengths_from(arrays: Mapping[str, Array]) -> Array:
    """The lengths alone, as Columns has them."""
    held = [arrays[f"{name}.lengths"] for name in FIELD_NAMES]
    lengths = np.zeros((len(held), len(arrays["ids"])), np.result_type(np.uint8, *held))
    for row, given in zip(lengths, held, strict=True):
        if len(given):
            row[:] = given
    return lengths


def joined(parts: Sequence[Columns]) -> Columns:
    """The columns of segments one after another, facet codes renumbered to one sorted list of values."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return columns_of((), np.empty((0, len(FIELD_NAMES)), np.int32))
    plain = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _PLAIN}
    facets = {name: _joined_facet([part.facets[name] for part in parts]) for name in FACET_NAMES}
    return Columns(lengths=np.concatenate([part.lengths for part in parts], axis=1), facets=facets, **plain)


def _joined_facet(parts: Sequence[FacetColumn]) -> FacetColumn:
    values = tuple(sorted({value for part in parts for value in part.values}))
    place = {value: code for code, value in enumerate(values)}
    first, more, codes, base = [], [], [], 0
    for part in parts:
        renumber = np.array([*(place[value] for value in part.values), len(values)], dtype=np.int32)
        first.append(renumber[part.first])
        more.append(part.more + np.int32(base))
        codes.append(renumber[part.codes])
        base += len(part.first)
    return FacetColumn(values, np.concatenate(first), np.concatenate(more), np.concatenate(codes))


def taken(columns: Columns, documents: Array) -> Columns:
    """The columns of some documents only (ascending), values that none of them has left out."""
    facets = {}
    for name, column in columns.facets.items():
        place = np.full(len(columns.ids), -1, dtype=np.int32)
        place[documents] = np.arange(len(documents), dtype=np.int32)
        kept = place[column.more] >= 0
        first, codes = column.first[documents], column.codes[kept]
        counts = np.bincount(np.concatenate([first, codes]), minlength=len(column.values) + 1)
        used = np.flatnonzero(counts[: len(column.values)])
        renumber = np.full(len(column.values) + 1, len(used), dtype=np.int32)
        renumber[used] = np.arange(len(used), dtype=np.int32)
        values = tuple(column.values[int(code)] for code in used)
        facets[name] = FacetColumn(values, renumber[first], place[column.more[kept]], renumber[codes])
    plain = {name: getattr(columns, name)[documents] for name in _PLAIN}
    return Columns(lengths=columns.lengths[:, documents], facets=facets, **plain)
