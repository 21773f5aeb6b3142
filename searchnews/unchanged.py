"""Whether anything changed since the last run: told by names, sizes and times alone, and without opening the index."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchnews.engines import standing
from searchnews.extract import VERSION
from searchnews.glance import RACY, Glance, digest_of, glance_at
from searchnews.report import Complaint, Listener, Progress, Report
from searchnews.sources import Found, Source, below, find

if TYPE_CHECKING:
    from searchnews.ledger import Entry, Ledger


@dataclass(slots=True)
class Looked:
    """What a look at an index and at the files gave."""

    generation: str
    held: bytes  # the ledger, packed
    found: Found
    started: float  # perf_counter
    changed: list[Source] | None = None  # those that are not plainly what they were, once they were looked for
    _ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """Raises WrongVersion."""
        if self._ledger is None:
            from searchnews.ledger import unpacked  # here: most runs need a glance only

            self._ledger = unpacked(self.held)
        return self._ledger


def look(given: Sequence[str], address: str, listen: Listener) -> Looked | None:
    """Look at the paths and the index, alone on it; None where the index can't be told so cheaply."""
    started, stands = time.perf_counter(), standing(address)
    if stands is None:
        return None
    listen(Progress("looking"))
    return Looked(stands.generation, stands.ledger, find(given, index=address), started)


def reading_of(columns: Mapping[str, str]) -> str:
    """How files are read in a run; a file that was read otherwise is read again."""
    return f"{VERSION} {json.dumps(dict(columns), sort_keys=True)}"


def report_of_unchanged(looked: Looked, columns: Mapping[str, str]) -> Report | None:
    """The report of a run that has nothing to do; None where it has, or where that is not plain."""
    found, reading, glance = looked.found, reading_of(columns), glance_at(looked.held)
    if glance is None or found.troubles or (glance.reading, glance.files) != (reading, digest_of(found.sources)):
        looked.changed = others(looked.ledger, found.sources, reading)
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


def glance_of(ledger: Ledger, found: Found, reading: str) -> Glance | None:
    """What a run over files says that are all as the ledger has them; None where one is not, or another is missing."""
    return None if others(ledger, found.sources, reading) else _glance(ledger, found, reading)


def _glance(ledger: Ledger, found: Found, reading: str) -> Glance | None:
    """The same where no file is another than it was."""
    if found.troubles or not ledger:
        return None
    entries = [ledger[source[0]] for source in found.sources]
    here = {entry[0] for entry in entries} if len(ledger) > len(entries) else ledger.keys()
    vanished = [real for real in ledger.keys() - here if _under(ledger[real], found.roots)]
    ids = [claim[0] for entry in ledger.values() for claim in entry[6]]
    if vanished or len(set(ids)) < len(ids):
        return None
    return Glance(
        reading,
        "",
        sum([len(entry[6]) for entry in entries]),
        [(entry[2], *remark) for entry in entries if entry[7] for remark in entry[7]],
        [(entry[2], *remark) for entry in entries if entry[8] for remark in entry[8]],
    )


def line_before(ledger: Ledger, old: Ledger, found: Found, reading: str) -> bytes:
    """The glance that is written before a ledger; nothing where sizes and times won't tell, or files stayed elsewhere.

    old: the ledger before, whose entries need not be looked at twice where one of the new ones says no.
    """
    fresh = (entry for real, entry in ledger.items() if old.get(real) is not entry)
    if len(ledger) != len(found.sources) or not all(_settled(entry) for entry in fresh):
        return b""
    glance = glance_of(ledger, found, reading)
    return glance._replace(files=digest_of(found.sources)).line() if glance else b""


def _settled(entry: Entry) -> bool:
    return entry.stamp.mtime < entry.stamp.read_at - RACY


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
