"""One commit: segments from the staging folders enter, replaced articles leave, small segments are joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import map_arrays
from searchnews.engines.whoosh.builder import Built, written
from searchnews.engines.whoosh.codec import file_of
from searchnews.engines.whoosh.columns import ID_TYPE
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.merging import merged

FEW = 3  # segments that are left alone
GROWTH = 4  # a segment is joined with smaller ones when these together are a good part of it: O(log n) segments stay


def commit(
    folder: Folder, batches: Sequence[Built], *, removed: Sequence[str], rebuild: bool, ledger: bytes | None
) -> int:
    """Make a new generation current and return it. Raises OSError, IndexLocked; the old one is then untouched."""
    with folder.locked():
        generation = folder.generation()
        old = [] if rebuild or generation < 0 else list(folder.toc().segments)
        if ledger is None:
            ledger = folder.ledger(generation) if generation >= 0 else b""
        entering = [(Path(built.folder), built.segment) for built in batches if built.segment is not None]
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
    places = {segment.segment_id(): folder.path for segment in old}
    places |= {segment.segment_id(): staging for staging, segment in entering}
    staying = [segment for segment in (*old, *(segment for _, segment in entering)) if segment.doc_count()]
    small = _to_join(staying)
    if small:
        parts = [
            (map_arrays(places[segment.segment_id()] / file_of(segment)), segment.deleted_docs()) for segment in small
        ]
        arrays, articles = merged(parts)
        joined = written(arrays, articles, folder.path)
        places[joined.segment.segment_id()] = Path(joined.folder)
        first = min(staying.index(segment) for segment in small)
        staying = [*staying[:first], joined.segment, *(each for each in staying[first:] if each not in small)]
    for segment in staying:
        name = file_of(segment)
        if places[segment.segment_id()] != folder.path:
            (places[segment.segment_id()] / name).rename(folder.path / name)
    folder.publish(staying, generation, ledger)
    return generation


def _delete_replaced(
    folder: Folder, old: Sequence[Any], entering: Sequence[tuple[Path, Any]], removed: Sequence[str]
) -> None:
    # Deletions become visible with the table of contents that these segment objects are written into. Of an article
    # that came twice the last stays.
    entered: set[bytes] = set()
    for place, segment in reversed(entering):
        ids = map_arrays(place / file_of(segment))["ids"].tolist()
        for number in reversed(range(len(ids))):
            if segment.is_deleted(number):
                continue
            if ids[number] in entered:
                segment.delete_document(number)
            entered.add(ids[number])
    if not old:
        return
    gone = np.array(sorted(entered | {article_id.encode() for article_id in removed}), dtype=ID_TYPE)
    for segment in old:
        ids = map_arrays(folder.path / file_of(segment))["ids"]
        for number in np.flatnonzero(np.isin(ids, gone)).tolist():
            segment.delete_document(number)


def _to_join(segments: Sequence[Any]) -> list[Any]:
    """The segments worth joining: mostly deleted ones, and the small ones that together are not small any more.

    Taken from the smallest on, as long as the next is at most GROWTH times as large as those before it together: sizes
    of what stays grow by more than GROWTH from one to the next, and an article is joined again O(log n) times.
    """
    ordered = sorted(segments, key=lambda segment: int(segment.doc_count()))
    together, reach = 0, 0
    for place, segment in enumerate(ordered):
        size = int(segment.doc_count())
        if place and size <= GROWTH * together:
            reach = place + 1
        together += size
    small = ordered[:reach]
    small = small if len(segments) > FEW else []
    sparse = [segment for segment in segments if segment.doc_count() * 2 < segment.doc_count_all()]
    return [segment for segment in segments if segment in sparse or segment in small]
