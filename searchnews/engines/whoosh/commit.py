"""One commit: segments from the staging folders enter, replaced articles leave, small segments are joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from searchnews.engines.whoosh.builder import Built, build, staged_segments, unpacked
from searchnews.engines.whoosh.columns import EXTENSION, ID_TYPE, load
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.schema import STORED_ARTICLE, schema
from searchnews.models import Article

MOST_SEGMENTS = 12  # with more, the small ones are joined into one


def commit(
    folder: Folder, batches: Sequence[Built], *, removed: Sequence[str], rebuild: bool, ledger: bytes | None
) -> int:
    """Make a new generation current and return it. Raises OSError, IndexLocked; the old one is then untouched."""
    with folder.locked():
        generation = folder.generation()
        old = [] if rebuild or generation < 0 else list(folder.toc().segments)
        if ledger is None:
            ledger = folder.ledger(generation) if generation >= 0 else b""
        entering = [
            (Path(built.folder), segment) for built in batches for segment in staged_segments(Path(built.folder))
        ]
        try:
            return _publish(folder, old, entering, removed, max(generation, 0) + 1, ledger)
        finally:
            folder.tidy()


def _publish(
    folder: Folder,
    old: Sequence[Any],
    entering: list[tuple[Path, Any]],
    removed: Sequence[str],
    generation: int,
    ledger: bytes,
) -> int:
    _delete_replaced(folder, old, entering, removed)
    staying = [segment for segment in old if segment.doc_count()]
    small = _to_join(staying, len(entering))
    if small:
        joined = build(_live_articles(folder, small), folder.path)
        entering.extend((Path(joined.folder), segment) for segment in staged_segments(Path(joined.folder)))
        staying = [segment for segment in staying if segment not in small]
    new = [segment for _, segment in entering if segment.doc_count()]
    for staging, segment in entering:
        _move(segment, staging, folder.path)
    folder.publish([*staying, *new], generation, ledger)
    return generation


def _delete_replaced(
    folder: Folder, old: Sequence[Any], entering: Sequence[tuple[Path, Any]], removed: Sequence[str]
) -> None:
    # Deletions become visible with the table of contents that these segment objects are written into. Of an article
    # that came twice the last stays.
    entered: set[bytes] = set()
    for place, segment in reversed(entering):
        ids = load(place / segment.make_filename(EXTENSION)).ids.tolist()
        for number in reversed(range(len(ids))):
            if ids[number] in entered:
                segment.delete_document(number)
            entered.add(ids[number])
    gone = np.array(sorted(entered | {article_id.encode() for article_id in removed}), dtype=ID_TYPE)
    for segment in old:
        ids = load(folder.path / segment.make_filename(EXTENSION)).ids
        for number in np.flatnonzero(np.isin(ids, gone)).tolist():
            segment.delete_document(number)


def _to_join(segments: Sequence[Any], entering: int) -> list[Any]:
    """The segments worth writing anew: mostly deleted ones, and the smaller half when there are too many."""
    sparse = [segment for segment in segments if segment.doc_count() * 2 < segment.doc_count_all()]
    if len(segments) + entering <= MOST_SEGMENTS:
        return sparse
    ordered = sorted(segments, key=lambda segment: int(segment.doc_count()))
    small = ordered[: max(len(segments) + entering - MOST_SEGMENTS // 2, 0)]
    return [segment for segment in segments if segment in sparse or segment in small]


def _live_articles(folder: Folder, segments: Sequence[Any]) -> Iterator[Article]:
    for segment in segments:
        reader = SegmentReader(folder.storage, schema(), segment)
        try:
            for number in range(segment.doc_count_all()):
                if not segment.is_deleted(number):
                    yield unpacked(reader.stored_fields(number)[STORED_ARTICLE])
        finally:
            reader.close()


def _move(segment: Any, staging: Path, index: Path) -> None:
    for name in segment.list_files(FileStorage(str(staging))):
        (staging / name).rename(index / name)
