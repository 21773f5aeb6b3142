"""searchnews through its Python surface."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import searchnews
from bench.programs.program import Counts
from bench.queries import Asked
from searchnews import library
from searchnews.engines.whoosh import kernels
from searchnews.models import SearchResult
from searchnews.query import parser, plain


class Searchnews:
    """An index opened once; every search does all that a search always does."""

    name = "searchnews"

    def __init__(self, folder: Path) -> None:
        self._index = searchnews.open(folder)
        if kernels.available():  # as a process that goes on searching has them
            kernels.load()

    def page(self, asked: Asked) -> SearchResult:
        return self._search(asked, "ids")

    def full(self, asked: Asked) -> SearchResult:
        return self._search(asked, "full")

    def _search(self, asked: Asked, detail: str) -> SearchResult:
        return self._index.search(
            asked.text,
            source=asked.source,
            since=asked.since or None,
            until=asked.until or None,
            detail=detail,
        )

    def counts(self, answer: SearchResult) -> Counts:
        facets = {
            name: {row.value: row.count for row in answer.facets[name] if row.value is not None}
            for name in ("source", "section")
        }
        periods = {bar.period: bar.count for bar in answer.histogram if bar.count}
        return Counts(answer.total, facets["source"], facets["section"], periods, len(answer.hits))

    def close(self) -> None:
        self._index.close()


class Forgetful(Searchnews):
    """The same for words that nobody has asked for yet: what is kept of them is given up before each search."""

    name = "searchnews anew"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        # Caches of its own, since those of the modules are kept for the searches of the other.
        self._caches = [
            (module, name, lru_cache(1)(getattr(module, name).__wrapped__))
            for module, name in ((library, "_kept"), (parser, "_parsed"), (plain, "_tree"))
        ]

    def _search(self, asked: Asked, detail: str) -> SearchResult:
        snapshot = self._index.engine._current()  # type: ignore[attr-defined]
        for kept in (
            snapshot.prepared,
            snapshot.articles_read,
            snapshot.effects,
            snapshot.standings,
            snapshot.headlines,
        ):
            kept.clear()
        others = [(module, name, getattr(module, name)) for module, name, _ in self._caches]
        for module, name, own in self._caches:
            own.cache_clear()
            setattr(module, name, own)
        try:
            return super()._search(asked, detail)
        finally:
            for module, name, other in others:
                setattr(module, name, other)
