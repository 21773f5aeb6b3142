"""The title of the browser's window, with which many dumps begin: "HEADLINE | SITE", "SITE - HEADLINE"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Line
from searchnews.extract.title_words import title_words

SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_ENDS_IN_SEPARATOR = re.compile(r"(?:\s+[|–—·•»:-]+\s+|\s*[|»]\s*)\Z")
_QUOTES = str.maketrans("’‘“”\u00a0", "''\"\" ")
_FIRST = 4  # lines of a page among which the window's title is
_SURE = 4  # words of a headline that is one whatever the site's name
_WORDS = range(3, 41)  # of a headline
_MOST = 0.75  # of its words
_TOLD = 20_000  # characters of prose
_LONGEST = 300  # characters of a headline
_SITE = 80  # characters of a site's name
_HEADS = frozenset({kinds.SHORT, kinds.BODY, kinds.LISTED, kinds.ITEM})
_BULLETS = "*•·+-–# "


def sure_title(lines: Sequence[Line]) -> int | None:
    """Where the headline stands that the window's title, in the first lines, repeats with or without the site's name."""
    first = top_of(lines)
    longest = max([len(line.text) for line in lines[:_FIRST]], default=0)
    for place, line in enumerate(lines[1:], 1):
        if len(line.text) > _LONGEST or line.kind not in _HEADS or line.text.count(" ") + 1 not in _WORDS:
            continue
        text = line.text.lstrip(_BULLETS) if line.kind == kinds.ITEM else line.text
        if len(text) > longest or _plain(text) not in first:
            continue
        if is_stem(lines[: min(place, _FIRST)], text, first) or (line.text == lines[0].text and _is_told(lines, text)):
            return place
    return None


def _is_told(lines: Sequence[Line], text: str) -> bool:
    """Whether the page's prose has most words of its first line: then that is a headline, and no button of a menu."""
    wanted = set(title_words(text))
    if len(wanted) < _SURE:
        return False
    missing, seen = set(wanted), 0
    for line in lines:
        if line.kind == kinds.BODY and seen < _TOLD:
            missing.difference_update(title_words(line.text[: _TOLD - seen]))
            seen += len(line.text) + 1
            if len(wanted) - len(missing) >= _MOST * len(wanted):
                return True
    return False


def top_of(lines: Sequence[Line]) -> str:
    """The page's first lines, as the others are compared with them."""
    return _plain("\n".join([line.text for line in lines[:_FIRST]]))


def is_stem(lines: Sequence[Line], text: str, top: str) -> bool:
    """Whether the page's first lines have this one with the site's name after or before it. `top` is what top_of gives."""
    text = _plain(text)
    if text not in top:
        return False
    for line in lines[:_FIRST]:
        whole = _plain(line.text)
        rest = len(whole) - len(text)
        if not 0 < rest <= _SITE:
            continue
        # The longer part is the headline: "The Valley Post - Bridge reopens after a year".
        if whole.startswith(text) and SEPARATOR.match(whole, len(text)):
            return rest <= len(text) or text.count(" ") + 1 >= _SURE
        if rest < len(text) and whole.endswith(text) and _ENDS_IN_SEPARATOR.search(whole[:rest]):
            return True
    return False


def _plain(text: str) -> str:
    return text if text.isascii() else text.translate(_QUOTES)


def without_site(text: str, lines: Sequence[Line]) -> str:
    """A window's title less the site's name, where the page has no other headline: the longer side of the last bar."""
    pieces = list(SEPARATOR.finditer(text))
    if not pieces:
        return text
    head, tail = text[: pieces[-1].start()], text[pieces[-1].end() :]
    return head.strip() if len(tail.split()) <= 5 and len(head) > len(tail) and len(head.split()) >= 3 else text
