"""Parts around the text of an HTML page: the standfirst, the captions, the line that names a source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from searchnews.extract.agencies import AGENCIES, agency, credited
from searchnews.extract.html_flow import CAPTION, FURNITURE, Block
from searchnews.extract.html_outline import Extent, Outline
from searchnews.extract.html_tree import first_of, words
from searchnews.extract.metadata import Claim

_STANDFIRST = re.compile(
    r"(?:\A|[\s_-])(?:standfirst|sub-?title|sub-?head(?:line)?|dek|deck|strapline|chapo|chapeau|sottotitolo|entradilla"
    r"|bajada|synopsis|intro|lede?|lead|summary|description|alternativeheadline|vorspann|ingress|preamble|excerpt|teaser-?text|subtitular|copete|epigrafe|occhiello|sommario|spot|summary-?text|desc|zajawka)(?=\Z|[\s_-])"
)
_SOURCE_LINE = re.compile(
    r"\A\W{0,2}(?:sources?|quellen?|fuentes?|fonti?e?|bron|kilde|källa|kaynak|źródło|zdroj|forrás|lähde|sumber|источник)"
    r"\s*[:：]\s*(?P<name>\S.{0,98})\Z",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:\A|[\s_-])(?:sources?|agency|agencies|provider|credit-?line|distributor|byline)(?:-?(?:name|label|text))?(?=\Z|[\s_-])"
)
_PICTURES = frozenset({"figure", "figcaption", "table"})
_LINES = frozenset({"p", "h2", "h3", "h4", "div", "section", "header", "li", "td", "tr"})
_ELSEWHERE = frozenset({FURNITURE, CAPTION})
_CLOSE = 20  # characters by which two spellings of one text may differ
_MAX_CAPTIONS = 200  # of one page
_MAX_CAPTION = 1_000  # characters
_MAX_LINE = 120  # characters


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The sources a line of the page credits, where it stands, and the line where it is one of the body."""

    names: tuple[str, ...] = ()
    place: str = ""
    text: str | None = None


def find_standfirst(
    extent: Extent, titles: Sequence[str], descriptions: Sequence[str], body: Sequence[str]
) -> Claim | None:
    """The visible text between title and story that sums the story up.

    An element named for it counts wherever it stands before the story, even where the body begins with it. A description for
    machines counts only where the page shows it as an element of its own outside the body: one that merely
    repeats the lede leaves the lede in the body and the standfirst empty.
    """
    outline = extent.outline
    known = {words(title) for title in titles}
    described = {words(text) for text in descriptions if text}
    described -= {words(text) for text in body if any(abs(len(text) - len(each)) < _CLOSE for each in descriptions)}
    blocks = outline.blocks
    title = words(titles[0])
    start = next((number for number, block in enumerate(blocks) if words(block.text) == title), 0)
    for block in blocks[start:]:
        element = block.element
        if not extent.before(element):
            return None
        if block.zone in _ELSEWHERE or not 25 <= len(block.text) <= 700 or element.tag not in _LINES:
            continue
        key = words(block.text)
        if len(key) < 5 or key in known:
            continue
        if _named(outline, element):
            return Claim(block.text, "standfirst", f"element {element.tag} named for it", 0.9)
        if key in described or _under_title(outline, element, known):
            return Claim(block.text, "standfirst", "text under the title", 0.8)
    return None


def _named(outline: Outline, element: etree._Element) -> bool:
    """Whether an element, the frame right around it or what it alone holds is named for a standfirst."""
    parent = element.getparent()
    return (
        outline.named(element, _STANDFIRST)
        or (parent is not None and len(parent) == 1 and outline.named(parent, _STANDFIRST))
        or (len(element) == 1 and outline.named(element[0], _STANDFIRST))
    )


def _under_title(outline: Outline, element: etree._Element, titles: set[tuple[str, ...]]) -> bool:
    """Whether an h2 comes right after the h1 that holds the title."""
    before = element.getprevious()
    return element.tag == "h2" and before is not None and before.tag == "h1" and words(outline.text(before)) in titles


def find_captions(outline: Outline) -> tuple[str, ...]:
    """The captions of the story's pictures, credits included, in page order."""
    found: dict[str, str] = {}
    for element in outline.captions:
        if element not in outline.furniture:
            text = outline.text(element)
            key = " ".join(words(text))
            if 8 <= len(text) <= _MAX_CAPTION and not any(key in known for known in found):
                found[key] = text
                if len(found) >= _MAX_CAPTIONS:
                    break
    return tuple(found.values())


def source_line(extent: Extent, body: Sequence[str]) -> SourceLine:
    """The line that credits the story: "SOURCE: AFP" at either end of the text or elsewhere on the page, or an agency
    alone in an element named for a source or on a line under the title. Lines under pictures and tables credit those."""
    for text in (*reversed(body[-4:]), *body[:2]):
        found = _SOURCE_LINE.match(text)
        if found:
            return SourceLine(credited(found["name"]) or (found["name"].strip(" ."),), "source line of the text", text)
    outline = extent.outline
    heading = next((outline.place[element] for element in outline.shown("h1")), None)
    for block in outline.blocks:
        if block.zone in _ELSEWHERE or len(block.text) > _MAX_LINE:
            continue
        names, place = _credit(outline, block), "source line of the page"
        if (
            not names
            and heading is not None
            and outline.place[block.element] > heading
            and extent.before(block.element)
        ):
            house = agency(block.text) if block.kind != "head" else None
            names, place = (house,) if house else (), "agency under the title"
        if names and not any(above.tag in _PICTURES for above in block.element.iterancestors()):
            return SourceLine(names, place)
    return SourceLine()


def _credit(outline: Outline, block: Block) -> tuple[str, ...]:
    text = block.text
    found = _SOURCE_LINE.match(text)
    if found:
        return credited(found["name"])
    for element in (block.element, *first_of(block.element)):
        if outline.named(element, _SOURCE):
            named = outline.text(element)
            house = agency(named)
            names = (house,) if house else credited(named)
            return names if all(name in AGENCIES for name in names) else ()
    return ()
