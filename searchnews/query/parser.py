"""Any string → a query tree. Never fails but for size: what makes no sense is repaired, and the repair is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from searchnews.analysis import surface
from searchnews.errors import QueryTooLarge
from searchnews.query.echo import canonical
from searchnews.query.lexer import Lexeme, lexemes, shouted
from searchnews.query.nodes import Everything, Node
from searchnews.query.plain import plain_tree
from searchnews.query.reader import MAX_DEPTH, Reader
from searchnews.query.shaping import size
from searchnews.query.words import word_or_phrase

MAX_CHARACTERS = 2_000
MAX_CLAUSES = 64
_SURELY_SHORT = 500  # characters; with few clauses, the canonical form of such a query is within the limits, too
_SURELY_FEW = 12


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's tree, and what was repaired to make it."""

    node: Node
    notes: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()  # the common words that were left out, folded, each once


def parse(text: str, today: date | None = None) -> Parsed:
    """The tree of any string; `today` is what "last week" is counted from.

    Raises QueryTooLarge beyond 2,000 characters, 64 words, phrases and restrictions, 16 brackets deep, as typed or written out.
    """
    if plain := plain_tree(text):
        return Parsed(plain)
    return _parsed(text, today or date.today())


@lru_cache(256)  # the same tree for the same text: what an index keeps of it is found by its identity
def _parsed(text: str, today: date) -> Parsed:
    limit_characters(text, "the query has")
    found, notes = lexemes(text)
    found = _without_punctuation(found)
    reader = Reader(found, notes, today, shouted=shouted(text))
    node = reader.sequence(0)
    if node is None and reader.dropped:  # nothing but common words: then they are what is asked for
        reader = Reader(found, notes, today, shouted=reader.shouted, keeping=True)
        node = reader.sequence(0)
    node = node or Everything()
    _limit_size(node, text)
    noted = tuple(dict.fromkeys((*reader.notes, *_left_out(reader.dropped))))
    return Parsed(node, noted, tuple(dict.fromkeys("".join(surface(word)) for word in reader.aside)))


def _left_out(words: list[str]) -> tuple[str, ...]:
    listed = ", ".join(f"“{word}”" for word in dict.fromkeys(words))
    return (f"common words don't decide: {listed} (+ before one asks for it)",) if words else ()


def _without_punctuation(found: list[Lexeme]) -> list[Lexeme]:
    """The lexemes without words and phrases that hold no word, but for those that a name is put before."""
    return [
        lexeme
        for place, lexeme in enumerate(found)
        if lexeme.kind not in ("word", "phrase")
        or word_or_phrase(lexeme.text)
        or (place and found[place - 1].kind == "prefix")
    ]


def limit_characters(text: str, has: str) -> None:
    """Raises QueryTooLarge for a text of more than 2,000 characters; `has` begins the sentence."""
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge(f"{has} {len(text):,} characters; it may have {MAX_CHARACTERS:,} characters at most")


def _limit_size(node: Node, text: str) -> None:
    clauses = size(node)
    if clauses > MAX_CLAUSES:
        raise QueryTooLarge(f"the query has more than {MAX_CLAUSES} words and phrases")
    if clauses > _SURELY_FEW or len(text) > _SURELY_SHORT:
        written = canonical(node)
        limit_characters(written, "the query, written out, has")
        depth = deepest = 0
        for lexeme in lexemes(written)[0]:
            depth += (lexeme.kind in ("open", "paragraph")) - (lexeme.kind == "close")
            deepest = max(depth, deepest)
        if deepest > MAX_DEPTH:
            raise QueryTooLarge(f"the query, written out, has brackets more than {MAX_DEPTH} deep")
