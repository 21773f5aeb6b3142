"""Queries of nothing but plain words, as most are: read in a tenth of the time that the grammar takes (parser.py)."""

from __future__ import annotations

import re

from searchnews.analysis import token_variants
from searchnews.query.common import COMMON
from searchnews.query.nodes import Node, Phrase, Term
from searchnews.query.shaping import all_of, any_of

# Lower-case words with a space or OR between, or in quotes: no other operator is spelled so.
_WORD = "[a-z0-9]{1,40}"
_PLAIN = re.compile(rf'{_WORD}(?: {_WORD}){{0,11}}|{_WORD}(?: OR {_WORD}){{1,11}}|"{_WORD}(?: {_WORD}){{1,11}}"')


def plain_tree(text: str) -> Node | None:
    """The tree that the grammar gives a query of plain words; None for any other query."""
    if not _PLAIN.fullmatch(text):
        return None
    if text[0] == '"':
        core = text[1:-1]
        return Phrase(core, tuple(map(token_variants, core.split(" "))))
    words = text.split(" ")
    some = len(words) > 1 and words[1] == "OR"
    if some:
        words = words[::2]
    if not COMMON.isdisjoint(words):
        return None
    terms = [Term(word, token_variants(word)) for word in words]
    return any_of(terms) if some else all_of(terms)
