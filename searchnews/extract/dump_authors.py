"""Who wrote the story of a text dump: bylines, names by the headline, and whoever is presented under the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import agency
from searchnews.extract.byline_words import is_about, is_house, joint
from searchnews.extract.bylines import (
    distinct,
    is_desk,
    is_name,
    is_other_work,
    is_person,
    split_names,
    strip_by,
)
from searchnews.extract.bylines_signed import biography, marked, presented, signature
from searchnews.extract.dump_names import (
    Said,
    is_furniture,
    is_heading,
    is_office,
    joined_names,
    names_alone,
    names_in_line,
    names_spoken,
    person_at,
    presents,
    split_all,
)
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import table
from searchnews.models import Evidence

Found = tuple[tuple[str, ...], Evidence | None]

_OVER = 8  # lines over the headline in which a byline may stand
_UNDER = 6  # lines under the headline in which a name may stand alone
_AFTER = 14  # lines after the story in which its author may be named
_LINE = 100  # characters of a line that names somebody and little else
_HEADING = 40  # characters of "About the author", "Article by", "Read more posts by"
_SAID, _LAST_WORDS = 60, 5  # characters of a sentence; paragraphs at the end in which an author may be presented
_RIGHT_OVER = 4  # lines over the headline in which a name may stand beside a day
_TAIL = 8  # lines at the end of what was found as the story that may tell who wrote it
_INITIALS = re.compile(r"[A-Z]{1,3}\Z")  # what stands for a portrait
_IN = re.compile(r"\s+(?:in|on|en|dans|em|am|le)\Z")  # "Ada Marsh in", the section on the next line
_PLAIN = frozenset({kinds.SHORT, kinds.LISTED, kinds.BYLINE, kinds.ITEM, kinds.CAPTION})
_NEXT = frozenset({kinds.DATE, kinds.BODY, kinds.CAPTION, kinds.FURNITURE, kinds.CLOCK})
_NONE: Found = ((), None)


def authors_of(lines: Sequence[Line], story: Story, body: Sequence[str], title_at: int | None) -> Found:
    """The people named, by the first rung that names any: a byline, a name by the headline, what stands under the text."""
    top = title_at if title_at is not None else max(story.first - _UNDER, 0)
    texts = body[: max(len(body) - _LAST_WORDS, len(body) // 2)]  # the last ones may tell who the author is
    said = Said(" ".join(text for text in texts if len(text) > _SAID), lines)
    if found := next(_bylines(lines, story, top, said), None):
        return found
    rungs = (_by_title(lines, story, top, said), _after(lines, story, said), _told(body, said))
    for rung in (*rungs, _far(lines, top), _house(lines, story, top)):
        for found in rung:
            if not any(map(said.is_ordinary, found[0])):
                return found
    return _NONE


def _bylines(lines: Sequence[Line], story: Story, top: int, said: Said) -> Iterator[Found]:
    """The first byline before or at the top of the story, not far over its headline; one that says "By" first."""
    first = max(top - _OVER, 0)
    near = [place for place in range(first, min(story.first + 3, len(lines))) if lines[place].kind == kinds.BYLINE]
    near = [place for place in near if lines[place].value and not _is_reviewed(lines, place)]
    for place in sorted(near, key=lambda place: not _is_explicit(lines, place)):
        line = lines[place]
        joined = place > 0 and joint().search(lines[place - 1].text) is not None  # one of several names
        if _is_explicit(lines, place) or (
            not joined
            and place > top
            and not any(said.speaks_of(name) or said.is_ordinary(name) for name in split_all(line.value))
        ):
            yield _found(split_all(line.value), "byline", line, 0.8)


def _is_explicit(lines: Sequence[Line], place: int) -> bool:
    """Whether a byline says that it is one, or stands under one that does: no name found by its place alone."""
    line = lines[place]
    return (
        line.value != line.text
        or strip_by(line.text) != line.text
        or (place > 0 and lines[place - 1].kind == kinds.BYLINE)
    )


def _is_reviewed(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is, or stands under, a "Reviewed by"."""
    over = lines[place - 1].text if place else ""
    return is_other_work(lines[place].text) or (len(over) <= _HEADING and is_other_work(f"{over} "))


def _far(lines: Sequence[Line], top: int) -> Iterator[Found]:
    """A byline far over the headline, where nothing nearer names anybody."""
    for line in lines[: max(top - _OVER, 0)]:
        if line.kind == kinds.BYLINE and line.value and strip_by(line.text) != line.text:
            yield _found(split_all(line.value), "byline", line, 0.5)


def _by_title(lines: Sequence[Line], story: Story, top: int, said: Said) -> Iterator[Found]:
    """A line by the headline that holds names and no more: several, right under it, or one that an office, a day or the text follows.

    The story itself speaks of none of them: "Smart Homes" and "Port Aldery" are no people. Over the headline it counts beside a day.
    """
    end = min(max(story.first, top + 2), top + 1 + _UNDER, len(lines) - 1)
    for place in (*range(top + 1, end), *range(max(top - _RIGHT_OVER, 0), min(top, end))):
        line, below = lines[place], lines[place + 1]
        if is_heading(line) and (names := person_at(below)) and place > top:
            yield _found(names, "under-title", below, 0.6)
        names = joined_names(lines, place) or names_alone(line) or names_in_line(line)
        if not names or any(map(said.speaks_of, names)) or _is_reviewed(lines, place):
            continue
        dated = _is_near_day(lines, place) if place > top else _is_over_day(lines, place, top)
        sure = len(names) > 1 or is_office(below) or dated
        if place < top and len(names) == 1 and is_furniture(names[0]):
            continue  # "Order Now" in the head of a shop's page
        under = place > top and (below.kind in _NEXT or _is_right_under(lines, place, top))
        if sure or ((under or top <= 1) and not said.has_part(names[0]) and not is_furniture(names[0])):
            yield _found(names, "under-title" if place > top else "over-title", line, 0.5)


def _is_right_under(lines: Sequence[Line], place: int, top: int) -> bool:
    """Whether nothing but a standfirst stands between the headline and a line."""
    return place == top + 1 or (place == top + 2 and lines[top + 1].kind == kinds.BODY)


def _is_near_day(lines: Sequence[Line], place: int) -> bool:
    return any(line.kind == kinds.DATE for line in lines[max(place - 2, 0) : place + 4])


def _is_over_day(lines: Sequence[Line], place: int, top: int) -> bool:
    """Whether a day stands between a name and the headline under it."""
    return any(line.kind == kinds.DATE for line in lines[place + 1 : top])


def _after(lines: Sequence[Line], story: Story, said: Said) -> Iterator[Found]:
    """Who is named under the text: by a byline there, under a heading that says so, or over a text that tells who it is."""
    end = min(story.last + 1 + _AFTER, len(lines))
    for place in range(max(story.last - _TAIL, story.first + 2, 0), end):
        line = lines[place]
        below = next((each for each in lines[place + 1 : place + 3] if not _INITIALS.match(each.text)), None)
        if line.kind == kinds.LIST_HEADING and place > story.last and not is_heading(line):
            return
        if len(line.text) <= _LINE and not line.text.startswith("©") and (names := names_spoken(line)):
            yield _found(names, "byline-below", line, 0.6)
        if below and is_heading(line) and (names := person_at(below)):
            yield _found(names, "about-author", below, 0.6)
        heading, _, rest = line.text.partition(":")
        if is_about(heading) and (name := presented(rest.strip())):  # "About the author: Ada Marsh is a writer"
            yield _found([name], "about-author", line, 0.6)
        names = names_alone(line) if below else []
        if below is None or len(names) != 1 or _is_reviewed(lines, place) or said.speaks_of(names[0]):
            continue
        if presents(below, names[0]):
            yield _found(names, "about-author", line, 0.6)


def _told(body: Sequence[str], said: Said) -> Iterator[Found]:
    """Whom the text itself names: a reporter's mark, a signature, who the author is in its last lines."""
    if names := marked(body):
        yield names, Evidence("mark", "reporter's mark in the text", 0.7)
    names = (
        signature(body) if all(len(text) > _SAID for text in body[-_LAST_WORDS:-1]) else ()
    )  # no last entry of a list
    if names and not any(said.has_part(name) or is_house(name) or is_furniture(name) for name in names):
        yield names, Evidence("signature", "last line of the text", 0.5)
    if names := biography(body):
        yield names, Evidence("biography", "who the author is, in the last lines", 0.5)


def _house(lines: Sequence[Line], story: Story, top: int) -> Iterator[Found]:
    """A desk, a house or a first name, where a byline by the headline names it and nobody else is named."""
    near = range(max(top - _OVER, 0), min(story.first + 2, len(lines) - 1))
    for place in near:
        line, below = lines[place], lines[place + 1]
        bare = strip_by(line.text) if len(line.text) <= _LINE else line.text
        if bare != line.text and not line.text[: len(line.text) - len(bare)][-1:].isspace():
            continue  # "Text:AAAPrint" is a row of buttons
        if " " not in bare.strip() and _sorts(line.text[: len(line.text) - len(bare)]):
            continue  # "Classes by Location"
        if bare != line.text and bare.strip(" :") and not is_other_work(line.text):
            names = [name for name in split_names(_IN.sub("", line.text)) if _may_sign(name)]
        elif line.kind == kinds.BYLINE and not line.value and len(below.text) <= _HEADING:
            names = [name for name in split_names(_IN.sub("", below.text)) if _may_sign(name)]
        else:
            names = (
                [line.text]
                if line.kind in _PLAIN and place > top and is_desk(line.text) and is_person(line.text)
                else []
            )
        if names:
            yield _found(names, "house", line, 0.4)


def _sorts(lead: str) -> bool:
    """Whether what stands before a name says by what things are sorted, and not who wrote: another noun before "by"."""
    before, _, by = lead.strip(" :").casefold().rpartition(" ")
    return by == "by" and bool(before) and before.rpartition(" ")[2] not in table("byline")["works"]


def _may_sign(name: str) -> bool:
    """Whether a byline may name somebody so: a desk, a house, or one word with a capital."""
    return (
        is_name(name, "") and agency(name) is None and name[:1].isupper() and (is_desk(name) or len(name.split()) <= 3)
    )


def _found(names: Sequence[str], rule: str, line: Line, confidence: float) -> Found:
    return distinct(names), Evidence(rule, f"line {line.number}", confidence)
