"""Files that are one page: HTML, and text dumps."""

from __future__ import annotations

from collections.abc import Iterator

from searchnews.errors import InputRefused
from searchnews.formats.charset import decode
from searchnews.formats.source import Source, whole
from searchnews.models import Page


def read_text(source: Source) -> Iterator[Page | InputRefused]:
    """A text dump, its lines as they are."""
    text = decode(whole(source)).replace("\r\n", "\n").replace("\r", "\n")
    if not any(character.isalnum() for character in text):
        raise InputRefused("no text in the page: it holds no letter; expected the text of an article")
    yield Page(path=source.shown, key=source.key, ordinal=0, format="text", content=text)


def read_html(source: Source) -> Iterator[Page | InputRefused]:
    """An HTML page."""
    text = decode(whole(source), html=True)
    yield Page(path=source.shown, key=source.key, ordinal=0, format="html", content=text)
