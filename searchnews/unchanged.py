"""Whether anything changed since the last run: told by names, sizes and times alone, and without opening the index."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from searchnews.engines import standing
from searchnews.extract import VERSION
from searchnews.ledger import RACY, Entry, Ledger, unpacked
from searchnews.report import Complaint, Listener, Progress, Report
from searchnews.sources import Found, Source, below, find


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at an index and at the files gave."""

    generation: str
    ledger: Ledger
    found: Found
    started: float  # perf_counter


def look(given: Sequence[str], address: str, listen: Listener) -> Looked | None:
    """Look at the paths and the index, alone on it; None where the index can't be told so cheaply."""
    started, stands = time.perf_counter(), standing(address)
    if stands is None:
        return None
    listen(Progress("looking"))
    return Looked(stands.generation, unpacked(stands.ledger), find(given, index=address), started)


def reading_of(columns: Mapping[str, str]) -> str:
    """How files are read in a run; a file that was read otherwise is read again."""
    return f"{VERSION} {json.dumps(dict(columns), sort_keys=True)}"


def report_of_unchanged(looked: Looked, columns: Mapping[str, str]) -> Report | None:
    """The report of a run that has nothing to do; None where it has, or where that is not plain."""
    entries = _unchanged(looked, reading_of(columns))
    if entries is None:
        return None
    read = sum(len(entry.claims) for entry in entries)
    refusals = [Complaint(entry.shown, row.line, row.reason) for entry in entries for row in entry.refusals]
    return Report(
        read=read + len(refusals),
        added=0,
        changed=0,
        removed=0,
        unchanged=read,
        refused=len(refusals),
        seconds=time.perf_counter() - looked.started,
        refusals=tuple(refusals),
        warnings=tuple(Complaint(entry.shown, row.line, row.reason) for entry in entries for row in entry.warnings),
        skipped=looked.found.skipped,
        generation=looked.generation,
    )


def _unchanged(looked: Looked, reading: str) -> list[Entry] | None:
    """The entries of the files found, where all are as they were and none is missing."""
    ledger, found = looked.ledger, looked.found
    if found.troubles or not ledger or others(ledger, found.sources, reading):
        return None
    entries = [ledger[source[0]] for source in found.sources]
    here = {entry[0] for entry in entries} if len(ledger) > len(entries) else ledger.keys()
    vanished = [real for real in ledger.keys() - here if _under(ledger[real], found.roots)]
    ids = [claim[0] for entry in ledger.values() for claim in entry[6]]
    return entries if not vanished and len(set(ids)) == len(ids) else None


def others(ledger: Ledger, sources: Iterable[Source], reading: str | None) -> list[Source]:
    """The files that are not plainly what they were; few are. reading: how files are read; None to read anew."""
    found, known = [], ledger.get
    for source in sources:  # one loop without calls: most runs of `reindex` do little else
        real, place, shown, key, size, mtime = source
        entry = known(real)
        if entry is None:
            found.append(source)
            continue
        _, held_place, held_shown, held_key, stamp, held_reading, _, _, _ = entry
        held_size, held_mtime, read_at, digest = stamp
        if (
            held_size != size
            or held_mtime != mtime
            or mtime >= read_at - RACY  # as Stamp.same_time
            or not digest
            or held_reading != reading
            or held_key != key
            or held_place != place
            or held_shown != shown
        ):
            found.append(source)
    return found


def _under(entry: Entry, roots: Sequence[str]) -> bool:
    inside = below(roots)
    return inside(entry.place) or inside(entry.real)
