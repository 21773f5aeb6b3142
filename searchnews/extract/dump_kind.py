"""What kind of page a dump was: an article, a live page, a video's page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import begins, exact, key
from searchnews.models import Kind

_REPORTS = re.compile(r"\b[\w'’-]+ reports\.\Z")
_CLOCKS = 3  # times of entries that make a page a live one
_ENTRY = 60  # characters of an entry's text
_TOP = 60  # lines in which a live page says that it is one
_LABEL = 60  # characters
_FIRST = 6  # lines in which a video's page does


def kind_of(lines: Sequence[Line]) -> Kind:
    """The kind, by the marks a page prints."""
    clocks = sum(line.kind == kinds.CLOCK and _has_entry(lines[n + 1 : n + 4]) for n, line in enumerate(lines))
    marks = {key(line.text) for line in lines[:_TOP] if len(line.text) < 30}
    if clocks >= _CLOCKS or (clocks and marks & exact("live")) or (marks & exact("live") and marks & exact("summary")):
        return "live"
    texts = [line for line in lines if line.kind == kinds.BODY]
    # "NAME reports." ends the one paragraph of a video's page.
    reports = len(texts) == 1 and len(lines) <= 5 and bool(_REPORTS.search(texts[0].text))
    marked = any(_says_video(line) for line in lines[:_FIRST] if len(line.text) < _LABEL)
    return "video" if reports or (marked and len(texts) <= _FIRST) else "article"


def _has_entry(below: Sequence[Line]) -> bool:
    """Whether text follows a clock: a video's length or a row of a table has none."""
    return any(line.kind == kinds.BODY and len(line.text) >= _ENTRY for line in below)


def _says_video(line: Line) -> bool:
    """A video's date line, or a label and a headline: "AFP Vidéo . 22/02/2020 à 12:50". "Video" alone is a section."""
    low = line.text.casefold()
    dated = line.kind in (kinds.DATE, kinds.AGENCY) and any(word in low for word in exact("video"))
    return dated or begins("video", low) > 0
