"""Which lines of a dump are the story: the run of lines with the greatest sum of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Line
from searchnews.extract.line_scores import scores

_ONCE = 60  # characters: a text this long is not said twice on purpose
_ENTRY = frozenset({kinds.SHORT, kinds.CLOCK, kinds.ITEM})  # what parts the entries of a live page
_HEAD = 8  # lines between a standfirst and the text
_SIGNS = frozenset({kinds.DATE, kinds.BYLINE, kinds.AGENCY, kinds.SOURCE})
_CROWD = 4  # short lines in a row that are more likely a menu than sub-headings
_WORDY = 45  # characters: what is mostly longer than this is a list of sentences' halves, no menu


@dataclass(frozen=True, slots=True)
class Story:
    """The run of lines that is the story; `last` is exclusive."""

    first: int
    last: int


def find_story(lines: Sequence[Line], *, live: bool, after: int = 0) -> Story | None:
    """The run with the greatest sum (Kadane 1984, in Bentley's Programming Pearls); None where nothing speaks for one.

    `after` is the first place that may be in it.
    """
    if not lines:
        return None
    best, best_sum, start, total = None, 0.0, after, 0.0
    for place, score in enumerate(scores(lines)[after:].tolist(), after):
        total += max(score, 0.0) if live and lines[place].kind in _ENTRY else score
        if total <= 0:
            start, total = place + 1, 0.0
        elif total > best_sum:
            best, best_sum = Story(start, place + 1), total
    return best


def below_head(lines: Sequence[Line], story: Story) -> Story:
    """The story less a standfirst above its date and byline, as a run that begins with the text itself."""
    first, prose = story.first, 0
    for place in range(story.first, min(story.first + _HEAD, story.last)):
        prose += lines[place].kind == kinds.BODY
        if prose > 1:
            break
        if lines[place].kind in _SIGNS:
            first = place + 1
    return Story(first, story.last) if first < story.last else story


def body_lines(lines: Sequence[Line], story: Story, *, live: bool) -> list[Line]:
    """The story's paragraphs, points and sub-headings, in order; a paragraph that the page has twice, once."""
    seen: set[str] = set()
    kept = []
    for line in _inside(lines, story, live=live):
        if len(line.text) < _ONCE or line.text not in seen:
            kept.append(line)
        seen.add(line.text)
    return kept


def _inside(lines: Sequence[Line], story: Story, *, live: bool) -> list[Line]:
    kept: list[Line] = []
    place = story.first
    while place < story.last:
        line = lines[place]
        if line.kind != kinds.SHORT:
            if line.kind in (kinds.BODY, kinds.ITEM):
                kept.append(line)
            place += 1
            continue
        end = place
        while end < story.last and lines[end].kind == kinds.SHORT:
            end += 1
        kept.extend(lines[place:end] if live else _headings(lines, place, end, story))
        place = end
    return kept


def _headings(lines: Sequence[Line], first: int, last: int, story: Story) -> Sequence[Line]:
    """The short lines of a row that belong to the story: sub-headings and unmarked lists, no menus."""
    row = lines[first:last]
    if first == story.first:
        return row[-1:] if first else ()
    if len(row) >= _CROWD and sum(len(line.text) for line in row) < _WORDY * len(row) * 0.5:
        return row[-1:]
    return row
