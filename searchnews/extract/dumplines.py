"""The rows of a text dump, each with its class: what it looks like by itself, before the lines around it are seen."""

from __future__ import annotations

import functools

from searchnews.datetext import DateMention
from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Class, Line
from searchnews.extract.line_features import WIDE
from searchnews.extract.line_rules import LONG, LONG_RULES, MIDDLING, MIDDLING_RULES, RULES, caption, is_noise
from searchnews.extract.line_words import key
from searchnews.extract.rows import Row

LOOKED_AT = 2_000  # characters of a line that patterns see
_RULED = 240  # characters: a longer line is a paragraph or a caption, and no rule is asked
_CAPTIONED = 400  # characters of the longest caption
_REMEMBERED = 60  # characters: shorter lines come again and again, in menus and from page to page
_MENU = 400  # characters by which a menu is known
_BEGUN = 150  # characters, and most of its prose by these
_FINAL = '.!?”"»…'


def classed(row: Row) -> Line:
    """A row with its class."""
    text = row.text
    kind, value, dates = _of_menu(text) if len(text) <= _REMEMBERED else _class(text[:LOOKED_AT])
    return Line(text, row.number, row.last, row.gap, kind, value, dates)


_Classed = tuple[Class, str, tuple[DateMention, ...]]


def _class(text: str) -> _Classed:
    low = text.casefold()
    if len(text) <= _RULED:
        word = key(text)
        for rule in RULES if len(text) <= MIDDLING else MIDDLING_RULES if len(text) <= LONG else LONG_RULES:
            answer = rule(text, low, word)
            if answer is not None:
                return answer if len(answer) == 3 else (*answer, ())
    elif is_noise(text, low):
        return kinds.FURNITURE, "", ()
    elif len(text) <= _CAPTIONED and not text.endswith(".") and caption(text[-120:], low, ""):
        return kinds.CAPTION, text, ()
    return (kinds.BODY if is_prose(text) else kinds.SHORT), "", ()


_of_menu = functools.lru_cache(maxsize=20_000)(_class)


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
    begun = text[:_BEGUN].split()
    if sum(map(str.islower, [word[0] for word in begun])) >= 0.3 * (text.count(" ", 0, _MENU) + 1):
        return False  # as is seen of most prose by its beginning
    words = text[:_MENU].split()
    named = len(words) - sum(map(str.islower, [word[0] for word in words]))
    return (
        len(words) >= 10
        and named > 0.7 * len(words)
        and text.count(", ", 0, _MENU) + text.count(". ", 0, _MENU) < len(words) / 8
    )
