"""Captions that no name tells: what stands in a picture's frame and beside nothing else."""

from __future__ import annotations

import re

from lxml import etree

from searchnews.extract.bylines import strip_by
from searchnews.extract.html_tree import BREAKING, text_of

_WRAPS = frozenset({"a", "picture", "span", "div", "noscript"})  # what a picture may stand in alone
_LINES = frozenset({"span", "div", "em", "i", "small", "p", "cite", "figcaption", "strong", "b"})
_FRAMES = frozenset({"div", "span", "figure", "center", "section"})
_NEVER = frozenset({"a", "img", "h1", "h2", "h3", "h4", "h5", "time", "button", "form", "svg"})
_UP = 3  # frames around a picture that may hold nothing but it
_MOST = 2  # elements after a picture: its caption and its credit
_LONGEST = 320  # characters of a caption with its credit
_SHORTEST = 24  # shorter is the name of whom a portrait shows, or a button
_WORDS_SHORTEST = 8  # the same of a text without spaces
# Portraits of authors, and the icons of what a product can do, have names and claims beside them.
_OTHER = re.compile(
    r"author|avatar|byline|profile|portrait|bio\b|contributor|person|user|icon|logo|feature|card|review|rating|score|tooltip|badge|step|product",
    re.IGNORECASE,
)


def pictured(tree: etree._Element) -> set[etree._Element]:
    """The elements that are captions by their place: `<div><img><p>Boats at dawn. Photo: Ida Holm</p></div>`.

    The frame holds a picture, then one to three short elements, and no text, link or heading of its own. A card of another
    story has a link or a heading; a paragraph that begins with a picture has text of its own.
    """
    found: set[etree._Element] = set()
    for picture in tree.iter("img", "amp-img", "video"):
        frame = _frame(picture)
        if frame is not None:
            found.update(frame)
    return found


def _frame(picture: etree._Element) -> list[etree._Element] | None:
    """The lines after a picture in the frame that holds both, None where there is no such frame."""
    inner = picture
    for _ in range(_UP):
        frame = inner.getparent()
        if frame is None or (inner.tail and not inner.tail.isspace()) or (frame.text and not frame.text.isspace()):
            return None
        if len(frame) == 1 and frame.tag in _WRAPS:
            inner = frame
            continue
        return _lines(frame, inner) if frame.tag in _FRAMES and len(frame) <= 1 + _MOST else None
    return None


def _lines(frame: etree._Element, inner: etree._Element) -> list[etree._Element] | None:
    if frame[0] is not inner:
        return None
    lines = list(frame)[1:]
    if any(map(_is_other, (frame, *inner.iter(), *lines))) or not all(map(_may_be_caption, lines)):
        return None
    text = " ".join(map(text_of, lines))
    shortest = _SHORTEST if " " in text and text.isascii() else _WORDS_SHORTEST
    return lines if shortest <= len(text) <= _LONGEST and strip_by(text) == text else None


def _is_other(element: etree._Element) -> bool:
    """Whether an element is named for what is no picture of a story."""
    return _OTHER.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _may_be_caption(line: etree._Element) -> bool:
    """Whether an element is one line of text without a link, a heading or a button."""
    if line.tag not in _LINES or (line.tail and not line.tail.isspace()):
        return False
    inside = [each.tag for each in line.iterdescendants()]
    return _NEVER.isdisjoint(inside) and sum(tag in BREAKING for tag in inside) <= 1
