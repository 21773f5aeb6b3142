"""Which lines of a dump are the story: the run of lines with the greatest sum of weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Class, Line

# How much a line speaks for being inside a story. Prose counts by its length, see `_weight`.
WEIGHTS: dict[Class, float] = {
    kinds.SHORT: -0.3,
    kinds.ITEM: -0.1,
    kinds.SECTION: -0.8,
    kinds.CRUMBS: -2.0,
    kinds.DATE: -0.6,
    kinds.BYLINE: -0.6,
    kinds.CLOCK: -0.6,
    kinds.LISTED: -1.5,
    kinds.LIST_HEADING: -3.0,
    kinds.AFTER: -3.5,
}
_OTHER = -0.3
_AGAIN = 0.8  # off a short line that the page has more than once: a menu's, for wide screens and for narrow ones
_LETTERS, _MOST = 70, 9.0  # a paragraph weighs 1 for each so many characters, and no more than this
_ONCE = 60  # characters: a text this long is not said twice on purpose
_ROWS = frozenset({kinds.SHORT, kinds.ITEM, kinds.FURNITURE, kinds.SECTION})
_TABLE = 5.0  # the most that short lines between two paragraphs cost, however many: a table is in the story
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
    best, best_sum, start, total, shorts = None, 0.0, after, 0.0, 0
    left = _TABLE
    again = Counter(line.text for line in lines if line.kind in (kinds.SHORT, kinds.ITEM))
    for place in range(after, len(lines)):
        line = lines[place]
        shorts = shorts + 1 if line.kind == kinds.SHORT else 0
        weight = _weight(line, shorts, live) - _AGAIN * (again[line.text] > 1 and not live)
        if line.kind in _ROWS:
            weight = -min(-weight, left)
            left += weight
        elif line.kind == kinds.BODY:
            left = _TABLE
        total += weight
        if total <= 0:
            start, total = place + 1, 0.0
        elif total > best_sum:
            best, best_sum = Story(start, place + 1), total
    return best


def _weight(line: Line, shorts: int, live: bool) -> float:
    if line.kind == kinds.BODY:
        return min(len(line.text) / _LETTERS, _MOST)
    if live and line.kind in (kinds.SHORT, kinds.CLOCK, kinds.ITEM):
        return 0.0
    if line.kind == kinds.ITEM and line.value:
        return WEIGHTS[kinds.SHORT]
    crowd = 0.05 * max(shorts - 3, 0) if line.kind == kinds.SHORT and len(line.text) < _WORDY else 0.0
    return WEIGHTS.get(line.kind, _OTHER) - min(crowd, 1.0)


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
