"""The dates that an HTML page shows or marks up outside its head, in the order in which they are to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from searchnews.datetext import find_dates, read_date
from searchnews.extract.html_datelines import NOW, Purpose, Stamp, by_title, dated_lines
from searchnews.extract.html_outline import Extent, Outline
from searchnews.extract.metadata import Claim
from searchnews.models import ArticleDate, Evidence

_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|\Z)|[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])([012]\d|3[01])(?=[/_.-]|\Z)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHANGING = re.compile(
    r"(?:last\s+)?(?:updated?|modified|revised|changed|edited)\b|aktualisiert|actualis\w+|mis [àa] jour|mise? [àa] jour|modifi[ée]\w*|actualizado|atualizado"
    r"|aggiornat[oa]|güncelle\w*|bijgewerkt|uppdaterad|oppdatert|opdateret|zaktualizowan\w+|обновлен\w*",
    re.IGNORECASE,
)
_CHANGE_NAME = re.compile(r"updat|modif|revis|dateline-change")
_SHORT = 140  # characters of a line that tells a date and little else
_LONG = 110  # characters around a time element in which its label stands
_MAX_STAMPS = 24


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
    for stamp in (*_times(extent, language), *dated_lines(extent, language)):
        key = (replace(stamp.date, evidence=()), stamp.purpose)
        if stamp.by_title or key not in found:
            found[key] = stamp
        if len(found) >= _MAX_STAMPS:
            break
    return list(found.values())


def _times(extent: Extent, language: str) -> Iterator[Stamp]:
    """What time elements tell: those before the story's end, then those after it."""
    outline = extent.outline
    elements = [element for element in outline.shown("time") if not outline.named(element, NOW)]
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
            place = outline.place[element]
            yield Stamp(replace(date, evidence=(evidence,)), purpose, place, by_title(extent, place))


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
