"""`searchnews check`: every byte of an index against its checksum, then every article against its row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from searchnews.engines.whoosh.arrays import map_arrays
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot, open_snapshot
from searchnews.errors import IndexUnavailable, SearchnewsError

_TRIES = 5  # a commit may take away what is being read
_REMEDY = "make the index anew with `searchnews reindex --full`"


def faults(folder: Folder) -> list[str]:
    """What is wrong with an index, a sentence each; [] when it is whole. What a killed run left is no fault."""
    for _ in range(_TRIES):
        try:
            return list(_faults(folder))
        except FileNotFoundError:
            continue
        except SearchnewsError as error:
            return [str(error)]
        except OSError as error:
            return [f"the index in {folder.path} can't be read ({error.strerror or error})"]
    return [f"a file of the index in {folder.path} is missing: {_REMEDY}"]


def _faults(folder: Folder) -> Iterator[str]:
    folder.require()
    contents = folder.toc()
    folder.ledger(contents.generation)
    damaged = [fault for segment in contents.segments for fault in _of_file(folder, segment)]
    if damaged:
        yield from damaged
        return  # what is built on damaged files would only be told once more
    yield from _of_articles(open_snapshot(folder))


def _of_file(folder: Folder, segment: Listed) -> Iterator[str]:
    path = folder.path / segment.file
    arrays = map_arrays(path)
    names = arrays.damaged()
    if names:
        yield f"{path} is damaged (its array{'s' if len(names) > 1 else ''} {', '.join(names)}): {_REMEDY}"
    elif len(arrays["ids"]) != segment.documents:
        yield f"{path} has {len(arrays['ids']):,} articles, {segment.documents:,} expected: {_REMEDY}"


def _of_articles(snapshot: Snapshot) -> Iterator[str]:
    ids, live = snapshot.columns.ids, np.flatnonzero(snapshot.live)
    unread = sum(not _reads(snapshot, int(number)) for number in live)
    if unread:
        yield f"{unread:,} stored articles can't be read: {_REMEDY}"
    twice = len(live) - len(np.unique(ids[live]))
    if twice:
        yield f"{twice:,} articles are in the index twice: {_REMEDY}"
    if any(not _in_range(segment) for segment in snapshot.segments):
        yield f"some words are listed for articles that are not there: {_REMEDY}"


def _reads(snapshot: Snapshot, number: int) -> bool:
    try:
        snapshot.article(number)
    except IndexUnavailable:
        return False
    return True


def _in_range(segment: Segment) -> bool:
    """Whether the postings are of documents that the segment has."""
    arrays = segment.arrays
    return all(
        not len(arrays[name]) or 0 <= int(arrays[name].min()) <= int(arrays[name].max()) < len(segment)
        for name in ("documents", "word_documents")
    )


def leftovers(folder: Folder) -> list[str]:
    """The names of what a killed run left behind: in nobody's way, and gone after the next run."""
    try:
        return sorted(path.name for path in folder.leftovers(folder.toc()))
    except (SearchnewsError, OSError):
        return []
