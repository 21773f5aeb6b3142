"""Queries of nothing but plain words, as most are: read in a tenth of the time that the grammar takes (parser.py)."""

from __future__ import annotations

import re
from functools import lru_cache

from searchnews.analysis import FIRST_PARTS, token_variants
from searchnews.query.common import COMMON
from searchnews.query.nodes import And, Node, Phrase, Term
from searchnews.query.shaping import all_of, any_of

# Lower-case words with a space or OR between, or in quotes: no other operator is spelled so.
_WORD = "[a-z0-9]{1,40}"
_PLAIN = re.compile(rf'{_WORD}(?: {_WORD}){{0,11}}|{_WORD}(?: OR {_WORD}){{1,11}}|"{_WORD}(?: {_WORD}){{1,11}}"')


@lru_cache(4096)
def _term(word: str) -> Term:
    return Term(word, token_variants(word))


_LONGEST = 600  # characters of a query of plain words, at most


def plain_tree(text: str) -> Node | None:
    """The tree that the grammar gives a query of plain words, the same one for the same words; None for any other query."""
    return _tree(text) if len(text) <= _LONGEST else None


@lru_cache(1024)
def _tree(text: str) -> Node | None:
    if not _PLAIN.fullmatch(text):
        return None
    if text[0] == '"':
        core = text[1:-1]
        return Phrase(core, tuple(_term(word).variants for word in core.split(" ")))
    words = text.split(" ")
    some = len(words) > 1 and words[1] == "OR"
    if some:
        words = words[::2]
    if not COMMON.isdisjoint(words):
        return None
    terms = tuple(map(_term, words))
    if len(terms) == 1:
        return terms[0]
    if some:
        return any_of(terms)
    return And(terms) if FIRST_PARTS.isdisjoint(words) else all_of(terms)
