"""The few files that changed, read by the process beside this one while this one imports what writes an index."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from searchnews.formats import READERS
from searchnews.unchanged import Looked, reading_of

if TYPE_CHECKING:
    from searchnews.beside import Beside
    from searchnews.models import Article
    from searchnews.reading import Reading, Task
    from searchnews.sources import Source

LIGHT = 1 << 20  # bytes to read below which one process is faster than several
_SAMPLE = 100  # files whose names are looked at
_MOST = 1 << 23  # characters of text: a small file that is compressed may hold more
_EXTRACTS = {"read_text": "dump", "read_html": "html"}  # reader → what its pages are extracted by, if not records
_Read = list[tuple["Reading", list[bytes]]]


class Ahead:
    """What the other process reads, or has read."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._held: dict[str, tuple[Reading, list[bytes]]] | None = None  # by real path; None: not received yet

    def take(self, task: Task) -> tuple[Reading, list[Article]] | None:
        """What a task gave, with all its articles; None where it is not known. Once for each."""
        from searchnews.serialise import article_from_bytes

        if self._held is None:
            read: _Read = self._beside.answer() or []
            self._held = {row[0].task.source.real: row for row in read}
        reading, articles = self._held.pop(task.source.real, (None, []))
        if reading is None or reading.task != task:
            return None
        return reading, list(map(article_from_bytes, articles))


def prepare(beside: Beside, sources: Sequence[Source]) -> None:
    """Have the other process import what reads most of these files: some of them have changed, or are new."""
    some = sources[:: len(sources) // _SAMPLE + 1]
    suffixes = Counter([source[2].removesuffix(".gz").rpartition(".")[2] for source in some])
    beside.ask(_import, [suffix for suffix, _ in suffixes.most_common(1)], answered=False)


def _import(suffixes: Sequence[str]) -> None:
    importlib.import_module("searchnews.reading")
    for suffix in suffixes:
        module, function = READERS.get(f".{suffix}", READERS[".txt"])
        importlib.import_module(f"searchnews.formats.{module}")
        importlib.import_module(f"searchnews.extract.{_EXTRACTS.get(function, 'record')}")


def start(beside: Beside, looked: Looked, columns: Mapping[str, str]) -> Ahead | None:
    """Have the files read that are not plainly what they were; None where that is not worth it, or can't be."""
    from searchnews.reading import task_for

    changed, old, reading = looked.changed or (), looked.ledger, reading_of(columns)
    if not changed or sum([source.size for source in changed]) >= LIGHT:
        return None
    tasks = [task_for(source, old.get(source.real), reading) for source in changed]
    return Ahead(beside) if beside.ask(_read, [task for task in tasks if task], dict(columns)) else None


def _read(tasks: Sequence[Task], columns: Mapping[str, str]) -> _Read:
    from searchnews.reading import read_alone
    from searchnews.serialise import article_to_bytes

    found: _Read = []
    most = _MOST
    for task in tasks:
        reading, articles, size = read_alone(task, columns, most)
        most -= size
        if most <= 0:
            break
        found.append((reading, list(map(article_to_bytes, articles))))
    return found
