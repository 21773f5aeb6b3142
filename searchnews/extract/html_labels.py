"""The labels of an HTML page: its section, its publisher, what kind of page it is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from searchnews.extract.html_flow import FURNITURE
from searchnews.extract.html_outline import Extent, Outline, matches
from searchnews.extract.html_tree import first_of, words
from searchnews.extract.html_words import is_one_of
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.line_words import exact, key
from searchnews.extract.metadata import Claim, Metadata
from searchnews.models import Kind

_CRUMBS = re.compile(r"bread-?crumb")
_SECTION = re.compile(
    r"(?:\A|[\s_-])(?:(?:article|story|post|entry)-?)?(?:section|categor(?:y|ia)|kicker|rubrik|rubrique|rubric|rubriek|ressort|seccion|seccao|editoria|topic|eyebrow|overline|volanta|cat-?(?:links?|name))"
    r"(?:-?(?:name|label|link|tag))?(?=\Z|[\s_-])"
)
_META_SECTION = ("article:section", "og:article:section", "parsely-section", "sailthru.section", "section", "category")
_META_PUBLISHER = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")
_LIVE = re.compile(r"(?:\A|[\s_-])live-?(?:blog|updates?|ticker|coverage|feed)(?=\Z|[\s_-])")
_ENTRIES = 3  # times on a live page
_LABELLED = etree.XPath(".//*[@aria-label]")
_FOLDER = re.compile(
    r"(?:https?://[^/]+)?/(?:[\w-]+/){0,2}(?P<name>[\w-]+)/?\Z"
)  # the address of a section: "/news/local"
_OVER = 2  # blocks over the headline
_MAX_LINE = 120  # characters of a line in which the section is named
_MAX_NAME = 80  # characters of a publisher's name


def find_section(
    extent: Extent, meta: Metadata, linked: LinkedArticle | None, publisher: str, title: str
) -> Claim | None:
    """The section: article:section, JSON-LD articleSection, the last step of the breadcrumb, a label by the title."""
    own = {words(publisher), words(title)}
    claims = _sections(extent, meta, linked)
    return next((claim for claim in claims if _is_section(claim.value) and words(claim.value) not in own), None)


def _sections(extent: Extent, meta: Metadata, linked: LinkedArticle | None) -> Iterator[Claim]:
    yield from meta.all(*_META_SECTION)
    if linked and linked.section:
        yield Claim(linked.section, "json-ld", "JSON-LD articleSection", 0.95)
    for name in reversed(linked.breadcrumb if linked else ()):
        yield Claim(name, "json-ld", "JSON-LD breadcrumb", 0.8)
    for name in reversed(_crumbs(extent.outline)):
        yield Claim(name, "breadcrumb", "breadcrumb", 0.8)
    for block in extent.outline.blocks:
        if not extent.before(block.element):
            break
        if block.zone is not FURNITURE and len(block.text) <= _MAX_LINE:
            for element in (block.element, *first_of(block.element)):
                if extent.outline.named(element, _SECTION):
                    first = next(element.iter("a"), element)  # of several categories the first
                    yield Claim(extent.outline.text(first), "label", "label before the story", 0.6)
    yield from _over_title(extent)


def _over_title(extent: Extent) -> Iterator[Claim]:
    """The link right over the headline: one or two words that lead to a section's page."""
    blocks = extent.outline.blocks
    at = next((number for number, block in enumerate(blocks) if block.element.tag == "h1"), 0)
    for block in blocks[max(at - _OVER, 0) : at]:
        folder = _FOLDER.match(block.url or "") if block.zone is not FURNITURE and block.all_link else None
        if folder and words(folder["name"].replace("-", " ")) == words(block.text):
            yield Claim(block.text, "over-title", "link over the headline", 0.5)


def _is_section(text: str) -> bool:
    if key(text) in exact("furniture"):
        return False
    return 2 <= len(text) <= 40 and not is_one_of("home", text) and "http" not in text and 0 < len(words(text)) <= 5


def _crumbs(outline: Outline) -> list[str]:
    """The names of the links of the page's breadcrumb."""
    named = (element for element, names in outline.names.items() if "crumb" in names and matches(_CRUMBS, names))
    labelled = (each for each in _LABELLED(outline.tree) if _CRUMBS.search(each.get("aria-label").lower()))
    for element in itertools.chain(named, labelled):
        steps = [outline.text(link) for link in element.iter("a")]
        if steps:
            return steps
    return []


def kind_of(outline: Outline, meta: Metadata, linked: LinkedArticle | None) -> Kind:
    """Live page, video, gallery or article, by JSON-LD type, else by the names of its entries, else by og:type."""
    if linked and linked.kind != "article":
        return linked.kind
    if _is_live(outline):
        return "live"
    declared = meta.get("og:type").lower()
    if declared.startswith("video"):
        return "video"
    return "gallery" if "gallery" in declared else "article"


def _is_live(outline: Outline) -> bool:
    """Whether a frame named for it holds several times: a live page without JSON-LD."""
    named = [element for element, names in outline.names.items() if "live" in names and matches(_LIVE, names)]
    return any(len(element.findall(".//time")) >= _ENTRIES for element in named if element not in outline.furniture)


def publisher_name(meta: Metadata, linked: LinkedArticle | None) -> Claim | None:
    """The name of the outlet: JSON-LD publisher, else og:site_name, else what the page calls its application."""
    claims = [Claim(linked.publisher, "json-ld", "JSON-LD publisher")] if linked and linked.publisher else []
    return next((claim for claim in [*claims, *meta.all(*_META_PUBLISHER)] if len(claim.value) <= _MAX_NAME), None)
