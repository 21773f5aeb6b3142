"""The dates that lines of an HTML page print: by the headline, at the story's edges, or set apart under a label."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from searchnews.datelabels import label_of
from searchnews.datetext import DateMention, find_dates, order_shown, read_date
from searchnews.extract.bylines import is_person, strip_by
from searchnews.extract.html_flow import FURNITURE, Block
from searchnews.extract.html_outline import Extent, Outline
from searchnews.models import ArticleDate, Evidence

Purpose = Literal["published", "updated", "now"]

_DATING = re.compile(
    r"publish|posted|pubdate|date|time-?stamp|byline|entry-meta|(?:article|post|story)-?(?:time|info|meta)|datum|fecha"
)
NOW = re.compile(
    r"today|current-?(?:date|time)|clock|time-?now|server-?time|(?:fecha|data|date|datum|tarih)-?(?:de-?)?(?:hoy|hoje|oggi|heute|jour|vandaag|bugun)"
)  # the day on which the page was called up
_DIGITS = re.compile(r"\d{4}|\d[./-]\d\d?[./-]\d\d")
_NUMBERS = re.compile(r"\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}")
_SHORT = 140  # characters of a line that tells a date and little else
_ABOVE, _FIRST, _LAST = 40, 12, 6  # blocks looked at above the story, at its beginning, at its end
_AT_EDGE = 0.6  # confidence of a line that may be the story's own
_ALONE = 0.05  # what a line gains that holds nothing but a date
_BESIDE = " \t.,;:|•·●・-–—/"  # what stands between a name and a day
_FIELDS = "|•·●"
_LABEL = 30  # characters of a line that only says what the date after it is
_OVER = 30  # elements over the headline in which a date may be the story's


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date the page shows, and what it tells."""

    date: ArticleDate
    purpose: Purpose
    place: int  # document order
    by_title: bool = False  # a line or element of its own between the headline and the story, or right over it


def by_title(extent: Extent, place: int) -> bool:
    """Whether an element stands where a story's own date does: between the headline and the text, or right over it."""
    heading = next((extent.outline.place[each] for each in extent.outline.shown("h1") if extent.before(each)), None)
    return heading is not None and extent.first is not None and heading - _OVER < place < extent.first


def dated_lines(extent: Extent, language: str) -> list[Stamp]:
    """The dates in short lines: of elements named for a date, under the title, over it, then at the story's edges."""
    found: list[tuple[float, Stamp]] = []
    blocks = extent.outline.blocks
    day_first = _day_first(blocks)
    for number, confidence, where in _dated_blocks(extent):
        block, label = blocks[number], _label_over(blocks, number)
        place = extent.outline.place[block.element]
        for mention in find_dates(block.text, place=where, language=language, day_first=day_first):
            told = mention.alone or mention.label or _signed(block.text, mention) or _in_field(block.text, mention)
            if 0 < confidence <= _AT_EDGE and not told:
                continue  # a line of the story that mentions a day
            date = replace(mention.date, evidence=(Evidence("printed", where, confidence),))
            weight = confidence + (_ALONE if mention.alone else 0)
            own = mention.alone and by_title(extent, place)
            found.append((weight, Stamp(date, _purpose(mention, label, confidence), place, own)))
    return [stamp for _, stamp in sorted(found, key=lambda each: -each[0])]


def _signed(text: str, mention: DateMention) -> bool:
    """Whether a line holds a person's name and a day, and no more."""
    rest = f"{text[: mention.start]} {text[mention.end :]}".strip(_BESIDE)
    return is_person(strip_by(rest).strip(_BESIDE))


def _in_field(text: str, mention: DateMention) -> bool:
    """Whether a day is a field of its own in a line of several: "By Ada Marsh | 8 November 2022 | 2 min read"."""
    before, after = text[: mention.start].rstrip(), text[mention.end :].strip().removeprefix("Uhr").lstrip()
    return (not before or before[-1] in _FIELDS) and (not after or after[0] in _FIELDS) and bool(before or after)


def set_apart(extent: Extent, language: str) -> list[Stamp]:
    """The dates in frames beside the story that a label of their own calls its: "Published" over a day, in a side column."""
    blocks = extent.outline.blocks
    found = []
    for number, block in enumerate(blocks):
        if block.zone is not FURNITURE or not 6 <= len(block.text) <= _SHORT or not _DIGITS.search(block.text):
            continue
        place = extent.outline.place[block.element]
        for mention in find_dates(block.text, place="", language=language, day_first=_day_first(blocks)):
            label = mention.label or _label_over(blocks, number)
            if mention.alone and label:
                date = replace(mention.date, evidence=(Evidence("printed", "labelled line beside the story", 0.5),))
                found.append(Stamp(date, label, place))
    return found or _only_time(extent, language)


def _only_time(extent: Extent, language: str) -> list[Stamp]:
    """The page's one time element, where it stands in a frame over the story: beside the headline of a plain blog."""
    elements = list(itertools.islice(extent.outline.tree.iter("time"), 2))
    if len(elements) != 1 or not extent.before(elements[0]):
        return []
    evidence = Evidence("time", "the only time element", 0.5)
    date = read_date(
        elements[0].get("datetime") or extent.outline.text(elements[0]), rule="time", place="", language=language
    )
    return [Stamp(replace(date, evidence=(evidence,)), "published", extent.outline.place[elements[0]])] if date else []


def _purpose(mention: DateMention, label: str, confidence: float) -> Purpose:
    if confidence == 0:
        return "now"
    return "updated" if "updated" in (mention.label or label,) else "published"


def _label_over(blocks: Sequence[Block], number: int) -> Literal["", "published", "updated"]:
    """What the block before one calls it, where it does nothing else: "Updated on" in a cell of its own."""
    before = blocks[number - 1].text if number else ""
    return label_of(before) if len(before) <= _LABEL and not _DIGITS.search(before) else ""


def _day_first(blocks: Sequence[Block]) -> bool | None:
    """Whether the dates in numbers on a page show that the day comes first; None where none shows it, or they differ."""
    shown = {order_shown(block.text) for block in blocks if len(block.text) <= _SHORT and _NUMBERS.search(block.text)}
    shown.discard(None)
    return shown.pop() if len(shown) == 1 else None


def _dated_blocks(extent: Extent) -> Iterator[tuple[int, float, str]]:
    outline, blocks = extent.outline, extent.outline.blocks
    first, last = _edges(blocks, extent)
    heading = next((outline.place[each] for each in outline.shown("h1")), -1)
    for number, block in enumerate(blocks):
        if block.zone is FURNITURE or not 6 <= len(block.text) <= _SHORT or not _DIGITS.search(block.text):
            continue
        if _names(outline, block, NOW):
            yield number, 0.0, "the page's clock"
        elif _names(outline, block, _DATING):
            over = number < first and outline.place[block.element] < heading - _OVER
            yield number, 0.5 if number >= last else 0.66 if over else 0.7, "text of a date element"
        elif first - _ABOVE <= number < first:
            under = outline.place[block.element] > heading
            yield number, 0.65 if under else 0.55, "text before the story"
        elif first <= number < first + _FIRST:
            yield number, 0.6, "first lines of the story"
        elif last - _LAST < number <= last + _LAST:
            yield number, 0.45, "last lines of the story"


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
