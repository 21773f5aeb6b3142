"""A page's text in the order in which it is read: one pass over the tree gives every block with the zone it stands in."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from lxml import etree

from searchnews.extract.html_pictures import pictured
from searchnews.extract.html_tree import BREAKING, readable, width

_FURNITURE = re.compile(
    r"(?:\A|[\s_-])(related|recommend\w*|(?<!has-)(?<!with-)(?<!no-)(?<!content-)sidebar(?!-(?:enabled|wrap|layout))|comments?|teasers?(?!-?text)|(?<!faq-)cards?|promos?|newsletter|(?<!elementor-)widgets?|most-?(?:read|popular|viewed|shared)"
    r"|explore|trending|latest|cookies?|consent|gdpr|modal|popup|ticker|(?:author-?)?bio|about-?author|more-?(?:from|stories|news|on)|read-?next"
    r"|(?:recent|popular|similar|other|further|suggested|featured|top|you-?may-?like)-?(?:posts?|articles?|stories|news|reads?)"
    r"|also-?(?:read|like)|outbrain|taboola|banner|advert\w*|masthead-nav|breadcrumbs?|screen-?reader(?:-?text)?|visually-?hidden|sr-only"
    r"|nav(?:bar|igation)?(?=\Z|\s)|(?:mega-?|main-?)?menus?|site-?(?:header|footer)|footer|pagination|pager"
    r"|sign-?up|subscri(?:be|ption)|sponsor\w*|skip-?(?:link|to-?content)|search-?form|log-?in|cta"
    r")(?=\Z|[\s_-])|(?:\A|\s)(nav(?:bar|igation)?)(?=[\s_-])"
)
# What tells of the story and is none of its text: who, when, where to share it, what is in it.
_LABEL = re.compile(
    r"(?:\A|[\s_-])(?:(?:post|entry|article|story|blog|news)-?(?:meta|info|details|date|author)|meta(?:data)?|by-?lines?|authors?(?:-?(?:name|info|box|card|wrap))?"
    r"|date(?:line|time)?|time-?stamp|publish(?:ed)?(?:-?(?:on|date|time))?|posted(?:-?on)?|updated|shar(?:e|ing)|social(?:-?(?:links|media|share|icons))?|tags|tag-?(?:list|cloud)"
    r"|(?:reporter|journalist|writer)s?[_-]?(?:area|cards?|box|profile|bio|info)|media-?journalist-?card"
    r"|toc|table-?of-?contents|read(?:ing)?-?time)(?=\Z|[\s_-])"
)
_CAPTION = re.compile(
    r"(?:\A|[\s_-])(?:(?:wp-)?(?:fig|figure-?|image-?|photo-?|img-?|media-?|picture-?)?(?:caption|legend|cutline|bildunterschrift|bildtext)(?:-?text)?"
    r"|(?:image|photo|img|pic|picture|foto)[-_]*(?:desc|descr|description|info|title)|media[-_]*(?:desc|description)|pie-?(?:de-?)?foto|didascalia|podpis|fotobyline)(?=\Z|[\s_-])"
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "dialog", "form", "button"})
_SPECIAL = _FURNITURE_TAGS | {"figcaption"}  # tags that make a zone whatever their names
_NEVER = frozenset({"html", "body", "main", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = dict.fromkeys(_HEADINGS, "head") | {
    "li": "item",
    "dd": "item",
    "dt": "item",
    "tr": "row",
    "blockquote": "quote",
    "pre": "pre",
}
_BLOCKS = BREAKING - {"td", "th"}  # the cells of a row are read as one line
_ALWAYS = frozenset({"nav", "navb", "navi", "menu", "foot", "cook"})  # beginnings of words that are never the story's
STORY, FURNITURE, CAPTION, LABEL = "story", "furniture", "caption", "label"
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")  # where a word begins in "articleByline"
_LONGEST = 200  # characters of an element's names that are looked at
_NAMING = ("id", "itemprop")  # beside the class
_NO_MEANING = (False, "", False)
_LINE = "\n"  # the mark of one line break
_LASTING = frozenset({"item", "quote", "row"})  # kinds of blocks that a paragraph inside them is of too
_PROSE = 60  # characters of a block that counts as running text
_MOST = 0.5  # of a page's running text


@dataclass(slots=True)
class Block:
    """One paragraph, sub-heading, list item or row of a page."""

    text: str
    kind: str  # "p", "head", "item", "quote", "row", "pre"
    linked: int = 0  # characters of the text that are in links
    url: str | None = None  # the first link's target
    element: Any = None  # the lxml element that holds it; None for text that is not of the page's tree
    zone: str = STORY
    prose: int = 0  # characters of running text; 0 for labels and links
    mark: str = ""  # what a reader sees before the text: the number of an item

    @property
    def shown(self) -> str:
        """The text as a reader sees it."""
        return self.mark + self.text

    @property
    def all_link(self) -> bool:
        """Whether hardly anything but links is in it."""
        return self.linked > 0 and self.linked >= 0.85 * len(self.text)


def _prose(text: str, kind: str, linked: int) -> int:
    """Characters of running text; 0 for labels and links."""
    own = len(text) if text.isascii() else width(text)
    return own - linked if own >= _PROSE and linked * 2 < own and kind != "head" else 0


class Flow:
    """The pass over one settled tree."""

    def __init__(self, tree: etree._Element, spared: Set[str]) -> None:
        self.place: dict[etree._Element, int] = {}
        self.names: dict[etree._Element, str] = {}
        self.furniture: set[etree._Element] = set()
        self.blocks: list[Block] = []
        self.captions: list[etree._Element] = []  # where a caption begins
        self._spared = spared
        self._titled = {above for heading in tree.iter("h1") for above in heading.iterancestors()}
        self._pieces: list[str] = []
        self._linked = 0
        self._url: str | None = None
        self._called: defaultdict[str, int] = defaultdict(int)  # what furniture is called → running text in it
        self._word = ""
        self._mark = ""
        self._pictured = pictured(tree)
        self._counts: defaultdict[etree._Element, int] = defaultdict(int)  # items seen in each numbered list
        self._walk(tree, tree.tag, STORY, "p", None)

    def mistaken(self) -> frozenset[str]:
        """Words taken for names of furniture that name most of the page's running text: stories do stand in an aside."""
        total = sum(block.prose for block in self.blocks)
        return frozenset(
            word for word, prose in self._called.items() if prose > _MOST * total and word[:4] not in _ALWAYS
        )

    def _walk(self, element: etree._Element, tag: str, zone: str, kind: str, link: str | None) -> None:
        """One element and all below it. The inner loop of all extraction: what can be asked once is not asked twice."""
        if tag == "head":
            self._head(element)
            return
        pieces = self._pieces
        self.place[element] = len(self.place)
        outer = self._word
        names = element.get("class") or ""
        for attribute in _NAMING:
            more = element.get(attribute)
            if more:
                more = (
                    more.lower() if attribute == "itemprop" else more
                )  # these words are of a standard: "datePublished"
                names = f"{names} {more}" if names else more
        if names:
            names = self.names[element] = _spelled(names)
        if zone is FURNITURE:
            self.furniture.add(element)
        elif names or tag in _SPECIAL or element in self._pictured:
            zone = self._zone(element, tag, names, zone)
            if zone is FURNITURE:
                self.furniture.add(element)
        breaking = tag in _BLOCKS
        if breaking:
            kind = _KINDS.get(tag) or (kind if kind in _LASTING else "p")
            if tag == "li":
                self._mark = self._number(element)
        elif tag == "a":
            link = element.get("href") or ""
            self._url = self._url or link
        before = len(self.blocks) if tag == "td" else -1
        text = element.text
        if text:
            self._add(text, link)
        for child in element:
            inner = child.tag
            if inner == "br":
                self._break(child, element, kind, zone)
            else:
                if pieces and inner in _BLOCKS:
                    self._flush(element, kind, zone)
                self._walk(child, inner, zone, kind, link)
            text = child.tail
            if text:
                self._add(text, link)
        # A cell that holds paragraphs is a frame and no part of a row: its last one ends with it.
        if pieces and (breaking or (-1 < before < len(self.blocks))):
            self._flush(element, kind, zone)
        self._word = outer

    def _head(self, head: etree._Element) -> None:
        """What is no text: only its places, and the names of its marked-up properties."""
        for element in head.iter():
            self.place[element] = len(self.place)
            named = element.get("itemprop")
            if named:
                self.names[element] = named.lower()

    def _zone(self, element: etree._Element, tag: str, names: str, zone: str) -> str:
        """The zone that begins with an element: its own by tag or name, else the one around it."""
        if tag in _NEVER or element in self._titled:
            return zone
        label, furniture, caption = _meaning(names) if names else _NO_MEANING
        spared = self._spared
        if label and LABEL not in spared:
            self._word = LABEL
            return LABEL
        word = tag if tag in _FURNITURE_TAGS else furniture
        if word and word not in spared and not (tag == "button" and _in_heading(element)):
            self._word = word
            return FURNITURE
        if (caption or tag == "figcaption" or element in self._pictured) and CAPTION not in spared:
            self._word = CAPTION
            if zone is not CAPTION:
                self.captions.append(element)
            return CAPTION
        return zone

    def _number(self, item: etree._Element) -> str:
        """The number a browser shows before an item."""
        above = item.getparent()
        if above is None or above.tag != "ol":
            return ""
        self._counts[above] += 1
        return f"{self._counts[above]}. "

    def _add(self, text: str, link: str | None) -> None:
        if text.isspace():
            if self._pieces and self._pieces[-1] != _LINE:
                self._pieces.append(" ")
            return
        self._pieces.append(text)
        if link is not None:
            self._linked += len(text.strip())

    def _break(self, br: etree._Element, element: etree._Element, kind: str, zone: str) -> None:
        """One line break is a space; two are a new paragraph, as on pages for printers."""
        self.place[br] = len(self.place)
        if zone is FURNITURE:
            self.furniture.add(br)
        if self._pieces and self._pieces[-1] == _LINE:
            self._flush(element, kind, zone)
        elif self._pieces:
            self._pieces.append(_LINE)

    def _flush(self, element: etree._Element, kind: str, zone: str) -> None:
        text = readable("".join(self._pieces))
        if text:
            block = Block(
                text, kind, self._linked, self._url, element, zone, _prose(text, kind, self._linked), self._mark
            )
            self._mark = ""
            self.blocks.append(block)
            if self._word:
                self._called[self._word] += block.prose
        self._pieces.clear()
        self._linked = 0
        self._url = None


@functools.lru_cache(maxsize=20_000)
def _spelled(names: str) -> str:
    """Names in small letters, "articleByline" as "article-byline"."""
    low = names[:_LONGEST]
    return low if low.islower() else _HUMP.sub("-", low).lower()


@functools.lru_cache(maxsize=20_000)
def _meaning(names: str) -> tuple[bool, str, bool]:
    """Whether names are a label's, the word in them that names furniture, and whether they are a caption's."""
    furniture = _FURNITURE.search(names)
    word = (furniture[1] or furniture[2]) if furniture else ""
    return _LABEL.search(names) is not None, word, _CAPTION.search(names) is not None


def _in_heading(element: etree._Element) -> bool:
    """Whether an element is in a heading: the question of a folded answer is a button."""
    return any(above.tag in _HEADINGS for above in element.iterancestors())
