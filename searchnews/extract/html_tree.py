"""One parsed tree of an HTML page, within limits, and how text is read from it."""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Iterator

from lxml import etree

from searchnews.errors import InputRefused
from searchnews.extract.lines import squeeze as squeeze
from searchnews.extract.lines import width as width
from searchnews.extract.lines import words as words

_MAX_DEPTH = 256  # levels at which lxml cuts a tree off

# What carries meaning when a page nested beyond all reason is read flat: all other tags become line breaks.
_KEPT = "html|head|body|title|meta|link|script|style|p|h[1-6]|a|time|li|br|figcaption"
_TAG = re.compile(rf"<(?!/?(?:{_KEPT})[\s>/])/?[a-z][^<>]*>", re.IGNORECASE)
_HUGE = 5_000_000  # bytes: lxml gives up at a text of ten million, as in scripts that carry a map of the world
_SCRIPT = re.compile(rb"<script\b[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_UNREADABLE = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_READABLE = bytes.maketrans(_UNREADABLE, b" " * len(_UNREADABLE))
# References to characters that no text has: controls, halves of pairs, U+FFFE and U+FFFF.
_CONTROL = re.compile(
    rb"&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])(?![0-9a-fA-F])"
    rb"|0*(?:[0-8]|1[124-9]|2\d|3[01]|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|6553[45])(?![0-9]));?"  # a letter ends a reference in decimals: "&#1a"
)
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
# closed-early: a template's header ends with "</body></html>", and the story comes after it, where lxml reads no more.
_CLOSED = re.compile(rb"</html\s*>", re.IGNORECASE)
_CLOSING = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_FEW = 8
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "select",
    "math",
    "textarea",
    "datalist",
)
# Elements that begin on a line of their own.
BREAKING = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "option", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip


def parse(source: str) -> etree._Element:
    """The tree of a page's source, comments left out; raises InputRefused where there is nothing to parse."""
    data = source.encode("utf-8", "replace").translate(_READABLE)
    if _NO_CHARACTERS[0][:2] in data:
        data = functools.reduce(lambda rest, bad: rest.replace(bad, b" "), _NO_CHARACTERS, data)
    if b"&#" in data:
        data = _CONTROL.sub(b" ", data)
    if _is_closed_early(data):
        data = _CLOSING.sub(b"", data)
    tree, cut = _parse(data)
    if cut and len(data) > _HUGE:
        data = _SCRIPT.sub(b"", data)
        tree, cut = _parse(data)
    if cut:
        tree, cut = _parse(_TAG.sub("<br>", data.decode("utf-8")).encode())
    if tree is None:
        raise InputRefused("no text in the page: it is empty")
    if cut:
        raise InputRefused(f"no text in the page: its elements are nested more than {_MAX_DEPTH} deep")
    return tree


def _is_closed_early(data: bytes) -> bool:
    """Whether most paragraphs of a page stand after its end."""
    end = _CLOSED.search(data)
    return end is not None and data.count(b"<p>", 0, end.start()) < data.count(b"<p>", end.end())


def _parse(data: bytes) -> tuple[etree._Element | None, bool]:
    """The tree, and whether lxml gave up before the end of the page, which it only tells in its log."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, False
    last = parser.error_log.last_error
    return tree, last is not None and any(word in last.message.lower() for word in ("depth", "huge"))


def settle(tree: etree._Element) -> None:
    """Leave in a tree what a reader sees: scripts and the like go, and every line break is a character of text.

    To be called once, after what scripts hold was read.
    """
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for element in tree.iter("br", "hr", *BREAKING):
        text, tail = element.text, element.tail
        if text and not text[0].isspace():
            element.text = "\n" + text
        if not tail:
            element.tail = "\n"
        elif not tail[0].isspace():
            element.tail = "\n" + tail


def readable(text: str) -> str:
    """Text of a page on one line; entities that were escaped twice ("&amp;ccedil;") are undone."""
    return squeeze(html.unescape(text) if "&" in text and _ENTITY.search(text) else text)


def text_of(element: etree._Element) -> str:
    """What a reader sees of an element of a settled tree, on one line."""
    return readable("".join(map(str, element.itertext()))) if len(element) else readable(element.text or "")


def first_of(element: etree._Element) -> Iterator[etree._Element]:
    """The first few elements right inside one: a line of a page has no more, and a frame may have thousands."""
    return itertools.islice(element, _FEW)
