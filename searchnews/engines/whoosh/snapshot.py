"""One generation of the index, held open: every segment's arrays, and what is true of all of them together."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchnews.analysis import STEMMED
from searchnews.engines.whoosh.arrays import Array, addresses
from searchnews.engines.whoosh.columns import UNDATED, Columns, joined
from searchnews.engines.whoosh.fitting import fitting
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.periods import Periods
from searchnews.engines.whoosh.recent import Recent
from searchnews.engines.whoosh.segment import Segment, unopened
from searchnews.engines.whoosh.tallies import PERIOD, Tallies
from searchnews.engines.whoosh.toc import Contents
from searchnews.errors import IndexUnavailable
from searchnews.fields import FIELD_NAMES, TEXT_FIELDS
from searchnews.models import Article
from searchnews.query.expansion import Counted
from searchnews.query.nodes import Pattern, Term

if TYPE_CHECKING:
    from searchnews.engines.whoosh.effects import Effect
    from searchnews.engines.whoosh.prepared import Prepared
    from searchnews.engines.whoosh.segment import Standings

_TYPES = (  # of Snapshot.given
    *(np.bool_, np.float32, np.int64, np.int8, np.uint8, np.int64, np.int64, np.int32),
    *(np.uint16, np.int32, np.int64, np.int64, np.int32, np.int32, np.int64, np.bool_),
)
_ARTICLES = 256  # that are kept when they were read, or twice as many
_EFFECTS = 12_000_000  # bytes of what words add, and of where they stand, that are kept, or twice as many; none where loops are compiled
_SHORT = 20_000  # characters: a longer one is read each time
OPENING_TRIES = 50  # a commit can take away what a reader was about to open (1.4 % of tries under load)


class Snapshot:
    """An open generation. Never changes, so that threads may share it; its files are unmapped when nobody holds it.

    Documents are numbered through all segments: document d of segment s is bases[s] + d.
    """

    def __init__(self, folder: Folder, toc: Contents) -> None:
        self.generation = toc.generation
        self.bytes = folder.bytes(toc.segments)
        self.paths = [folder.path / segment.file for segment in toc.segments]
        self.segments = [Segment(path) for path in self.paths]
        self.columns: Columns = joined([segment.columns() for segment in self.segments])
        self.bases = [int(base) for base in np.cumsum([0, *map(len, self.segments)])]
        self.placed = [(number, *row) for number, row in enumerate(zip(self.bases, self.segments, strict=False))]
        self.size = self.bases[-1]  # documents, deleted ones too
        self.live: NDArray[np.bool_] = np.ones(self.size, dtype=bool)
        for base, listed in zip(self.bases, toc.segments, strict=False):
            self.live[[base + number for number in listed.deleted]] = False
        self.articles = int(self.live.sum())
        self.whole = self.articles == self.size  # nothing is deleted
        lengths = self.columns.lengths if self.whole else self.columns.lengths[:, self.live]
        totals = lengths.sum(axis=1, dtype=np.int64)
        self.averages = {
            name: int(total) / self.articles if self.articles else 0.0
            for name, total in zip(FIELD_NAMES, totals, strict=True)
        }
        self._languages = self._stemmed_languages()
        self.scales = self._scales()
        ids = self.columns.ids
        self.id_bytes: Array = ids.view(np.uint8).reshape(len(ids), ids.itemsize)  # what compiled loops can compare
        self.periods = Periods(self.columns)
        self.tallies = Tallies(self.columns, self.periods.codes, self.periods.count)
        self._share_codes()
        self.articles_read: Recent[int, Article] = Recent(_ARTICLES)
        self.effects: Recent[Term | Pattern, Effect] = Recent(_EFFECTS, attrgetter("bytes"))
        self.standings: Standings = Recent(_EFFECTS, attrgetter("bytes"))
        for segment in self.segments:
            segment.standings = self.standings  # a bound for all of them
        self.headlines: Recent[str, Array] = Recent(_EFFECTS, attrgetter("nbytes"))
        self.prepared: dict[tuple[int, str, tuple[str, ...], bool], Prepared] = {}  # by a tree's identity
        self._slim = False

    def slim(self) -> None:
        """Give up, once, what is kept for searches without compiled loops: now that these are here, nobody asks for it."""
        if self._slim:
            return
        self._slim = True
        for kept in (self.effects, self.standings, self.headlines):
            kept.clear()
        for key in [key for key in [*self.prepared] if not key[-1]]:
            self.prepared.pop(key, None)

    def _stemmed_languages(self) -> Sequence[str]:
        column = self.columns.facets["language"]
        codes = range(len(column.values)) if self.whole else np.unique(column.first[self.live]).tolist()
        values = {column.values[code] for code in codes if code < len(column.values)}
        return sorted(values & STEMMED - {"en"})

    def _scales(self) -> Array:
        """What one mention adds to a leaf's frequency (ranking.weighted_frequency), float32 [fields, documents]."""
        scales = np.empty((len(TEXT_FIELDS), self.size), dtype=np.float32)
        for place, row in enumerate(TEXT_FIELDS):
            lengths = self.columns.lengths[place]
            most = int(lengths.max(initial=0))
            each = np.arange(most + 1) if most < self.size else lengths  # worked out once a length, where these are few
            worth = (row.weight / (1.0 - row.b + row.b * each / (self.averages[row.name] or 1.0))).astype(np.float32)
            scales[place] = worth if each is lengths else worth[lengths]
        return scales

    @cached_property
    def newest(self) -> int:
        """The latest instant of a live article, what `recency` counts from; 0 where none is dated."""
        columns = self.columns
        dated = columns.instants[self.live & (columns.precision != UNDATED)]
        return int(dated.max()) if len(dated) else 0

    @cached_property
    def latest(self) -> Array:
        """What orders documents by date, newest first where higher is better: int64, undated ones below all others."""
        return np.where(self.columns.precision != UNDATED, self.columns.instants, np.iinfo(np.int64).min)

    @cached_property
    def table(self) -> Array:
        """The segments' arrays by their addresses (mapped.py)."""
        rows = []
        for _, base, segment in self.placed:
            arrays = (*segment.entries, segment.positions, segment.headings)
            rows.append([base, base + len(segment), *(n for each in arrays for n in (each.ctypes.data, len(each)))])
        return np.array(rows, np.int64)

    @cached_property
    def kind(self) -> Array | None:
        """An empty array of the type of document numbers in all segments; None where compiled answers can't be had."""
        kinds = {each.dtype for _, _, segment in self.placed for each in (segment.entries[0], segment.headings)}
        narrow = all(segment.positions.dtype == np.uint16 for segment in self.segments)
        return np.empty(0, kinds.pop()) if len(kinds) == 1 and narrow else None

    @cached_property
    def given(self) -> tuple[Array, ...]:
        """What compiled answers read of all documents (answering.py), in the order in which they take it."""
        columns = self.columns
        by_document = (self.live, self.scales, columns.instants, columns.precision, self.id_bytes)
        found = (*by_document, columns.starts, columns.ends, self.tallies.codes, *self.tallies.given)
        return tuple(map(np.ascontiguousarray, found, _TYPES))

    @cached_property
    def held(self) -> Array:
        """The same by their addresses: `given` holds them, so these stay good as long as the snapshot."""
        return addresses(self.given)

    def _share_codes(self) -> None:
        """Let the columns hold no codes of their own: a document's codes take room once."""
        tallies, facets = self.tallies, self.columns.facets
        self.periods.codes = tallies.codes[tallies.place(PERIOD)]
        shared = {name: replace(column, first=tallies.codes[tallies.place(name)]) for name, column in facets.items()}
        self.columns = replace(self.columns, facets=shared)

    def article(self, document: int) -> Article:
        """The stored article of a document. Raises IndexUnavailable where its bytes are damaged."""
        found = self.articles_read.get(document)
        if found is None:
            found = self._read(document)
            if sum(map(len, found.body)) <= _SHORT:
                self.articles_read.keep(document, found)
        return found

    def _read(self, document: int) -> Article:
        place = bisect_right(self.bases, document) - 1
        try:
            return self.segments[place].stored.article(document - self.bases[place], bytes(self.columns.ids[document]))
        except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
            raise IndexUnavailable(
                f"an article in {self.paths[place]} is damaged ({error}): "
                "make the index anew with `searchnews reindex --full`"
            ) from error

    def ids(self, documents: Array) -> list[str]:
        """The ids of some documents."""
        return list(map(bytes.decode, self.columns.ids[documents].tolist()))

    def document(self, article_id: str) -> int | None:
        """The live document of an article; None where there is none."""
        try:
            wanted = article_id.encode("ascii")
        except UnicodeEncodeError:
            return None
        found = np.flatnonzero((self.columns.ids == wanted) & self.live)
        return int(found[0]) if len(found) and len(wanted) else None

    def languages(self) -> Sequence[str]:
        """See expansion.Vocabulary."""
        return self._languages

    def fitting(self, pattern: Pattern, most: int) -> Counted:
        """See expansion.Vocabulary; counts deleted articles too."""
        return fitting(self.segments, pattern, most)

    def has(self, term: str) -> bool:
        """See expansion.Vocabulary."""
        wanted = term.encode("utf-8", "surrogatepass")
        for base, segment in zip(self.bases, self.segments, strict=False):
            number = segment.terms.find(wanted)
            if number >= 0:
                begin, end, _, _ = segment.spans(number)
                if self.live[segment.documents[begin:end] + np.int64(base)].any():
                    return True
        return False


def open_snapshot(folder: Folder) -> Snapshot:
    """The current generation. Raises IndexUnavailable when it can't be opened."""
    failure: Exception | None = None
    for attempt in range(OPENING_TRIES):
        generation = folder.generation() if folder.path.is_dir() else -1
        try:
            folder.require()
            return Snapshot(folder, folder.toc())
        except (FileNotFoundError, EOFError) as error:
            failure = error
            if folder.path.is_dir() and folder.generation() == generation:  # no commit came between: it is missing
                break
            time.sleep(0.01 * min(attempt, 10))
        except (OSError, ValueError, KeyError, IndexError) as error:
            failure = error
            break
    raise unopened(folder, failure)
