"""An HTML page as an article: one tree parsed once, then each field from the best place that has it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from lxml import etree

from searchnews.extract.agencies import dateline
from searchnews.extract.credits import Credit, credit_of
from searchnews.extract.html_authors import Authors, find_authors
from searchnews.extract.html_date import Dates, find_dates
from searchnews.extract.html_edges import spoken_section, trimmed
from searchnews.extract.html_filter import Story
from searchnews.extract.html_labels import find_section, kind_of, publisher_name
from searchnews.extract.html_outline import Extent, Outline, extent_of, outline_of
from searchnews.extract.html_parts import find_captions, find_standfirst, source_line
from searchnews.extract.html_refusal import no_text, refuse_no_article
from searchnews.extract.html_related import find_related
from searchnews.extract.html_story import Found, find_story
from searchnews.extract.html_title import Titles, find_titles
from searchnews.extract.html_tree import parse, settle, words
from searchnews.extract.html_words import has_phrase
from searchnews.extract.identity import canonical_url, publisher_of
from searchnews.extract.jsonld import LinkedArticle, read_json_ld
from searchnews.extract.language import detect
from searchnews.extract.metadata import Claim, Metadata, read_metadata
from searchnews.extract.mojibake import repaired
from searchnews.models import Article, Evidence, Kind, Page

_TEASER = 800  # characters: a text this short, on a page that says it is not free, is a teaser


_OFFER = 6  # texts at the end of a teaser, or after it, in which a subscription is offered
_OFFER_LENGTH = 300  # characters of such an offer


@dataclass(frozen=True, slots=True)
class _Source:
    """A page's tree, and what it says to machines."""

    outline: Outline
    meta: Metadata
    linked: LinkedArticle | None
    url: str
    publisher: Claim | None
    scripted: bool  # whether the page has scripts, which may fill in its text

    @property
    def site(self) -> str:
        """The site's name, or its host."""
        return self.publisher.value if self.publisher else publisher_of(self.url)

    @property
    def descriptions(self) -> tuple[str, ...]:
        """The summaries meant for machines."""
        linked = self.linked.description if self.linked else ""
        return tuple(
            filter(
                None,
                (
                    linked,
                    self.meta.get("og:description"),
                    self.meta.get("description"),
                    self.meta.get("twitter:description"),
                ),
            )
        )


def extract_html(page: Page) -> Article:
    """The fields of an HTML page; `article_id` is left to the caller, `url` is the canonical address.

    Raises InputRefused for a page that is empty, has no text without its scripts, or is nested beyond reason.
    """
    content, notes = repaired(page.content)
    page = replace(page, content=content) if notes else page
    source = _source(page)
    titles = find_titles(source.outline, source.meta, source.linked, source.site)
    every_title = (titles.title, *titles.alternatives)
    captions = find_captions(source.outline)
    found = find_story(
        source.outline, source.linked, page.content, source.url, (titles.title, *titles.alternatives), captions
    )
    kind = kind_of(source.outline, source.meta, source.linked)
    if not found.story.paragraphs:
        found = _described(source, every_title, kind)
    refuse_no_article(source.outline, source.meta, source.linked, every_title, found.story.paragraphs, source.url)
    article = _article(page, source, titles, captions, found, kind)
    return replace(article, notes=(*notes, *article.notes))


def _source(page: Page) -> _Source:
    tree = parse(page.content)
    meta = read_metadata(tree)
    linked = read_json_ld(tree, page.url or "")
    scripted = tree.find(".//script") is not None
    settle(tree)
    return _Source(
        outline_of(tree), meta, linked, _address(page, tree, meta, linked), publisher_name(meta, linked), scripted
    )


def _address(page: Page, tree: etree._Element, meta: Metadata, linked: LinkedArticle | None) -> str:
    """The page's canonical address: what the page itself calls canonical, else where it was found."""
    given = page.url or ""
    declared = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for claimed in (*declared, meta.get("og:url"), linked.url if linked else "", given):
        try:
            address = canonical_url(urljoin(given, claimed)) if claimed else ""
        except ValueError:
            continue
        # A template that calls the home page canonical would make one article of a whole site.
        if address and not address.endswith(f"//{publisher_of(address)}/"):
            return address
    return canonical_url(given)


def _described(source: _Source, titles: Sequence[str], kind: Kind) -> Found:
    """The description as the text of a page that is a film or pictures; any other page without text is refused."""
    if kind in {"video", "gallery"} and source.descriptions:
        return Found(Story(source.descriptions[:1], ()), Evidence("description", "description of the page", 0.5))
    raise no_text(source.outline, titles, source.url, scripted=source.scripted)


def _article(page: Page, source: _Source, titles: Titles, captions: Sequence[str], found: Found, kind: Kind) -> Article:
    outline, meta, linked = source.outline, source.meta, source.linked
    extent = extent_of(outline, found.story.paragraphs)
    every_title = (titles.title, *titles.alternatives)
    standfirst = find_standfirst(extent, every_title, source.descriptions, found.story.paragraphs)
    body = trimmed(_body(found.story.paragraphs, standfirst), _headings(outline), live=kind == "live")
    language = detect(" ".join(body[:12]), declared_language(outline.tree, meta, linked))
    dates = find_dates(extent, meta, linked, page.content, source.url, language, page.fetched_at, live=kind == "live")
    authors = find_authors(extent, meta, linked, source.site)
    line = source_line(outline, body)
    body = tuple(text for text in body if text != line.text)
    partial = _is_teaser(outline, extent, meta, linked, body)
    body = _without_offer(body) if partial else body
    credit = credit_of(body, line.names, line.place, authors.agencies)
    section = find_section(extent, meta, linked, source.site, titles.title) or spoken_section(
        extent, found.story.paragraphs
    )
    filed = dateline(body[0]) if body else None
    return Article(
        article_id="",
        title=titles.title,
        standfirst=standfirst.value if standfirst else "",
        body=body,
        published=dates.published,
        updated=dates.updated,
        sources=credit.names,
        publisher=source.site,
        section=section.value if section else "",
        authors=authors.people,
        dateline=filed.place if filed else "",
        captions=tuple(captions),
        related=find_related(extent, source.url, every_title, found.story.related),
        language=language,
        url=source.url,
        alternative_titles=titles.alternatives,
        kind=kind,
        partial=partial,
        evidence=_evidence(titles, standfirst, found, dates, credit, authors, section, source.publisher),
        notes=titles.notes + dates.notes,
    )


def _headings(outline: Outline) -> frozenset[tuple[str, ...]]:
    return frozenset(words(outline.text(element)) for element in outline.tree.iter("h2", "h3", "h4", "h5"))


def _body(paragraphs: tuple[str, ...], standfirst: Claim | None) -> tuple[str, ...]:
    """The paragraphs without the standfirst, unless it is all there is."""
    if standfirst is None:
        return paragraphs
    rest = tuple(text for text in paragraphs if words(text) != words(standfirst.value))
    return rest or paragraphs


def declared_language(tree: etree._Element, meta: Metadata, linked: LinkedArticle | None) -> str:
    """The language the page claims: its html element, meta elements or JSON-LD."""
    claimed = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang") or ""
    return (
        claimed
        or meta.get("og:locale", "content-language", "language", "dc.language")
        or (linked.language if linked else "")
    )


def _is_teaser(
    outline: Outline, extent: Extent, meta: Metadata, linked: LinkedArticle | None, body: Sequence[str]
) -> bool:
    """Whether the page shows the beginning only: it says that the story is not free, or offers the rest for sale."""
    length = sum(map(len, body))
    if (linked is not None and not linked.free) or meta.get("article:content_tier", "content_tier").lower() == "locked":
        return length < _TEASER
    after = (
        block.text for block in outline.blocks if extent.last is not None and outline.place[block.element] > extent.last
    )
    near = (*body[-_OFFER:], *itertools.islice(after, _OFFER))
    return length < 2 * _TEASER and any(len(text) <= _OFFER_LENGTH and has_phrase("paywall", text) for text in near)


def _without_offer(body: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraphs of a teaser less the offer of a subscription; all of them where nothing else is there."""
    return tuple(text for text in body if len(text) > _OFFER_LENGTH or not has_phrase("paywall", text)) or body


def _evidence(
    titles: Titles,
    standfirst: Claim | None,
    found: Found,
    dates: Dates,
    credit: Credit,
    authors: Authors,
    section: Claim | None,
    publisher: Claim | None,
) -> dict[str, Evidence]:
    """Where each field was read; fields without a value have no entry."""
    read: dict[str, Evidence | None] = {
        "title": titles.evidence,
        "body": found.evidence,
        "sources": credit.evidence,
        "authors": authors.evidence,
        "published": dates.published.evidence[0] if dates.published and dates.published.evidence else None,
        "updated": dates.updated.evidence[0] if dates.updated and dates.updated.evidence else None,
    }
    for name, claim in (("standfirst", standfirst), ("section", section), ("publisher", publisher)):
        read[name] = Evidence(claim.rule, claim.place, claim.confidence) if claim else None
    return {name: evidence for name, evidence in read.items() if evidence is not None}
