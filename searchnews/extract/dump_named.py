"""Names and places that the lines around a line tell: names under a lone "By", one beside the date, where it was filed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from searchnews.datelabels import label_of
from searchnews.extract import line_classes as kinds
from searchnews.extract.byline_words import profession
from searchnews.extract.bylines import is_eastern, is_person, split_names
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import key

_REACH = 9  # lines after "By" in which its names stand
_JOINTS = frozenset({"", "and", "et", "e", "y", "und", "och", "og", "en", "i", "и", "ve", "و", "with", "dan"})
_JOINED = re.compile(r"\A(?:and|et|e|y|und|och|og|en|i|и|ve|with|dan|,)\s+(?=[^\W\d_a-z])|\s*,\Z")
_ASIDE = re.compile(r"\A\([^()]{2,60}\)\s*")
_LEADS_ON = re.compile(r"(?:,|&|\s(?:and|et|e|y|und|och|og|en|i|и|ve))\Z")
_LABELS = 3  # lines between a name and a day that say no more than that it is one
_SAID = 1_000  # characters of a paragraph whose words are looked at
_FIRST_LINES = 3  # of a page, one of which may be its window's title
_MARK = 40  # characters of a line that is an address or a label


def named_below(lines: list[Line]) -> list[Line]:
    """Names on the lines after "By", or after the first of them: "By", "Ada Marsh", "and", "Ben Holm"."""
    for place, line in enumerate(lines):
        if line.kind != kinds.BYLINE or line.dates:
            continue
        names = line.value.split("; ") if line.value else []
        found = _names_after(lines, place, begun=bool(names))
        if found:
            value = "; ".join(dict.fromkeys((*names, *(name for _, some in found for name in some))))
            lines[place] = replace(line, value=value)
            for at, _ in found:
                lines[at] = replace(lines[at], kind=kinds.BYLINE, value=value)
    return lines


def _names_after(lines: Sequence[Line], place: int, *, begun: bool) -> list[tuple[int, list[str]]]:
    """The lines of names after a byline, each with its names; after the first one only such as a joint parts from it."""
    found: list[tuple[int, list[str]]] = []
    joined = not begun or _LEADS_ON.search(lines[place].text) is not None
    for at in range(place + 1, min(place + _REACH, len(lines))):
        text = _ASIDE.sub("", lines[at].text)  # "(Aldery, special correspondent) and Ben Holm"
        if not text:
            continue
        joined = joined or _JOINED.match(text) is not None
        if key(text) in _JOINTS or text in {",", "&"}:
            joined = True
        elif not joined or lines[at].kind not in (kinds.SHORT, kinds.BYLINE):
            break
        else:
            names = [name for name in split_names(_JOINED.sub("", text)) if is_person(name) and not is_eastern(name)]
            if not names:
                break
            found.append((at, names))
            joined = _LEADS_ON.search(text) is not None
    return found


def named_by_date(lines: list[Line]) -> list[Line]:
    """A person's name on a line of its own right above or below the first date: a byline without "By"."""
    dated = next((n for n, line in enumerate(lines) if line.kind == kinds.DATE), None)
    if dated is None or any(line.kind == kinds.BYLINE and line.value for line in lines):
        return lines
    over = next((n for n in range(dated - 1, max(dated - 1 - _LABELS, -1), -1) if not _is_label(lines[n].text)), -1)
    for place in dict.fromkeys((over, dated + 1, dated - 2)):
        if 0 <= place < len(lines) and lines[place].kind == kinds.SHORT and _is_name(lines[place].text):
            if _is_said(lines, lines[place].text):
                continue
            before = lines[place - 1].text if place else ""
            both = before.endswith(",") and _is_name(before[:-1])  # "Ada Marsh,", "Ben Holm", "3 May 2021"
            names = [before[:-1], lines[place].text] if both else [lines[place].text]
            lines[place] = replace(lines[place], kind=kinds.BYLINE, value="; ".join(names))
            if both:
                lines[place - 1] = replace(lines[place - 1], kind=kinds.BYLINE, value="; ".join(names))
            break
    return lines


def _is_label(text: str) -> bool:
    """Whether a line between a name and a day is the author's address or "Published" alone."""
    return len(text) <= _MARK and ("@" in text or (bool(label_of(text)) and " " not in text.strip(" :")))


def _is_said(lines: Sequence[Line], name: str) -> bool:
    """Whether most words of a supposed name stand in small letters in the text, or the page begins with it.

    "Valley Bridge Repairs" is a headline.
    """
    said = {word for line in lines if line.kind == kinds.BODY for word in line.text[:_SAID].split() if word.islower()}
    words = re.findall(r"[^\W\d_]+", name)
    heads = any(line.text == name for line in lines[:_FIRST_LINES])
    return heads or sum(word.lower() in said for word in words) > max(len(words) / 2, len(words) - 2)


def _is_name(text: str) -> bool:
    return (
        len(text) <= 40
        and is_person(text)
        and not is_eastern(text)
        and not text.isupper()
        and text[-1] not in ":…"
        and profession().search(text) is None
        and not any(map(str.isdigit, text))
    )


def filed(lines: list[Line]) -> list[Line]:
    """A place between an agency and a date: "Reuters", "Orlenz", "Updated: …"."""
    agencies = [place for place, line in enumerate(lines[:-2]) if line.kind == kinds.AGENCY]
    for place in (agency + 1 for agency in agencies):
        line = lines[place]
        if (
            lines[place + 1].kind == kinds.DATE
            and line.kind == kinds.SHORT
            and len(line.text) <= 30
            and line.text[0].isupper()
        ):
            lines[place] = replace(line, kind=kinds.PLACE, value=line.text)
    return lines
