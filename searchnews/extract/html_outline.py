"""A page's elements in order, with their names, their text, and which of them are furniture around the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from searchnews.extract.html_tree import text_of, words

_FURNITURE = re.compile(
    r"(?:\A|[\s_-])(?:related|recommend\w*|sidebar|comments?|teasers?|cards?|promos?|newsletter|(?<!elementor-)widgets?|most-?(?:read|popular|viewed|shared)"
    r"|explore|trending|latest|cookies?|consent|gdpr|modal|popup|ticker|(?:author-?)?bio|about-?author|more-?(?:from|stories|news|on)|read-?next"
    r"|also-?(?:read|like)|outbrain|taboola|banner|advert\w*|masthead-nav|breadcrumbs?)(?=\Z|[\s_-])"
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "dialog", "form"})
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "li", "blockquote", "div", "td", "span"})
_FRAMES = frozenset({"p", "div", "ul", "ol", "section", "article", "table", "blockquote"})
_LONG = 8  # words: a paragraph long enough to be found by its text
_CHECKED = 4  # words compared before the whole text is


@dataclass(frozen=True, slots=True)
class Outline:
    """One pass over a page's tree, shared by all the rules that go by names and places."""

    tree: HtmlElement
    place: dict[etree._Element, int]  # document order
    names: dict[etree._Element, str]  # class, id and itemprop in lower case; only elements that have any
    furniture: set[etree._Element]  # elements in frames of other stories, comments, navigation
    _texts: dict[etree._Element, str] = field(default_factory=dict)

    def text(self, element: etree._Element) -> str:
        """What a reader sees of an element, on one line; kept, since many rules ask."""
        known = self._texts.get(element)
        if known is None:
            known = self._texts[element] = text_of(element)
        return known

    def named(self, element: etree._Element, pattern: re.Pattern[str]) -> bool:
        """Whether an element's class, id or itemprop matches."""
        names = self.names.get(element)
        return names is not None and pattern.search(names) is not None

    def shown(self, *tags: str) -> Iterator[etree._Element]:
        """The elements of the given tags outside the furniture, in page order."""
        return (element for element in self.tree.iter(*tags) if element not in self.furniture)


@dataclass(frozen=True, slots=True)
class Extent:
    """The story's place in document order; None where it was not found by its text."""

    outline: Outline
    first: int | None
    last: int | None

    def before(self, element: etree._Element) -> bool:
        """Whether an element begins before the story, or is its first paragraph."""
        return self.first is None or self.outline.place[element] <= self.first

    def inside(self, element: etree._Element) -> bool:
        """Whether an element lies between the first and the last paragraph."""
        return self.first is not None and self.last is not None and self.first < self.outline.place[element] < self.last


def outline_of(tree: HtmlElement) -> Outline:
    """Read every element's names once; a frame is furniture unless it holds the page's h1."""
    titled = {above for heading in tree.iter("h1") for above in heading.iterancestors()}
    outline = Outline(tree, {}, {}, set())
    for number, element in enumerate(tree.iter("*")):
        outline.place[element] = number
        names = _names(element)
        if names:
            outline.names[element] = names
        if element.getparent() in outline.furniture or (element not in titled and _is_furniture(element, names)):
            outline.furniture.add(element)
    return outline


def extent_of(outline: Outline, paragraphs: Sequence[str]) -> Extent:
    """Find the story on the page by the text of its paragraphs."""
    wanted = {key for key in map(words, paragraphs) if len(key) >= _LONG}
    starts = {key[:_CHECKED] for key in wanted}
    found = [
        outline.place[element]
        for element in outline.tree.iter(*_PARAGRAPHS)
        if _starts(element, starts) and words(outline.text(element)) in wanted
    ]
    return Extent(outline, min(found, default=None), max(found, default=None))


def _starts(element: etree._Element, starts: set[tuple[str, ...]]) -> bool:
    """Whether an element is a paragraph, no frame of paragraphs, and its text begins as one that is looked for."""
    if any(child.tag in _FRAMES for child in element):
        return False
    head = ""
    for piece in element.itertext():
        head += str(piece)
        if len(head) > 120:
            break
    return words(head[:400])[:_CHECKED] in starts


def _names(element: etree._Element) -> str:
    found = [element.get(name) for name in ("class", "id", "itemprop")] if element.attrib else []
    return " ".join(filter(None, found)).lower()


def _is_furniture(element: etree._Element, names: str) -> bool:
    if element.tag in {"html", "body", "main", "article", "head"}:
        return False
    return element.tag in _FURNITURE_TAGS or bool(names and _FURNITURE.search(names))
