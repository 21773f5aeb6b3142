"""Text on one line: how it is squeezed, compared and cut. Needs no tree of a page."""

from __future__ import annotations

import re

MAX_TITLE = 1_000  # characters
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def squeeze(text: str) -> str:
    """Text on one line: every run of white space is one space, invisible characters are gone."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text without capitals and punctuation: what two spellings of a headline have in common."""
    return tuple(re.findall(r"\w+", text.casefold()))


def cut_title(title: str) -> tuple[str, tuple[str, ...]]:
    """A title of at most 1,000 characters, and a note where it had to be cut (at a word)."""
    if len(title) <= MAX_TITLE:
        return title, ()
    head, _, _ = title[: MAX_TITLE + 1].rpartition(" ")
    cut = head or title[:MAX_TITLE]
    return cut, (f"title: {len(title):,} characters long; cut at {len(cut):,}",)
