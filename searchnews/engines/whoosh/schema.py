"""The Whoosh schema: our terms go in as they are, with positions packed in four bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence, Positions

from searchnews.analysis import surface, terms
from searchnews.fields import FIELD_NAMES, POSITION_GAP, text_values
from searchnews.models import Article

FORMAT = 1  # of the index folder; raised when an older index can't be read by this code
INDEX_NAME = "MAIN"
WORDS = "words"  # unstemmed words of headlines, for completion
STORED_ARTICLE = "article"  # compressed JSON


class PackedPositions(Positions):  # type: ignore[misc]
    """Whoosh's positions format with an array of 32-bit integers in place of a pickled list."""

    def encode(self, poslist: Iterable[int]) -> bytes:
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return list(array("I", valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // array("I").itemsize


class TermsField(FieldType):  # type: ignore[misc]
    """A field given as a mapping of analysed terms to positions: Whoosh's own analysis never runs."""

    def __init__(self) -> None:
        self.format = PackedPositions()
        self.analyzer = self.column_type = self.vector = None
        self.scorable = self.stored = self.unique = self.spelling = False
        self.indexed = self.multitoken_query = True
        self.sortable_typecode = None

    def index(self, value: dict[str, list[int]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, places in value.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)

    def to_bytes(self, value: str | bytes) -> bytes:
        return value.encode() if isinstance(value, str) else value


class WordsField(TermsField):
    """A set of words: which articles have them, not where."""

    def __init__(self) -> None:
        super().__init__()
        self.format = Existence()

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word in value:
            yield word.encode(), 1, 1.0, b""


def schema() -> Schema:
    """One field for each row of TEXT_FIELDS, the words of headlines, and the stored article."""
    rows: dict[str, Any] = {name: TermsField() for name in FIELD_NAMES}
    return Schema(**rows, **{WORDS: WordsField(), STORED_ARTICLE: STORED})


def field_terms(article: Article, name: str) -> tuple[dict[str, list[int]], int]:
    """Term → positions in one field, and how many terms it holds."""
    places: dict[str, list[int]] = {}
    position = length = 0
    for value in text_values(article, name):
        found = terms(value, article.language)
        for step, term in enumerate(found, position):
            places.setdefault(term, []).append(step)
        length += len(found)
        position += len(found) + POSITION_GAP
    return places, length


def headline_words(article: Article) -> set[str]:
    """The unstemmed words of the headline."""
    return set(surface(article.title))
