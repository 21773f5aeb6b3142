"""What one word or phrase of a query becomes: a Term, a Phrase or a Pattern."""

from __future__ import annotations

import re
from itertools import zip_longest

from searchnews.analysis import fold, joined, tokens, variants
from searchnews.query.lexer import QUOTES
from searchnews.query.nodes import Pattern, Phrase, Term

MAX_EDITS = 2
_MEANINGLESS = str.maketrans(dict.fromkeys(QUOTES + "*", " "))  # within a phrase
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?|[^\W\d_]{2,5}")
_NEAR_SPELLING = re.compile(r"(.+?)~(\d?)\Z", re.DOTALL)
_WILD = re.compile(r"\*|\?(?=\w)")  # a question mark at the end of a word ends a question


def word_or_phrase(text: str) -> Term | Phrase | None:
    """The words of a text next to each other; None where it holds none."""
    found = tokens(text, "")
    if not found:
        return None
    core = " ".join(text[found[0].start : found[-1].end].translate(_MEANINGLESS).split())
    slots = variants(core)
    if len(slots) == 1:
        return Term(core, slots[0], capitals=_is_initialism(core))
    return Phrase(core, tuple(slots), joined=joined(core))


def _is_initialism(text: str) -> bool:
    return text == text.upper() != text.lower() and bool(_INITIALISM.fullmatch(text))


def pattern(text: str, notes: list[str]) -> Pattern | None:
    """What `strik*`, `organi?ation`, `colour~` or `colour~2` ask for; None for a text that is no pattern."""
    if spelled := _NEAR_SPELLING.match(text):
        word, edits = spelled[1], int(spelled[2] or 1)
        if edits > MAX_EDITS:
            notes.append(f"near spellings differ in at most {MAX_EDITS} letters, so ~{edits} was read as ~{MAX_EDITS}")
        if (folded := _letters(word)) and edits:
            return Pattern(folded, min(edits, MAX_EDITS))
        notes.append("~ stands for near spellings of one word only and was left out")
        return None
    if not _WILD.search(text):
        return None
    pieces = re.split(r"(\*+|\?(?=\w))", text.rstrip("?").strip(".,;:!#"))  # letters and wild ones by turns
    letters = [piece and (_letters(piece) or " ") for piece in pieces[::2]]
    wild = [piece[0] for piece in pieces[1::2]]
    folded = "".join(part for pair in zip_longest(letters, wild, fillvalue="") for part in pair)
    if " " in folded or not folded.strip("*?"):
        notes.append("* and ? stand for letters of one word only and were left out")
        return None
    return Pattern(folded)


def _letters(text: str) -> str:
    """The folded form of a text that is one plain word; "" for another."""
    word = text.strip(".,;:!#")
    found = tokens(word, "")
    folded = fold(word) if word else ""
    return folded if len(found) == 1 and (found[0].start, found[0].end) == (0, len(word)) and folded.isalnum() else ""
