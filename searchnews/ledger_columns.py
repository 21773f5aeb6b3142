"""A ledger as it is kept: of all files together a column for each thing that is remembered of one.

Most files are as they were. Nothing is made of their rows: they are compared and written again a column at a time.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any

import msgspec

from searchnews.glance import RACY
from searchnews.ledger_entries import Claim, Entry, Remark, Stamp
from searchnews.sources import Source

VERSION = 3


class Columns(msgspec.Struct):
    """What is written. A row a file; beside them a row an article of a file, in the order of the files."""

    ledger: int
    real: list[str]
    place: list[str]  # empty where all are as `real`
    shown: list[str]  # likewise
    key: list[str]
    size: list[int]
    mtime: list[int]
    read_at: list[int]
    digest: list[str]
    readings: list[str]  # each once
    reading: list[int]  # which of them
    claims: list[int]  # how many articles
    article_id: list[str]
    article_digest: list[str]
    ordinal: list[int]
    line: list[int | None]
    refusals: list[tuple[int, int | None, str]]  # row of the file, line, reason
    warnings: list[tuple[int, int | None, str]]

    def require_whole(self) -> None:
        """Raise ValueError where columns do not belong together."""
        names = self.place or self.real, self.shown or self.real, self.key
        files = (*names, self.size, self.mtime, self.read_at, self.digest, self.reading, self.claims)
        articles = (self.article_digest, self.ordinal, self.line)
        if {len(column) for column in files} != {len(self.real)}:
            raise ValueError("its columns of files")
        if {len(column) for column in articles} != {len(self.article_id)}:
            raise ValueError("its columns of articles")
        if sum(self.claims) != len(self.article_id) or min(self.claims, default=0) < 0:
            raise ValueError("how many articles its files have")
        if self.reading and not 0 <= min(self.reading) <= max(self.reading) < len(self.readings):
            raise ValueError("its readings")


def columns_of(entries: Collection[Entry]) -> Columns:
    """The columns of some entries."""
    real, place, shown, key, stamps, reading, claims, refusals, warnings = (
        zip(*entries, strict=True) if entries else ((),) * 9
    )
    size, mtime, read_at, digest = zip(*stamps, strict=True) if stamps else ((),) * 4
    every = list(chain.from_iterable(claims))
    article_id, article_digest, ordinal, line = zip(*every, strict=True) if every else ((),) * 4
    number = {text: place for place, text in enumerate(dict.fromkeys(reading))}
    return Columns(
        VERSION,
        list(real),
        [] if real == place else list(place),
        [] if real == shown else list(shown),
        list(key),
        list(size),
        list(mtime),
        list(read_at),
        list(digest),
        list(number),
        list(map(number.__getitem__, reading)),
        list(map(len, claims)),
        list(article_id),
        list(article_digest),
        list(ordinal),
        list(line),
        _rows_of(refusals),
        _rows_of(warnings),
    )


def _rows_of(remarks: Iterable[Sequence[Remark]]) -> list[tuple[int, int | None, str]]:
    return [(row, line, reason) for row, some in enumerate(remarks) if some for line, reason in some]


class Table(Mapping[str, Entry]):
    """The entries of columns, each made when it is asked for, and only once."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._made: dict[int, Entry] = {}

    @functools.cached_property
    def rows(self) -> dict[str, int]:
        """Real path → row."""
        return dict(zip(self.columns.real, range(len(self.columns.real)), strict=True))

    @functools.cached_property
    def ends(self) -> list[int]:
        """Where the articles of each file end."""
        return list(accumulate(self.columns.claims))

    @functools.cached_property
    def articles(self) -> dict[str, int]:
        """Id → the place of an article that claims it. Fewer than there are articles where several do."""
        return dict(zip(self.columns.article_id, range(len(self.columns.article_id)), strict=True))

    @property
    def contested(self) -> bool:
        """Whether two articles claim one id."""
        return len(self.articles) < len(self.columns.article_id)

    @functools.cached_property
    def remarked(self) -> tuple[dict[int, tuple[Remark, ...]], dict[int, tuple[Remark, ...]]]:
        """The refusals and the warnings of the rows that have some."""
        return _by_row(self.columns.refusals), _by_row(self.columns.warnings)

    def __len__(self) -> int:
        return len(self.columns.real)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns.real)

    def __contains__(self, real: object) -> bool:
        return real in self.rows

    def __getitem__(self, real: str) -> Entry:
        row = self.rows[real]
        entry = self._made.get(row)
        if entry is None:
            entry = self._made[row] = self._entry(row)
        return entry

    def _entry(self, row: int) -> Entry:
        held, (refusals, warnings) = self.columns, self.remarked
        articles = slice(self.ends[row] - held.claims[row], self.ends[row])
        of_articles = held.article_id, held.article_digest, held.ordinal, held.line
        return Entry(
            held.real[row],
            (held.place or held.real)[row],
            (held.shown or held.real)[row],
            held.key[row],
            Stamp(held.size[row], held.mtime[row], held.read_at[row], held.digest[row]),
            held.readings[held.reading[row]],
            tuple(map(Claim, *(column[articles] for column in of_articles))),
            refusals.get(row, ()),
            warnings.get(row, ()),
        )

    def owner(self, place: int) -> tuple[Entry, Claim]:
        """The file and the article at a place among all articles."""
        row = bisect_right(self.ends, place)
        entry = self[self.columns.real[row]]
        return entry, entry.claims[place - self.ends[row] + self.columns.claims[row]]

    def differing(self, sources: Sequence[Source], reading: str, *, named: bool = False) -> list[Source]:
        """The files that are not plainly what they were, or were read otherwise.

        named: whether their names are known to be those in the table, all of them, so that these need not be compared.
        """
        held = self.columns
        if named and held.real == [source[0] for source in sources]:
            beside = enumerate(zip(sources, held.size, held.mtime, strict=True))
            changed = [row for row, (source, size, mtime) in beside if source[5] != mtime or source[4] != size]
            return [sources[row] for row in sorted({*changed, *self._doubtful(reading)})]
        was = zip(
            held.real, held.place or held.real, held.shown or held.real, held.key, held.size, held.mtime, strict=True
        )
        known = dict(zip(held.real, was, strict=True))
        for row in self._doubtful(reading):
            del known[held.real[row]]
        known_as = known.get
        return [source for source in sources if known_as(source[0]) != source]

    def _doubtful(self, reading: str) -> list[int]:
        """The rows of which sizes and times prove nothing: see Stamp.same_time."""
        held = self.columns
        own = held.readings.index(reading) if reading in held.readings else -1
        if held.reading.count(own) == len(held.reading) and all(held.digest):
            times = zip(held.mtime, held.read_at, strict=True)
            return [row for row, (mtime, read_at) in enumerate(times) if mtime >= read_at - RACY]
        rows = enumerate(zip(held.mtime, held.read_at, held.digest, held.reading, strict=True))
        return [
            row
            for row, (mtime, read_at, digest, read_as) in rows
            if mtime >= read_at - RACY or not digest or read_as != own
        ]

    def revised(self, reals: Collection[str], more: Collection[Entry]) -> Columns:
        """The columns without some files, and with others: in the place of one that went, or at the end.

        So rows stay in the order in which files are found, mostly, which `differing` is quicker with.
        """
        held, gone = self.columns, sorted([self.rows[real] for real in reals])
        instead = {self.rows[entry.real]: entry for entry in more if entry.real in self.rows}
        new = [entry for entry in more if entry.real not in self.rows]
        added = columns_of([*(instead[row] for row in gone if row in instead), *new])
        counts = iter(added.claims)
        files = [(row, row + 1, int(row in instead)) for row in gone]
        articles = [
            (self.ends[row] - held.claims[row], self.ends[row], next(counts) if row in instead else 0) for row in gone
        ]
        removed = [row for row in gone if row not in instead]
        rows = [row - bisect_left(removed, row) for row in gone if row in instead]
        rows.extend(range(len(self) - len(removed), len(self) - len(removed) + len(new)))
        number = {text: place for place, text in enumerate(dict.fromkeys((*held.readings, *added.readings)))}
        read_as = [number[added.readings[place]] for place in added.reading]
        real = _joined(held.real, files, added.real)
        place = _joined(held.place or held.real, files, added.place or added.real)
        shown = _joined(held.shown or held.real, files, added.shown or added.real)
        return Columns(
            VERSION,
            real,
            [] if place == real else place,
            [] if shown == real else shown,
            _joined(held.key, files, added.key),
            _joined(held.size, files, added.size),
            _joined(held.mtime, files, added.mtime),
            _joined(held.read_at, files, added.read_at),
            _joined(held.digest, files, added.digest),
            list(number),
            _joined(held.reading, files, read_as),
            _joined(held.claims, files, added.claims),
            _joined(held.article_id, articles, added.article_id),
            _joined(held.article_digest, articles, added.article_digest),
            _joined(held.ordinal, articles, added.ordinal),
            _joined(held.line, articles, added.line),
            _moved(held.refusals, gone, removed) + [(rows[row], line, reason) for row, line, reason in added.refusals],
            _moved(held.warnings, gone, removed) + [(rows[row], line, reason) for row, line, reason in added.warnings],
        )


def _by_row(remarks: Iterable[tuple[int, int | None, str]]) -> dict[int, tuple[Remark, ...]]:
    found: dict[int, list[Remark]] = defaultdict(list)
    for row, line, reason in remarks:
        found[row].append(Remark(line, reason))
    return {row: tuple(some) for row, some in found.items()}


_Cuts = list[tuple[int, int, int]]  # begin and end of what goes, in order, and how much comes in its place
Rows = list[tuple[int, int | None, str]]


def _joined(held: list[Any], cuts: _Cuts, added: list[Any]) -> list[Any]:
    made: list[Any] = []
    here = taken = 0
    for begin, end, more in cuts:
        made += held[here:begin]
        made += added[taken : taken + more]
        here, taken = end, taken + more
    made += held[here:]
    made += added[taken:]
    return made


def _moved(held: Rows, gone: list[int], removed: list[int]) -> Rows:
    """Remarks on rows that stay, under the numbers these have then. gone, removed: rows in order."""
    rows = set(gone)
    return [(row - bisect_left(removed, row), line, reason) for row, line, reason in held if row not in rows]
