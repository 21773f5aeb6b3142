"""Answers as text for people."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from searchnews.dates import label
from searchnews.explaining import said, shares
from searchnews.fields import FACETS, credited
from searchnews.models import Article, ArticleDate, EngineStats, FacetCount, Hit, Part, SearchResult
from searchnews.printable import printable

_MARK = re.compile(r"</?mark>")
_SHOWN_VALUES = 5  # of a facet


def result_lines(result: SearchResult, *, bold: bool) -> Iterator[str]:
    """A search's answer for people."""
    yield f"{_counted(result.total, 'article')} for {printable(result.understood) or 'everything'}" + _range(result)
    yield from (f"  note: {printable(note)}" for note in result.notes)
    if result.suggestion:
        yield f"  did you mean: {printable(result.suggestion)}"
    for number, hit in enumerate(result.hits, result.query.offset + 1):
        yield from _hit_lines(f"{number:>3}. ", hit, bold)
    if result.nearly:
        yield ""
        yield "With some of the words:"
        for hit in result.nearly:
            yield from _hit_lines("   · ", hit, bold)
    yield from _facet_lines(result)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _range(result: SearchResult) -> str:
    dates = result.query.dates
    if not dates.bounded:
        return ""
    since, until = dates.since_text or "the beginning", dates.until_text or "the end"
    more = [
        f"{count:,} {word}" for count, word in ((result.undated, "undated"), (result.possible, "possible")) if count
    ]
    return f", {since} to {until}" + (f" ({', '.join(more)})" if more else "")


def _hit_lines(head: str, hit: Hit, bold: bool) -> Iterator[str]:
    article, room = hit.article, " " * len(head)
    if article is None:
        yield f"{head}{hit.article_id}"
        return
    yield ""
    yield f"{head}{_strong(printable(article.title) or '(no headline)', bold)}"
    yield f"{room}{printable(', '.join(credited(article))) or 'no source'} · {dated(article.published)}"
    yield from (f"{room}{_snippet(snippet, bold)}" for snippet in hit.snippets)
    yield f"{room}{hit.article_id}  {printable(article.url)}".rstrip()
    yield from _why_lines(room, hit.explanation or ())


def _why_lines(room: str, parts: Sequence[Part]) -> Iterator[str]:
    if parts:
        yield f"{room}score {sum(part.score for part in parts):.3f}:"
    for part, share in zip(parts, shares(parts), strict=True):
        yield f"{room}  {share:>3} %  {printable(said(part))}"


def _strong(text: str, bold: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if bold else text


def _snippet(snippet: str, bold: bool) -> str:
    """A snippet's escaped HTML as text, its marked words bold."""
    parts = _MARK.split(snippet)  # marks come in pairs: every second part is inside one
    return "".join(
        _strong(printable(html.unescape(part)), bold and number % 2 == 1) for number, part in enumerate(parts)
    )


def dated(date: ArticleDate | None) -> str:
    """A date as precisely as it is known."""
    if date is None:
        return "no date"
    day = label(date.start, "day" if date.precision == "minute" else date.precision)
    return f"{day} {date.start:%H:%M}" if date.precision == "minute" else day


def _facet_lines(result: SearchResult) -> Iterator[str]:
    if not result.total:
        return
    yield ""
    for facet in FACETS:
        rows = [row for row in result.facets.get(facet.name, ()) if row.value is not None or row.count]
        if rows:
            shown = ", ".join(_value(row, facet.none_label) for row in rows[:_SHOWN_VALUES])
            yield f"{facet.label + ':':<10}{shown}{' …' if len(rows) > _SHOWN_VALUES else ''}"


def _value(row: FacetCount, none_label: str) -> str:
    return f"{none_label if row.value is None else printable(row.value)} ({row.count:,})"


def article_lines(article: Article) -> Iterator[str]:
    """One article for people: what is known about it, then its text."""
    yield printable(article.title) or "(no headline)"
    facts = (
        ("by", ", ".join(article.authors)),
        ("source", ", ".join(article.sources)),
        ("publisher", article.publisher),
        ("section", article.section),
        ("published", dated(article.published)),
        ("updated", dated(article.updated) if article.updated else ""),
        ("language", article.language),
        ("address", article.url),
        ("id", article.article_id),
    )
    yield from (f"  {name + ':':<11}{printable(value)}" for name, value in facts if value)
    for paragraph in filter(None, (article.standfirst, *article.body)):
        yield ""
        yield printable(paragraph)
    for caption in article.captions:
        yield ""
        yield f"[{printable(caption)}]"
    if article.related:
        yield ""
        yield "Related headlines:"
        yield from (f"  {printable(related.title)}" for related in article.related)


def stats_lines(stats: EngineStats, address: str) -> Iterator[str]:
    """What an index holds, for people."""
    span = f"{stats.first} to {stats.last}" if stats.first else "no dates"
    yield f"{_counted(stats.articles, 'article')} in {printable(address)}, {span}, {stats.undated:,} without a date"
    yield (
        f"generation {stats.generation}, {_counted(stats.segments, 'segment')}, {stats.deleted:,} deleted, "
        f"{stats.bytes / 1e6:,.1f} MB"
    )
