"""The headline of a text dump and the standfirst under it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line
from searchnews.models import Evidence

_WORD = re.compile(r"[^\W_]{3,}")
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_COUNTER = re.compile(r"(?<=[^\W\d_])\s+\d{1,3}\Z")
_LOOKED_AT = 2_000  # characters of a paragraph
_LEAD = 40  # lines of the story whose words a headline shares
_LOOKED_BACK = 60  # lines before the story in which the headline is looked for
_LONGEST = 200  # characters
_AFTER_TITLE = frozenset({kinds.DATE, kinds.BYLINE, kinds.AGENCY, kinds.CLOCK})
_CANDIDATES = frozenset({kinds.SHORT, kinds.BODY, kinds.SECTION, kinds.LISTED})
_OFTEN = 4  # times a headline may be on its page; what is there more often is a name
_PATH = re.compile(r"[/>›»▸→|:·•–—-]\s*\Z")
_HEADS = frozenset({kinds.SHORT, kinds.BODY, kinds.LISTED})


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, where it stands first and last, and how it was known."""

    text: str
    first: int  # place among the lines
    last: int
    evidence: Evidence


def find_title(
    lines: Sequence[Line], story: Story, body: Sequence[Line], sure: int | None = None, live: bool = False
) -> Headline | None:
    """The line before the story that speaks most for being its headline; None where none does."""
    if sure is not None:
        return Headline(lines[sure].text, sure, sure, Evidence("window-title", f"line {lines[sure].number}", 0.95))
    lead = Counter(word for line in body[:_LEAD] for word in _words(line.text[:_LOOKED_AT]))
    texts = Counter(line.text for line in lines)
    best, best_score = None, 0.0
    for place in _live_places(lines) if live else _places(lines, story):
        score = _score(lines, place, story, lead, texts)
        if score > best_score:
            best, best_score = place, score
    if best is None:
        return None
    same = [n for n, line in enumerate(lines[: story.last]) if line.text == lines[best].text]
    twice = len(same) > 1
    rule, confidence = ("repeated", 0.95) if twice else ("shared-words", 0.7)
    text = _COUNTER.sub("", lines[best].text)
    return Headline(text, same[0], same[-1], Evidence(rule, f"line {lines[same[0]].number}", confidence))


def sure_title(lines: Sequence[Line]) -> int | None:
    """Where the headline stands that the window's title, in the first lines, repeats with the site's name after it."""
    for place, line in enumerate(lines[1:], 1):
        if line.kind in _HEADS and 3 <= line.text.count(" ") + 1 <= 40 and _is_stem(lines[: min(place, 4)], line.text):
            return place
    return None


def _places(lines: Sequence[Line], story: Story) -> list[int]:
    """Where a headline may stand: before the story, or as its first lines where these are short."""
    end = story.first
    while end < min(story.first + 4, story.last) and len(lines[end].text) < _LONGEST:
        end += 1
    return [
        n
        for n in range(max(0, story.first - _LOOKED_BACK), end)
        if lines[n].kind in _CANDIDATES and len(lines[n].text) <= _LONGEST
    ] + [n for n in range(max(0, story.first - _LOOKED_BACK)) if n < 3 and lines[n].kind in _CANDIDATES]


def _live_places(lines: Sequence[Line]) -> list[int]:
    """On a live page every entry has a heading; the page's own stands before the first entry or the summary."""
    marks = {"summary", "live reporting", "live updates", "key points", "live"}
    end = next(
        (n for n, line in enumerate(lines) if line.kind == kinds.CLOCK or line.text.casefold() in marks), len(lines)
    )
    return [n for n in range(end) if lines[n].kind in _CANDIDATES and len(lines[n].text) <= _LONGEST]


def _score(lines: Sequence[Line], place: int, story: Story, lead: Counter[str], texts: Counter[str]) -> float:
    line = lines[place]
    found = set(_words(line.text))
    if not found:
        return 0.0
    shared = sum(math.sqrt(min(lead[word], 4)) for word in found)
    score = 1.5 * shared / (len(found) + 2) + 0.12 * min(shared, 8)
    repeated = 1 < texts[line.text] <= _OFTEN
    borne_out = _is_stem(lines, line.text) or _ends_a_path(lines[:place], line.text)
    if line.kind == kinds.LISTED and not (repeated or borne_out):
        return 0.0
    score += 0.8 * repeated + 0.8 * borne_out
    score += 0.5 * _followed(lines, place) - 0.04 * min(max(story.first - place, 0), 20)
    if line.kind == kinds.BODY:
        under = place > 0 and lines[place - 1].kind == kinds.SHORT
        if line.text[-1] in ".…:" and (under or not _followed(lines, place, 1)):
            return 0.0  # a sentence that ends is no headline
        score -= 0.5
    if line.kind == kinds.SECTION or (len(found) < 3 and texts[line.text] == 1):
        score -= 0.8
    return score - 0.5 * (place >= story.first and place > 0)


def _words(text: str) -> list[str]:
    return [word.casefold()[:6] for word in _WORD.findall(text)]


def _is_stem(lines: Sequence[Line], text: str) -> bool:
    """Whether the page's first lines have this one with the site's name after it, as the title of a window does."""
    for line in lines[:4]:
        if (
            len(text) < len(line.text) <= len(text) + 80
            and line.text.startswith(text)
            and _SEPARATOR.match(line.text, len(text))
        ):
            return True
    return False


def _ends_a_path(lines: Sequence[Line], text: str) -> bool:
    """Whether a line before is the way to the page, with this one at its end: "Home ▸ News ▸ HEADLINE"."""
    if len(text) < 15:
        return False
    return any(line.text.endswith(text) and _PATH.search(line.text[: -len(text)]) for line in lines[-20:])


def _followed(lines: Sequence[Line], place: int, reach: int = 3) -> bool:
    """Whether a date or a byline follows within so many lines: with at most a standfirst between."""
    return any(line.kind in _AFTER_TITLE for line in lines[place + 1 : place + 1 + reach])


def without_site(text: str, lines: Sequence[Line]) -> str:
    """A window's title less the site's name, where the page has no other headline: the longer side of the last bar."""
    pieces = list(_SEPARATOR.finditer(text))
    if not pieces:
        return text
    head, tail = text[: pieces[-1].start()], text[pieces[-1].end() :]
    return head.strip() if len(tail.split()) <= 5 and len(head) > len(tail) and len(head.split()) >= 3 else text


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
            and not _SEPARATOR.match(text, len(headline.text))
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
