"""The classes of a text dump's lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from searchnews.datetext import DateMention

Class = Literal[
    "body", "short", "item", "date", "clock", "byline", "caption", "source", "agency", "section", "crumbs", "place",
    "inline", "listed", "furniture", "list heading", "after",
]  # fmt: skip
BODY: Class = "body"
SHORT: Class = "short"  # a headline, a sub-heading, a name in a menu
ITEM: Class = "item"  # a point of a list: its bullet shows
DATE: Class = "date"
CLOCK: Class = "clock"  # the time of an entry of a live page
BYLINE: Class = "byline"
CAPTION: Class = "caption"
SOURCE: Class = "source"
AGENCY: Class = "agency"
SECTION: Class = "section"
CRUMBS: Class = "crumbs"  # the way to the page: "Home / Sport"
PLACE: Class = "place"  # where the story was filed, on a line of its own below the agency
INLINE: Class = "inline"
LISTED: Class = "listed"
FURNITURE: Class = "furniture"
LIST_HEADING: Class = "list heading"  # of a list of other stories
AFTER: Class = "after"  # what only stands after a story: comments, tags, about the author


@dataclass(slots=True)  # made for every line of every page; frozen, it takes three times as long
class Line:
    """One row with its class."""

    text: str
    number: int  # from 1 in the file
    last: int
    gap: bool  # whether a blank line stands before it
    kind: Class
    value: str = ""  # what the line says, without its label
    dates: tuple[DateMention, ...] = ()

    def seen_as(self, kind: Class, value: str) -> Line:
        """The line with another class and value: what dataclasses.replace gives, in a third of its time."""
        return Line(self.text, self.number, self.last, self.gap, kind, value, self.dates)


# What a rule says of a line: its class, its value, its dates.
Answer = tuple[Class, str] | tuple[Class, str, tuple[DateMention, ...]]
