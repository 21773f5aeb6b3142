"""What the lines around a line say of it: lists of other stories, stacks of captions, comments; names by dump_named."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from searchnews.datetext import find_dates
from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_named import filed, named_below, named_by_date
from searchnews.extract.line_classes import Line
from searchnews.extract.line_rules import without_age
from searchnews.extract.line_words import begins, exact, key, says

_HEADLINE = 160  # characters
_LED = 3  # headlines after a lead-in
_STORY_AGAIN = 260  # characters: a paragraph this long is no teaser in a list
_MARK = 40  # characters of such a mark
_BEFORE_MARK = 4  # lines of a comment before its mark
_NAMED = 6  # words of a name before "says"
_NUMBERED = re.compile(r"(?:\d{1,4}[.)]|[-•*+o])\s+")
_MARKS = 3  # marks of comments that make a section of them
_SENTENCES = frozenset({kinds.BODY, kinds.CAPTION})
_PASSED_OVER = frozenset({kinds.FURNITURE, kinds.CAPTION, kinds.AGENCY})


def in_context(lines: Sequence[Line]) -> list[Line]:
    """The lines with their classes set right by their neighbours; each step is for one kind of page."""
    result = list(lines)
    for step in _STEPS:
        result = step(result)
    return result


def _repeated(lines: list[Line]) -> list[Line]:
    """Pairs of one line repeated: several are a list of other stories; a single one below a date is a picture's text."""
    pairs = [n for n in range(len(lines) - 1) if lines[n].text == lines[n + 1].text and lines[n].kind == kinds.SHORT]
    if len(pairs) >= 2:
        for n in pairs:
            lines[n] = replace(lines[n], kind=kinds.LISTED)
            lines[n + 1] = replace(lines[n + 1], kind=kinds.LISTED)
    elif pairs and len(lines[pairs[0]].text) > 20 and _is_after_date(lines, pairs[0]):
        lines[pairs[0]] = replace(lines[pairs[0]], kind=kinds.CAPTION, value=lines[pairs[0]].text)
        lines[pairs[0] + 1] = replace(lines[pairs[0] + 1], kind=kinds.CAPTION, value=lines[pairs[0]].text)
    return lines


def _is_after_date(lines: Sequence[Line], place: int) -> bool:
    return any(line.kind in (kinds.DATE, kinds.BYLINE) for line in lines[:place])


def _caption_stack(lines: list[Line]) -> list[Line]:
    """Sentences in a row at the top of a page that each end with a day: the captions of its pictures."""
    for place, line in enumerate(lines):
        if line.kind not in _SENTENCES:
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


def _led_in(lines: list[Line]) -> list[Line]:
    """A lead-in with a colon on a line of its own, and the headlines after it, set between paragraphs of the story.

    "Lesen Sie auch:" and two headlines, then the story goes on: a list of the site has no colon and ends the page.
    """
    for place, line in enumerate(lines):
        if line.text[-1] not in ":：" or line.kind not in (kinds.LIST_HEADING, kinds.SHORT, kinds.FURNITURE):
            continue
        word = key(line.text)
        if line.kind != kinds.LIST_HEADING and begins("inline", word) != len(word):
            continue
        end = place + 1
        while end < len(lines) and end <= place + _LED and _is_headline(lines[end]):
            end += 1
        if end > place + 1 and end < len(lines) and lines[end].kind == kinds.BODY and _is_told(lines, place):
            lines[place] = replace(line, kind=kinds.FURNITURE)
            for at in range(place + 1, end):
                lines[at] = replace(lines[at], kind=kinds.INLINE, value=lines[at].text)
    return lines


def _is_headline(line: Line) -> bool:
    """Whether a line can be a headline: no sentence that ends, and none of another class."""
    return line.kind in (kinds.SHORT, kinds.BODY) and 12 <= len(line.text) <= _HEADLINE and line.text[-1] not in ".。।؟"


def _is_told(lines: Sequence[Line], place: int) -> bool:
    """Whether the story has begun before a line: a paragraph stands among the few lines before it."""
    return any(line.kind == kinds.BODY for line in lines[max(place - _LED, 0) : place])


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
            lines[place] = line.seen_as(kinds.LISTED, without_age(line.text.lstrip("-•*· ")))
        elif inside and line.kind == kinds.BODY:
            if _is_teaser(lines, place):
                lines[place] = line.seen_as(kinds.LISTED, line.text if len(line.text) < 160 else "")
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
    begun = len(lines) // 8 + 1
    marks = [n for n, line in enumerate(lines[begun:], begun) if len(line.text) < _MARK and _is_mark(line.text)]
    if len(marks) >= _MARKS:
        # A mark stands after the name, the date and, where it is a button, after the comment; "Ada Marsh says:" before it.
        first = marks[0] if _is_saying(lines[marks[0]].text) else max(marks[0] - _BEFORE_MARK, 0)
        lines[first:] = [
            replace(line, kind=kinds.AFTER) if line.kind != kinds.LISTED else line for line in lines[first:]
        ]
    return lines


@functools.lru_cache(maxsize=20_000)  # the lines of menus come again and again
def _is_mark(text: str) -> bool:
    word = key(text)
    return word in exact("comment") or begins("comment", word) > 0 or _is_saying(text)


def _is_saying(text: str) -> bool:
    """Whether a line is "3. Ada Marsh says:", as a blog's software begins a comment."""
    word = key(text)
    if word.rpartition(" ")[2] not in says() or not 1 <= word.count(" ") <= _NAMED:
        return False
    return _NUMBERED.sub("", text)[:1].isupper()


_STEPS: tuple[Callable[[list[Line]], list[Line]], ...] = (
    named_below,
    filed,
    named_by_date,
    _repeated,
    _caption_stack,
    _led_in,
    _listed,
    _commented,
)
