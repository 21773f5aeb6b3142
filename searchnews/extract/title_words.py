"""The words of headlines and of addresses, as they are compared."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from searchnews.datewords import fold

_WORD = re.compile(r"[^\W_\u2e80-\U0003ffff]+|[\u2e80-\U0003ffff]+")
_ASCII_WORD = re.compile(r"[a-z0-9]{3,}")


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
