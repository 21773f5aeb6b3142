"""One commit: segments from the staging folders enter, replaced articles leave, small segments are joined."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from searchnews.engines.whoosh.arrays import map_arrays
from searchnews.engines.whoosh.builder import Built, written
from searchnews.engines.whoosh.codec import file_of
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.merging import merged
from searchnews.errors import IndexUnavailable

GROWTH = 10  # a segment is joined with smaller ones when these together are a tenth of it: O(log n) segments stay
LARGE = 96 << 20  # bytes of a segment that is joined no more, unless half of it is deleted
MOST = 2 * LARGE  # bytes that are joined into one segment: a merge needs about five times as much memory, maps included


def commit(
    folder: Folder, batches: Sequence[Built], *, removed: Sequence[str], rebuild: bool, ledger: bytes | None
) -> int:
    """Make a new generation current and return it. Raises OSError, IndexLocked; the old one is then untouched."""
    with folder.locked():
        generation = folder.generation()
        old = [] if rebuild or generation < 0 else list(folder.toc().segments)
        if ledger is None:
            ledger = _kept_ledger(folder, generation, rebuild)
        entering = [(Path(built.folder), built.segment) for built in batches if built.segment is not None]
        try:
            return _publish(folder, old, entering, removed, max(generation, 0) + 1, ledger)
        finally:
            with contextlib.suppress(OSError):  # what is left is in nobody's way, and the next run tries again
                folder.tidy()


def _kept_ledger(folder: Folder, generation: int, rebuild: bool) -> bytes:
    try:
        return folder.ledger(generation) if generation >= 0 else b""
    except IndexUnavailable:
        if rebuild:
            return b""
        raise


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
    for group in _to_join(staying, lambda segment: places[segment.segment_id()]):
        joined = _joined(group, places, folder)
        places[joined.segment.segment_id()] = Path(joined.folder)
        first = min(staying.index(segment) for segment in group)
        staying = [*staying[:first], joined.segment, *(each for each in staying[first:] if each not in group)]
    for segment in staying:
        name = file_of(segment)
        if places[segment.segment_id()] != folder.path:
            (places[segment.segment_id()] / name).rename(folder.path / name)
    folder.publish(staying, generation, ledger)
    return generation


def _joined(group: Sequence[Any], places: Mapping[str, Path], folder: Folder) -> Built:
    """One segment of several; the memory it takes is given back when this returns."""
    parts = [(map_arrays(places[segment.segment_id()] / file_of(segment)), segment.deleted_docs()) for segment in group]
    return written(*merged(parts), folder.path)


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
    gone = entered | {article_id.encode() for article_id in removed}
    for segment in old:
        ids = map_arrays(folder.path / file_of(segment))["ids"].tolist()
        for number in [number for number, own in enumerate(ids) if own in gone]:
            segment.delete_document(number)


def _to_join(segments: Sequence[Any], place: Callable[[Any], Path]) -> list[list[Any]]:
    """The groups of segments worth joining: mostly deleted ones, and small ones that together are not small any more.

    Taken from the smallest on, as long as those before it together are at least a share of the next: sizes of what stays
    grow by more than GROWTH from one to the next, and an article is joined again O(GROWTH log n) times. What has grown
    to LARGE is left alone: joining it again would cost more than every search saves.
    """
    sizes = {id(segment): _living_bytes(segment, place(segment)) for segment in segments}
    small = sorted((segment for segment in segments if sizes[id(segment)] < LARGE), key=lambda each: sizes[id(each)])
    groups = []
    while small:
        together, reach = 0, 1
        for number, segment in enumerate(small):
            size = sizes[id(segment)]
            if together + size > MOST:
                break
            if number and size <= GROWTH * together:
                reach = number + 1
            together += size
        groups.append(small[:reach])
        small = small[reach:]
    return [group for group in groups if len(group) > 1 or _is_sparse(group[0])] + [
        [segment] for segment in segments if sizes[id(segment)] >= LARGE and _is_sparse(segment)
    ]


def _is_sparse(segment: Any) -> bool:
    return bool(segment.doc_count() * 2 < segment.doc_count_all())


def _living_bytes(segment: Any, folder: Path) -> int:
    size = (folder / file_of(segment)).stat().st_size
    return size * int(segment.doc_count()) // int(segment.doc_count_all())
