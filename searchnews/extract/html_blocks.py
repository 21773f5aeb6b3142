"""The story's text as blocks: what trafilatura finds, or every paragraph where a page is too large for it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from searchnews.extract.html_tree import squeeze, text_of

for _noisy in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer", "readability"):
    logging.getLogger(_noisy).setLevel(logging.CRITICAL + 1)

_HEADINGS = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = {"list": "item", "table": "row", "quote": "quote"}
_NEW_LINE = frozenset({"lb", "p", "item", "row", "head", "list", "table", "quote"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, sub-heading or list item of a page."""

    text: str
    kind: str  # "p", "head", "item", "quote", "row"
    linked: int = 0  # characters of the text that are in links
    url: str | None = None  # the first link's target

    @property
    def all_link(self) -> bool:
        """Whether hardly anything but links is in it."""
        return self.linked > 0 and self.linked >= 0.85 * len(self.text)


def story_blocks(tree: HtmlElement, url: str) -> list[Block]:
    """The blocks of the story as trafilatura's default mode finds them, links kept; [] where it finds none."""
    try:
        document = bare_extraction(
            tree, url=url or None, include_comments=False, include_links=True, include_tables=True
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return []  # its own rules stumbled over the page: the plain reading is still there
    body = getattr(document, "body", None)
    return [] if body is None else list(_blocks_of(body))


def plain_blocks(tree: HtmlElement) -> list[Block]:
    """Every paragraph and heading of the parent that holds the most paragraph text, for pages of any size."""
    weight: Counter[etree._Element] = Counter()
    found: list[tuple[etree._Element, Block]] = []
    for element in tree.iter("p", "h2", "h3", "li"):
        text = text_of(element)
        parent = element.getparent()
        if text and parent is not None:
            found.append(
                (parent, Block(text, "p" if element.tag == "p" else "head" if element.tag != "li" else "item"))
            )
            weight[parent] += len(text) if element.tag == "p" else 0
    if not weight:
        return []
    best = weight.most_common(1)[0][0]
    return [block for parent, block in found if parent is best]


def every_line(tree: HtmlElement) -> list[Block]:
    """Each piece of visible text as a block: the last resort for pages without a single paragraph."""
    body = tree.find(".//body")
    root = tree if body is None else body
    lines = (squeeze(str(piece)) for element in [root, *root.iter("*")] for piece in _own_text(element))
    return [Block(line, "p") for line in dict.fromkeys(lines) if len(line) >= 40 and " " in line]


def _own_text(element: etree._Element) -> Iterator[str]:
    if element.tag not in {"script", "style", "noscript", "template", "title", "textarea", "option", "button"}:
        yield element.text or ""
    yield element.tail or ""


def _blocks_of(body: etree._Element) -> Iterator[Block]:
    for element in body:
        tag = str(element.tag)
        yield from _lines(element, "head" if tag in _HEADINGS else _KINDS.get(tag, "p"))
        if element.tail and element.tail.strip():
            yield Block(squeeze(element.tail), "p")


def _lines(element: etree._Element, kind: str) -> Iterator[Block]:
    """The blocks in an element: a double line break, or a paragraph inside it, begins a new one."""
    pieces: list[tuple[str, str | None]] = []
    for text, target in _pieces(element, None):
        if text != "\n":
            pieces.append((text, target))
        elif pieces:
            yield from _joined(pieces, kind)
            pieces = []
    yield from _joined(pieces, kind)


def _joined(pieces: list[tuple[str, str | None]], kind: str) -> Iterator[Block]:
    text = squeeze("".join(piece for piece, _ in pieces))
    if text:
        linked = sum(len(squeeze(piece)) for piece, target in pieces if target is not None)
        yield Block(text, kind, linked, next((target for _, target in pieces if target), None))


def _pieces(element: etree._Element, target: str | None) -> Iterator[tuple[str, str | None]]:
    """The text of an element in order, each piece with the target of the link around it; "\\n" for a new line."""
    inside = (element.get("target") or "") if element.tag == "ref" else target
    if element.tag in _NEW_LINE:
        yield "\n", None
    if element.text:
        yield element.text, inside
    for child in element:
        if child.tag in {"cell", "td", "th"}:
            yield " ", None
        yield from _pieces(child, inside)
        if child.tail:
            yield child.tail, inside
