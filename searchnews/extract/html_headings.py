"""Sub-headings that the main-text extraction left out: put back before the paragraph they stand over."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from searchnews.extract.html_outline import Outline
from searchnews.extract.html_tree import words
from searchnews.extract.html_words import is_list_heading

_HEADINGS = frozenset({"h2", "h3", "h4"})
_TEXTS = ("h2", "h3", "h4", "p", "blockquote", "li", "div")
_FRAMES = frozenset({"p", "div", "ul", "ol", "section", "article", "table", "blockquote", "figure"})
_LONGEST = 140  # characters of a sub-heading


def with_headings(outline: Outline, paragraphs: Sequence[str], dropped: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """The paragraphs with each heading that stands right over one of them and is in none; `dropped` never comes back."""
    places = {words(text): place for place, text in reversed(list(enumerate(paragraphs)))}
    over: dict[int, list[str]] = {}
    pending: list[str] = []
    for element in outline.shown(*_TEXTS):
        if element.tag not in _HEADINGS and any(child.tag in _FRAMES for child in element):
            continue
        text = outline.text(element)
        key = words(text)
        if not key:
            continue
        place = places.get(key)
        if place is not None:
            over.setdefault(place, []).extend(pending)
            pending = []
        elif element.tag in _HEADINGS and key not in dropped and _is_heading(element, text):
            pending = [*pending[-1:], text]
        else:
            pending = []
    return tuple(text for place, own in enumerate(paragraphs) for text in (*over.get(place, ()), own))


def _is_heading(element: etree._Element, text: str) -> bool:
    return len(text) <= _LONGEST and not is_list_heading(text) and element.find(".//a") is None
