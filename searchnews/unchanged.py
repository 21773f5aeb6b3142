"""Whether anything changed since the last run: told by names, sizes and times alone, and without opening the index."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchnews.engines import standing
from searchnews.extract import VERSION
from searchnews.glance import Glance, Said, digests_of, glance_at
from searchnews.report import Complaint, Listener, Progress, Report
from searchnews.sources import Found, Source, below, find

if TYPE_CHECKING:
    from searchnews.beside import Beside
    from searchnews.ledger_columns import Table
    from searchnews.ledger_entries import Entry, Remark
    from searchnews.survey import Survey


@dataclass(slots=True)
class Looked:
    """What a look at an index and at the files gave."""

    generation: str
    held: bytes  # the ledger, packed
    found: Found
    started: float  # perf_counter
    digests: tuple[str, str] | None = None  # of the files, where they were made
    changed: list[Source] | None = None  # those that are not plainly what they were, once they were looked for
    _ledger: Table | None = None

    @property
    def ledger(self) -> Table:
        """Raises WrongVersion."""
        if self._ledger is None:
            from searchnews.ledger import unpacked  # here: most runs need a glance only

            self._ledger = unpacked(self.held)
        return self._ledger


def look(given: Sequence[str], address: str, listen: Listener, beside: Beside | None = None) -> Looked | None:
    """Look at the paths and the index, alone on it; None where the index can't be told so cheaply."""
    started, stands = time.perf_counter(), standing(address)
    if stands is None:
        return None
    listen(Progress("looking"))
    return Looked(stands.generation, stands.ledger, find(given, index=address, beside=beside), started)


def reading_of(columns: Mapping[str, str]) -> str:
    """How files are read in a run; a file that was read otherwise is read again."""
    return f"{VERSION} {json.dumps(dict(columns), sort_keys=True)}"


def report_of_unchanged(looked: Looked, columns: Mapping[str, str], beside: Beside | None = None) -> Report | None:
    """The report of a run that has nothing to do; None where it has, or where that is not plain.

    beside: a process that is told to prepare for reading where there may be something to read.
    """
    found, reading, glance = looked.found, reading_of(columns), glance_at(looked.held)
    if glance is None or not glance.times:  # there is something to look at for certain
        _prepare(beside, found)
    digests = looked.digests = digests_of(found.sources)
    named = glance is not None and glance.names == digests[0]
    if glance is None or found.troubles or (glance.reading, glance.names, glance.times) != (reading, *digests):
        _prepare(beside, found)
        looked.changed = looked.ledger.differing(found.sources, reading, named=named)
        glance = None if looked.changed else _glance(looked.ledger, found, reading)
    if glance is None:
        return None
    return Report(
        read=glance.read + len(glance.refusals),
        added=0,
        changed=0,
        removed=0,
        unchanged=glance.read,
        refused=len(glance.refusals),
        seconds=time.perf_counter() - looked.started,
        refusals=tuple([Complaint(*said) for said in glance.refusals]),
        warnings=tuple([Complaint(*said) for said in glance.warnings]),
        skipped=found.skipped,
        generation=looked.generation,
    )


def _prepare(beside: Beside | None, found: Found) -> None:
    if beside:
        from searchnews.ahead import prepare  # here: it needs this module

        prepare(beside, found.sources)


def _glance(ledger: Table, found: Found, reading: str) -> Glance | None:
    """What a run over files says that are all as the ledger has them; None where one that it has is missing."""
    if found.troubles or not ledger or ledger.contested:
        return None
    if len(ledger) > len(found.sources):
        here = {source[0] for source in found.sources}
        if any(real not in here and _under(ledger[real], found.roots) for real in ledger):
            return None
    reals = [source[0] for source in found.sources]
    articles = ledger.columns.claims
    read = sum(articles) if len(ledger) == len(reals) else sum([articles[ledger.rows[real]] for real in reals])
    refused, warned = ledger.remarked
    return Glance(reading, "", "", read, _said(ledger, reals, refused), _said(ledger, reals, warned))


def _said(ledger: Table, reals: Sequence[str], remarks: Mapping[int, Sequence[Remark]]) -> list[Said]:
    if not remarks:
        return []
    rows = [row for row in map(ledger.rows.__getitem__, reals) if row in remarks]
    shown = ledger.columns.shown or ledger.columns.real
    return [(shown[row], *remark) for row in rows for remark in remarks[row]]


def line_before(seen: Survey, found: Found, reading: str, digests: tuple[str, str] | None = None) -> bytes:
    """The glance that is written before a ledger; nothing where files stayed elsewhere. digests: of what was found."""
    ledger, sources = seen.ledger, found.sources
    looked_at = seen.suspects | ledger.hidden | ledger.fresh.keys()
    if found.troubles or not sources or len(ledger) != len(sources) or seen.contested:
        return b""
    suspects = [source for source in sources if source[0] in looked_at]
    if not all(_is_named(source, ledger) for source in suspects):
        return b""
    names, times = digests or digests_of(sources)
    if not all(_is_plain(source, ledger[source.real], reading) for source in suspects):
        times = ""
    read, told = ledger.claimed(), {entry.real: entry for entry in ledger.remarked()}
    entries = [told[source[0]] for source in sources if source[0] in told] if told else []
    refused = [(entry.shown, *remark) for entry in entries for remark in entry.refusals]
    warned = [(entry.shown, *remark) for entry in entries for remark in entry.warnings]
    return Glance(reading, names, times, read, refused, warned).line()


def _is_named(source: Source, ledger: Mapping[str, Entry]) -> bool:
    entry = ledger.get(source.real)
    return entry is not None and entry[:4] == source[:4]


def _is_plain(source: Source, entry: Entry, reading: str) -> bool:
    """Whether the next run will know a file by its size and time."""
    return entry.reading == reading and entry.stamp.same_time(source.size, source.mtime)


def _under(entry: Entry, roots: Sequence[str]) -> bool:
    inside = below(roots)
    return inside(entry.place) or inside(entry.real)
