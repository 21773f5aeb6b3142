"""The dates that an HTML page shows or marks up outside its head, in the order in which they are to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from searchnews.datetext import find_dates, read_date
from searchnews.extract.html_flow import FURNITURE, Block
from searchnews.extract.html_outline import Extent, Outline
from searchnews.extract.metadata import Claim
from searchnews.models import ArticleDate, Evidence

Purpose = Literal["published", "updated", "now"]

_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|\Z)|[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])([012]\d|3[01])(?=[/_.-]|\Z)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATING = re.compile(
    r"publish|posted|pubdate|date|time-?stamp|byline|entry-meta|(?:article|post|story)-?(?:time|info|meta)|datum|fecha"
)
_CHANGING = re.compile(
    r"(?:last\s+)?(?:updated?|modified|revised|changed|edited)\b|aktualisiert|actualis\w+|mis [àa] jour|mise? [àa] jour|modifi[ée]\w*|actualizado|atualizado"
    r"|aggiornat[oa]|güncelle\w*|bijgewerkt|uppdaterad|oppdatert|opdateret|zaktualizowan\w+|обновлен\w*",
    re.IGNORECASE,
)
_CHANGE_NAME = re.compile(r"updat|modif|revis|dateline-change")
_NOW = re.compile(r"today|current-?(?:date|time)|clock|time-?now")  # the day on which the page was called up
_DIGITS = re.compile(r"\d{4}")
_SHORT = 140  # characters of a line that tells a date and little else
_LONG = 110  # characters around a time element in which its label stands
_ABOVE, _FIRST, _LAST = 40, 5, 6  # blocks looked at above the story, at its beginning, at its end
_AT_EDGE = 0.6  # confidence of a line that may be the story's own
_ALONE = 0.05  # what a line gains that holds nothing but a date
_MAX_STAMPS = 24


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date the page shows, and what it tells."""

    date: ArticleDate
    purpose: Purpose
    place: int  # document order


def marked(outline: Outline, name: str) -> Iterator[Claim]:
    """Elements with the itemprop `name`, such as datePublished."""
    for element, names in outline.names.items():
        if name.lower() in names and element.get("itemprop") == name and element not in outline.furniture:
            value = element.get("content") or element.get("datetime") or outline.text(element)
            if value:
                yield Claim(value.strip(), "itemprop", f"itemprop {name}", 0.95)


def in_address(url: str) -> Iterator[Claim]:
    """The day in an address such as /2022/01/08/ or /2022-jan-08/."""
    found = _IN_URL.search(url)
    if found:
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
        number = _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else month
        if str(number).isdigit():
            yield Claim(f"{year}-{int(number):02}-{int(day):02}", "url", "the page's address", 0.85)


def printed(extent: Extent, language: str) -> list[Stamp]:
    """Dates the page shows: time elements, elements named for a date, then short lines around the story."""
    found: dict[tuple[ArticleDate, Purpose], Stamp] = {}
    for stamp in (*_times(extent, language), *_lines(extent, language)):
        key = (replace(stamp.date, evidence=()), stamp.purpose)
        found.setdefault(key, stamp)
        if len(found) >= _MAX_STAMPS:
            break
    return list(found.values())


def _times(extent: Extent, language: str) -> Iterator[Stamp]:
    """What time elements tell: those before the story's end, then those after it."""
    outline = extent.outline
    elements = [element for element in outline.shown("time") if not outline.named(element, _NOW)]
    after = [element for element in elements if extent.last is not None and outline.place[element] > extent.last]
    for element in [*(each for each in elements if each not in after), *after]:
        purpose, evidence = (
            _purpose(outline, element),
            Evidence("time", "time element", 0.5 if element in after else 0.8),
        )
        text = outline.text(element)
        dates = [read_date(element.get("datetime") or "", rule="time", place="time element", language=language)]
        dates += (
            [mention.date for mention in find_dates(text, place="", language=language)] if len(text) <= _SHORT else []
        )
        for date in filter(None, dates):
            yield Stamp(replace(date, evidence=(evidence,)), purpose, outline.place[element])


def _purpose(outline: Outline, element: etree._Element) -> Purpose:
    """What a time element tells, by its name, its frame's name and the words before it on its line."""
    line = frame = element
    for above in element.iterancestors():
        if above.tag in {"body", "article"} or len(above) > 6 or len(outline.text(above)) > _LONG:
            break
        frame = above if len(above) == 1 else frame
        line = above
    text = outline.text(line)
    before = text[: text.find(outline.text(element)) + 20] if line is not element else text[:20]
    changed = outline.named(element, _CHANGE_NAME) or outline.named(frame, _CHANGE_NAME)
    return "updated" if changed or _CHANGING.search(before[-60:]) else "published"


def _lines(extent: Extent, language: str) -> list[Stamp]:
    """The dates in short lines: of elements named for a date, under the title, over it, then at the story's edges."""
    found: list[tuple[float, Stamp]] = []
    for block, confidence, place in _dated_blocks(extent):
        for mention in find_dates(block.text, place=place, language=language):
            if 0 < confidence <= _AT_EDGE and not mention.alone and not mention.label:
                continue  # a line of the story that mentions a day
            purpose: Purpose = "updated" if mention.label == "updated" else "published"
            purpose = "now" if confidence == 0 else purpose
            date = replace(mention.date, evidence=(Evidence("printed", place, confidence),))
            weight = confidence + (_ALONE if mention.alone else 0)
            found.append((weight, Stamp(date, purpose, extent.outline.place[block.element])))
    return [stamp for _, stamp in sorted(found, key=lambda each: -each[0])]


def _dated_blocks(extent: Extent) -> Iterator[tuple[Block, float, str]]:
    outline, blocks = extent.outline, extent.outline.blocks
    first, last = _edges(blocks, extent)
    heading = next((outline.place[each] for each in outline.shown("h1")), -1)
    for number, block in enumerate(blocks):
        if block.zone is FURNITURE or not 6 <= len(block.text) <= _SHORT or not _DIGITS.search(block.text):
            continue
        if _names(outline, block, _NOW):
            yield block, 0.0, "the page's clock"
        elif _names(outline, block, _DATING):
            yield block, 0.7 if number < last else 0.5, "text of a date element"
        elif first - _ABOVE <= number < first:
            under = outline.place[block.element] > heading
            yield block, 0.65 if under else 0.55, "text before the story"
        elif first <= number < first + _FIRST:
            yield block, 0.6, "first lines of the story"
        elif last - _LAST < number <= last + _LAST:
            yield block, 0.45, "last lines of the story"


def _edges(blocks: Sequence[Block], extent: Extent) -> tuple[int, int]:
    """The numbers of the story's first and last block."""
    places = [extent.outline.place[block.element] for block in blocks]
    first = next((number for number, place in enumerate(places) if place == extent.first), 0)
    last = next((number for number, place in enumerate(places) if place == extent.last), len(places))
    return first, last


def _names(outline: Outline, block: Block, pattern: re.Pattern[str]) -> bool:
    """Whether the element of a block or one of the two frames around it is named so."""
    element: etree._Element | None = block.element
    for _ in range(3):
        if element is None or element.tag in {"article", "body"}:
            return False
        if outline.named(element, pattern):
            return True
        element = element.getparent()
    return False
