"""The standfirst of a text dump: the summary between its headline and its text."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.dump_title import Headline
from searchnews.extract.dump_window import SEPARATOR
from searchnews.extract.line_classes import Line


def find_standfirst(lines: Sequence[Line], headline: Headline, story: Story) -> tuple[str, set[int]]:
    """The summary under the headline, and the places that hold it: "" and none where there is no such line.

    It is one line of a sentence or two, parted from the story by a date, a byline, a picture or the headline again;
    or it is glued to the headline's repetition.
    """
    for place in range(headline.first, min(story.first + 2, len(lines))):
        text = lines[place].text
        if (
            text.startswith(headline.text)
            and len(text) > len(headline.text) + 30
            and not SEPARATOR.match(text, len(headline.text))
        ):
            return text[len(headline.text) :].strip(), {place}
    for start in dict.fromkeys((headline.first, headline.last)):
        place = start + 1
        while place < len(lines) and lines[place].kind in (kinds.FURNITURE, kinds.SECTION):
            place += 1
        if place < len(lines) and _may_stand(lines[place], headline.text) and _parted(lines, place, headline.text):
            return lines[place].text, {n for n, line in enumerate(lines) if line.text == lines[place].text}
    return "", set()


def _may_stand(line: Line, title: str) -> bool:
    return line.kind in (kinds.BODY, kinds.SHORT) and 40 < len(line.text) < 400 and line.text != title


def _parted(lines: Sequence[Line], place: int, title: str) -> bool:
    following = [line for line in lines[place + 1 : place + 8] if line.kind != kinds.FURNITURE]
    parting = (kinds.DATE, kinds.CAPTION, kinds.BYLINE, kinds.SOURCE, kinds.AGENCY)
    return bool(following) and (following[0].kind in parting or following[0].text == title)
