"""Which of a page's blocks are its story: the frame that holds most of the running text, and what belongs to it."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from searchnews.extract.html_flow import STORY, Block
from searchnews.extract.html_outline import Outline, matches
from searchnews.extract.html_tree import first_of, squeeze

_BODY = re.compile(
    r"(?:\A|[\s_-])(?:article-?(?:body|content|text|copy)|story-?(?:body|content|text)|post-?(?:body|content|text)|entry-?(?:content|body)"
    r"|body-?(?:content|copy|text)|content-?(?:body|text)|news-?(?:body|content|text)|main-?text|rich-?text)(?=\Z|[\s_-])"
)
_PARAGRAPHS = frozenset(
    {"p", "blockquote", "li", "pre", "ul", "ol"}
)  # a list is a part of a story, and never all of it
_HOLDS = 0.75  # of a frame's running text: the frame inside it that has this much is the better one
_NAMED_HOLDS = 0.5  # the same for a frame whose name says that it is the body
_BODY_HOLDS = 0.97  # the same for a part of such a frame: all in it is the story's
_PART = 0.15  # of a frame's text: its namesakes that have this much are parts of the same story
_BETWEEN = 50  # blocks that may stand between the title and the story
_BEGUN = 600  # characters of running text after which a story has begun
_ENTRIES = 3  # headlines in links that make a list of other stories
_HEADLINE = 3  # words
_STAMP = 40  # characters of a line that is only a time


@dataclass(frozen=True, slots=True)
class Main:
    """The blocks of a story, and the share of the page's running text in them."""

    blocks: list[Block]
    share: float
    frame: etree._Element | None
    listed: tuple[Block, ...] = ()  # headlines of other stories in frames after it

    def place(self, outline: Outline) -> str:
        """The frame in words, with the share of the page's running text that it holds."""
        if self.frame is None:
            return "no frame"
        name = ".".join((self.frame.tag, *outline.names.get(self.frame, "").split()[:1]))
        return f"element {name[:60]}, {self.share:.0%} of the running text"


def main_blocks(outline: Outline) -> Main:
    """The blocks in the frame that holds the story, furniture left out."""
    weights, total = _weights(outline)
    if not total:
        return Main([], 0.0, None)
    frame = _frame(outline, weights)
    inside = {frame, *frame.iterdescendants()}
    chosen = [block for block in _from_title(outline, frame) if block.element in inside]
    chosen = [*_lede(outline, chosen), *chosen]
    chosen = [block for block in chosen if not (len(block.text) <= _STAMP and _is_time(block))]
    share = sum(block.prose for block in chosen) / total
    chosen, listed = _without_lists(frame, chosen)
    return Main(chosen, share, frame, listed)


def _without_lists(frame: etree._Element, blocks: list[Block]) -> tuple[list[Block], tuple[Block, ...]]:
    """The blocks less those of listings, and the headlines in these.

    Rule listing: parts of the frame after the one in which the story has begun that hold headlines in links, each with
    a teaser at most: the site's newest stories, printed in full under each of its stories.
    """
    kept: list[Block] = []
    listed: list[Block] = []
    begun = 0
    for _, group in itertools.groupby(blocks, lambda block: _part(frame, block.element)):
        part = list(group)
        heads = [block for block in part if block.kind == "head" and block.all_link and _is_headline(block.text)]
        prose = [block for block in part if block.prose]
        if begun > _BEGUN and len(heads) >= _ENTRIES and len(prose) <= len(heads):
            listed += heads
        else:
            begun += sum(block.prose for block in prose)
            kept += part
    return kept, tuple(listed)


def _part(frame: etree._Element, element: etree._Element) -> etree._Element:
    """The child of a frame in which an element stands."""
    return next((below for below in (element, *element.iterancestors()) if below.getparent() is frame), element)


def _is_headline(text: str) -> bool:
    return text.count(" ") + 1 >= _HEADLINE or not text.isascii()


def _weights(outline: Outline) -> tuple[dict[etree._Element, int], int]:
    """For every frame the running text in it, outside the furniture."""
    weights: defaultdict[etree._Element, int] = defaultdict(int)
    frames: defaultdict[etree._Element, int] = defaultdict(int)
    for block in outline.blocks:
        if block.zone is STORY and block.prose:
            weights[block.element] += block.prose
            frames[block.element.getparent()] += block.prose
    for frame, prose in frames.items():
        while frame is not None:
            weights[frame] += prose
            frame = frame.getparent()
    return weights, sum(frames.values())


def _frame(outline: Outline, weights: dict[etree._Element, int]) -> etree._Element:
    """From the root down, the last frame that still holds nearly all that the frame around it holds."""
    frame, within = outline.tree, False
    while True:
        best = max(frame, key=lambda child: weights.get(child, 0), default=None)
        if best is None or not weights.get(best, 0):
            return frame
        share = weights[best] / weights[frame]
        names = outline.names.get(best)
        named = best.tag == "article" or (names is not None and matches(_BODY, names))
        if named and best.tag != "article" and _in_parts(frame, best, names, weights, outline):
            return frame
        enough = _NAMED_HOLDS if named else _BODY_HOLDS if within else _HOLDS
        if share < enough or best.tag in _PARAGRAPHS:
            return frame
        within = within or (named and best.tag != "article")
        frame = best


def _in_parts(
    frame: etree._Element, best: etree._Element, names: str | None, weights: dict[etree._Element, int], outline: Outline
) -> bool:
    """Whether other frames of the same name hold a good part of the text: a page builder makes several of one story."""
    rest = sum(
        weights.get(each, 0) for each in frame.iter(best.tag) if each is not best and outline.names.get(each) == names
    )
    return rest > _PART * weights[best]


def _from_title(outline: Outline, frame: etree._Element) -> list[Block]:
    """The blocks from the title in a frame on: what comes before it is no text of the story, unless that is a good part."""
    blocks = [block for block in outline.blocks if block.zone is STORY]
    heading = next((element for element in frame.iter("h1") if element not in outline.furniture), None)
    if heading is None:
        return blocks
    before = list(itertools.takewhile(lambda block: block.element is not heading, blocks))
    prose = sum(block.prose for block in before)
    return blocks[len(before) :] if prose * 4 < sum(block.prose for block in blocks) else blocks


def _is_time(block: Block) -> bool:
    """Whether a block is a time element and nothing else, as over each entry of a live page."""
    return any(
        child.tag == "time" and squeeze("".join(child.itertext())) == block.text for child in first_of(block.element)
    )


def _lede(outline: Outline, chosen: list[Block]) -> list[Block]:
    """The paragraphs between the title and the frame: a story whose first lines stand in a frame of their own."""
    heading = next(iter(outline.shown("h1")), None)
    if heading is None or not chosen:
        return []
    before = list(itertools.takewhile(lambda block: block is not chosen[0], outline.blocks))
    between = [block for block in before if outline.place[block.element] > outline.place[heading]]
    return [block for block in between if block.zone is STORY and block.prose] if len(between) <= _BETWEEN else []
