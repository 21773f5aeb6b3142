"""A page's elements in order, with their names, their text, and which of them are furniture around the story."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from searchnews.extract.html_flow import Block, Flow
from searchnews.extract.html_tree import text_of

_LARGE = 4_000  # elements; of the development pages the largest has 3,838
_LONG = 40  # characters: a paragraph long enough to be found by its text


@dataclass(frozen=True, slots=True)
class Outline:
    """One pass over a page's tree, shared by all the rules that go by names and places."""

    tree: etree._Element
    place: dict[etree._Element, int]  # document order
    names: dict[etree._Element, str]  # class, id and itemprop in lower case; only elements that have any
    furniture: set[etree._Element]  # elements in frames of other stories, comments, navigation
    blocks: Sequence[Block]  # every paragraph, heading, list item and row of the body, in page order
    captions: Sequence[etree._Element]  # the outermost elements of captions, in page order
    _texts: dict[etree._Element, str] = field(default_factory=dict)

    @property
    def large(self) -> bool:
        """Whether a page has so many elements that no second reading of it would end in time."""
        return len(self.place) > _LARGE

    def text(self, element: etree._Element) -> str:
        """What a reader sees of an element, on one line; kept, since many rules ask."""
        known = self._texts.get(element)
        if known is None:
            known = self._texts[element] = text_of(element)
        return known

    def named(self, element: etree._Element, pattern: re.Pattern[str]) -> bool:
        """Whether an element's class, id or itemprop matches."""
        names = self.names.get(element)
        return names is not None and matches(pattern, names)

    def shown(self, *tags: str) -> Iterator[etree._Element]:
        """The elements of the given tags outside the furniture, in page order."""
        return (element for element in self.tree.iter(*tags) if element not in self.furniture)


@functools.lru_cache(maxsize=20_000)
def matches(pattern: re.Pattern[str], names: str) -> bool:
    """Whether names match; remembered, since the elements of a page, and the pages of a site, share their names."""
    return pattern.search(names) is not None


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


def outline_of(tree: etree._Element) -> Outline:
    """Read a settled tree once; a frame is furniture unless it holds the page's h1 or most of its running text."""
    flow = Flow(tree, frozenset())
    spared = flow.mistaken()
    if spared:
        flow = Flow(tree, spared)
    return Outline(tree, flow.place, flow.names, flow.furniture, flow.blocks, flow.captions)


def extent_of(outline: Outline, paragraphs: Sequence[str]) -> Extent:
    """Find the story on the page by the text of its paragraphs."""
    wanted = set(paragraphs)
    found = [
        outline.place[block.element]
        for block in outline.blocks
        if block.element is not None and len(block.text) >= _LONG and block.shown in wanted
    ]
    return Extent(outline, min(found, default=None), max(found, default=None))
