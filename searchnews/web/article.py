"""One article → its page: the story, and how each field was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from searchnews.fields import credited
from searchnews.models import Article, Evidence, Hit
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.citation import sentence
from searchnews.web.neighbours import Neighbours
from searchnews.web.shown import Link

FORMS = {"txt": "plain text", "json": "JSON", "bib": "BibTeX", "ris": "RIS"}  # ending of its address → what it is


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
    inline: tuple[Link, ...]  # headlines set into the story; to its page where the story is in the index, else ""
    listed: tuple[Link, ...]
    similar: tuple[Link, ...]
    forms: tuple[Link, ...]
    readings: tuple[Reading, ...]
    citation: str
    neighbours: Neighbours | None


def article_view(
    article: Article, similar: Sequence[Hit], here: Mapping[str, str], neighbours: Neighbours | None
) -> ArticleView:
    """Everything the page of an article shows; `here`: headline → id of the article that has it."""
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
        inline=_related(article, "inline", here),
        listed=_related(article, "listed", here),
        similar=tuple(Link(hit.title or "Without a headline", f"/a/{hit.article_id}") for hit in similar),
        forms=tuple(Link(label, f"/a/{article.article_id}.{form}") for form, label in FORMS.items()),
        readings=tuple(_readings(article)),
        citation=sentence(article),
        neighbours=neighbours,
    )


def _related(article: Article, kind: str, here: Mapping[str, str]) -> tuple[Link, ...]:
    shown = dict.fromkeys(related.title for related in article.related if related.kind == kind)
    own = article.article_id
    return tuple(Link(title, f"/a/{id}" if (id := here.get(title, own)) != own else "") for title in shown)


def plain_text(article: Article) -> str:
    """The story as text: what the page shows of it, a blank line between its parts."""
    about = (", ".join(credited(article)), wording.date(article.published), article.section, ", ".join(article.authors))
    parts = (
        article.title,
        article.standfirst,
        " · ".join(part for part in about if part),
        *article.body,
        *article.captions,
        article.url,
    )
    return "\n\n".join(part for part in parts if part) + "\n"


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
