"""The edges of an HTML story's text: labels, dates and bylines above it, credits and lone headings below it.

They are judged as the lines of a text dump are (line_rules.py): what a line is does not depend on how it was marked up.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.bylines import distinct
from searchnews.extract.credits import contributed
from searchnews.extract.dump_context import in_context
from searchnews.extract.dumplines import classed, classed_rows
from searchnews.extract.html_outline import Extent
from searchnews.extract.html_tree import words
from searchnews.extract.line_classes import Line
from searchnews.extract.metadata import Claim
from searchnews.extract.rows import Row

_ABOVE = frozenset({kinds.DATE, kinds.BYLINE, kinds.SECTION, kinds.CRUMBS, kinds.FURNITURE, kinds.AGENCY, kinds.CLOCK})
_STAMPS = frozenset({kinds.DATE, kinds.BYLINE})
_BELOW = frozenset({kinds.FURNITURE, kinds.AFTER, kinds.LIST_HEADING, kinds.AGENCY})
_LABEL = 40  # characters of a line above the story that only names something
_LOOKED_AT = 8  # paragraphs at either edge
_LEAVES = ("a", "p", "span", "div", "li", "h2", "h3", "h4", "h5", "h6", "time", "address", "strong", "em", "small", "b")


def trimmed(paragraphs: Sequence[str], headings: frozenset[tuple[str, ...]], *, live: bool) -> tuple[str, ...]:
    """The paragraphs less what is no text of the story at either end; a heading never ends one. All of them if short."""
    first, last = 0, len(paragraphs)
    while not live and first < min(_LOOKED_AT, last) and _is_above(paragraphs[first], headings):
        first += 1
    first = first if any(_line(text).kind == kinds.BODY for text in paragraphs[first:]) else 0
    while last > first + 1 and len(paragraphs) - last < _LOOKED_AT and _is_below(paragraphs[last - 1], headings):
        last -= 1
    top = min(first + _LOOKED_AT, last)
    # stamped-below: day, byline and reading time between a standfirst and the text.
    head = [
        text for text in paragraphs[first:top] if live or _line(text).kind not in _STAMPS or words(text) in headings
    ]
    return (*head, *paragraphs[top:last]) or tuple(paragraphs[first:last])


def _is_above(text: str, headings: frozenset[tuple[str, ...]]) -> bool:
    line = _line(text)
    if line.kind in _ABOVE:
        return True
    label = line.kind == kinds.SHORT or (line.kind == kinds.ITEM and bool(line.value))
    return label and len(text) < _LABEL and text[-1] not in ":." and words(text) not in headings


def _is_below(text: str, headings: frozenset[tuple[str, ...]]) -> bool:
    return _line(text).kind in _BELOW or words(text) in headings or bool(contributed(text))


def _line(text: str) -> Line:
    return classed(Row(text, 1, 1, False))


def lines_above(extent: Extent) -> list[Line]:
    """The short texts between the page's h1 and its story, in order, with their classes."""
    outline = extent.outline
    heading = next((element for element in outline.shown("h1") if extent.before(element)), None)
    start = outline.place[heading] if heading is not None else max((extent.first or 0) - 60, 0)
    rows: list[Row] = []
    for element in outline.tree.iter(*_LEAVES):
        place = outline.place[element]
        if extent.first is None or place >= extent.first:
            break
        own = (element.text or "").strip() if len(element) else outline.text(element)
        if place > start and own and len(own) <= 160 and (not rows or rows[-1].text != own):
            rows.append(Row(own, place, place, False))
    return in_context(classed_rows(rows[-30:]))


def spoken_names(extent: Extent) -> tuple[Claim, tuple[str, ...]] | None:
    """The people that the lines above the story name: after "By", or alone by the date."""
    for line in lines_above(extent):
        if line.kind == kinds.BYLINE and line.value:
            return Claim(line.text, "spoken", "line above the story", 0.6), distinct(line.value.split("; "))
    return None


def spoken_section(extent: Extent, paragraphs: Sequence[str]) -> Claim | None:
    """A section that a line of its own names among the first of the text: "World" above the headline."""
    for text in paragraphs[:_LOOKED_AT]:
        line = _line(text)
        if line.kind == kinds.SECTION:
            return Claim(line.value, "section-line", "line above the story", 0.5)
        if line.kind == kinds.BODY:
            break
    heading = next(iter(extent.outline.tree.iter("h1")), None)
    before = heading.getprevious() if heading is not None else None
    text = extent.outline.text(before) if before is not None else ""
    above = _line(text) if text else None
    if above is None or above.kind != kinds.SECTION:
        return None
    return Claim(above.value, "section-line", "line above the title", 0.6)
