"""Text → the numbers of its units: analysis.py for a whole collection, remembered by what stands between spaces.

A *unit* is a term of one language together with the unstemmed word it was made of, so that one look-up a token gives
both. A *chunk* is a run of what a token of ASCII text can hold: letters, digits, full stops, commas and apostrophes. No
token of analysis.py reaches beyond one, so each distinct chunk is analysed once, and a text costs a split and a look-up
a word.
"""

from __future__ import annotations

import threading
from array import array

from searchnews.analysis import STEMMED, term, token_texts, two_parts

NO_WORD = -1  # the word of a compound: its parts are words, it is none
_REMEMBERED = 400_000  # chunks or tokens a table holds before it starts anew
_NAMES = 1_000_000  # terms and words from which a process starts its numbers anew
_BETWEEN = bytes(code if chr(code) in ".,'" or (code < 128 and chr(code).isalnum()) else 32 for code in range(256))


class Numbers(dict[str, int]):
    """Names numbered as they come."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class Units:
    """Pairs of term and word, numbered as they come."""

    def __init__(self) -> None:
        self.names = Numbers()  # of terms and words alike
        self.terms, self.words = array("i"), array("i")  # by unit: its term's number, its word's number or NO_WORD
        self._numbers: dict[tuple[int, int], int] = {}

    def number(self, term: str, word: str | None) -> int:
        """The unit of a term and its word; word: None for a compound."""
        pair = self.names[term], NO_WORD if word is None else self.names[word]
        number = self._numbers.get(pair)
        if number is None:
            number = self._numbers[pair] = len(self.terms)
            self.terms.append(pair[0])
            self.words.append(pair[1])
        return number


class _Tokens(dict[str, int]):
    """A token as it is written → its unit, in one language."""

    def __init__(self, units: Units, language: str) -> None:
        super().__init__()
        self._units, self._language = units, language

    def __missing__(self, token: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = self[token] = self._units.number(term(token, self._language), term(token, ""))
        return number


class _Chunks(dict[bytes, int]):
    """Chunk → its one token's unit; for others a negative number, whose complement is a place in `several`."""

    def __init__(self, tokens: _Tokens) -> None:
        super().__init__()
        self.tokens = tokens
        self.several: list[list[int]] = []

    def __missing__(self, chunk: bytes) -> int:
        bare = chunk.strip(b".,'")
        if bare != chunk and bare.isalnum():  # a word at the end of a clause is the word
            number = self[chunk] = self[bare]
            return number
        if bare.isalnum():
            number = self[chunk] = self.tokens[chunk.decode("ascii")]
            return number
        found = self.slowly(chunk.decode("ascii"))
        if len(found) == 1:
            number = found[0]
        else:
            number = ~len(self.several)
            self.several.append(found)
        self[chunk] = number
        return number

    def slowly(self, text: str) -> list[int]:
        """The units of any text."""
        return list(map(self.tokens.__getitem__, token_texts(text)))

    def units(self, text: str) -> list[int]:
        """The same, chunk by chunk where that can be."""
        if not text.isascii():
            return self.slowly(text)
        found = list(map(self.__getitem__, text.encode("ascii").translate(_BETWEEN).split()))
        return _opened(found, self.several) if found and min(found) < 0 else found


class Numbering:
    """Numbers the units of all the texts it is given."""

    def __init__(self) -> None:
        self.units = Units()
        self._chunks: dict[str, _Chunks] = {}

    def __call__(self, text: str, language: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The units of `terms_and_compounds(text, language)`: those of the terms, and the compounds with theirs."""
        chunks = self._table(language)
        compounds = two_parts(text)
        if not compounds:
            return chunks.units(text), []
        found: list[int] = []
        made, before = [], 0
        for start, word in compounds:  # a token never reaches over the start of another
            found += chunks.units(text[before:start])
            made.append((len(found), self.units.number(term(word, language), None)))
            before = start
        found += chunks.units(text[before:])
        return found, made

    def _table(self, language: str) -> _Chunks:
        name = language if language in STEMMED else ""
        found = self._chunks.get(name)
        if found is None or len(found) >= _REMEMBERED:
            found = self._chunks[name] = _Chunks(_Tokens(self.units, name))
        return found


def _opened(found: list[int], several: list[list[int]]) -> list[int]:
    """The numbers with those of chunks of several tokens, or none, in their places."""
    opened: list[int] = []
    begin = 0
    for place, number in enumerate(found):
        if number < 0:
            opened += found[begin:place]
            opened += several[~number]
            begin = place + 1
    opened += found[begin:]
    return opened


_own = threading.local()


def numbering() -> Numbering:
    """This thread's numbering, kept from batch to batch: what was met before is not analysed again."""
    found: Numbering | None = getattr(_own, "numbering", None)
    if found is None or len(found.units.names) > _NAMES:
        found = _own.numbering = Numbering()
    return found
