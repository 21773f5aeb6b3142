"""What Whoosh has no exact place for, an array each beside the segment: ids, field lengths, dates, facets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchnews.dates import minutes, sort_minutes
from searchnews.engines.answer import PRECISIONS
from searchnews.fields import FACET_NAMES, FIELD_NAMES, facet_values
from searchnews.models import Article, ArticleDate

EXTENSION = ".columns"  # MAIN_xyz.columns: a name that Whoosh cleans up with its segment
UNDATED = -1  # in `precision`
ID_TYPE = "S16"

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet: document d has the values codes[starts[d]:starts[d + 1]]."""

    values: tuple[str, ...]  # by code
    starts: Ints  # one more than documents
    codes: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one segment, or of several joined; a row a document, deleted ones too."""

    ids: NDArray[np.bytes_]
    lengths: Ints  # shape (fields, documents): terms in each text field, in the order of FIELD_NAMES
    starts: Ints  # first minute of the date, since 1970; 0 where undated
    ends: Ints  # exclusive
    instants: Ints  # what to sort by
    precision: Ints  # index in PRECISIONS, UNDATED
    facets: dict[str, FacetColumn]


def columns_of(articles: Sequence[Article], lengths: Sequence[Sequence[int]]) -> Columns:
    """The columns of some articles; `lengths` has a row an article in the order of FIELD_NAMES."""
    dates = [article.published for article in articles]
    return Columns(
        ids=np.array([article.article_id.encode() for article in articles], dtype=ID_TYPE),
        lengths=np.array(lengths, dtype=np.int64).reshape(len(articles), len(FIELD_NAMES)).T.copy(),
        starts=_ints(minutes(date.start) if date else 0 for date in dates),
        ends=_ints(minutes(date.end) if date else 0 for date in dates),
        instants=_ints(sort_minutes(date) if date else 0 for date in dates),
        precision=_ints(_precision(date) for date in dates),
        facets={name: _facet_column([facet_values(article, name) for article in articles]) for name in FACET_NAMES},
    )


def _ints(values: Any) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _precision(date: ArticleDate | None) -> int:
    return PRECISIONS.index(date.precision) if date else UNDATED


def _facet_column(rows: Sequence[tuple[str, ...]]) -> FacetColumn:
    values = tuple(sorted({value for row in rows for value in row}))
    codes = {value: code for code, value in enumerate(values)}
    ends = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    return FacetColumn(values, ends, _ints(codes[value] for row in rows for value in row))


def save(columns: Columns, path: Path) -> None:
    """Write the columns in NumPy's npz form, without pickles."""
    arrays: dict[str, Any] = {
        name: getattr(columns, name) for name in ("ids", "lengths", "starts", "ends", "instants", "precision")
    }
    for name, column in columns.facets.items():
        arrays[f"{name}.values"] = np.frombuffer(json.dumps(column.values).encode(), dtype=np.uint8)
        arrays[f"{name}.starts"], arrays[f"{name}.codes"] = column.starts, column.codes
    with path.open("wb") as file:
        np.savez(file, **arrays)


def load(path: Path) -> Columns:
    """The columns that `save` wrote."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    facets = {}
    for name in FACET_NAMES:
        values = tuple(json.loads(arrays.pop(f"{name}.values").tobytes()))
        facets[name] = FacetColumn(values, arrays.pop(f"{name}.starts"), arrays.pop(f"{name}.codes"))
    return Columns(facets=facets, **arrays)


def joined(parts: Sequence[Columns]) -> Columns:
    """The columns of segments one after another, facet codes renumbered to one sorted list of values."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return columns_of((), ())
    return Columns(
        ids=np.concatenate([part.ids for part in parts]),
        lengths=np.concatenate([part.lengths for part in parts], axis=1),
        starts=np.concatenate([part.starts for part in parts]),
        ends=np.concatenate([part.ends for part in parts]),
        instants=np.concatenate([part.instants for part in parts]),
        precision=np.concatenate([part.precision for part in parts]),
        facets={name: _joined_facet([part.facets[name] for part in parts]) for name in FACET_NAMES},
    )


def _joined_facet(parts: Sequence[FacetColumn]) -> FacetColumn:
    values = tuple(sorted({value for part in parts for value in part.values}))
    place = {value: code for code, value in enumerate(values)}
    codes, counts = [], []
    for part in parts:
        renumber = _ints(place[value] for value in part.values)
        codes.append(renumber[part.codes])
        counts.append(np.diff(part.starts))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    return FacetColumn(values, starts, np.concatenate(codes))
