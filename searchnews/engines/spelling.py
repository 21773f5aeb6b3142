"""Did you mean …? A query in which words that hardly any article has are spelled as the index spells them.

Of the words near a doubtful one the likeliest is taken: how often it occurs, less with every letter that differs (the
noisy channel of Kernighan, Church and Gale, 1990, with one rate for all errors). A suggestion is only made where the
whole query, so spelled, finds more articles than as typed, or more with any of its words; filters are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice, product
from typing import NamedTuple, Protocol

from searchnews.analysis import joined, surface, variants
from searchnews.errors import QueryTooLarge
from searchnews.models import Query
from searchnews.query.common import COMMON
from searchnews.query.echo import canonical
from searchnews.query.expansion import distance
from searchnews.query.nodes import Node, Pattern, Phrase, Term, mapped, positive_leaves, with_any

RARE = 10  # articles: a word that more have is never doubted
OFTENER = 200  # times as often as a word that some have must occur what is offered for it
_PER_LETTER = 50.0  # by which one more letter that differs makes a word less likely
_FIRST_LETTER = 4.0  # people seldom mistype the first
_TRIED = 6  # words that are tried for a doubtful one, the likeliest first
_TRIED_TOGETHER = 12  # queries that are counted
_LEAST_LETTERS = 3
_LONG = 6  # letters: of shorter words too many others are two letters away


class Spelling(Protocol):
    """What an engine tells of its index."""

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        """The words (analysis.surface) of all text fields at most so many edits away, each with how often it occurs.

        The number only chooses among them: an engine may count articles that are gone.
        """

    def articles(self, node: Node) -> int:
        """How many articles a tree finds that was not yet expanded."""


class _Doubt(NamedTuple):
    """A word of a query that may be mistyped."""

    word: str  # folded
    field: str | None


def _unknown(word: Term) -> bool:
    return False


def suggestion(query: Query, index: Spelling, frequent: Callable[[Term], bool] = _unknown) -> str | None:
    """What was probably meant, as it would be typed; None where the query is as good as any.

    query: with its tree not yet expanded. frequent: a quick way to know that more than RARE articles have a word;
    False where that has to be counted.
    """
    leaves = [leaf for leaf in positive_leaves(query.node) if isinstance(leaf, Term | Phrase) and leaf.text]
    doubts = dict.fromkeys(doubt for leaf in leaves for doubt in _doubts(leaf, index, frequent))
    spellings = {doubt: _likely(doubt, index) for doubt in doubts}
    spellings = {doubt: words for doubt, words in spellings.items() if words}
    if not spellings:
        return None
    found, better = _counts(query, query.node, index), None
    for chosen in _combinations(spellings):
        node = mapped(query.node, lambda leaf, chosen=chosen: _respelled(leaf, chosen))  # type: ignore[misc]
        counts = _counts(query, node, index)
        if counts[0] > found[0]:
            return _typed(query.text, chosen, node)
        if counts > found and better is None:
            better = _typed(query.text, chosen, node)
    return better


def _counts(query: Query, node: Node, index: Spelling) -> tuple[int, int]:
    """How many articles have what is asked for, and how many any of the words, which is shown where none has all."""
    some = index.articles(with_any(node))
    return (some if query.match == "any" else index.articles(node)), some


def _doubts(leaf: Term | Phrase, index: Spelling, frequent: Callable[[Term], bool]) -> list[_Doubt]:
    """The words of a leaf that hardly any article has; none of a phrase that any article has."""
    found = []
    for word in surface(leaf.text):
        term = _term(word, leaf.field)
        if _may_be_meant(word) and not frequent(term) and index.articles(term) <= RARE:
            found.append(_Doubt(word, leaf.field))
    return [] if found and isinstance(leaf, Phrase) and index.articles(leaf) else found


def _term(word: str, field: str | None) -> Term:
    return Term(word, variants(word)[0], field)


def _likely(doubt: _Doubt, index: Spelling) -> list[str]:
    """Words that are in articles and may have been meant, the likeliest first."""
    word = doubt.word
    some = index.articles(_term(*doubt)) > 0
    if some and len(word) < _LONG:
        return []
    near = dict(index.near(word, 1 if some or len(word) < _LONG else 2))
    least = OFTENER * near.pop(word, 0) if some else 0
    ranked = sorted(
        (-_likelihood(word, other, mentions), other)
        for other, mentions in near.items()
        if mentions > least and _may_be_meant(other) and (other[0] == word[0] or not some)
    )
    return [other for _, other in ranked[:_TRIED] if index.articles(_term(other, doubt.field))]


def _may_be_meant(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and word.isalpha() and word not in COMMON


def _likelihood(word: str, other: str, mentions: int) -> float:
    first = 1.0 if word[0] == other[0] else _FIRST_LETTER
    return mentions / first / _PER_LETTER ** distance(word, other)


def _combinations(spellings: dict[_Doubt, list[str]]) -> Iterator[dict[_Doubt, str]]:
    """One word for each doubtful one: the likeliest of all first, then others for the last ones."""
    for words in islice(product(*spellings.values()), _TRIED_TOGETHER):
        yield dict(zip(spellings, words, strict=True))


def _respelled(leaf: Term | Phrase | Pattern, chosen: dict[_Doubt, str]) -> Term | Phrase | Pattern:
    if isinstance(leaf, Pattern) or not leaf.text:
        return leaf
    text = _replaced(leaf.text, {doubt.word: word for doubt, word in chosen.items() if doubt.field == leaf.field})
    if text == leaf.text:
        return leaf
    if isinstance(leaf, Term):
        return Term(text, variants(text)[0], leaf.field)
    return Phrase(text, tuple(variants(text)), leaf.field, joined(text))


def _replaced(text: str, words: dict[str, str]) -> str:
    """The text with some of its words replaced; a capital at the beginning stays one."""

    def other(found: re.Match[str]) -> str:
        word = words.get("".join(surface(found[0])))
        if word is None:
            return found[0]
        return word.title() if found[0].istitle() else word

    return re.sub(r"[^\W\d_]+", other, text)


def _typed(text: str, chosen: dict[_Doubt, str], node: Node) -> str | None:
    """The query as its writer would have typed it, where that says the same; else in canonical syntax.

    None where it would be too long to be asked.
    """
    from searchnews.query.parser import parse  # here: hardly any query gets so far

    with suppress(QueryTooLarge):
        kept = _replaced(text, {doubt.word: word for doubt, word in chosen.items()})
        if parse(kept).node == node:
            return kept
        kept = canonical(node)
        parse(kept)
        return kept
    return None
