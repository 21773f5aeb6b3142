"""An HTML page as an article: one tree parsed once, then each field from the best place that has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from searchnews.extract.agencies import dateline
from searchnews.extract.biographies import without_biography
from searchnews.extract.credits import Credit, credit_of
from searchnews.extract.html_authors import Authors, find_authors
from searchnews.extract.html_date import Dates, find_dates
from searchnews.extract.html_edges import spoken_section, trimmed
from searchnews.extract.html_filter import Story
from searchnews.extract.html_labels import find_section, kind_of
from searchnews.extract.html_outline import Extent, Outline, extent_of
from searchnews.extract.html_parts import find_captions, find_standfirst, source_line
from searchnews.extract.html_refusal import no_text, refuse_no_article
from searchnews.extract.html_related import find_related
from searchnews.extract.html_source import Source, read_source
from searchnews.extract.html_story import Found, find_story
from searchnews.extract.html_teaser import is_teaser, without_offer
from searchnews.extract.html_title import Titles, find_titles
from searchnews.extract.html_tree import words
from searchnews.extract.language import Language, told
from searchnews.extract.metadata import Claim
from searchnews.extract.mojibake import repaired
from searchnews.models import Article, Evidence, Kind, Page, Related

_SIGNED = 2  # paragraphs at the end that may be a credit alone
_SAMPLE = 12  # paragraphs from which the language is told


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a page in its parts."""

    titles: Titles
    captions: tuple[str, ...]
    found: Found
    extent: Extent
    kind: Kind
    standfirst: Claim | None
    body: tuple[str, ...]
    language: Language

    @property
    def every_title(self) -> tuple[str, ...]:
        """The title and the others."""
        return (self.titles.title, *self.titles.alternatives)


def extract_html(page: Page) -> Article:
    """The fields of an HTML page; `article_id` is left to the caller, `url` is the canonical address.

    Raises InputRefused for a page that is empty, has no text without its scripts, is nested beyond reason, or is no article:
    an error, a request for consent, a list of headlines.
    """
    content, notes = repaired(page.content)
    source = read_source(replace(page, content=content) if notes else page)
    article = _article(source, _text(source))
    return replace(article, notes=(*notes, *article.notes))


def _text(source: Source) -> _Text:
    outline, meta, linked = source.outline, source.meta, source.linked
    titles = find_titles(outline, meta, linked, source.site_name)
    every_title = (titles.title, *titles.alternatives)
    captions = find_captions(outline)
    kind = kind_of(outline, meta, linked)
    found = find_story(outline, linked, source.page.content, source.url, every_title, captions)
    if not found.story.paragraphs:
        found = _described(source, every_title, kind)
    paragraphs = found.story.paragraphs
    refuse_no_article(outline, meta, linked, every_title, paragraphs, source.url)
    extent = extent_of(outline, paragraphs)
    standfirst = find_standfirst(extent, every_title, source.descriptions, paragraphs)
    body = trimmed(_body(paragraphs, standfirst), _headings(outline), live=kind == "live")
    language = told(" ".join(body[:_SAMPLE]), source.language)
    return _Text(titles, captions, found, extent, kind, standfirst, body, language)


def _described(source: Source, titles: Sequence[str], kind: Kind) -> Found:
    """The description as the text of a page that is a film or pictures; any other page without text is refused."""
    if kind in {"video", "gallery"} and source.descriptions:
        return Found(Story(source.descriptions[:1], ()), Evidence("description", "description of the page", 0.5))
    raise no_text(source.outline, titles, source.url, scripted=source.scripted)


def _article(source: Source, text: _Text) -> Article:
    meta, linked, extent, titles = source.meta, source.linked, text.extent, text.titles
    dates = find_dates(source, extent, text.language.code, live=text.kind == "live")
    authors = find_authors(extent, meta, linked, source.site_name, text.body)
    line = source_line(extent, text.body)
    body = tuple(paragraph for paragraph in text.body if paragraph != line.text)
    partial = is_teaser(extent, meta, linked, body)
    body = without_offer(body) if partial else body
    body = without_biography(body, authors.people)
    paragraphs = text.found.story.paragraphs
    signed = (*body, *(last for last in paragraphs[-_SIGNED:] if last not in body))  # "-- PTI" is no text, but a credit
    credit = credit_of(signed, line.names, line.place, authors.agencies)
    section = find_section(extent, meta, linked, source.site_name, titles.title) or spoken_section(extent, paragraphs)
    filed = dateline(body[0]) if body else None
    related = find_related(extent, source.url, text.every_title, text.found.story.related)
    return Article(
        article_id="",
        title=titles.title,
        standfirst=text.standfirst.value if text.standfirst else "",
        body=body,
        published=dates.published,
        updated=dates.updated,
        sources=credit.names,
        publisher=source.site_name,
        section=section.value if section else "",
        authors=authors.people,
        dateline=filed.place if filed else "",
        captions=text.captions,
        related=related,
        language=text.language.code,
        url=source.url,
        alternative_titles=titles.alternatives,
        kind=text.kind,
        partial=partial,
        evidence=_evidence(source, text, dates, credit, authors, section, filed is not None, related),
        notes=titles.notes + dates.notes,
    )


def _headings(outline: Outline) -> frozenset[tuple[str, ...]]:
    return frozenset(words(block.text) for block in outline.blocks if block.kind == "head")


def _body(paragraphs: tuple[str, ...], standfirst: Claim | None) -> tuple[str, ...]:
    """The paragraphs without the standfirst, unless it is all there is."""
    if standfirst is None:
        return paragraphs
    rest = tuple(text for text in paragraphs if words(text) != words(standfirst.value))
    return rest or paragraphs


def _evidence(
    source: Source,
    text: _Text,
    dates: Dates,
    credit: Credit,
    authors: Authors,
    section: Claim | None,
    filed: bool,
    related: Sequence[Related],
) -> Mapping[str, Evidence]:
    """Where each field was read; fields without a value have no entry."""
    read: dict[str, Evidence | None] = {
        "title": text.titles.evidence,
        "standfirst": _of(text.standfirst),
        "body": text.found.evidence,
        "published": dates.published.evidence[0] if dates.published else None,
        "updated": dates.updated.evidence[0] if dates.updated else None,
        "sources": credit.evidence,
        "publisher": _of(source.site),
        "section": _of(section),
        "authors": authors.evidence,
        "dateline": Evidence("dateline", "first paragraph", 0.9) if filed else None,
        "captions": Evidence("caption", "figcaption or element named for a caption", 0.9) if text.captions else None,
        "related": Evidence("links", f"{len(related)} links in labelled lines and lists", 0.8) if related else None,
        "language": text.language.evidence,
        "url": _of(source.address),
    }
    return {name: evidence for name, evidence in read.items() if evidence is not None}


def _of(claim: Claim | None) -> Evidence | None:
    return Evidence(claim.rule, claim.place, claim.confidence) if claim else None
