"""From spilled articles to batches of an engine: the heavy work of `reindex`, shared by the workers."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from searchnews.crew import Crew, Tell
from searchnews.engine import Batch, Engine
from searchnews.engines import Mode, open_engine
from searchnews.errors import IndexWriteFailed
from searchnews.models import Article
from searchnews.reading import Spilled, spilled_articles
from searchnews.report import Progress

_LIGHT = 400  # articles below which one process is faster than several
_BATCH = 25_000  # articles in a batch: an engine may hold a batch's terms in memory
_MOST = 10  # batches: each becomes a segment that every search has to look at
Text = tuple[str, Spilled]


@dataclass(frozen=True, slots=True)
class Encoding:
    """Articles for one batch."""

    address: str
    mode: Mode
    texts: Sequence[Text]


def encode_all(
    texts: Sequence[Text],
    engine: Engine,
    address: str | None,
    mode: Mode,
    crew: Crew,
    listen: Callable[[Progress], None],
) -> list[Batch]:
    """Every article in a batch.

    address: where workers open the engine; None for one that lives in this process only.
    """
    done = 0

    def tell(count: int, read: int) -> None:
        nonlocal done
        done += count
        listen(Progress("indexing", done, len(texts), done))

    if not texts:
        return []
    tell(0, 0)
    if address is None or crew.workers < 2 or len(texts) < _LIGHT:
        return [_encoded(engine, part, tell) for part in _parts(sorted(texts, key=_place), 1)]
    tasks = [Encoding(address, mode, part) for part in _parts(sorted(texts, key=_place), crew.workers)]
    return list(crew.results(encode, tasks, tell, light=False))


def _place(text: Text) -> tuple[str, int]:
    return text[0], text[1].offset


def _parts(texts: Sequence[Text], workers: int) -> Iterator[Sequence[Text]]:
    """Shares of about one size: as many as workers, more where they would be too large."""
    count = max(workers, min(-(-len(texts) // _BATCH), _MOST))
    size = -(-len(texts) // count)
    return (texts[start : start + size] for start in range(0, len(texts), size))


def encode(task: Encoding, tell: Tell) -> Batch:
    """One batch, in a worker."""
    return _encoded(_engine(task.address, task.mode), task.texts, tell)


@functools.cache
def _engine(address: str, mode: Mode) -> Engine:
    return open_engine(address, mode)


def _encoded(engine: Engine, texts: Sequence[Text], tell: Tell) -> Batch:
    files: dict[str, list[Spilled]] = defaultdict(list)
    for path, text in texts:
        files[path].append(text)
    try:
        return engine.encode(_told(spilled_articles(files), tell))
    except OSError as error:
        raise IndexWriteFailed(
            f"the index could not be written ({error.strerror or error}): the old one is intact"
        ) from error


def _told(articles: Iterator[Article], tell: Tell) -> Iterator[Article]:
    for article in articles:
        yield article
        tell(1, 0)
