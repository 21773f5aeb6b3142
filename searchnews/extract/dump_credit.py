"""Who a text dump credits: agencies, its own house, its section, and the stories it links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import AGENCIES, credited, dateline, sign_off
from searchnews.extract.credits import contributed
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import exact, key
from searchnews.models import Evidence, Related

_TAIL = re.compile(r"\s*(?:-{1,2}|–|—)\s*[^\W\d_][\w ]{1,30}\s*\Z")
_MORE_FROM = re.compile(r"more (?:stories|news|articles)? ?(?:from|in|on) (?P<name>.{3,30})\Z", re.IGNORECASE)
_PARTED = re.compile(r"\s+[-–—|·»]\s+|\s*[|»_]\s*")
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)|ⓒ)\s*(?:copyright\s*)?(?:\d{4}\s*(?:[-–]\s*\d{4})?\s*)(?:by\s+)?(?P<name>(?!all |alle |tous |todos |tutti )[^\W\d_][^.|,©\d]{1,38}?)"
    r"(?=\s*(?:[.|,]|[-–]\s|\Z|all rights|alle rechte|todos os|todos los|tous droits|tutti i))",
    re.IGNORECASE,
)
_TOP, _NAME = 3, 40  # first lines of a page; characters of a site's name
_END = 4  # lines around the end of the story
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}\Z", re.IGNORECASE)
_FEW = 3  # names of sections before the headline; more of them are a menu


def credits_of(
    lines: Sequence[Line], story: Story, body: Sequence[str]
) -> tuple[tuple[str, ...], str, Evidence | None]:
    """Agencies, the house that is named beside or instead of them, and where: by the first rung that says.

    A source line, a dateline, an agency alone on a line or at the end of a picture's credit, the story's sign-off.
    """
    for line in lines:
        if line.kind == kinds.SOURCE:
            return (*_parted(credited(line.value)), Evidence("source-line", f"line {line.number}", 0.95))
    filed = dateline(body[0]) if body else None
    if filed and filed.agencies:
        return filed.agencies, filed.publisher, Evidence("dateline", "first paragraph", 0.9)
    for place, line in enumerate(lines):
        if line.kind == kinds.AGENCY and place <= max(story.last, 12):
            return (*_parted(credited(line.value)), Evidence("agency-line", f"line {line.number}", 0.85))
    for line in lines[max(story.last - _END, 0) : story.last + _END]:
        if names := contributed(line.text):
            return names, "", Evidence("with-inputs", f"line {line.number}", 0.85)
    for text in [*reversed(body[-2:]), *body[:1]]:
        if names := sign_off(text):
            return names, "", Evidence("sign-off", "end of the text", 0.8)
    return (), "", None


def _parted(names: Sequence[str]) -> tuple[tuple[str, ...], str]:
    agencies = tuple(name for name in names if name in AGENCIES)
    return agencies, next((name for name in names if name not in AGENCIES), "")


def unsigned(body: tuple[str, ...]) -> tuple[str, ...]:
    """The body with an agency's dash at its very end taken off."""
    if not body or not sign_off(body[-1]):
        return body
    last = _TAIL.sub("", body[-1])
    return (*body[:-1], last) if last else body[:-1]


def section_of(lines: Sequence[Line], title_at: int | None) -> tuple[str, Evidence | None]:
    """The section near the headline: a line that only names one, the way to the page, "#World News", "More from World"."""
    top = title_at or 0
    before = [line for line in lines[: top + 3] if line.kind == kinds.SECTION]
    near = (
        [line for line in lines[max(0, top - 6) : top + 3] if line.kind == kinds.SECTION]
        if len(before) > _FEW
        else before
    )
    crumbs = [line for line in lines[: top + 3] if line.kind == kinds.CRUMBS]
    tagged = [line for line in lines if line.kind == kinds.SECTION and line.text.startswith("#")]
    for line in (*tagged, *(reversed(near) if len(near) <= _FEW else ()), *crumbs):
        return line.value, Evidence("section-line", f"line {line.number}", 0.8)
    for line in lines:
        found = _MORE_FROM.match(line.text) if line.kind == kinds.LIST_HEADING else None
        if found and key(found["name"]) in exact("section"):
            return found["name"], Evidence("more-from", f"line {line.number}", 0.6)
    return "", None


def house_of(lines: Sequence[Line], story: Story) -> str:
    """The site that a byline or a date line names beside its date: "By NAME | site.example | 3 May 2021"."""
    for line in lines[: story.first + 1]:
        if line.kind in (kinds.BYLINE, kinds.DATE):
            for part in re.split(r"\s+[|•·]\s+", line.text):
                if _HOST.match(part.strip()):
                    return part.strip()
    return ""


def site_of(lines: Sequence[Line], title: str) -> str:
    """The site as the window's title names it after the headline, where the page has that name elsewhere too.

    "Herons are back – Aldery Post", later "© 2023 Aldery Post"; else whom the line of copyright names.
    """
    for line in lines[:_TOP] if title else ():
        rest = line.text[len(title) :] if line.text.startswith(title) else ""
        name = _PARTED.split(rest)[-1].strip() if _PARTED.match(rest) else ""
        if 2 < len(name) <= _NAME and any(name in other.text for other in lines if other is not line):
            return name
    for line in reversed(lines):
        if found := _COPYRIGHT.match(line.text):
            return found["name"].strip(" .,|-–")
    return ""


def related_of(lines: Sequence[Line], title: str) -> tuple[Related, ...]:
    """Other stories' headlines: those an editor set in, and those a list of the site adds."""
    rows: list[Related] = []
    for line in lines:
        if line.kind == kinds.INLINE:
            rows.append(Related(line.value, "inline"))
        elif line.kind == kinds.LISTED and line.text != title and (line.value or len(line.text) < 200):
            rows.append(Related(line.value or line.text, "listed"))
    return tuple(dict.fromkeys(rows))
