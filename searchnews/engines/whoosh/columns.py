"""A row a document: ids, field lengths, dates, facets, as arrays.

Arrays of N documents (in a segment's file):

    ids                 S16
    lengths             uint8, uint16 or int32 [fields * N]  terms in each text field, in the order of FIELD_NAMES
    starts, ends        int32   first minute of the date since 1970, and the minute after its last; 0 where undated
    instants            int32   what to sort by, in minutes
    precision           int8    index in PRECISIONS, UNDATED
    kinds               int8    index in KINDS
    days, months        int32   the date's first day since 1970, and its month counted from year 0
    F.values            uint8   JSON list of a facet's values, sorted
    F.first             uint8, uint16 or int32 [N]  the code of a document's first value; the number of values where it has none
    F.more, F.codes     int32   document and code of each further value, by document
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from searchnews.dates import minutes, sort_minutes
from searchnews.engines.answer import PRECISIONS
from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.fields import FACET_NAMES, FIELD_NAMES, facet_values
from searchnews.models import Article, ArticleDate, Kind

UNDATED = -1  # in `precision`
ID_TYPE = "S16"
_DAY = 24 * 60
_PLAIN = ("ids", "starts", "ends", "instants", "precision", "days", "months", "kinds")
_MINUTES = ("starts", "ends", "instants")
KINDS = get_args(Kind)

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
    lengths: Array  # shape (fields, documents)
    starts: Array
    ends: Array
    instants: Array
    precision: Array
    days: Array
    months: Array
    kinds: Array
    facets: dict[str, FacetColumn]


def columns_of(articles: Sequence[Article], lengths: Array) -> Columns:
    """The columns of some articles; `lengths` has a row an article in the order of FIELD_NAMES."""
    dates = [article.published for article in articles]
    starts = _ints(minutes(date.start) if date else 0 for date in dates)
    return Columns(
        ids=np.array([article.article_id.encode() for article in articles], dtype=ID_TYPE),
        lengths=lengths.T.copy(),
        starts=starts,
        ends=_ints(minutes(date.end) if date else 0 for date in dates),
        instants=_ints(sort_minutes(date) if date else 0 for date in dates),
        precision=_ints(_precision(date) for date in dates).astype(np.int8),
        days=(starts // _DAY).astype(np.int32),
        months=_ints(date.start.year * 12 + date.start.month - 1 if date else 0 for date in dates).astype(np.int32),
        kinds=_ints(KINDS.index(article.kind) for article in articles).astype(np.int8),
        facets={name: _facet_column([facet_values(article, name) for article in articles]) for name in FACET_NAMES},
    )


def _ints(values: object) -> Ints:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload, no-any-return]


def _precision(date: ArticleDate | None) -> int:
    return PRECISIONS.index(date.precision) if date else UNDATED


def _facet_column(rows: Sequence[tuple[str, ...]]) -> FacetColumn:
    values = tuple(sorted({value for row in rows for value in row}))
    codes = {value: code for code, value in enumerate(values)}
    further = [(number, codes[value]) for number, row in enumerate(rows) for value in row[1:]]
    more = np.array(further, dtype=np.int32).reshape(-1, 2)
    first = _ints(codes[row[0]] if row else len(values) for row in rows).astype(np.int32)
    return FacetColumn(values, first, np.ascontiguousarray(more[:, 0]), np.ascontiguousarray(more[:, 1]))


def column_arrays(columns: Columns) -> dict[str, Array]:
    """The columns as they are written."""
    arrays: dict[str, Array] = {name: getattr(columns, name) for name in _PLAIN}
    arrays |= {name: arrays[name].astype(np.int32) for name in _MINUTES}
    arrays["lengths"] = narrow(columns.lengths.reshape(-1))
    for name, column in columns.facets.items():
        arrays[f"{name}.values"] = np.frombuffer(json.dumps(column.values).encode(), dtype=np.uint8)
        arrays |= {f"{name}.first": narrow(column.first), f"{name}.more": column.more, f"{name}.codes": column.codes}
    return arrays


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
    lengths = arrays["lengths"].reshape(len(FIELD_NAMES), -1).astype(np.int32, copy=False)
    plain = {name: arrays[name].astype(np.int64) if name in _MINUTES else arrays[name] for name in _PLAIN}
    return Columns(lengths=lengths, facets=facets, **plain)


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
        used = np.union1d(first[first < len(column.values)], codes)
        renumber = np.full(len(column.values) + 1, len(used), dtype=np.int32)
        renumber[used] = np.arange(len(used), dtype=np.int32)
        values = tuple(column.values[int(code)] for code in used)
        facets[name] = FacetColumn(values, renumber[first], place[column.more[kept]], renumber[codes])
    plain = {name: getattr(columns, name)[documents] for name in _PLAIN}
    return Columns(lengths=columns.lengths[:, documents], facets=facets, **plain)
