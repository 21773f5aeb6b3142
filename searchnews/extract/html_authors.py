"""Who wrote the story on an HTML page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from searchnews.extract.agencies import agency
from searchnews.extract.bylines import distinct, is_name, is_person, split_names, strip_by
from searchnews.extract.html_edges import spoken_names
from searchnews.extract.html_flow import FURNITURE, Block
from searchnews.extract.html_outline import Extent, Outline, matches
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Claim, Metadata
from searchnews.models import Evidence

_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
    "dc.creator.name", "cxenseparse:author", "citation_author", "article.author", "authors",
)  # fmt: skip
_BYLINE = re.compile(
    r"(?:\A|[\s_-])(?:by-?line|authors?|(?:post|article|entry)-?author|author-?(?:name|link)|writers?|reporter|autor(?:en|es)?|auteurs?|contributors?)(?=\Z|[\s_-])"
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|by|profiles?|writers?|contributors?|reporters?|journalists?|staff|people)/[^/?#]+/?\Z",
    re.IGNORECASE,
)
_RELATED = etree.XPath("//a[@rel]")
_LOOSE = frozenset({"profile", "spoken"})  # places that hold much else: only what looks like a name counts
_FRAMES = frozenset({"body", "article", "main", "section", "meta", "link"})
_MAX_BYLINE = 120  # characters
_MAX_NAME = 40  # characters of a name under a line "Article by"
_MAX_PARTS = 8  # elements right inside a byline
_AFTER = 6  # blocks after the story in which its author may be named


@dataclass(frozen=True, slots=True)
class Authors:
    """The people named, the agencies named among them, and where."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]
    evidence: Evidence | None


def find_authors(extent: Extent, meta: Metadata, linked: LinkedArticle | None, publisher: str) -> Authors:
    """The authors from the first place that names a person; every agency named on the way is a source."""
    agencies: list[str] = []
    people_declared = linked.people if linked else ()
    for claims in _places(extent, meta, linked):
        names = [name for claim in claims for name in split_names(claim.value, publisher)]
        houses = {name: agency(name) for name in names}
        agencies += [house for house in houses.values() if house]
        people = distinct(
            name
            for name in names
            if houses[name] is None
            and is_name(name, "" if name in people_declared else publisher)
            and (claims[0].rule not in _LOOSE or is_person(name))
        )
        if people:
            first = claims[0]
            return Authors(people, distinct(agencies), Evidence(first.rule, first.place, first.confidence))
    spoken = spoken_names(extent)
    if spoken and all(is_name(name, publisher) for name in spoken[1]):
        first, people = spoken
        return Authors(people, distinct(agencies), Evidence(first.rule, first.place, first.confidence))
    return Authors((), distinct(agencies), None)


def _places(extent: Extent, meta: Metadata, linked: LinkedArticle | None) -> Iterator[tuple[Claim, ...]]:
    """Where authors are named, best first; each place with all that it names."""
    if linked and linked.authors:
        yield tuple(Claim(name, "json-ld", "JSON-LD author") for name in linked.authors)
    for name in _META:
        if claims := meta.all(name):
            yield claims
    if "written by" in meta.get("twitter:label1").lower():
        yield meta.all("twitter:data1")
    if claims := tuple(_marked(extent)):
        yield claims
    for claim in (*_bylines(extent.outline), *_profiles(extent), *_spoken(extent)):
        yield (claim,)


def _marked(extent: Extent) -> Iterator[Claim]:
    """Elements that say in so many words that they name the author, in any frame before the story."""
    outline = extent.outline
    marked = [each for each, names in outline.names.items() if "author" in names and each.get("itemprop") == "author"]
    marked += [link for link in _RELATED(outline.tree) if "author" in link.get("rel").split()]
    for element in sorted(marked, key=outline.place.__getitem__):
        text = _name_of(outline, element)
        if 0 < len(text) <= _MAX_BYLINE and (element not in outline.furniture or extent.before(element)):
            yield Claim(text, "itemprop" if element.get("itemprop") else "rel", "author element", 0.85)


def _name_of(outline: Outline, element: etree._Element) -> str:
    inner = element.find(".//*[@itemprop='name']")
    marked = element if inner is None else inner
    return marked.get("content") or outline.text(marked)


def _bylines(outline: Outline) -> Iterator[Claim]:
    """Short texts of elements named for a byline."""
    for element, names in outline.names.items():
        if matches(_BYLINE, names) and element not in outline.furniture and element.tag not in _FRAMES:
            text = outline.text(element) if len(element) <= _MAX_PARTS else ""
            if 3 < len(text) <= _MAX_BYLINE:
                yield Claim(text, "byline", "byline element", 0.7)


def _profiles(extent: Extent) -> Iterator[Claim]:
    """Links to the page of one author that stand before the story, or right after it."""
    outline = extent.outline
    near = [block.element for block in _near(extent)]
    for link in outline.shown("a"):
        before = extent.before(link)
        if (before or link in near or link.getparent() in near) and _PROFILE.search(link.get("href") or ""):
            yield Claim(outline.text(link), "profile", "link to an author's page", 0.7 if before else 0.6)


def _spoken(extent: Extent) -> Iterator[Claim]:
    """Short lines that begin with "By", or follow a line that is no more: before the story, or right after it."""
    outline = extent.outline
    above = (block for block in outline.blocks if block.zone is not FURNITURE and extent.before(block.element))
    for blocks, place, confidence in (
        (above, "text before the story", 0.6),
        (_near(extent), "text after the story", 0.5),
    ):
        alone = False
        for block in blocks:
            if _says_by(block) or (alone and len(block.text) <= _MAX_NAME):
                yield Claim(block.text, "spoken", place, confidence)
            alone = len(block.text) <= _MAX_NAME and not strip_by(f"{block.text} ").strip()


def _says_by(block: Block) -> bool:
    return 6 <= len(block.text) <= _MAX_BYLINE and strip_by(block.text) != block.text


def _near(extent: Extent) -> list[Block]:
    """The few blocks right after the story."""
    outline = extent.outline
    if extent.last is None:
        return []
    after = (block for block in outline.blocks if outline.place[block.element] > extent.last)
    return [block for block in itertools.islice(after, _AFTER) if block.zone is not FURNITURE]
