"""A dump's text before its lines are read: what was damaged on its way is put right once, and said."""

from __future__ import annotations

import html
import re

from searchnews.extract.mojibake import repaired

_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z][a-z0-9]{1,24});", re.IGNORECASE)
_SURE = 2  # entities: a story about HTML may print one
_CONTROLS = [chr(code) for code in (*range(0x09), *range(0x0E, 0x20), 0x7F)]


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """The text and what was repaired.

    entities: "caf&amp;eacute;", escaped twice by the program that made the dump. mojibake: "cafÃ©", see mojibake.py.
    """
    notes: tuple[str, ...] = ()
    if "&" in text and len(found := _ENTITY.findall(text)) >= _SURE:
        plain = _ENTITY.sub(_unescaped, text)
        if plain != text:
            notes = (f"text: {len(found):,} escaped characters such as {found[0]}; unescaped",)
            text = plain
    text, misread = repaired(text)
    for control in _CONTROLS:  # a search for each is faster than a pattern for all
        if control in text:
            text = text.replace(control, " ")
    return text, (*notes, *misread)


def _unescaped(found: re.Match[str]) -> str:
    return html.unescape(html.unescape(found[0]))
