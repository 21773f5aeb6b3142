"""The frames in which an HTML page presents the author of its story, mostly under the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from searchnews.extract.byline_words import is_about
from searchnews.extract.bylines import is_eastern, is_other_work, is_person, split_names
from searchnews.extract.bylines_signed import presented
from searchnews.extract.html_flow import Block
from searchnews.extract.html_outline import Extent, Outline
from searchnews.extract.metadata import Claim

_BOX = re.compile(
    r"(?:\A|[\s_-])(?:about-?)?(?:post-?|entry-?|article-?)?(?:authors?|autor(?:en|es|a)?|auteurs?|autore|writer|contributor)(?:-(?:area|box|bio|info|card|wrap(?:per)?|meta|profile|details|block|section|container|description|content|widget))+(?=\Z|[\s_-])"
    r"|(?:\A|[\s_-])about-?(?:the-?)?author(?=\Z|[\s_-])"
)
DESCRIBED = re.compile(r"author-?(?:description|bio|title|role|position|job|tagline)")
_NAMING = ("h2", "h3", "h4", "h5", "h6", "strong", "b", "a")
_MAX_BYLINE, _MAX_PARTS = 120, 8  # characters of a line, and elements right inside it
_LINES_UP = 3  # an element and the frames around it that may be its line
_NEAR = 12  # blocks after the story in which its author is presented
_NAME = 40  # characters of a name or a heading over it
_INITIALS = re.compile(r"[A-Z]{1,3}\Z")  # what stands for a portrait: "AM"
_MANY = 12  # blocks under a heading over authors
_PARTED = re.compile(r"\s*[:,–—|-]\s|\s[–—-]\s*\Z|:\Z")


def boxes(extent: Extent) -> Iterator[tuple[Claim, ...]]:
    """Who is presented: under a heading that says so, in a frame named for it, or over a line that is named for it."""
    if names := tuple(_under_heading(extent)):
        yield tuple(Claim(name, "box", "name under a heading over the author", 0.5) for name in names)
    framed = list(dict.fromkeys(itertools.chain(_framed(extent), _described(extent))))
    if len(framed) == 1:  # several are those of other stories
        yield (Claim(framed[0], "box", "frame that presents the author", 0.5),)


def _under_heading(extent: Extent) -> Iterator[str]:
    """The names under "About the author" or "Author", with initials, offices and biographies between them."""
    blocks = extent.outline.blocks
    places = (number for number, block in enumerate(blocks) if is_about(block.text) and not block.linked)
    heading = next(
        (number for number in places if _is_near(extent, blocks[min(number + _MANY, len(blocks) - 1)])), None
    )
    if heading is None:
        return
    rows = [block for block in blocks[heading + 1 : heading + _MANY] if not _INITIALS.match(block.text)]
    if not rows or not (first := _name_in(rows[0], extent.outline)):
        return
    yield first
    like = _frame(rows[0])
    for block in rows[1:]:
        if _frame(block) == like and (name := _name_in(block, extent.outline)):
            yield name


def _is_near(extent: Extent, later: Block) -> bool:
    """Whether a block some lines on lies in the story or after it: a heading far over it is one of a menu."""
    return extent.first is not None and extent.outline.place[later.element] >= extent.first


def _frame(block: Block) -> tuple[str, str, int]:
    """What the lines of a list have in common: tag, class, and how deep they lie."""
    return block.element.tag, block.element.get("class") or "", sum(1 for _ in block.element.iterancestors())


def _name_in(block: Block, outline: Outline) -> str:
    """The name that a block is, or begins with in a heading, a link or bold letters; "" where it does neither."""
    if len(block.text) <= _NAME and _is_sure(block.text):
        return block.text
    inner = next((each for each in block.element.iter(*_NAMING)), None)
    name = _PARTED.split(outline.text(inner))[0].rstrip(" :") if inner is not None else ""
    return name if name and block.text.startswith(name) and _is_sure(name) else presented(block.text)


def _is_sure(name: str) -> bool:
    return is_person(name) and not is_eastern(name) and split_names(name) == [name]


def _framed(extent: Extent) -> Iterator[str]:
    """The name in a frame that is named for the author: its heading, link or bold letters."""
    outline = extent.outline
    for element in _near(extent):
        if outline.named(element, _BOX):
            for inner in element.iter(*_NAMING):
                name = _PARTED.split(outline.text(inner))[0].rstrip(" :")
                if len(name) <= _NAME and _is_sure(name) and not is_others_work(outline, inner):
                    yield name
                    break


def is_others_work(outline: Outline, element: etree._Element) -> bool:
    """Whether an element, or the line around it, names who did something else: "Reviewed by <a>Ada Marsh</a>"."""
    near = itertools.islice(itertools.chain([element], element.iterancestors()), _LINES_UP)
    texts = (outline.text(each) for each in near if len(each) <= _MAX_PARTS)
    return any(is_other_work(text) for text in texts if len(text) <= _MAX_BYLINE)


def _described(extent: Extent) -> Iterator[str]:
    """The short line right over one that is named for what its author is: a name without a name of its own."""
    for over, block in itertools.pairwise(extent.outline.blocks):
        if extent.outline.named(block.element, DESCRIBED) and len(over.text) <= _NAME and _is_sure(over.text):
            yield over.text


def _near(extent: Extent) -> Iterator[etree._Element]:
    """The named elements over the story, and those right under it."""
    outline = extent.outline
    under = [
        block for block in outline.blocks if extent.last is not None and outline.place[block.element] > extent.last
    ]
    end = outline.place[under[min(len(under), _NEAR) - 1].element] if under else -1
    for element in outline.names:
        place = outline.place[element]
        if extent.last is not None and (extent.before(element) or extent.last < place <= end):
            yield element
