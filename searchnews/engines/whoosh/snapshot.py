"""One generation of the index, held open: Whoosh readers for terms and stored articles, our columns for the rest."""

from __future__ import annotations

import contextlib
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader, TermNotFound

from searchnews.engines.whoosh.builder import unpacked
from searchnews.engines.whoosh.columns import EXTENSION, Columns, Ints, joined, load
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.schema import STORED_ARTICLE, WORDS
from searchnews.errors import IndexUnavailable
from searchnews.fields import FIELD_NAMES
from searchnews.models import Article

OPENING_TRIES = 50  # a commit can take away what a reader was about to open (1.4 % of tries under load)


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a term in one field, ascending, live ones only."""

    documents: Ints
    frequencies: Ints


class Snapshot:
    """An open generation. Not for two threads at once: the engine sees to that."""

    def __init__(self, folder: Folder, toc: Any, ledger: bytes) -> None:
        self.generation = int(toc.generation)
        self.ledger = ledger
        self.segments = toc.segments
        self.bytes = folder.bytes(toc.segments)
        parts = [load(folder.path / segment.make_filename(EXTENSION)) for segment in toc.segments]
        self.columns: Columns = joined(parts)
        counts = [segment.doc_count_all() for segment in toc.segments]
        self.bases = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.live: NDArray[np.bool_] = np.ones(int(self.bases[-1]), dtype=bool)
        for base, segment in zip(self.bases, toc.segments, strict=False):
            self.live[[int(base) + number for number in segment.deleted_docs()]] = False
        self.articles = int(self.live.sum())
        totals = self.columns.lengths[:, self.live].sum(axis=1)
        self.averages = {
            name: int(total) / self.articles if self.articles else 0.0
            for name, total in zip(FIELD_NAMES, totals, strict=True)
        }
        self.users = 0  # scans under way, besides the engine
        self.readers = _opened(folder, toc)

    def postings(self, field: str, terms: Sequence[str]) -> Postings:
        """Where any of the terms occurs in a field, their frequencies added up."""
        documents: list[Ints] = []
        frequencies: list[Ints] = []
        for base, reader in zip(self.bases, self.readers, strict=False):
            for term in terms:
                if found := _read(reader, field, term):
                    documents.append(np.array(found[0], dtype=np.int64) + base)
                    frequencies.append(np.array(found[1]).astype(np.int64))
        if not documents:
            return Postings(np.empty(0, np.int64), np.empty(0, np.int64))
        return self._merged(np.concatenate(documents), np.concatenate(frequencies))

    def _merged(self, documents: Ints, frequencies: Ints) -> Postings:
        numbers, places = np.unique(documents, return_inverse=True)
        totals = np.bincount(places, weights=frequencies).astype(np.int64)
        alive = self.live[numbers]
        return Postings(numbers[alive], totals[alive])

    def positions(self, field: str, terms: Sequence[str], wanted: Ints) -> dict[int, set[int]]:
        """Document → positions of any of the terms, for the documents wanted (ascending)."""
        places: dict[int, set[int]] = {int(number): set() for number in wanted}
        for base, reader in zip(self.bases, self.readers, strict=False):
            for term in terms:
                matcher = _matcher(reader, field, term)
                while matcher is not None and matcher.is_active():
                    number = matcher.id() + int(base)
                    if number in places:
                        places[number].update(matcher.value_as("positions"))
                    matcher.next()
        return places

    def article(self, document: int) -> Article:
        """The stored article of a document."""
        segment = int(np.searchsorted(self.bases, document, side="right")) - 1
        stored = self.readers[segment].stored_fields(document - int(self.bases[segment]))
        return unpacked(stored[STORED_ARTICLE])

    def document(self, article_id: str) -> int | None:
        """The live document of an article; None where there is none."""
        try:
            wanted = article_id.encode("ascii")
        except UnicodeEncodeError:
            return None
        found = np.flatnonzero((self.columns.ids == wanted) & self.live)
        return int(found[0]) if len(found) and len(wanted) else None

    def words(self, prefix: str) -> dict[str, int]:
        """Words of headlines that begin so → articles that have them."""
        begun: set[str] = set()
        for reader in self.readers:
            for text in reader.expand_prefix(WORDS, prefix):
                begun.add(text.decode() if isinstance(text, bytes) else text)
        counts = {word: len(self.postings(WORDS, [word]).documents) for word in begun}
        return {word: count for word, count in counts.items() if count}

    def close(self) -> None:
        """Close the files."""
        for reader in self.readers:
            reader.close()


def _opened(folder: Folder, toc: Any) -> list[Any]:
    with contextlib.ExitStack() as closing:
        readers = []
        for segment in toc.segments:
            reader = closing.enter_context(contextlib.closing(SegmentReader(folder.storage, toc.schema, segment)))
            _open_stored(reader)
            readers.append(reader)
        closing.pop_all()  # all is open: nothing to close after all
        return readers


def _open_stored(reader: Any) -> None:
    # Opened by its first use, which must be now: a later commit unlinks the file. Where that has happened already,
    # Whoosh takes the column for one that never was and fails on None.
    try:
        reader.stored_fields(0)
    except TypeError as error:
        raise FileNotFoundError("the stored articles of a segment are gone") from error


def _matcher(reader: Any, field: str, term: str) -> Any | None:
    try:
        return reader.postings(field, term)
    except TermNotFound:
        return None


def _read(reader: Any, field: str, term: str) -> tuple[array[int], array[float]] | None:
    matcher = _matcher(reader, field, term)
    if matcher is None:
        return None
    documents, weights = array("q"), array("d")
    while matcher.is_active():
        documents.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return documents, weights


def open_snapshot(folder: Folder) -> Snapshot:
    """The current generation. Raises IndexUnavailable when it can't be opened."""
    failure: Exception | None = None
    for attempt in range(OPENING_TRIES):
        try:
            folder.require()
            toc = folder.toc()
            return Snapshot(folder, toc, folder.ledger(toc.generation))
        except (FileNotFoundError, EOFError) as error:
            failure = error
            time.sleep(0.01 * min(attempt, 10))
        except (OSError, ValueError, KeyError, IndexError) as error:
            failure = error
            break
    raise IndexUnavailable(
        f"the index in {folder.path} can't be opened ({failure}): make it anew with `searchnews reindex --full`"
    )
