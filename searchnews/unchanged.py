"""Whether anything changed since the last run: told by names, sizes and times alone, and without opening the index."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from searchnews.engines import standing
from searchnews.extract import VERSION
from searchnews.ledger import Entry, Ledger, unpacked
from searchnews.report import Complaint, Listener, Progress, Report
from searchnews.sources import Found, below, find


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
    if found.troubles or not ledger:
        return None
    entries = []
    for real, place, shown, key, size, mtime in found.sources:
        entry = ledger.get(real)
        if entry is None or entry[1:4] != (place, shown, key) or entry.reading != reading:
            return None
        if not entry.stamp.same_time(size, mtime):
            return None
        entries.append(entry)
    here = {entry.real for entry in entries} if len(ledger) > len(entries) else ledger.keys()
    vanished = [real for real in ledger.keys() - here if _under(ledger[real], found.roots)]
    ids = [claim.article_id for entry in ledger.values() for claim in entry.claims]
    return entries if not vanished and len(set(ids)) == len(ids) else None


def _under(entry: Entry, roots: Sequence[str]) -> bool:
    inside = below(roots)
    return inside(entry.place) or inside(entry.real)
