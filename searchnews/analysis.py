"""Text → terms, one way for every engine, for articles and queries alike.

Each distinct surface form is folded and stemmed once and remembered, so that a text costs one regular expression and
a dictionary look-up a word. Folding happens word by word: spans stay those of the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import Stemmer

MAX_TERM = 64  # characters; what is longer is cut, so that a page of noise can't fill the index with its terms
_REMEMBERED = 500_000  # surface forms a table holds before it starts anew

# One character a token: scripts written without spaces. A run of them in a query becomes a phrase.
_SINGLE = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d\U00020000-\U0003ffff"
)
# Marks that Python does not count as part of a word: points and vowel signs of Latin, Hebrew, Arabic and Indic letters.
_POINTS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"  # what folding takes away
_MARKS = _POINTS + "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962-\u0963\u0980-\u0dff"
_ACCENTS = re.compile(f"[{_POINTS}]")
_APOSTROPHE = "'\u2019\u02bc\uff07"


def _token_pattern(letter: str, apostrophe: str, single: str = "") -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\d_]\.){2,}(?![^\W_])"  # an initialism: U.S.
        r"|\d+(?:[.,]\d+)+(?![^\W_])"  # a number with separators: 5,000 and 3.5
        + (rf"|[{single}]" if single else "")
        + rf"|{letter}+(?:[{apostrophe}]{letter}+)*"  # a word, with the apostrophes inside it
    )


# The last says it all; the others give the same tokens faster where a text holds nothing that needs it.
_PLAIN = _token_pattern("[A-Za-z0-9]", "'")
_COMMON = _token_pattern(r"[^\W_]", _APOSTROPHE)
_ALL = _token_pattern(rf"(?:(?![{_SINGLE}])[^\W_][{_MARKS}]*)", _APOSTROPHE, _SINGLE)
_SPECIAL = re.compile(f"[{_SINGLE}{_MARKS}]")
_SEPARATORS = str.maketrans("", "", "." + _APOSTROPHE)
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_ELISION = re.compile(rf"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|all)[{_APOSTROPHE}](?=\w)")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHE}]s\Z")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it stands in the text."""

    term: str
    start: int
    end: int


def fold(word: str) -> str:
    """A word as it is compared: NFKC, case folded, without accents, apostrophes and separators; its possessive off."""
    folded = word.lower() if word.isascii() else _folded(word)
    if folded.isalnum() or not folded:
        return (folded or word)[:MAX_TERM]
    if folded[0].isdigit() and folded[-1].isdigit():
        return _THOUSANDS.sub("", folded).replace(",", ".")[:MAX_TERM]
    bare = _POSSESSIVE.sub("", folded)
    if elided := _ELISION.match(bare):
        bare = bare[elided.end() :]
    return (bare.translate(_SEPARATORS) or folded)[:MAX_TERM]


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed)).casefold().translate(_LETTERS)


class _Table(dict[str, str]):
    """Surface form → term of one language, filled as words come."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer("english") if language == "en" else None

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        term = fold(word)
        if self._stemmer:
            term = self._stemmer.stemWord(term)
        self[word] = term
        return term


_tables: dict[str, _Table] = {}


def _table(language: str) -> _Table:
    name = "en" if language == "en" else ""
    if name not in _tables:
        _tables[name] = _Table(name)
    return _tables[name]


def _pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _PLAIN
    return _ALL if _SPECIAL.search(text) else _COMMON


def terms(text: str, language: str) -> list[str]:
    """The index terms in order, one a position; stemmed where the language is English ("en"), else folded only."""
    return list(map(_table(language).__getitem__, _pattern(text).findall(text)))


def term(word: str, language: str) -> str:
    """The one term of a text that is one word of letters and digits."""
    return _table(language)[word]


def tokens(text: str, language: str) -> list[Token]:
    """The same terms with their spans."""
    table = _table(language)
    return [Token(table[found[0]], found.start(), found.end()) for found in _pattern(text).finditer(text)]


def surface(text: str) -> list[str]:
    """The words folded but not stemmed, for spelling and completion."""
    return terms(text, "")


def variants(word: str) -> list[tuple[str, ...]]:
    """What a word of a query may be in the index: a slot a token, in it the plain form and the English stem.

    [] for what holds no word at all.
    """
    pairs = zip(terms(word, ""), terms(word, "en"), strict=True)
    return [tuple(dict.fromkeys(pair)) for pair in pairs]
