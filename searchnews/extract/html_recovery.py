"""Text of the story that the body extractor missed: siblings of its paragraphs, or the JSON-LD articleBody."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from bs4 import BeautifulSoup
from lxml import etree
from lxml.html import HtmlElement

from searchnews.extract.html_blocks import Block
from searchnews.extract.html_tree import squeeze, text_of, within, words
from searchnews.extract.metadata import clean

_ELSEWHERE = re.compile(
    r"\b(?:comment\w*|related|recommend\w*|sidebar|cookie\w*|consent\w*|newsletter|modal|popup|banner|promo|footer|disclaimer|bio|teaser|card|copyright|gdpr|login|paywall|caption)\b"
)
_OUTSIDE = frozenset(
    {"nav", "footer", "aside", "form", "header", "figure", "figcaption", "noscript", "button", "dialog"}
)
_MIN_TEXT = 40  # characters of a paragraph that counts
_A_THIRD_MORE = 1.33
_COVERED = 0.75  # share of articleBody's words that the page's text must have
_BLOCK_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li)\b", re.IGNORECASE)


def sibling_blocks(tree: HtmlElement, found: Sequence[Block]) -> list[Block]:
    """The blocks of the paragraphs that share parent and class, where they hold a third more text than `found`; else []."""
    groups: defaultdict[tuple[etree._Element, str], list[etree._Element]] = defaultdict(list)
    for element in tree.iter("p"):
        parent = element.getparent()
        if parent is not None:
            groups[_alike(element, parent)].append(element)
    best: list[Block] = []
    for elements in groups.values():
        if len(elements) >= 3 and not within(elements[0], _ELSEWHERE, _OUTSIDE):
            blocks = [_block(element) for element in elements]
            if _running(blocks) > _running(best):
                best = blocks
    return best if _running(best) > _A_THIRD_MORE * max(1, _running(found)) and _holds(best, found) else []


def _alike(element: etree._Element, parent: etree._Element) -> tuple[etree._Element, str]:
    """What paragraphs of one story have in common: the parent, or its parent where each has a wrapper of its own."""
    return parent, element.get("class") or ""


def _block(element: etree._Element) -> Block:
    links = list(element.iter("a"))
    linked = sum(len(text_of(link)) for link in links)
    return Block(text_of(element), "p", linked, next((link.get("href") for link in links), None))


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


def shared_text(paragraphs: Sequence[str]) -> int:
    """Characters in all."""
    return len(squeeze(" ".join(paragraphs)))
