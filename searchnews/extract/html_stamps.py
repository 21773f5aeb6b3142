"""The dates that an HTML page shows or marks up outside its head: candidates in order, not yet read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from searchnews.extract.html_outline import Extent, Outline
from searchnews.extract.metadata import Claim

Purpose = Literal["published", "updated"]

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
_LABEL = re.compile(
    r"\A(?:(?:first|originally)\s+)?(?:published|posted|created|issued|date|publi[ée]e?|veröffentlicht|erschienen|publicado|pubblicato|yayın\w*|giriş)?"
    r"(?:\s+(?:on|at|le|am|el|il|em))?\s*[:：|·•,-]?\s*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20|21)\d\d(?!\d)")
_EDGES = " \t|·•–—-,;:()[]"
_MAX_TEXT = 110  # characters of an element that tells a date and little else
_MAX_CLAIMS = 24


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


def printed(outline: Outline, extent: Extent, purpose: Purpose) -> list[Claim]:
    """Dates the page shows: time elements, elements named for a date, then short texts before the story."""
    claims: dict[Claim, None] = {}
    for claim in (*_times(outline, purpose), *_named(outline, purpose), *_by_title(outline, extent, purpose)):
        claims.setdefault(claim)
        if len(claims) >= _MAX_CLAIMS:
            break
    return list(claims)


def _times(outline: Outline, purpose: Purpose) -> Iterator[Claim]:
    for element in outline.shown("time"):
        if _purpose(outline, element) == purpose:
            values = [element.get("datetime") or "", *_pieces(outline.text(element), purpose)]
            if purpose == "updated":  # the label stands before the time element
                values += [piece for piece in _pieces(outline.text(element), "published") if piece]
            for value in filter(_has_digit, values):
                yield Claim(value.strip(), "time", "time element", 0.8)


def _purpose(outline: Outline, element: etree._Element) -> Purpose:
    """What a time element tells, by its name and the words before it."""
    parent, before = element.getparent(), element.getprevious()
    lead = (
        (before.tail or outline.text(before)) if before is not None else parent.text if parent is not None else ""
    ) or ""
    changed = outline.named(element, _CHANGE_NAME) or (
        parent is not None and len(parent) == 1 and outline.named(parent, _CHANGE_NAME)
    )
    return "updated" if changed or _CHANGING.search(f"{lead[-40:]} {outline.text(element)[:20]}") else "published"


def _named(outline: Outline, purpose: Purpose) -> Iterator[Claim]:
    for element in outline.shown("span", "div", "p", "li", "small", "em", "a", "td"):
        if len(element) <= 4 and outline.named(element, _DATING):
            yield from _claims(outline, element, purpose, "text of a date element", 0.7)


def _by_title(outline: Outline, extent: Extent, purpose: Purpose) -> Iterator[Claim]:
    if extent.first is None:
        return
    for element in outline.shown("p", "span", "div", "li", "small", "em", "td", "h5", "h6"):
        if outline.place[element] >= extent.first:
            return
        if len(element) <= 2:
            yield from _claims(outline, element, purpose, "text before the story", 0.65)


def _claims(
    outline: Outline, element: etree._Element, purpose: Purpose, place: str, confidence: float
) -> Iterator[Claim]:
    text = outline.text(element)
    if 6 <= len(text) <= _MAX_TEXT and _YEAR.search(text):
        for piece in _pieces(text, purpose):
            yield Claim(piece, "printed", place, confidence)


def _pieces(text: str, purpose: Purpose) -> Iterator[str]:
    """The parts of a text that may be a date: before a word such as "Updated" what was published, after it what changed."""
    found = _CHANGING.search(text)
    part = (
        (text[: found.start()] if found else text) if purpose == "published" else (text[found.end() :] if found else "")
    )
    for piece in (part, *re.split(r"\s*[|·•]\s*|\s+[–—-]\s+", part)):
        bare = _LABEL.sub("", piece.strip(_EDGES), count=1).strip(_EDGES)
        if _has_digit(bare):
            yield bare


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
