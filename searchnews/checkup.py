"""`searchnews check`: is the index whole, are the settings sane, and what to do if not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searchnews import ledger as ledgers
from searchnews.claiming import winners
from searchnews.engine import Engine
from searchnews.engines import open_engine
from searchnews.errors import SearchnewsError
from searchnews.formats.columns import unknown_fields
from searchnews.settings import Settings


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look at the index and the settings found, a sentence each."""

    faults: tuple[str, ...]  # searching or reindexing can't be trusted until something is done
    notes: tuple[str, ...]  # worth knowing; nothing is broken


def check(settings: Settings) -> Findings:
    """Look at the index of the settings and at the settings themselves; reads every byte of the index."""
    faults, notes = list(_wrong_settings(settings)), list(_odd_settings(settings))
    try:
        with contextlib.closing(open_engine(settings.index)) as engine:
            faults += engine.check() or _wrong_ledger(engine)
            notes += _left(engine)
    except SearchnewsError as error:
        faults.append(str(error))
    return Findings(tuple(dict.fromkeys(faults)), tuple(notes))


def _wrong_ledger(engine: Engine) -> list[str]:
    """The ledger is read by `reindex` only, and must name the articles that are there."""
    held = engine.ledger()
    if not held:
        return []
    named, there = len(winners(ledgers.unpacked(held))), engine.stats().articles
    if named == there:
        return []
    return [
        f"the list of files read names {named:,} articles and the index holds {there:,}: "
        "make it anew with `searchnews reindex --full`"
    ]


def _left(engine: Engine) -> Iterator[str]:
    names = engine.leftovers()
    if names:
        shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        yield f"of a reindex that is under way, or was stopped: {shown}; the next reindex removes what is not needed"


def _wrong_settings(settings: Settings) -> Iterator[str]:
    for name, known in unknown_fields(settings.columns):
        yield f"settings: columns names {name!r}, which is no field of ours; known: {known}"


def _odd_settings(settings: Settings) -> Iterator[str]:
    for source in settings.sources:
        if not Path(source).exists():
            yield f"settings: sources names {source}, which is not there"
