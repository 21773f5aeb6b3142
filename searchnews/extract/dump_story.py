"""Which lines of a dump are the story: the runs of lines with the greatest sum of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Line
from searchnews.extract.line_scores import scores

_ONCE = 60  # characters: a text this long is not said twice on purpose
_ENTRY = frozenset({kinds.SHORT, kinds.CLOCK, kinds.ITEM})  # what parts the entries of a live page
_TEXT = frozenset({kinds.BODY, kinds.ITEM})
_HEAD = 8  # lines between a standfirst and the text
_HEADS = frozenset({kinds.LIST_HEADING, kinds.AFTER})
_SIGNS = frozenset({kinds.DATE, kinds.BYLINE, kinds.AGENCY, kinds.SOURCE})
_LEAP = 80.0  # as much as two or three paragraphs: so much must stand beyond a gap to be of the same story

_Runs = tuple[int, int, "_Runs | None"]  # first and last place, and the runs before


@dataclass(frozen=True, slots=True)
class Story:
    """The runs of lines that are the story, from the first to the last; `last` is exclusive."""

    first: int
    last: int
    gaps: tuple[
        tuple[int, int], ...
    ] = ()  # what stands between its runs: a long table, an offer, another story's teaser

    def holds(self, place: int) -> bool:
        """Whether a line is of the story, and not in one of its gaps."""
        if not self.first <= place < self.last:
            return False
        return not (self.gaps and any(start <= place < end for start, end in self.gaps))


def find_story(lines: Sequence[Line], *, live: bool, after: int = 0) -> Story | None:
    """The runs with the greatest sum, each but the first at the cost of a leap; None where nothing speaks for one.

    Kadane's way (1984, in Bentley's Programming Pearls) with a second state: what the best runs so far come to.
    `after` is the first place that may be in one.
    """
    if not lines:
        return None
    said = scores(lines)[after:].tolist()
    if live:
        said = [
            max(score, 0.0) if line.kind in _ENTRY else score for score, line in zip(said, lines[after:], strict=True)
        ]
    return _story_of(_best_runs(said, after), lines)


def _best_runs(said: Sequence[float], after: int) -> _Runs | None:
    runs: _Runs | None = None  # the best runs that end before here, the last one first
    best, leapt, total, first, before = 0.0, -_LEAP, 0.0, after, None
    for place, score in enumerate(said, after):
        if leapt > total and leapt > 0:
            total, first, before = leapt, place, runs
        elif total <= 0:
            total, first, before = 0.0, place, None
        total += score
        if total > best:
            best, leapt, runs = total, total - _LEAP, (first, place + 1, before)
    return runs


def _story_of(runs: _Runs | None, lines: Sequence[Line]) -> Story | None:
    """The runs as one story. What parts them is none of it where it has the heading of a list or of comments.

    A gap without one is a table, a long list of short points, a program: little prose, and the story's all the same.
    """
    if runs is None:
        return None
    first, last, before = runs
    end, gaps = last, []
    while before is not None:
        if any(line.kind in _HEADS for line in lines[before[1] : first]):
            gaps.append((before[1], first))
        first, _, before = before
    return Story(first, end, tuple(reversed(gaps)))


def below_head(lines: Sequence[Line], story: Story) -> Story:
    """The story less a standfirst above its date and byline, as a run that begins with the text itself."""
    first, prose = story.first, 0
    for place in range(story.first, min(story.first + _HEAD, story.last)):
        prose += lines[place].kind == kinds.BODY
        if prose > 1:
            break
        if lines[place].kind in _SIGNS:
            first = place + 1
    return replace(story, first=first) if first < story.last else story


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
        if line.kind != kinds.SHORT or not story.holds(place):
            if line.kind in _TEXT and (not story.gaps or story.holds(place)):
                kept.append(line)
            place += 1
            continue
        end = place
        while story.holds(end) and lines[end].kind == kinds.SHORT:
            end += 1
        kept.extend(lines[place:end] if live else _headings(lines, place, end, story))
        place = end
    return kept


def _headings(lines: Sequence[Line], first: int, last: int, story: Story) -> Sequence[Line]:
    """The short lines of a row that belong to the story: sub-headings and unmarked lists, no menus."""
    row = lines[first:last]
    if first == story.first:
        return row[-1:] if first else ()
    return row
