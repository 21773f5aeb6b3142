"""Text → terms, one way for every engine, for articles and queries alike.

Each distinct surface form is folded and stemmed once and remembered, so that a text costs one regular expression and
a dictionary look-up a word. Folding happens word by word: spans stay those of the text.

A word is stemmed by the language of its article. English stems are index terms as they are; those of another language carry its
code ("march~fr"), so that a stem of one language is never taken for a word of another (in English Paris is "pari", a bet in French).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import Stemmer

from searchnews.initialisms import markers

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
        rf"(?:[^\W\d_]\.)+[^\W\d_](?!\.?[^\W_])\.?(?:[{apostrophe}]s(?![^\W_]))?"  # an initialism: U.S., U.S, U.S.'s
        r"|\d+(?:[.,]\d+)+(?![^\W_])"  # a number with separators: 5,000 and 3.5
        + (rf"|[{single}]" if single else "")
        + rf"|{letter}+(?:[{apostrophe}]{letter}+)*"  # a word, with the apostrophes inside it
    )


# The last says it all; the others give the same tokens faster where a text holds nothing that needs it.
_PLAIN = _token_pattern("[A-Za-z0-9]", "'")


@functools.cache  # these, compiled when a text needs them: they take a while
def _common() -> re.Pattern[str]:
    return _token_pattern(r"[^\W_]", _APOSTROPHE)


@functools.cache
def _all() -> re.Pattern[str]:
    return _token_pattern(rf"(?:(?![{_SINGLE}])[^\W_][{_MARKS}]*)", _APOSTROPHE, _SINGLE)


@functools.cache
def _special() -> re.Pattern[str]:
    return re.compile(f"[{_SINGLE}{_MARKS}]")


_SINGLE_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)+|[A-Za-z0-9]+(?:'[A-Za-z0-9]+)+")
IN_TOKENS = rf"\w.,{_APOSTROPHE}{_MARKS}"  # what a token and what decides its end are made of, as a class of characters
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
        head, _, tail = folded.partition("," if "," in folded else ".")
        if head.isdecimal() and tail.isdecimal():  # the same, sooner
            return (head + tail if len(tail) == 3 else f"{head}.{tail}")[:MAX_TERM]
        return _THOUSANDS.sub("", folded).replace(",", ".")[:MAX_TERM]
    bare = _POSSESSIVE.sub("", folded)
    if elided := _ELISION.match(bare):
        bare = bare[elided.end() :]
    return (bare.translate(_SEPARATORS) or folded)[:MAX_TERM]


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed)).casefold().translate(_LETTERS)


# ISO 639-1 → Snowball's name. What an index holds depends on these: a change is a change of the index format.
_STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
STEMMED = frozenset(_STEMMERS)  # languages whose endings make no difference


class _Table(dict[str, str]):
    """Surface form → term of one language, filled as words come."""

    def __init__(self, language: str) -> None:
        super().__init__()
        # No cache of its own: we remember words ourselves, and its cache takes five times as long as stemming.
        self._stemmer = Stemmer.Stemmer(_STEMMERS[language], 0) if language else None
        self.mark = "" if language in ("", "en") else f"~{language}"

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        term = fold(word)
        if self._stemmer:
            term = self._stem(word, term) + self.mark
        self[word] = term
        return term

    def _stem(self, word: str, folded: str) -> str:
        stemmer = self._stemmer
        assert stemmer
        # Latin letters are folded first, so that a word without its accents always has the stem of the one with them. In
        # other scripts folding would take letters apart that endings are made of (й).
        if folded.isascii():
            return str(stemmer.stemWord(folded)) or folded
        return fold(stemmer.stemWord(unicodedata.normalize("NFKC", word).casefold())[:MAX_TERM]) or folded

    def of_folded(self, folded: list[str]) -> list[str]:
        """The terms of folded tokens of ASCII."""
        if not self._stemmer:
            return folded
        mark, stems = self.mark, self._stemmer.stemWords(folded)
        found = stems if all(stems) else [stem or word for stem, word in zip(stems, folded, strict=True)]
        return [stem + mark for stem in found] if mark else found


_tables: dict[str, _Table] = {}


def _table(language: str) -> _Table:
    name = language if language in _STEMMERS else ""
    if name not in _tables:
        _tables[name] = _Table(name)
    return _tables[name]


def token_pattern(text: str) -> re.Pattern[str]:
    """What finds the tokens of this text, from its beginning, the end of a token or any place after no character of IN_TOKENS."""
    if text.isascii():
        return _PLAIN
    return _all() if _special().search(text) else _common()


def terms(text: str, language: str) -> list[str]:
    """The index terms in order, one a position; stemmed where the language is one of STEMMED, else folded only."""
    return list(map(_table(language).__getitem__, token_pattern(text).findall(text)))


def term(token: str, language: str) -> str:
    """The term of one token as it is written (token_texts)."""
    return _table(language)[token]


def folded_words(words: Sequence[str]) -> list[str]:
    """Words of ASCII letters and digits only, folded: the same as `fold` gives, many at a time."""
    folded = "\n".join(words).lower().split("\n") if words else []  # no letter of ASCII becomes two
    return [word[:MAX_TERM] for word in folded] if max(map(len, words), default=0) > MAX_TERM else folded


def single_token(chunk: str) -> str | None:
    """The one token of a text of ASCII without spaces, where that is plain: a number with separators, a word with apostrophes.

    None for any other text: it may hold one token, too.
    """
    bare = chunk.strip(".,'")
    return bare if _SINGLE_TOKEN.fullmatch(bare) else None


def terms_of_folded(folded: list[str], language: str) -> list[str]:
    """The terms of folded tokens of ASCII: the same as `term` gives for these, many at a time."""
    return _table(language).of_folded(folded)


def is_plain(language: str) -> bool:
    """Whether a folded token of ASCII without letters is its own term in a language: no stemmer changes one."""
    return not _table(language).mark


def terms_of(language: str) -> Callable[[str], str]:
    """From a token as it is written to its term in one language: `term`, for many."""
    return _table(language).__getitem__


def token_texts(text: str) -> list[str]:
    """The tokens as they are written, in the order of `terms`."""
    return token_pattern(text).findall(text)


def tokens(text: str, language: str) -> list[Token]:
    """The same terms with their spans."""
    table = _table(language)
    return [Token(table[found[0]], found.start(), found.end()) for found in token_pattern(text).finditer(text)]


def token_places(text: str) -> list[tuple[int, int]]:
    """Where each token begins and ends, in the order of `terms`."""
    return [found.span() for found in token_pattern(text).finditer(text)]


def token_end(text: str, start: int) -> int:
    """Where the token that begins there ends. ValueError where none does."""
    found = token_pattern(text).match(text, start)
    if not found:
        raise ValueError(f"no token begins at {start}")
    return found.end()


def surface(text: str) -> list[str]:
    """The words folded but not stemmed, for spelling and completion."""
    return terms(text, "")


# What two-part words are written with, and first parts that are also written apart.
HYPHENS = "-\u2010\u2011"
_FIRST_PARTS = ("anti", "co", "inter", "multi", "non", "semi")
FIRST_PARTS = frozenset(_FIRST_PARTS)
EITHER_CASE = tuple(first for part in _FIRST_PARTS for first in (part, part.title()))
_PART = rf"(?:(?![{_SINGLE}])[^\W\d_])+"
# A dot before it might belong to an initialism, whose end depends on what follows.
_BEFORE = rf"(?<![\w.{_MARKS}{_APOSTROPHE}\{HYPHENS}])"
_FIRST = rf"{_BEFORE}({_PART})\Z"
_SECOND = rf"({_PART}(?:[{_APOSTROPHE}]s)?)(?![\w{_MARKS}{_APOSTROPHE}\{HYPHENS}])"


@functools.cache
def _two_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_FIRST), re.compile(_SECOND)


@functools.cache
def _apart() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}({'|'.join(EITHER_CASE)}) {_SECOND}")


_SPACED = tuple(f" {first} " for first in EITHER_CASE)
_BEGINNING = tuple(f"{first} " for first in EITHER_CASE)


def _may_be_apart(text: str) -> bool:
    for spaced in _SPACED:  # not any(…): this is asked of every paragraph
        if spaced in text:
            return True
    return text.startswith(_BEGINNING)


def two_parts(text: str) -> list[tuple[int, str]]:
    """Where words of two parts begin, ascending, and their surface written as one."""
    found = []
    for hyphen in HYPHENS[:1] if text.isascii() else HYPHENS:
        place = text.find(hyphen)
        while place >= 0:
            if joint := hyphenated(text, place):
                found.append(joint)
            place = text.find(hyphen, place + 1)
    return sorted(found + apart(text))


def hyphenated(text: str, place: int) -> tuple[int, str] | None:
    """The word of two parts whose hyphen stands there: where it begins, and its surface written as one."""
    before, after = _two_parts()
    first = before.search(text[max(place - MAX_TERM, 0) : place])
    second = after.match(text, place + 1)
    return (place - len(first[1]), first[1] + second[1]) if first and second else None


def apart(text: str) -> list[tuple[int, str]]:
    """The words of two parts that are written apart, as `two_parts` gives them."""
    if not _may_be_apart(text):
        return []
    return [(found.start(), found[1] + found[2]) for found in _apart().finditer(text)]


def compounds(text: str, language: str) -> list[tuple[int, str]]:
    """Words of two parts (co-operation, cease-fire, co operation): where each begins in the text, and the term of both in one."""
    table = _table(language)
    return [(start, table[word]) for start, word in two_parts(text)]


def terms_and_compounds(text: str, language: str) -> tuple[list[str], list[tuple[int, str]]]:
    """What an index keeps of a text: `terms`, and what stands beside them, with its position.

    That is each word of two parts as one term, at the position of its first part, and a marker at each initialism that is also
    a word (initialisms.py). Ascending; a field's length counts them not.
    """
    found = two_parts(text)
    find, words, made, before = token_pattern(text).findall, [], [], 0
    table = _table(language)
    for start, word in found:
        words += find(text, before, start)
        made.append((len(words), table[word]))
        before = start
    words += find(text, before)
    if marked := markers(words, text):
        made = sorted(made + marked, key=_position)
    return list(map(table.__getitem__, words)), made


_position = itemgetter(0)


def joined(text: str, languages: Sequence[str] = ("en",)) -> tuple[str, ...]:
    """The terms of a hyphenated word of two parts, written as one; () for any other text."""
    first, hyphen, second = text.partition(next((sign for sign in HYPHENS if sign in text), "-"))
    before, after = _two_parts()
    if not (hyphen and before.fullmatch(first) and after.fullmatch(second)):
        return ()
    return word_variants(first + second, languages)


def word_variants(word: str, languages: Sequence[str] = ("en",)) -> tuple[str, ...]:
    """What one word without separators may be in the index: its plain form, then its stem in each of the languages."""
    found = variants(word, languages)
    return found[0] if found else ()


def token_variants(token: str, languages: Sequence[str] = ("en",)) -> tuple[str, ...]:
    """The same for what is known to be one token."""
    return tuple(dict.fromkeys([_table("")[token], *(_table(language)[token] for language in languages)]))


def variants(text: str, languages: Sequence[str] = ("en",)) -> list[tuple[str, ...]]:
    """What the words of a query may be in the index: a slot a token, in it the plain form, then a stem a language.

    [] for what holds no word at all.
    """
    spelled = [terms(text, language) for language in ("", *languages)]
    return [tuple(dict.fromkeys(slot)) for slot in zip(*spelled, strict=True)]
