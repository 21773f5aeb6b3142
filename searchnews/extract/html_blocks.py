"""The slow readings of a page's text: what trafilatura finds, and at last every visible line."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from lxml import etree
from trafilatura import bare_extraction

from searchnews.extract.html_flow import Block
from searchnews.extract.html_tree import squeeze

for _noisy in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer", "readability"):
    logging.getLogger(_noisy).setLevel(logging.CRITICAL + 1)

_HEADINGS = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = {"list": "item", "table": "row", "quote": "quote"}
_NEW_LINE = frozenset({"lb", "p", "item", "row", "head", "list", "table", "quote"})


def story_blocks(source: str, url: str) -> list[Block]:
    """The blocks of the story as trafilatura's default mode finds them, links kept; [] where it finds none."""
    try:
        document = bare_extraction(
            source, url=url or None, include_comments=False, include_links=True, include_tables=True
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return []  # its own rules stumbled over the page: the plain reading is still there
    body = getattr(document, "body", None)
    return [] if body is None else list(_blocks_of(body))


def every_line(tree: etree._Element) -> list[Block]:
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
