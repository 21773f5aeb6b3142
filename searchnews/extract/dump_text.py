"""The story's own words: headline, standfirst and paragraphs, cut out of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_standfirst import find_standfirst
from searchnews.extract.dump_story import Story
from searchnews.extract.dump_title import Headline
from searchnews.extract.dump_window import without_site
from searchnews.extract.dumplines import is_prose
from searchnews.extract.line_classes import Line

MAX_TITLE = 1_000  # characters
_LEAD_IN = 30  # lines between a headline and the best run of prose
_BEGUN = 500  # characters of prose after which a headline that comes again is no second headline


@dataclass(frozen=True, slots=True)
class Text:
    """The story's own words."""

    title: str
    standfirst: str
    body: tuple[str, ...]


def from_title(lines: list[Line], headline: Headline, story: Story, live: bool) -> tuple[list[Line], Story]:
    """The story from its headline on: what was taken for a list of other stories since a menu's "Explore" is not one."""
    begin = headline.first + 1
    if live:
        return lines, replace(story, first=headline.last + 1)
    between = lines[begin : story.first]
    if not 0 < len(between) <= _LEAD_IN or any(line.kind in (kinds.LIST_HEADING, kinds.AFTER) for line in between):
        return lines, story
    if lines[headline.first].kind == kinds.LISTED:
        between = [replace(line, kind=kinds.BODY, value="") if _is_listed_prose(line) else line for line in between]
    first = next((n for n, line in enumerate(between, begin) if line.kind == kinds.BODY), story.first)
    return [*lines[:begin], *between, *lines[story.first :]], replace(story, first=first)


def _is_listed_prose(line: Line) -> bool:
    return line.kind == kinds.LISTED and is_prose(line.text)


def text_of(
    lines: Sequence[Line], story: Story, headline: Headline | None, kept: Sequence[Line], notes: list[str]
) -> Text:
    """The words of the lines that were kept, each where it belongs."""
    if headline is None:
        body = [line.text for line in kept]
        # On a page without a headline a short first line says what it is about.
        alone = len(body) > 3 and len(body[0]) < 180
        return Text("", body[0] if alone else "", tuple(body[1:] if alone else body))
    standfirst, places = find_standfirst(lines, headline, story)
    dropped = {lines[place].text for place in places} | {lines[headline.first].text}
    title = without_site(headline.text, lines) if headline.first < 2 else headline.text
    # What stands before the headline is no part of the story.
    above = {id(line) for line in lines[: _title_end(lines, headline, story) + 1]}
    body = [line.text for line in kept if line.text not in dropped and id(line) not in above]
    if not standfirst and len(body) > 2 and _is_standfirst(body[0], body[1]):
        standfirst = body.pop(0)
    return Text(_cut(title, headline, notes), standfirst, tuple(body))


def _title_end(lines: Sequence[Line], headline: Headline, story: Story) -> int:
    """Where the headline stands for the last time before the story's text begins.

    A page may have its headline again far down, as the heading of a recipe or in a comment: nothing is cut there.
    """
    begun, end = 0, headline.first
    for place in range(headline.first + 1, min(headline.last + 1, story.last)):
        line = lines[place]
        begun += len(line.text) if line.kind == kinds.BODY else 0
        if begun > _BEGUN:
            break
        if line.text == lines[headline.first].text:
            end = place
    return end


def _is_standfirst(first: str, second: str) -> bool:
    """Whether a first paragraph that ends without a stop stands over one that ends with one."""
    return 40 < len(first) < 400 and first[-1] not in '.!?"”»…:)' and second[-1] in '.!?"”»…' and len(second) > 60


def _cut(title: str, headline: Headline, notes: list[str]) -> str:
    if len(title) <= MAX_TITLE:
        return title
    notes.append(f"{headline.evidence.place}: a title of {len(title):,} characters; cut at {MAX_TITLE:,}")
    return title[:MAX_TITLE].rsplit(" ", 1)[0] + " …"
