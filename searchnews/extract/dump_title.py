"""The headline of a text dump and the standfirst under it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from searchnews.datewords import fold
from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line
from searchnews.models import Evidence

_WORD = re.compile(r"[^\W_\u2e80-\U0003ffff]+|[\u2e80-\U0003ffff]+")
_ASCII_WORD = re.compile(r"[a-z0-9]{3,}")
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_COUNTER = re.compile(r"(?<=[^\W\d_])\s+\d{1,3}\Z")
_LOOKED_AT = 400  # characters of a paragraph
_LEAD = 20  # lines of the story whose words a headline shares
_LOOKED_BACK = 60  # lines before the story in which the headline is looked for
_LONGEST = 200  # characters
_HEADLINE = 110  # characters: few headlines are longer
_CLOSE = 20  # lines before the story in which what seems a list's entry may be its headline
_WORDY = 3  # words of a headline at least, where another heading is as likely
_NEARLY = 0.75  # of the best score
_ENDS = ".…:。：؟।۔"  # of sentences
_BULLETS = "*•·+-–# "
_AFTER_TITLE = frozenset({kinds.DATE, kinds.BYLINE, kinds.AGENCY, kinds.CLOCK})
_CANDIDATES = frozenset({kinds.SHORT, kinds.BODY, kinds.SECTION, kinds.LISTED})
_OFTEN = 4  # times a headline may be on its page; what is there more often is a name
_PATH = re.compile(r"[/>›»▸→|:·•–—-]\s*\Z")
_HEADS = frozenset({kinds.SHORT, kinds.BODY, kinds.LISTED})


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page that its headline has too."""

    lead: Counter[str]
    texts: Counter[str]  # its lines
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
        return Headline(lines[sure].text, sure, sure, Evidence("window-title", f"line {lines[sure].number}", 0.95))
    page = _Words(
        Counter(word for line in body[:_LEAD] for word in title_words(line.text[:_LOOKED_AT])),
        Counter(line.text for line in lines),
        frozenset(title_words(lines[0].text)) if lines and _SEPARATOR.search(lines[0].text) else frozenset(),
        address,
    )
    scored = {
        place: _score(lines, place, story, page) for place in (_live_places(lines) if live else _places(lines, story))
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


def _score(lines: Sequence[Line], place: int, story: Story, page: _Words) -> float:
    """How much speaks for a line being the headline; 0 where something forbids it."""
    line = lines[place]
    found = set(title_words(line.text))
    if not found:
        return 0.0
    shared = sum(math.sqrt(min(page.lead[word], 4)) for word in found)
    repeated = 1 < page.texts[line.text] <= _OFTEN and (len(found) > 2 or shared > 2)
    borne_out = (
        _is_stem(lines, line.text)
        or (place > 0 and line.text == lines[0].text)
        or _ends_a_path(lines[:place], line.text)
    )
    borne_out = borne_out or (line.kind == kinds.LISTED and _signed(lines, place))
    if line.kind == kinds.LISTED and not (repeated or borne_out) and not 0 < story.first - place <= _CLOSE:
        return 0.0
    score = 1.5 * shared / (len(found) + 2) + 0.12 * min(shared, 8)
    score += 0.8 * repeated * min(shared / len(found), 1) * min(len(found) / 4, 1) + 0.8 * borne_out
    score += 1.0 * _likeness(found, page.window) + 2.0 * _likeness(found, page.address)
    score += 0.5 * _followed(lines, place) - 0.04 * min(max(story.first - place, 0), 30)
    if place == 0:
        # A window's title says more than the headline; another first line may be it.
        score += -0.6 if page.window else 0.4
    if line.kind == kinds.BODY:
        under = place > 0 and lines[place - 1].kind == kinds.SHORT
        if line.text[-1] in _ENDS and (under or not _followed(lines, place, 1)):
            return 0.0  # a sentence that ends is no headline
        score -= 0.7 * (line.text[-1] in _ENDS or len(line.text) > _HEADLINE)
    if line.kind == kinds.SECTION or (len(found) < _WORDY and not borne_out):
        score -= 0.8
    score -= 0.4 * (line.text[0] in _BULLETS) + 0.3 * _in_menu(lines, place, story)
    score -= 0.7 * (line.kind == kinds.LISTED and not borne_out)
    return score - (1.2 if line.kind == kinds.BODY else 0.8) * (place >= story.first and place > 0)


def _upper(lines: Sequence[Line], best: int, scored: dict[int, float]) -> int:
    """Of two headings with nothing between, the upper one: the other is a standfirst or the first sub-heading."""
    for place in range(best - 1, max(best - 3, -1), -1):
        line = lines[place]
        if place in scored and line.kind == kinds.SHORT:
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


def title_words(text: str) -> list[str]:
    """The words of a text as they are compared: their beginnings, without capitals and accents; signs in pairs."""
    if text.isascii():
        return [word[:6] for word in _ASCII_WORD.findall(text.lower())]
    found = []
    for word in _WORD.findall(text):
        if word[0] > "\u2e80":
            found += [word[n : n + 2] for n in range(len(word) - 1)] or [word]
        elif len(word) > 2:
            found.append(word.casefold()[:6] if word.isascii() else fold(word)[:6])
    return found


def address_words(url: str | None) -> frozenset[str]:
    """The words of the last part of an address that has some: ".../2024/05/03/a-bridge-reopens-1234.html"."""
    parts = urlsplit(url).path.split("/") if url else []
    for part in reversed(parts):
        stem = re.sub(r"\.\w{2,5}\Z", "", unquote(part))
        words = [word for word in title_words(re.sub(r"[-_+]", " ", stem)) if not word.isdigit()]
        if len(words) >= 2:
            return frozenset(words)
    return frozenset()


def _is_stem(lines: Sequence[Line], text: str) -> bool:
    """Whether the page's first lines have this one with the site's name after it, as the title of A window does."""
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
