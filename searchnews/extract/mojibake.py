"""UTF-8 that somebody read as Windows-1252 and stored so: put right once, in the pieces where it happened."""

from __future__ import annotations

import re

_CONTINUED = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD = re.compile(
    f"(?:[\u00c2-\u00df][{_CONTINUED}]|[\u00e0-\u00ef][{_CONTINUED}]{{2}}|[\u00f0-\u00f4][{_CONTINUED}]{{3}})+"
)
# The last byte of a closing quotation mark has no letter in Windows-1252: most programs drop it, or put a sign for it.
_CUT_SHORT = re.compile(f"\u00e2\u20ac(?:\ufffd|(?![{_CONTINUED}]))")
_SURE = 3  # pieces: one "Ã©" may be what somebody wrote
_NOTE = "text: {0:,} pieces of UTF-8 had been read as Windows-1252; repaired"


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """The text, and a note where it was repaired."""
    if text.isascii() or not any(letter in text for letter in "ÃÂâÐÑØÙ"):
        return text, ()
    found = sum(1 for each in _MISREAD.finditer(text) if _read(each[0]) != each[0])
    if found < _SURE:
        return text, ()
    whole = _MISREAD.sub(lambda each: _read(each[0]), text)
    return _CUT_SHORT.sub("\u201d", whole), (_NOTE.format(found),)


def _read(piece: str) -> str:
    """A piece as UTF-8, itself where it is none."""
    try:
        return b"".join(map(_byte, piece)).decode("utf-8")
    except UnicodeError:
        return piece


def _byte(letter: str) -> bytes:
    """The byte that Windows-1252 shows as a letter; the five it has none for are shown as controls."""
    return letter.encode("latin-1") if letter < "\u0100" else letter.encode("cp1252")
