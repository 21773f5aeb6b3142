"""The rows of a text dump, each with its class: what it looks like by itself, before the lines around it are seen."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.datetext import DateMention
from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Class, Line
from searchnews.extract.line_features import WIDE
from searchnews.extract.line_phrases import phrases_said
from searchnews.extract.line_rules import caption, is_noise, noise_seen, rules_for
from searchnews.extract.line_words import key
from searchnews.extract.rows import Row

LOOKED_AT = 2_000  # characters of a line that patterns see
_RULED = 240  # characters: a longer line is a paragraph or a caption, and no rule is asked
_CAPTIONED = 400  # characters of the longest caption
_REMEMBERED = 60  # characters: shorter lines come again and again, in menus and from page to page
_MOST_REMEMBERED = 20_000
_MENU = 400  # characters by which a menu is known
_BEGUN = 150  # characters, and most of its prose by these
_FINAL = '.!?”"»…'


_Classed = tuple[Class, str, tuple[DateMention, ...]]
_remembered: dict[str, _Classed] = {}


def classed_rows(rows: Sequence[Row]) -> list[Line]:
    """The rows of a page, each with its class."""
    if len(_remembered) > _MOST_REMEMBERED:
        _remembered.clear()
    answers = [_remembered.get(row.text) for row in rows]
    new = [row.text for row, answer in zip(rows, answers, strict=True) if answer is None]
    lows = {text: text[:LOOKED_AT].casefold() for text in new}
    noise = phrases_said("noise", map(noise_seen, lows.values()))
    lines = []
    for row, answer in zip(rows, answers, strict=True):
        text = row.text
        if answer is None:
            answer = _class(text[:LOOKED_AT], lows[text], noise)
            if len(text) <= _REMEMBERED:
                _remembered[text] = answer
        lines.append(Line(text, row.number, row.last, row.gap, *answer))
    return lines


def classed(row: Row) -> Line:
    """A row by itself with its class."""
    return classed_rows([row])[0]


def _class(text: str, low: str, noise: tuple[str, ...]) -> _Classed:
    if len(text) <= _RULED:
        word = key(text)
        early, late = rules_for(len(text))
        for rule in early:
            if answer := rule(text, low, word):
                return answer if len(answer) == 3 else (*answer, ())
        if is_noise(text, low, noise):
            return kinds.FURNITURE, "", ()
        for rule in late:
            if answer := rule(text, low, word):
                return answer if len(answer) == 3 else (*answer, ())
    elif is_noise(text, low, noise):
        return kinds.FURNITURE, "", ()
    elif len(text) <= _CAPTIONED and not text.endswith(".") and caption(text[-120:], low, ""):
        return kinds.CAPTION, text, ()
    return (kinds.BODY if is_prose(text) else kinds.SHORT), "", ()


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or more, by its length and its end."""
    if len(text) >= 90 or (len(text) >= 60 and text[-1] in _FINAL):
        return not _is_menu(text)
    if not text.isascii() and WIDE.search(text) and sum(letter > "\u2e80" for letter in text[:80]) > 20:
        return True
    return text[-1] in _FINAL and text.count(" ") >= 4


def _is_menu(text: str) -> bool:
    """Whether a long line is names side by side: a menu printed on one line, a table, a list of months."""
    if len(text) > 1_500 or not text[:1].isascii():
        return False
    count = text.count(" ", 0, _MENU) + 1
    if count < 10 or text.count(", ", 0, _MENU) + text.count(". ", 0, _MENU) >= count / 8:
        return False
    begun = text[:_BEGUN].split()
    if sum(map(str.islower, [word[0] for word in begun])) >= 0.3 * count:
        return False  # as is seen of most prose by its beginning
    words = text[:_MENU].split()
    return len(words) - sum(map(str.islower, [word[0] for word in words])) > 0.7 * len(words)
