"""The smaller fields of an HTML page: standfirst, captions, section, publisher, source lines, kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from searchnews.extract.agencies import agency, credited
from searchnews.extract.html_order import Extent
from searchnews.extract.html_tree import marks, text_of, within, words
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Claim, Metadata
from searchnews.models import Kind

_STANDFIRST = re.compile(
    r"(?:\A|[\s_-])(?:standfirst|sub-?title|sub-?head(?:line)?|dek|deck|strapline|chapo|chapeau|sottotitolo|entradilla|bajada|synopsis|"
    r"(?:article|story|post|entry|news)[_-]*(?:lead|lede|intro|summary|excerpt|description|sub\w*|abstract)|teaser-?text|intro|lead|lede|summary|description|alternativeheadline)(?=\Z|[\s_-])"
)
_CAPTION = re.compile(
    r"(?:\A|[\s_-])(?:wp-)?(?:fig)?(?:image-?|photo-?|img-?|media-?|picture-?)?(?:caption|legend|cutline|bildunterschrift)(?:-?text)?(?=\Z|[\s_-])"
)
_ELSEWHERE = re.compile(
    r"(?:\A|[\s_-])(?:related|recommend\w*|sidebar|comments?|teaser|card|promo|newsletter|widget|most-?\w+|explore|trending|latest|cookie\w*|author-?bio|bio)(?=\Z|[\s_-])"
)
_OUTSIDE = frozenset({"nav", "footer", "aside"})
_FIGURE = frozenset({"figure", "figcaption", "table", "nav", "footer", "aside"})
_SOURCE_LINE = re.compile(
    r"\A\W{0,2}(?:sources?|quellen?|fuentes?|fonti?e?|bron|kilde|källa|kaynak|źródło|zdroj|forrás|lähde|sumber|источник|via)\s*[:：]\s*(?P<name>\S.{0,98})\Z",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:\A|[\s_-])(?:source|agency|provider|credit-?line|distributor)(?:-?(?:name|label|text))?(?=\Z|[\s_-])"
)
_HOME = frozenset(
    {"home", "homepage", "startseite", "accueil", "inicio", "anasayfa", "start", "news home", "front page"}
)
_CRUMBS = re.compile(r"bread-?crumb")
_SECTION_MARK = re.compile(
    r"(?:\A|[\s_-])(?:(?:article|story|post|entry)-?)?(?:section|category|kicker|rubrik|rubrique|topic|eyebrow)(?:-?(?:name|label|link|tag))?(?=\Z|[\s_-])"
)
_MAX_CAPTION = 1_000  # characters


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The sources a line of the page credits, where it stands, and the line where it is one of the body."""

    names: tuple[str, ...] = ()
    place: str = ""
    text: str | None = None


def find_standfirst(
    tree: HtmlElement, extent: Extent, titles: Iterable[str], descriptions: Iterable[str], body: Sequence[str]
) -> Claim | None:
    """The visible text between title and story that sums the story up.

    An element named for it counts wherever it stands before the story, even where the body begins with it. A description
    for machines counts only where the page shows it as an element of its own outside the body: one that merely
    repeats the lede leaves the lede in the body and the standfirst empty.
    """
    known = {words(title) for title in titles}
    described = {words(text) for text in descriptions if text}
    in_body = {words(text) for text in body}
    for element in tree.iter("p", "h2", "h3", "h4", "div", "span", "strong"):
        if not extent.before(element):
            return None
        if len(element) > 6 or within(element, _ELSEWHERE, _FIGURE):
            continue
        text = text_of(element)
        key = words(text)
        if not 25 <= len(text) <= 700 or key in known or len(key) < 5:
            continue
        if _named(element):
            return Claim(text, "standfirst", f"element {element.tag} named for it", 0.9)
        if (key in described and key not in in_body) or _under_title(element, known):
            return Claim(text, "standfirst", "text under the title", 0.8)
    return None


def _named(element: etree._Element) -> bool:
    """Whether an element or the frame right around it is named for a standfirst and holds nothing else."""
    parent = element.getparent()
    if _STANDFIRST.search(marks(element)):
        return all(child.tag not in {"p", "div", "ul", "section"} for child in element) or len(element) == 1
    return parent is not None and len(parent) == 1 and bool(_STANDFIRST.search(marks(parent)))


def _under_title(element: etree._Element, titles: set[tuple[str, ...]]) -> bool:
    """Whether an h2 comes right after the h1 that holds the title."""
    before = element.getprevious()
    return element.tag == "h2" and before is not None and before.tag == "h1" and words(text_of(before)) in titles


def find_captions(tree: HtmlElement) -> tuple[str, ...]:
    """The captions of the story's pictures, credits included, in page order."""
    found: dict[tuple[str, ...], str] = {}
    for element in tree.iter("figcaption", "p", "div", "span", "dd"):
        if element.tag != "figcaption" and not _CAPTION.search(marks(element)):
            continue
        text = text_of(element)
        if (
            8 <= len(text) <= _MAX_CAPTION
            and not within(element, _ELSEWHERE, _OUTSIDE)
            and not _framed(words(text), found)
        ):
            found[words(text)] = text
    return tuple(found.values())


def _framed(key: tuple[str, ...], found: dict[tuple[str, ...], str]) -> bool:
    """Whether a caption was found already, or as a part of one."""
    joined = " ".join(key)
    return any(joined in " ".join(known) for known in found)


def find_section(
    tree: HtmlElement, meta: Metadata, linked: LinkedArticle | None, publisher: str, title: str
) -> Claim | None:
    """The section: article:section, JSON-LD articleSection, the last step of the breadcrumb, a label by the title."""
    claims = [
        *meta.all(
            "article:section",
            "og:article:section",
            "parsely-section",
            "sailthru.section",
            "section",
            "cxenseparse:section",
        )
    ]
    if linked:
        claims += [Claim(linked.section, "json-ld", "JSON-LD articleSection", 0.95)] if linked.section else []
        claims += [
            Claim(name, "json-ld", "JSON-LD breadcrumb", 0.8)
            for name in reversed(linked.breadcrumb[1:] or linked.breadcrumb)
        ]
    claims += [Claim(name, "breadcrumb", "breadcrumb", 0.8) for name in reversed(_crumbs(tree))]
    claims += [Claim(name, "label", "section label", 0.6) for name in _labels(tree)]
    own = {words(publisher), words(title)}
    return next((claim for claim in claims if _is_section(claim.value) and words(claim.value) not in own), None)


def _is_section(text: str) -> bool:
    return 2 <= len(text) <= 40 and text.casefold() not in _HOME and "http" not in text and len(words(text)) <= 5


def _crumbs(tree: HtmlElement) -> list[str]:
    for element in tree.iter("nav", "ol", "ul", "div", "p"):
        if _CRUMBS.search(f"{marks(element)} {(element.get('aria-label') or '').lower()}"):
            names = [text_of(link) for link in element.iter("a")]
            if names:
                return names[1:] or names
    return []


def _labels(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("a", "span", "p", "div"):
        if len(element) <= 1 and _SECTION_MARK.search(marks(element)) and not within(element, _ELSEWHERE, _OUTSIDE):
            yield text_of(element)


def source_line(tree: HtmlElement, body: Sequence[str]) -> SourceLine:
    """The line that credits the story: "SOURCE: AFP" at either end of the text or elsewhere on the page, or an agency
    alone in an element named for a source. Lines under pictures and tables credit those."""
    for text in (*reversed(body[-4:]), *body[:2]):
        found = _SOURCE_LINE.match(text)
        if found:
            return SourceLine(credited(found["name"]) or (found["name"].strip(" ."),), "source line of the text", text)
    for element in tree.iter("p", "span", "div", "li", "footer", "cite", "a", "strong"):
        if len(element) <= 4 and not within(element, _ELSEWHERE, frozenset({"figure", "figcaption", "table", "nav"})):
            names = _credit(element)
            if names:
                return SourceLine(names, "source line of the page")
    return SourceLine()


def _credit(element: etree._Element) -> tuple[str, ...]:
    text = text_of(element) if len(element.text or "") <= 120 else ""
    if not 2 <= len(text) <= 120:
        return ()
    found = _SOURCE_LINE.match(text)
    if found:
        return credited(found["name"])
    house = agency(text) if _SOURCE.search(marks(element)) else None
    return (house,) if house else ()


def kind_of(meta: Metadata, linked: LinkedArticle | None) -> Kind:
    """Live page, video, gallery or article, by JSON-LD type, else by og:type."""
    if linked and linked.kind != "article":
        return linked.kind
    declared = meta.get("og:type").lower()
    if declared.startswith("video"):
        return "video"
    return "gallery" if "gallery" in declared else "article"


def publisher_name(meta: Metadata, linked: LinkedArticle | None) -> Claim | None:
    """The name of the outlet: JSON-LD publisher, else og:site_name, else the application's name."""
    if linked and linked.publisher and len(linked.publisher) <= 80:
        return Claim(linked.publisher, "json-ld", "JSON-LD publisher")
    return next(
        (
            claim
            for claim in meta.all("og:site_name", "application-name", "dc.publisher", "twitter:app:name:iphone")
            if len(claim.value) <= 80
        ),
        None,
    )
