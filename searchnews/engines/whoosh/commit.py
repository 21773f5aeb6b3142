"""One commit: segments from the staging folders enter, replaced articles leave, small segments are joined."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from searchnews.engines.whoosh.arrays import map_arrays
from searchnews.engines.whoosh.builder import Built, written
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.merging import merged
from searchnews.engines.whoosh.toc import Contents
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
        before = Contents(generation, []) if rebuild or generation < 0 else folder.toc()
        if ledger is None:
            ledger = _kept_ledger(folder, generation, rebuild)
        entering = [(Path(built.folder), built.segment) for built in batches if built.segment is not None]
        try:
            staying = _staying(folder, before.segments, entering, removed)
            folder.publish(staying, max(generation, 0) + 1, ledger, before.beginning)
            return max(generation, 0) + 1
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


def _staying(
    folder: Folder, old: Sequence[Listed], entering: list[tuple[Path, Listed]], removed: Sequence[str]
) -> list[Listed]:
    """The segments of the new generation, all in the folder."""
    _delete_replaced(folder, old, entering, removed)
    places = {segment.id: folder.path for segment in old}
    places |= {segment.id: staging for staging, segment in entering}
    staying = [segment for segment in (*old, *(segment for _, segment in entering)) if segment.living]
    for group in _to_join(staying, lambda segment: places[segment.id]):
        staging, joined = _joined(group, places, folder)
        places[joined.id] = staging
        first = min(staying.index(segment) for segment in group)
        staying = [*staying[:first], joined, *(each for each in staying[first:] if each not in group)]
    for segment in staying:
        if places[segment.id] != folder.path:
            (places[segment.id] / segment.file).rename(folder.path / segment.file)
    return staying


def _joined(group: Sequence[Listed], places: Mapping[str, Path], folder: Folder) -> tuple[Path, Listed]:
    """One segment of several, in a staging folder; the memory it takes is given back when this returns."""
    parts = [(map_arrays(places[segment.id] / segment.file), segment.deleted) for segment in group]
    built = written(*merged(parts), folder.path)
    assert built.segment is not None  # some document of each lives
    return Path(built.folder), built.segment


def _delete_replaced(
    folder: Folder, old: Sequence[Listed], entering: Sequence[tuple[Path, Listed]], removed: Sequence[str]
) -> None:
    # Deletions become visible with the table of contents that these segment objects are written into. Of an article
    # that came twice the last stays.
    entered: set[bytes] = set()
    for place, segment in reversed(entering):
        ids = map_arrays(place / segment.file)["ids"].tolist()
        for number in reversed(range(len(ids))):
            if number in segment.deleted:
                continue
            if ids[number] in entered:
                segment.deleted.add(number)
            entered.add(ids[number])
    if not old:
        return
    gone = entered | {article_id.encode() for article_id in removed}
    for segment in old:
        ids = map_arrays(folder.path / segment.file)["ids"].tolist()
        segment.deleted.update(number for number, own in enumerate(ids) if own in gone)


def _to_join(segments: Sequence[Listed], place: Callable[[Listed], Path]) -> list[list[Listed]]:
    """The groups of segments worth joining: mostly deleted ones, and small ones that together are not small any more.

    Taken from the smallest on, as long as those before it together are at least a share of the next: sizes of what stays
    grow by more than GROWTH from one to the next, and an article is joined again O(GROWTH log n) times. What has grown
    to LARGE is left alone: joining it again would cost more than every search saves. A pair that is little beside all
    the others waits for a third, so that half of the small commits join nothing.
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
    total = sum(sizes.values())
    return [
        group
        for group in groups
        if len(group) > 2
        or (len(group) == 2 and GROWTH * sum(sizes[id(segment)] for segment in group) >= total)
        or any(map(_is_sparse, group))
    ] + [[segment] for segment in segments if sizes[id(segment)] >= LARGE and _is_sparse(segment)]


def _is_sparse(segment: Listed) -> bool:
    return segment.living * 2 < segment.documents


def _living_bytes(segment: Listed, folder: Path) -> int:
    size = (folder / segment.file).stat().st_size
    return size * segment.living // segment.documents
