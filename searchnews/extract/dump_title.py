"""The headline of a text dump."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.dump_window import SEPARATOR, is_stem, top_of
from searchnews.extract.line_classes import Line
from searchnews.extract.title_words import title_words
from searchnews.models import Evidence

_COUNTER = re.compile(r"(?<=[^\W\d_])\s+\d{1,3}\Z")
_LOOKED_AT = 400  # characters of a paragraph
_MOST_SAID = 4  # times a word counts
_SAID = tuple(map(math.sqrt, range(_MOST_SAID + 1)))  # what a word counts by the times that it is said
_LEAD = 20  # lines of the story whose words a headline shares
_LOOKED_BACK = 60  # lines before the story in which the headline is looked for
_FAR = 20  # lines from the headline to the text, beyond which more of them say no more
_INSIDE = 40  # lines from the story's first in which its headline may stand, where it began with something else
_BEGUN = 500  # characters of prose after which the story has begun
_LONGEST = 200  # characters
_HEADLINE = 110  # characters: few headlines are longer
_CLOSE = 20  # lines before the story in which what seems a list's entry may be its headline
_WORDY = 3  # words of a headline at least, where another heading is as likely
_NEARLY = 0.75  # of the best score
_ENDS = ".…:。：؟।۔"  # of sentences
_BULLETS = "*•·+-–# "
_AFTER_TITLE = frozenset({kinds.DATE, kinds.BYLINE, kinds.AGENCY, kinds.CLOCK})
_CANDIDATES = frozenset({kinds.SHORT, kinds.BODY, kinds.SECTION, kinds.LISTED, kinds.ITEM})
_DOUBTED = frozenset({kinds.LISTED, kinds.ITEM})  # a menu's or a list's, unless something says otherwise
_OFTEN = 4  # times a headline may be on its page; what is there more often is a name
_PATH = re.compile(r"[/>›»▸→|:·•–—-]\s*\Z")
_ENDING = 15  # characters of a headline that ends a path
_PATHS_BEFORE = 20  # lines from a path to the headline at its end
_STEPS = re.compile(r"\s[>›»▸]\s")  # of the way to the page
_LIKE = 0.5  # of the words of the address


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page that its headline has too."""

    lead: Counter[str]
    texts: Counter[str]  # its lines
    top: str  # its first lines, as is_stem compares them
    endings: Counter[str]  # its lines' last letters
    window: frozenset[str]  # of the first line, where that is A window's title
    address: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, where it stands first and last, and how it was known."""

    text: str
    first: int  # place among the lines
    last: int
    evidence: Evidence


def find_title(
    lines: Sequence[Line],
    story: Story,
    body: Sequence[Line],
    sure: int | None = None,
    live: bool = False,
    address: frozenset[str] = frozenset(),
) -> Headline | None:
    """The line before the story that speaks most for being its headline; None where none does.

    `address` holds the words of the page's address, where it is known.
    """
    if sure is not None:
        return Headline(
            lines[sure].text.lstrip(_BULLETS), sure, sure, Evidence("window-title", f"line {lines[sure].number}", 0.95)
        )
    page = _Words(
        Counter([word for line in body[:_LEAD] for word in title_words(line.text[:_LOOKED_AT])]),
        Counter([line.text for line in lines]),
        top_of(lines),
        Counter([line.text[-_ENDING:] for line in lines]),
        frozenset(title_words(lines[0].text)) if lines and SEPARATOR.search(lines[0].text) else frozenset(),
        address,
    )
    scored = {
        place: _score(lines, place, story, page)
        for place in (_live_places(lines) if live else (*_places(lines, story), *_later(lines, story, page)))
    }
    best = max(scored, key=lambda place: (scored[place], place), default=None)
    if best is None or scored[best] <= 0:
        return None
    best = _upper(lines, best, scored)
    best_score = scored[best]
    same = [n for n, line in enumerate(lines[: story.last]) if line.text == lines[best].text]
    twice = len(same) > 1
    rule, confidence = ("repeated", 0.95) if twice else ("shared-words", min(0.4 + 0.15 * best_score, 0.9))
    text = _COUNTER.sub("", lines[best].text).lstrip(_BULLETS)
    return Headline(text, same[0], same[-1], Evidence(rule, f"line {lines[same[0]].number}", round(confidence, 2)))


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


def _later(lines: Sequence[Line], story: Story, page: _Words) -> list[int]:
    """Headings in the story's beginning that the page's address repeats, or a byline or a date follows at once."""
    begun, found = 0, []
    for place in range(story.first, min(story.first + _INSIDE, story.last - 1)):
        line = lines[place]
        begun += len(line.text) if line.kind == kinds.BODY else 0
        if begun > _BEGUN:
            break
        if line.kind != kinds.SHORT or line.text.count(" ") < _WORDY or len(line.text) > _LONGEST:
            continue
        signed = any(each.kind in (kinds.BYLINE, kinds.DATE) for each in lines[place + 1 : place + 4])
        if signed or _likeness(set(title_words(line.text)), page.address) > _LIKE:
            found.append(place)
    return found


def _live_places(lines: Sequence[Line]) -> list[int]:
    """On a live page every entry has a heading; the page's own stands before the first entry or the summary."""
    marks = {"summary", "live reporting", "live updates", "key points", "live"}
    end = next(
        (n for n, line in enumerate(lines) if line.kind == kinds.CLOCK or line.text.casefold() in marks), len(lines)
    )
    return [n for n in range(end) if lines[n].kind in _CANDIDATES and len(lines[n].text) <= _LONGEST]


def _score(lines: Sequence[Line], place: int, story: Story, page: _Words) -> float:
    """How much speaks for a line being the headline; 0 where something forbids it."""
    line = lines[place]
    found = set(title_words(line.text))
    if not found:
        return 0.0
    shared = sum([_SAID[min(page.lead[word], _MOST_SAID)] for word in found if word in page.lead])
    repeated = 1 < page.texts[line.text] <= _OFTEN and (len(found) > 2 or shared > 2)
    borne_out = (
        is_stem(lines, line.text, page.top)
        or (place > 0 and line.text == lines[0].text)
        or _ends_a_path(lines, place, page)
    )
    borne_out = borne_out or (line.kind == kinds.LISTED and _signed(lines, place))
    borne_out = borne_out or (line.kind in _DOUBTED and _likeness(found, page.address) > _LIKE)
    if line.kind == kinds.ITEM and (not borne_out or line.text[0].isdigit()):
        return 0.0  # "2. Bridges of the valley" stands in a table of contents
    if line.kind == kinds.LISTED and not (repeated or borne_out) and not 0 < story.first - place <= _CLOSE:
        return 0.0
    score = 1.5 * shared / (len(found) + 2) + 0.12 * min(shared, 8)
    score += 0.8 * repeated * min(shared / len(found), 1) * min(len(found) / 4, 1) + 0.8 * borne_out
    score += 1.0 * _likeness(found, page.window) + 2.0 * _likeness(found, page.address)
    score += 0.5 * _followed(lines, place) - 0.04 * min(max(story.first - place, 0), _FAR)
    if place == 0:
        # A window's title says more than the headline; another first line may be it.
        score += -0.6 if page.window else 0.4
    if line.kind == kinds.BODY:
        under = place > 0 and lines[place - 1].kind == kinds.SHORT
        if line.text[-1] in _ENDS and (under or not _followed(lines, place, 1)):
            return 0.0  # a sentence that ends is no headline
        score -= 0.7 * (line.text[-1] in _ENDS or len(line.text) > _HEADLINE)
    score -= 0.8 * bool(_STEPS.search(line.text))
    if line.kind == kinds.SECTION or (len(found) < _WORDY and not borne_out):
        score -= 0.8
    score -= 0.4 * (line.text[0] in _BULLETS) + 0.3 * _in_menu(lines, place, story)
    score -= 0.7 * (line.kind == kinds.LISTED and not borne_out) + 1.2 * (line.kind == kinds.ITEM)
    score -= 0.6 * (line.text[-1] in ":：")
    return score - (1.2 if line.kind == kinds.BODY else 0.8) * (place >= story.first and place > 0)


def _upper(lines: Sequence[Line], best: int, scored: dict[int, float]) -> int:
    """Of two headings with nothing between, the upper one: the other is a standfirst or the first sub-heading."""
    for place in range(best - 1, max(best - 3, -1), -1):
        line = lines[place]
        if place in scored and line.kind in (kinds.SHORT, kinds.LISTED):
            wordy = len(set(title_words(line.text))) >= _WORDY
            return place if wordy and scored[place] > _NEARLY * scored[best] else best
        if line.kind not in (kinds.FURNITURE, kinds.CAPTION):
            break
    return best


def _signed(lines: Sequence[Line], place: int) -> bool:
    """Whether a byline that names somebody stands below, with at most a standfirst between."""
    return any(line.kind == kinds.BYLINE and line.value for line in lines[place + 1 : place + 3])


def _likeness(found: set[str], others: frozenset[str]) -> float:
    """Words shared of all words of both (Jaccard), 0 where there are none to compare."""
    return len(found & others) / len(found | others) if others else 0.0


def _in_menu(lines: Sequence[Line], place: int, story: Story) -> bool:
    """Whether three short lines stand above and three below, no blank line between: an entry of a menu."""
    around = [*lines[max(0, place - 3) : place], *lines[place + 1 : min(place + 4, story.first)]]
    return len(around) == 6 and all(line.kind == kinds.SHORT and len(line.text) < 40 for line in around)


def _ends_a_path(lines: Sequence[Line], place: int, page: _Words) -> bool:
    """Whether a line before is the way to the page, with this one at its end: "Home ▸ News ▸ HEADLINE"."""
    text = lines[place].text
    if len(text) < _ENDING or page.endings[text[-_ENDING:]] == page.texts[text]:
        return False
    before = lines[max(place - _PATHS_BEFORE, 0) : place]
    return any(line.text.endswith(text) and _PATH.search(line.text[: -len(text)]) for line in before)


def _followed(lines: Sequence[Line], place: int, reach: int = 3) -> bool:
    """Whether a date or a byline follows within so many lines: with at most a standfirst between."""
    return any(line.kind in _AFTER_TITLE for line in lines[place + 1 : place + 1 + reach])
