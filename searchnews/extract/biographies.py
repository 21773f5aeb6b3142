"""What a text says of its own author: a biography or a signature at its end is no text of the story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchnews.extract.bylines import is_person, split_names
from searchnews.extract.lines import words

_LAST_WORDS = 4  # paragraphs at the end in which an author is presented
_BIOGRAPHY = re.compile(
    r"\S+(?: \S+){0,4}? (?:is an?|is the|has been|has written|writes|covers|reports|works|joined|lives|est|ist|schreibt|es una?|è una?) "
)
_VERB = re.compile(
    r",? (?:is|es|è|é|er|är|jest|on|to|est|ist|schrijft|skriver|escribe|scrive|escreve|pisze|heeft|—|–|-) "
)
_SIGNATURE = 80  # characters of a line that signs a text


def without_biography(body: tuple[str, ...], authors: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs less a last or first one that tells who the author is: "Ida Holm is a reporter in Port Aldery"."""
    names = tuple({part for name in authors if is_person(name) for part in (name, name.split()[0])})
    about = [_presents(text, names) for text in body] if names else []
    edge = {*range(len(body) - _LAST_WORDS, len(body)), 0}
    kept = tuple(text for number, text in enumerate(body) if not (about and number in edge and about[number]))
    kept = kept[:-1] if len(kept) > 1 and _is_signature(kept[-1], authors) else kept
    return kept if len(kept) > 1 else body


def _presents(text: str, names: tuple[str, ...]) -> bool:
    """Whether a paragraph tells who one of the authors is; after the whole name the bare verb is enough."""
    if not text.startswith(names):
        return False
    whole = next((name for name in names if " " in name and text.startswith(name)), None)
    return _BIOGRAPHY.match(text) is not None or (whole is not None and _VERB.match(text, len(whole)) is not None)


def _is_signature(text: str, authors: Sequence[str]) -> bool:
    """Whether a last line only names the authors, with an office or an address: "한지우 기자 jiwoo@gangsan.example"."""
    named = set(map(words, split_names(text))) if len(text) <= _SIGNATURE else set()
    return bool(named) and named <= set(map(words, authors))
