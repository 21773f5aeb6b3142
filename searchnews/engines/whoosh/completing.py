"""Completions and exact headlines by arrays: the words of headlines with their articles, the values of facets by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from weakref import WeakKeyDictionary

import numpy as np

from searchnews.analysis import surface
from searchnews.engines.completing import COMPLETED, Values, completions, folded, values_of
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import UNDATED, FacetColumn
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.models import Article, Completion

_AT_ONCE = 64  # articles that are put in order before more are


_known: WeakKeyDictionary[Snapshot, Values] = WeakKeyDictionary()  # made when they are first asked for


def index_completions(snapshot: Snapshot, prefix: str, limit: int) -> tuple[Completion, ...]:
    """See Engine.complete."""
    typed = surface(prefix)
    if not typed or limit < 1:
        return ()
    documents = _having(snapshot, typed[:-1], typed[-1])
    return completions(_values(snapshot, " ".join(typed)), _newest_first(snapshot, documents), limit)


def index_titled(snapshot: Snapshot, titles: Sequence[str]) -> dict[str, str]:
    """See Engine.titled."""
    found = {}
    for title in titles:
        words = surface(title)
        documents = _having(snapshot, words) if words else np.empty(0, np.int32)
        for article in _newest_first(snapshot, documents):
            if folded(article.title) == " ".join(words):
                found[title] = article.article_id
                break
    return found


def _having(snapshot: Snapshot, words: Sequence[str], begun: str = "") -> Array:
    """The live documents whose headlines have all of some words, and one that begins so."""
    parts = [
        _in_segment(segment, [_bytes(word) for word in dict.fromkeys(words)], _bytes(begun)) + np.int32(base)
        for base, segment in zip(snapshot.bases, snapshot.segments, strict=False)
    ]
    found = np.concatenate(parts) if parts else np.empty(0, np.int32)
    living: Array = found[snapshot.live[found]]
    return living


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _in_segment(segment: Segment, words: Sequence[bytes], begun: bytes) -> Array:
    first, documents = segment.arrays["word_first"], segment.arrays["word_documents"]
    spans = [segment.words.beginning(begun)] if begun else []
    for word in words:
        number = segment.words.find(word)
        spans.append(range(number, number + 1) if number >= 0 else range(0))
    parts = [documents[first[span.start] : first[span.stop]] if span else documents[:0] for span in spans]
    found = np.unique(min(parts, key=len))
    for part in parts:
        found = found[np.isin(found, part)]
    return found.astype(np.int32)


def _newest_first(snapshot: Snapshot, documents: Array) -> Iterator[Article]:
    """The articles by date and id, undated ones last; no more are read than are taken."""
    columns = snapshot.columns
    dated = columns.precision[documents] != UNDATED
    keys = np.where(dated, columns.instants[documents], np.iinfo(np.int64).min)
    room = _AT_ONCE
    while len(documents):
        edge = np.partition(keys, -room)[-room] if len(keys) > room else keys.min()
        now = keys >= edge
        for document in documents[now][np.lexsort((columns.ids[documents[now]], ~keys[now]))].tolist():
            yield snapshot.article(document)
        documents, keys, room = documents[~now], keys[~now], room * 8


def _values(snapshot: Snapshot, typed: str) -> Iterable[Completion]:
    known = _known.get(snapshot)
    if known is None:
        known = _known[snapshot] = values_of(_counted(snapshot))
    return known.having(typed)


def _counted(snapshot: Snapshot) -> Iterator[Completion]:
    for facet in COMPLETED:
        column = snapshot.columns.facets[facet]
        for value, count in zip(column.values, _counts(column, snapshot.live), strict=True):
            if count:
                yield Completion(facet, value, count)


def _counts(column: FacetColumn, live: Array) -> list[int]:
    """How many live documents have each value."""
    size = len(column.values) + 1
    further = np.bincount(column.codes[live[column.more]], minlength=size)
    counts: list[int] = (np.bincount(column.first[live], minlength=size) + further)[:-1].tolist()
    return counts
