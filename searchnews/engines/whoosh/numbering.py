"""Text → the numbers of its terms: analysis.terms for a whole collection, remembered by what stands between spaces.

A *chunk* is a run of what a token of ASCII text can hold: letters, digits, full stops, commas and apostrophes. No token
of analysis.py reaches beyond one, so each distinct chunk is analysed once, and a text costs a split and a look-up a word.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from searchnews.analysis import term, terms

_REMEMBERED = 400_000  # chunks a table holds before it starts anew
_TERMS = 1_000_000  # from which a process starts its numbers anew
_BETWEEN = bytes(code if chr(code) in ".,'" or (code < 128 and chr(code).isalnum()) else 32 for code in range(256))


class Numbers(dict[str, int]):
    """Terms numbered as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Chunks(dict[bytes, int]):
    """Chunk → the number of its one term; for others a negative number, whose complement is a place in `several`."""

    def __init__(self, analysed: Callable[[str], list[int]], word: Callable[[str], int]) -> None:
        super().__init__()
        self._analysed, self._word = analysed, word
        self.several: list[list[int]] = []

    def __missing__(self, chunk: bytes) -> int:
        bare = chunk.strip(b".,'")
        if bare != chunk and bare.isalnum():  # a word at the end of a clause is the word
            number = self[chunk] = self[bare]
            return number
        if bare.isalnum():
            number = self[chunk] = self._word(chunk.decode("ascii"))
            return number
        found = self._analysed(chunk.decode("ascii"))
        if len(found) == 1:
            number = found[0]
        else:
            number = ~len(self.several)
            self.several.append(found)
        self[chunk] = number
        return number


class Numbering:
    """Numbers terms through all the texts it is given."""

    def __init__(self) -> None:
        self.numbers = Numbers()
        self._chunks: dict[str, _Chunks] = {}

    def __call__(self, text: str, language: str) -> list[int]:
        """The numbers of `terms(text, language)`."""
        if not text.isascii():
            return self._slowly(text, language)
        chunks = self._table(language)
        found = list(map(chunks.__getitem__, text.encode("ascii").translate(_BETWEEN).split()))
        return _opened(found, chunks.several) if found and min(found) < 0 else found

    def _slowly(self, text: str, language: str) -> list[int]:
        return list(map(self.numbers.__getitem__, terms(text, language)))

    def _table(self, language: str) -> _Chunks:
        name = "en" if language == "en" else ""  # analysis.py stems English only
        found = self._chunks.get(name)
        if found is None or len(found) >= _REMEMBERED:
            found = self._chunks[name] = _Chunks(
                lambda text: self._slowly(text, name), lambda word: self.numbers[term(word, name)]
            )
        return found


def _opened(found: list[int], several: list[list[int]]) -> list[int]:
    """The numbers with those of chunks of several terms, or none, in their places."""
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
    if found is None or len(found.numbers) > _TERMS:
        found = _own.numbering = Numbering()
    return found
