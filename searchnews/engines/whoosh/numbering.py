"""Text → the numbers of its terms: analysis.terms for a whole collection, remembered by what stands between spaces.

A *chunk* is a run of what a token of ASCII text can hold: letters, digits, full stops, commas and apostrophes. No token
of analysis.py reaches beyond one, so each distinct chunk is analysed once, and a text costs a split and a look-up a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from searchnews.analysis import terms

_REMEMBERED = 300_000  # chunks a table holds before it starts anew
_BETWEEN = bytes(code if chr(code) in ".,'" or (code < 128 and chr(code).isalnum()) else 32 for code in range(256))


class Numbers(dict[str, int]):
    """Terms numbered as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Chunks(dict[bytes, int]):
    """Chunk → the number of its one term; for others a negative number, whose complement is a place in `several`."""

    def __init__(self, analysed: Callable[[str], list[int]]) -> None:
        super().__init__()
        self._analysed = analysed
        self.several: list[list[int]] = []

    def __missing__(self, chunk: bytes) -> int:
        bare = chunk.strip(b".,'")
        if bare != chunk and bare.isalnum():  # a word at the end of a clause is the word
            number = self[chunk] = self[bare]
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
        if found and min(found) < 0:
            return list(chain.from_iterable(_opened(found, chunks.several)))
        return found

    def _slowly(self, text: str, language: str) -> list[int]:
        return list(map(self.numbers.__getitem__, terms(text, language)))

    def _table(self, language: str) -> _Chunks:
        name = "en" if language == "en" else ""  # analysis.py stems English only
        found = self._chunks.get(name)
        if found is None or len(found) >= _REMEMBERED:
            found = self._chunks[name] = _Chunks(lambda text: self._slowly(text, name))
        return found


def _opened(found: Iterable[int], several: list[list[int]]) -> Iterable[Iterable[int]]:
    return ((number,) if number >= 0 else several[~number] for number in found)
