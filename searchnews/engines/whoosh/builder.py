"""Segments, built in a staging folder where no reader looks: the work that can run in any process."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from searchnews.engines.whoosh.arrays import Array, write_arrays
from searchnews.engines.whoosh.columns import ColumnWriter, column_arrays
from searchnews.engines.whoosh.gathering import Inversion
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.names import STAGING
from searchnews.engines.whoosh.storing import StoredWriter
from searchnews.models import Article
from searchnews.serialise import article_to_bytes, without_id

_WINDOW = 64  # articles that go through one step before the next


@dataclass(frozen=True, slots=True)
class Built:
    """A finished segment in its staging folder; None where there was nothing to write."""

    folder: str
    articles: int
    segment: Listed | None


def build(articles: Iterable[Article], index: Path) -> Built:
    """Write one segment of these articles into a new staging folder of the index. Raises OSError."""
    inversion, stored, columns, count = Inversion(), StoredWriter(), ColumnWriter(), 0
    waiting = iter(articles)
    while window := list(islice(waiting, _WINDOW)):
        for article in window:
            stored.add(without_id(article_to_bytes(article)))
        for article in window:
            columns.add(article)
        for article in window:
            inversion.add(article)
        count += len(window)
    postings = inversion.arrays()
    arrays = {**column_arrays(columns.columns(inversion.lengths)), **postings, **stored.arrays()}
    return written(arrays, count, index)


def without(built: Built, places: Iterable[int]) -> Built:
    """The segment less some of its documents: they are marked as deleted, and go with its next merge."""
    if built.segment is not None:
        built.segment.deleted.update(places)
    return built


def written(arrays: Mapping[str, Array], articles: int, index: Path) -> Built:
    """A new staging folder of the index with one segment of these arrays. Raises OSError."""
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=index))
    try:
        segment = Listed(articles)
        if articles:
            write_arrays(folder / segment.file, arrays)
        return Built(str(folder), articles, segment if articles else None)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
