"""One article → its page: the story, and how each field was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from searchnews.fields import credited
from searchnews.models import Article, Evidence, Hit
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.shown import Link


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a field was read and how sure that is."""

    field: str
    value: str
    rule: str
    place: str
    sure: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The page of one article."""

    article: Article
    title: str
    when: str
    when_machine: str
    updated: str
    updated_machine: str
    facts: tuple[tuple[str, tuple[Link, ...]], ...]  # label, values as links to their searches
    original: Link | None
    inline: tuple[str, ...]
    listed: tuple[str, ...]
    similar: tuple[Link, ...]
    readings: tuple[Reading, ...]


def article_view(article: Article, similar: Sequence[Hit]) -> ArticleView:
    """Everything the page of an article shows."""
    published, updated = article.published, article.updated
    return ArticleView(
        article=article,
        title=article.title or "Without a headline",
        when=wording.date(published),
        when_machine=wording.machine_date(published) if published else "",
        updated=wording.date(updated) if updated else "",
        updated_machine=wording.machine_date(updated) if updated else "",
        facts=tuple(_facts(article)),
        original=_original(article.url),
        inline=tuple(r.title for r in article.related if r.kind == "inline"),
        listed=tuple(r.title for r in article.related if r.kind == "listed"),
        similar=tuple(Link(hit.title or "Without a headline", f"/a/{hit.article_id}") for hit in similar),
        readings=tuple(_readings(article)),
    )


def _facts(article: Article) -> list[tuple[str, tuple[Link, ...]]]:
    rows = (
        ("Source", "source", credited(article)),
        ("Section", "section", (article.section,)),
        ("Author", "author", article.authors),
        ("Language", "language", (article.language,)),
    )
    facts = []
    for label, facet, values in rows:
        links = tuple(
            Link(wording.facet_value(facet, value), Address().only(facet, value).url()) for value in values if value
        )
        if links:
            facts.append((label, links))
    if article.publisher and article.publisher not in credited(article):
        facts.insert(1, ("Published by", (Link(article.publisher, ""),)))
    if article.dateline:
        facts.append(("Filed from", (Link(article.dateline, ""),)))
    return facts


def _original(url: str) -> Link | None:
    parts = urlsplit(url) if url else None
    return Link(parts.netloc, url) if parts and parts.scheme in ("http", "https") and parts.netloc else None


def _readings(article: Article) -> list[Reading]:
    rows = [_reading(name, _value(article, name), evidence) for name, evidence in article.evidence.items()]
    for name, date in (("published", article.published), ("updated", article.updated)):
        if date:
            rows = [row for row in rows if row.field != name]
            rows += [_reading(name, wording.date(date), evidence) for evidence in date.evidence]
    return rows


def _reading(name: str, value: str, evidence: Evidence) -> Reading:
    return Reading(name.replace("_", " "), value, evidence.rule, evidence.place, f"{evidence.confidence:.0%}")


def _value(article: Article, name: str) -> str:
    value = getattr(article, name, "")
    if isinstance(value, tuple):
        return (
            f"{wording.number(len(value))}" if name in ("body", "captions", "related") else ", ".join(map(str, value))
        )
    text = value if isinstance(value, str) else ""
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + " …"
