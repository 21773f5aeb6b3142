"""Several articles in one dump: where the next one begins."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line

_NOTE = "line {}: another article seems to begin here; read as one, with the fields of the first"
_HEADLINE = range(4, 25)  # words
_PROSE = 3  # paragraphs of the first article at least
_PARAGRAPH = 80  # characters
_SIGNED = frozenset({kinds.BYLINE, kinds.DATE, kinds.AGENCY})


def several(lines: Sequence[Line], story: Story) -> tuple[str, ...]:
    """A note where a second headline with its own byline and date stands in the story; what it heads stays findable."""
    if not any(line.kind == kinds.BYLINE and line.value for line in lines[: story.first + 4]):
        return ()
    prose = 0
    for place in range(story.first, story.last):
        line = lines[place]
        if prose >= _PROSE and line.kind == kinds.SHORT and _begins_article(lines, place, story.last):
            return (_NOTE.format(line.number),)
        prose += line.kind == kinds.BODY and len(line.text) >= _PARAGRAPH
    return ()


def _begins_article(lines: Sequence[Line], place: int, last: int) -> bool:
    if len(lines[place].text.split()) not in _HEADLINE:
        return False
    head = lines[place + 1 : min(place + 4, last)]
    byline = any(line.kind == kinds.BYLINE and line.value for line in head)
    dated = any(line.kind == kinds.DATE or line.dates for line in head)
    follows = next((line for line in lines[place + 1 : last] if line.kind not in _SIGNED), None)
    return byline and dated and follows is not None and follows.kind == kinds.BODY and len(follows.text) >= _PARAGRAPH
