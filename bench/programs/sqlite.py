"""SQLite's FTS5: words in an external-content table, facets in a narrow one beside it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.programs.program import TOP, Counts
from bench.queries import Asked
from bench.sets import Record

_TABLES = """
CREATE TABLE articles (number INTEGER PRIMARY KEY, title TEXT, body TEXT, date TEXT);
CREATE TABLE facts (number INTEGER PRIMARY KEY, source TEXT, section TEXT, month TEXT, day INTEGER);
CREATE VIRTUAL TABLE words USING fts5(title, body, content='articles', content_rowid='number',
                                      tokenize='porter unicode61 remove_diacritics 2');
"""
_FROM = "FROM words JOIN facts ON facts.number = words.rowid WHERE words MATCH ?"
_SCORE = "bm25(words, 4.0, 1.0)"


def build(folder: Path, records: Iterable[Record]) -> None:
    """One transaction, then FTS5's own optimisation."""
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "news.sqlite") as base:
        base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        for record in records:
            row = (record.number, record.title, record.body, record.date)
            facts = (record.number, record.source, record.section, record.month, record.day)
            base.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", row)
            base.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", facts)
            base.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", row[:3])
        base.execute("CREATE INDEX newest ON facts (day DESC, number)")
        base.execute("INSERT INTO words (words) VALUES ('optimize')")
    base.close()


@dataclass(slots=True)
class Page:
    """The rows of a page and its counts."""

    hits: list[tuple[int, float]]
    total: int
    source: Counter[str]
    section: Counter[str]
    month: Counter[str]
    articles: list[tuple[str, ...]]


class SQLite:
    """One connection, the file mapped into memory."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(f"file:{folder / 'news.sqlite'}?mode=ro", uri=True)
        self._base.execute("PRAGMA mmap_size=10000000000")
        self.version = sqlite3.sqlite_version

    def page(self, asked: Asked) -> Page:
        condition, values = _filters(asked)
        given: tuple[str, ...] = ()
        if asked.words:
            start, given = _FROM, (_typed(asked),)
            top = f"SELECT words.rowid, {_SCORE} {_FROM}{condition} ORDER BY 2 LIMIT {TOP}"
        else:
            start = "FROM facts WHERE 1"
            top = f"SELECT number, 0.0 {start}{condition} ORDER BY day DESC, number LIMIT {TOP}"
        hits = self._base.execute(top, given + values).fetchall()
        page = Page(hits, 0, Counter(), Counter(), Counter(), [])
        grouped = f"SELECT source, section, month, count(*), {_chosen(asked)} {start} GROUP BY 1, 2, 3, 5"
        if asked.since:
            grouped = grouped.replace(" GROUP BY", f"{_dates(asked)[0]} GROUP BY")
        dates = _dates(asked)[1]
        choice = (asked.source,) if asked.source else ()
        for source, section, month, count, inside in self._base.execute(grouped, choice + given + dates):
            page.source[source] += count
            if inside:
                page.total += count
                page.section[section] += count
                page.month[month] += count
        return page

    def full(self, asked: Asked) -> Page:
        page = self.page(asked)
        for number, _ in page.hits:
            row = "SELECT title, body, date FROM articles WHERE number = ?"
            mark = "SELECT snippet(words, 1, '<mark>', '</mark>', '…', 32) FROM words WHERE words MATCH ? AND rowid = ?"
            found = self._base.execute(row, (number,)).fetchone()
            marked = self._base.execute(mark, (_typed(asked), number)).fetchone() if asked.words else ("",)
            page.articles.append((*found, *marked))
        return page

    def counts(self, answer: Page) -> Counts:
        source, section, month = (
            {value: count for value, count in counter.items() if value}
            for counter in (answer.source, answer.section, answer.month)
        )
        return Counts(answer.total, source, section, month, len(answer.hits))


def _typed(asked: Asked) -> str:
    """Each word in quotes, so that none is an operator."""
    if asked.way == "phrase":
        return asked.text
    return (" OR " if asked.way == "any" else " ").join(f'"{word}"' for word in asked.words)


def _chosen(asked: Asked) -> str:
    return "source = ?" if asked.source else "1"


def _dates(asked: Asked) -> tuple[str, tuple[int, ...]]:
    if not asked.since:
        return "", ()
    days = (int(asked.since.replace("-", "")) * 100, int(asked.until.replace("-", "")) * 100 + 99)
    return " AND day BETWEEN ? AND ?", days


def _filters(asked: Asked) -> tuple[str, tuple[str | int, ...]]:
    condition, days = _dates(asked)
    if asked.source:
        return f"{condition} AND source = ?", (*days, asked.source)
    return condition, days
