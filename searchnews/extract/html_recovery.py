"""Text of the story that the body extractor missed: siblings of its paragraphs, or the JSON-LD articleBody."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from lxml import etree

from searchnews.extract.html_flow import Block
from searchnews.extract.html_outline import Outline
from searchnews.extract.html_tree import words
from searchnews.extract.metadata import clean

_MIN_TEXT = 40  # characters of a paragraph that counts
_A_THIRD_MORE = 1.33
_COVERED = 0.75  # share of articleBody's words that the page's text must have
_BLOCK_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li)\b", re.IGNORECASE)


_OUTSIDE = frozenset({"header", "figure", "figcaption", "noscript", "button"})
_TEXT_TAGS = ("p", "h2", "h3", "h4", "li", "blockquote")

Group = tuple[etree._Element, str, str]  # the frame, the class of its parts, the class of the paragraphs


def sibling_blocks(outline: Outline, found: Sequence[Block]) -> list[Block]:
    """All the blocks around the paragraphs that share frame and class, where these paragraphs hold a third more text
    than `found` and repeat half of it; else []."""
    groups: defaultdict[Group, list[etree._Element]] = defaultdict(list)
    for element in outline.shown("p"):
        parent = element.getparent()
        if parent is not None and not any(above.tag in _OUTSIDE for above in element.iterancestors()):
            for frame in _frames(element, parent):
                groups[frame].append(element)
    best: list[Block] = []
    members: list[etree._Element] = []
    for elements in groups.values():
        blocks = [_block(outline, element) for element in elements] if len(elements) >= 3 else []
        if _running(blocks) > _running(best):
            best, members = blocks, elements
    enough = _running(best) > _A_THIRD_MORE * max(1, _running(found)) and _holds(best, found)
    return _around(outline, members) if enough else []


def _frames(element: etree._Element, parent: etree._Element) -> Iterator[Group]:
    """What paragraphs of one story have in common: the parent, or a parent of parts of one class."""
    yield parent, "", element.get("class") or ""
    above = parent.getparent()
    if above is not None and parent.get("class") and above.tag not in {"body", "html"}:
        yield above, parent.get("class") or "", element.get("class") or ""


def _around(outline: Outline, members: Sequence[etree._Element]) -> list[Block]:
    """The blocks of the frames that hold the paragraphs: their sub-headings and lists belong to the story too."""
    frames = dict.fromkeys(element.getparent() for element in members)
    chosen = {element: None for frame in frames if frame is not None for element in frame.iter(*_TEXT_TAGS)}
    return [
        _block(outline, element)
        for element in sorted(chosen, key=outline.place.__getitem__)
        if element not in outline.furniture and outline.text(element) and element.find(".//p") is None
    ]


def _block(outline: Outline, element: etree._Element) -> Block:
    links = list(element.iter("a"))
    linked = sum(len(outline.text(link)) for link in links)
    kind = (
        "p" if element.tag == "p" else "item" if element.tag == "li" else "head" if element.tag[0] == "h" else "quote"
    )
    return Block(outline.text(element), kind, linked, next((link.get("href") for link in links), None))


def _running(blocks: Sequence[Block]) -> int:
    """Characters of running text: neither links nor labels."""
    return sum(len(block.text) for block in blocks if len(block.text) >= _MIN_TEXT and not block.all_link)


def _holds(best: Sequence[Block], found: Sequence[Block]) -> bool:
    """Whether the new text holds at least half of the old, so that it is more of the same story."""
    old = Counter(word for block in found for word in words(block.text))
    new = Counter(word for block in best for word in words(block.text))
    return not old or (old & new).total() >= 0.5 * old.total()


def linked_paragraphs(article_body: str) -> tuple[str, ...]:
    """The paragraphs of a JSON-LD articleBody, which may be plain text, markup or escaped markup."""
    text = article_body
    if "<" in text or "&lt;" in text:
        text = _from_markup(clean_lines(text))
    lines = [clean(line) for line in re.split(r"\n\s*\n|\r\n\s*\r\n" if re.search(r"\n\s*\n", text) else r"\n", text)]
    return tuple(line for line in lines if line)


def clean_lines(text: str) -> str:
    """Entities undone, line breaks kept."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _from_markup(text: str) -> str:
    soup = BeautifulSoup(_BLOCK_TAG.sub(lambda found: "\n\n" + found[0], text), "lxml")
    for element in soup.find_all(["script", "style", "figure"]):
        element.decompose()
    return soup.get_text()


def covers(paragraphs: Sequence[str], article_body: Sequence[str]) -> bool:
    """Whether the page's text has three quarters of the words of the articleBody."""
    claimed = Counter(word for line in article_body for word in words(line))
    shown = Counter(word for line in paragraphs for word in words(line))
    return (claimed & shown).total() >= _COVERED * claimed.total()
