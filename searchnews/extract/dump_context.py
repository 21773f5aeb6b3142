"""What the lines around a line say of it: lists of other stories, stacks of captions, names under a lone "By"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from searchnews.datetext import find_dates
from searchnews.extract import line_classes as kinds
from searchnews.extract.bylines import is_person, split_names
from searchnews.extract.line_classes import Line
from searchnews.extract.line_rules import without_age
from searchnews.extract.line_words import begins, exact, key, says

_STORY_AGAIN = 260  # characters: a paragraph this long is no teaser in a list
_SAID = 1_000  # characters of a paragraph whose words are looked at
_FIRST_LINES = 3  # of a page, one of which may be its window's title
_MARK = 40  # characters of such a mark
_NAMED = 6  # words of a name before "says"
_NUMBERED = re.compile(r"(?:\d{1,4}[.)]|[-•*+o])\s+")
_MARKS = 3  # marks of comments that make a section of them
_PASSED_OVER = frozenset({kinds.FURNITURE, kinds.CAPTION, kinds.AGENCY})


def in_context(lines: Sequence[Line]) -> list[Line]:
    """The lines with their classes set right by their neighbours; each step is for one kind of page."""
    result = list(lines)
    for step in _STEPS:
        result = step(result)
    return result


def _named_below(lines: list[Line]) -> list[Line]:
    """A name on the line after "By"."""
    for place, (line, following) in enumerate(itertools.pairwise(lines)):
        if line.kind == kinds.BYLINE and not line.value and not line.dates and following.kind == kinds.SHORT:
            names = [name for name in split_names(following.text) if is_person(name)]
            if names:
                lines[place] = replace(line, value="; ".join(names))
                lines[place + 1] = replace(following, kind=kinds.BYLINE, value="; ".join(names))
    return lines


def _named_by_date(lines: list[Line]) -> list[Line]:
    """A person's name on a line of its own right above or below the first date: a byline without "By"."""
    dated = next((n for n, line in enumerate(lines) if line.kind == kinds.DATE), None)
    if dated is None or any(line.kind == kinds.BYLINE and line.value for line in lines):
        return lines
    for place in (dated - 1, dated + 1, dated - 2):
        if 0 <= place < len(lines) and lines[place].kind == kinds.SHORT and _is_name(lines[place].text):
            if _is_said(lines, lines[place].text):
                continue
            lines[place] = replace(lines[place], kind=kinds.BYLINE, value=lines[place].text)
            break
    return lines


def _is_said(lines: Sequence[Line], name: str) -> bool:
    """Whether most words of a supposed name stand in small letters in the text, or the page begins with it.

    "Valley Bridge Repairs" is a headline.
    """
    said = {word for line in lines if line.kind == kinds.BODY for word in line.text[:_SAID].split() if word.islower()}
    words = re.findall(r"[^\W\d_]+", name)
    heads = any(line.text == name for line in lines[:_FIRST_LINES])
    return heads or sum(word.lower() in said for word in words) > max(len(words) / 2, len(words) - 2)


def _is_name(text: str) -> bool:
    return len(text) <= 40 and is_person(text) and not text.isupper() and not any(map(str.isdigit, text))


def _filed(lines: list[Line]) -> list[Line]:
    """A place between an agency and a date: "Reuters", "Orlenz", "Updated: …"."""
    for place in range(1, len(lines) - 1):
        line = lines[place]
        between = lines[place - 1].kind == kinds.AGENCY and lines[place + 1].kind == kinds.DATE
        if between and line.kind == kinds.SHORT and len(line.text) <= 30 and line.text[0].isupper():
            lines[place] = replace(line, kind=kinds.PLACE, value=line.text)
    return lines


def _repeated(lines: list[Line]) -> list[Line]:
    """Pairs of one line repeated: several are a list of other stories; a single one below a date is a picture's text."""
    pairs = [n for n in range(len(lines) - 1) if lines[n].text == lines[n + 1].text and lines[n].kind == kinds.SHORT]
    dated = next((n for n, line in enumerate(lines) if line.kind in (kinds.DATE, kinds.BYLINE)), len(lines))
    if len(pairs) >= 2:
        for n in pairs:
            lines[n] = replace(lines[n], kind=kinds.LISTED)
            lines[n + 1] = replace(lines[n + 1], kind=kinds.LISTED)
    elif pairs and pairs[0] > dated and len(lines[pairs[0]].text) > 20:
        lines[pairs[0]] = replace(lines[pairs[0]], kind=kinds.CAPTION, value=lines[pairs[0]].text)
        lines[pairs[0] + 1] = replace(lines[pairs[0] + 1], kind=kinds.CAPTION, value=lines[pairs[0]].text)
    return lines


def _caption_stack(lines: list[Line]) -> list[Line]:
    """Sentences in a row at the top of a page that each end with a day: the captions of its pictures."""
    for place, line in enumerate(lines):
        if line.kind not in (kinds.BODY, kinds.CAPTION):
            if line.kind == kinds.SHORT and place > 8:
                break
            continue
        if _ends_with_day(line) and any(
            _ends_with_day(lines[n]) for n in (place - 1, place + 1) if 0 <= n < len(lines)
        ):
            lines[place] = replace(line, kind=kinds.CAPTION, value=line.text)
        elif line.kind == kinds.BODY and place > 8:
            break
    return lines


def _ends_with_day(line: Line) -> bool:
    if (
        line.kind not in (kinds.BODY, kinds.CAPTION)
        or len(line.text) > 300
        or not any(c.isdigit() for c in line.text[-30:])
    ):
        return False
    return any(found.end >= len(line.text) - 2 for found in find_dates(line.text, place=""))


def _listed(lines: list[Line]) -> list[Line]:
    """The headlines and teasers after the heading of a list belong to it, up to where a story goes on."""
    inside = aged = False
    for place, line in enumerate(lines):
        if line.kind in (kinds.LIST_HEADING, kinds.AFTER):
            inside = line.kind == kinds.LIST_HEADING
            aged = inside and place + 1 < len(lines) and lines[place + 1].kind == kinds.LISTED
        elif aged and line.kind != kinds.LISTED:
            inside = aged = False  # "6m agoHEADLINE": what has no such mark is not of the list
        elif inside and line.kind in (kinds.SHORT, kinds.AGENCY, kinds.ITEM):
            lines[place] = replace(line, kind=kinds.LISTED, value=without_age(line.text.lstrip("-•*· ")))
        elif inside and line.kind == kinds.BODY:
            if _is_teaser(lines, place):
                lines[place] = replace(line, kind=kinds.LISTED, value=line.text if len(line.text) < 160 else "")
            else:
                inside = False
    return lines


def _is_teaser(lines: Sequence[Line], place: int) -> bool:
    """A headline or a teaser among headlines, no paragraph among paragraphs."""
    text = lines[place].text
    if text.endswith(("…", "...", "[…]", "[...]")) or (len(text) < 160 and text[-1] not in '.!?"”'):
        return True
    following = next((line for line in lines[place + 1 :] if line.kind not in _PASSED_OVER), None)
    return len(text) < _STORY_AGAIN and (following is None or following.kind not in (kinds.BODY, kinds.INLINE))


def _commented(lines: list[Line]) -> list[Line]:
    """Readers' comments: from the first of several marks such as "Reply" on, nothing is the story."""
    marks = [n for n, line in enumerate(lines) if len(line.text) < _MARK and _is_mark(line.text)]
    marks = [n for n in marks if n > len(lines) // 8]
    if len(marks) >= _MARKS:
        # The mark stands after the name, the date and, where it is a button, after the comment itself.
        first = max(marks[0] - 4, 0)
        lines[first:] = [
            replace(line, kind=kinds.AFTER) if line.kind != kinds.LISTED else line for line in lines[first:]
        ]
    return lines


def _is_mark(text: str) -> bool:
    word = key(text)
    if word in exact("comment") or begins("comment", word) > 0:
        return True
    # "3. Ada Marsh says:", in a list of comments that a blog's software makes.
    named = _NUMBERED.sub("", text)
    return named[:1].isupper() and 1 <= word.count(" ") <= _NAMED and word.rpartition(" ")[2] in says()


_STEPS: tuple[Callable[[list[Line]], list[Line]], ...] = (
    _named_below,
    _filed,
    _named_by_date,
    _repeated,
    _caption_stack,
    _listed,
    _commented,
)
