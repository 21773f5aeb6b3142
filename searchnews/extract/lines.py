"""Text on one line: how it is squeezed, compared and cut. Needs no tree of a page."""

from __future__ import annotations

import functools
import re

MAX_TITLE = 1_000  # characters
_REMEMBERED = 300  # characters: the words of longer texts are not kept
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def squeeze(text: str) -> str:
    """Text on one line: every run of white space is one space, invisible characters are gone."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def width(text: str) -> int:
    """The length of a text in letters of an alphabet: a Chinese, Japanese or Korean character says as much as three."""
    if len(text.encode("utf-8", "ignore")) < 2 * len(text):
        return len(text)
    return len(text) + 2 * len(_ideograph().findall(text))


def words(text: str) -> tuple[str, ...]:
    """The words of a text without capitals and punctuation: what two spellings of a headline have in common.

    Where a script puts no spaces between words, each of its characters counts as one.
    """
    return _short_words(text) if len(text) <= _REMEMBERED else _words(text)


@functools.lru_cache(maxsize=4_096)
def _short_words(text: str) -> tuple[str, ...]:
    return _words(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple((_WORD if text.isascii() else _any_word()).findall(text.casefold()))


@functools.cache  # these, compiled when a text needs them: they take a while
def _ideograph() -> re.Pattern[str]:
    return re.compile(f"[{_CJK}\uac00-\ud7a3]")


@functools.cache
def _any_word() -> re.Pattern[str]:
    return re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")


def cut_title(title: str) -> tuple[str, tuple[str, ...]]:
    """A title of at most 1,000 characters, and a note where it had to be cut (at a word)."""
    if len(title) <= MAX_TITLE:
        return title, ()
    head, _, _ = title[: MAX_TITLE + 1].rpartition(" ")
    cut = head or title[:MAX_TITLE]
    return cut, (f"title: {len(title):,} characters long; cut at {len(cut):,}",)
