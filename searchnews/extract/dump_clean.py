"""A dump's text before its lines are read: what was damaged on its way is put right once, and said."""

from __future__ import annotations

import html
import re

from searchnews.extract.mojibake import repaired

_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z][a-z0-9]{1,24});", re.IGNORECASE)
_SURE = 2  # entities: a story about HTML may print one
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


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
    return _CONTROLS.sub(" ", text), (*notes, *misread)


def _unescaped(found: re.Match[str]) -> str:
    return html.unescape(html.unescape(found[0]))
