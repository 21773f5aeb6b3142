"""One parsed tree of an HTML page, within limits, and how text is read from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from searchnews.errors import InputRefused
from searchnews.extract.lines import squeeze as squeeze
from searchnews.extract.lines import words as words

MAX_DEPTH = 200  # levels; lxml itself cuts a tree off at 256, and what is below would be lost silently

# What carries meaning when a page nested beyond all reason is read flat: all other tags become line breaks.
_KEPT = "html|head|body|title|meta|link|script|style|p|h[1-6]|a|time|li|br|figcaption"
_TAG = re.compile(rf"<(?!/?(?:{_KEPT})[\s>/])/?[a-z][^<>]*>", re.IGNORECASE)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "button", "select"})


def parse(source: str) -> HtmlElement:
    """The tree of a page's source, comments left out; raises InputRefused where there is nothing to parse."""
    text = _UNREADABLE.sub(" ", source)
    tree, cut = _parse(text)
    if tree is None:
        raise InputRefused("no text in the page: it is empty")
    if cut or depth_exceeds(tree, MAX_DEPTH):
        tree, _ = _parse(_TAG.sub("<br>", text))
    if tree is None or depth_exceeds(tree, MAX_DEPTH):
        raise InputRefused(f"no text in the page: its elements are nested more than {MAX_DEPTH} deep")
    return tree


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether lxml gave up before the end of the page."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, False
    fatal = parser.error_log.filter_from_fatals()
    return tree, any("depth" in entry.message.lower() or "huge" in entry.message.lower() for entry in fatal)


def depth_exceeds(tree: HtmlElement, limit: int) -> bool:
    """Whether any element lies more than `limit` levels below the root."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def text_of(element: etree._Element) -> str:
    """What a reader sees of an element, on one line."""
    return squeeze("".join(_visible(element)))


def _visible(element: etree._Element) -> Iterator[str]:
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if skipped is None and event == "start":
            if node.tag in _UNSEEN:
                skipped = node
            else:
                yield (" " if node.tag in _BREAKING else "") + (node.text or "")
        elif event == "end" and (skipped is None or node is skipped):
            skipped = None
            if node is not element:
                yield (" " if node.tag in _BREAKING else "") + (node.tail or "")


_BREAKING = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"}
)
