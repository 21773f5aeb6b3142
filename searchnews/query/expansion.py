"""What only an index knows, filled into a tree: stems in the languages of its articles, the words that a pattern fits.

And what an index marks: a word typed as an initialism (US) finds the word (us) too, but most of its score is for where it stands as
an initialism.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from heapq import nsmallest
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Protocol, TypeGuard

from searchnews.analysis import joined, variants, word_variants
from searchnews.initialisms import MARK, WORDS
from searchnews.query.nodes import And, Boost, Node, Or, Pattern, Phrase, Term, mapped, positive_leaves
from searchnews.ranking import INITIALISM

_CAPITALS = attrgetter("capitals")
_WILD = re.compile(r"[*?]")
_GROUPS, _TERMS = (And, Or), {Term}
MAX_WORDS = 64  # that a pattern stands for, and
MAX_TOGETHER = 512  # that all patterns of a query do
MAX_ENTRIES = (
    1_000_000  # articles in which the words of all patterns of a query stand, each word counted for itself, or
)
ENTRIES_EACH = 8  # times as many as there are articles, where that is more


Counted = Sequence[tuple[str, int]]


class Vocabulary(Protocol):
    """What an engine tells of its index."""

    @property
    def articles(self) -> int:
        """How many there are."""

    def languages(self) -> Sequence[str]:
        """Languages of its articles that are in analysis.STEMMED, "en" left out, ascending."""

    def fitting(self, pattern: Pattern, most: int) -> Counted:
        """The words (analysis.surface) of all text fields that a pattern fits: the `most` that occur the oftenest.

        Each with how often it does, the oftenest first; of those that occur equally often the first by code points. An
        engine may count articles that are gone.
        """

    def has(self, term: str) -> bool:
        """Whether an article has this index term in one of the fields that are searched everywhere."""


def expanded(node: Node, vocabulary: Vocabulary) -> tuple[Node, tuple[str, ...]]:
    """The tree as this index answers it, and a note for every pattern that fits more words than are searched."""
    further = vocabulary.languages()
    if _is_typed_out(node):
        if not further:
            return node, ()
    else:
        node = _told_apart(node, vocabulary)
    languages = ("en", *further)
    notes: list[str] = []
    share = 0.0

    def change(leaf: Term | Phrase | Pattern) -> Term | Phrase | Pattern:
        if isinstance(leaf, Pattern):
            nonlocal share
            share = share or 1 / _patterns(node)
            return _filled(leaf, vocabulary, languages, notes, share)
        if len(languages) == 1 or not leaf.text:  # without text: made of index terms, not typed
            return leaf
        if isinstance(leaf, Term):
            return replace(leaf, variants=variants(leaf.text, languages)[0])
        return replace(leaf, slots=tuple(variants(leaf.text, languages)), joined=joined(leaf.text, languages))

    return mapped(node, change), tuple(dict.fromkeys(notes))


def _patterns(node: Node) -> int:
    """How many patterns a tree has."""
    found: list[Pattern] = []

    def see(leaf: Term | Phrase | Pattern) -> Term | Phrase | Pattern:
        if isinstance(leaf, Pattern):
            found.append(leaf)
        return leaf

    mapped(node, see)
    return len(found)


def _is_typed_out(node: Node) -> bool:
    """Whether a node is so plain that it is seen at once to hold no pattern and no initialism."""
    if isinstance(node, Term):
        return not node.capitals
    if not (isinstance(node, _GROUPS) and {*map(type, node.children)} == _TERMS):
        return False
    return not any(map(_CAPITALS, node.children))


def _told_apart(node: Node, vocabulary: Vocabulary) -> Node:
    """The tree in which a word that was typed as an initialism and is also a word scores by the marker beside it.

    Where no article has that marker, as in a wire that knows capitals only, the word is one like others.
    """
    leaves = [leaf for leaf in positive_leaves(node) if isinstance(leaf, Term | Phrase)]
    initialisms = [leaf for leaf in leaves if isinstance(leaf, Term) and leaf.capitals and leaf.variants[0] in WORDS]
    if not initialisms or (len(leaves) >= _SHOUTING and all(leaf.text == leaf.text.upper() for leaf in leaves)):
        return node
    told = {word: vocabulary.has(word + MARK) for word in dict.fromkeys(leaf.variants[0] for leaf in initialisms)}
    return _marked(node, frozenset(word for word, there in told.items() if there))


_SHOUTING = 3  # words, all of them in capitals, of which capitals mean nothing


def _marked(node: Node, words: Set[str], weight: float = 1.0) -> Node:
    match node:
        case Term(_, variants, field, True) if variants[0] in words:
            return Or(
                (
                    Boost(node, weight * (1 - INITIALISM)),
                    Boost(Term("", (variants[0] + MARK,), field), weight * INITIALISM),
                )
            )
        case Boost(Term() as child, weight):
            marked = _marked(child, words, weight)
            return node if marked is child else marked
        case And(children):
            return And(tuple(_marked(child, words) for child in children))
        case Or(children):
            return Or(tuple(part for child in children for part in _alternatives(_marked(child, words))))
        case _:
            return node


def _alternatives(node: Node) -> tuple[Node, ...]:
    return node.children if isinstance(node, Or) else (node,)


def unmarked(node: Node) -> Node:
    """An expanded tree as it is shown: a word typed as an initialism is that word again."""
    if _is_typed_out(node):
        return node
    match node:
        case And(children):
            return And(tuple(map(unmarked, children)))
        case Or(children):
            kept: list[Node] = []
            for child in children:
                if _is_marker(child):
                    plain, weight = kept.pop(), child.weight / INITIALISM
                    assert isinstance(plain, Boost)
                    child = plain.child if weight == 1 else Boost(plain.child, weight)
                kept.append(unmarked(child))
            return Or(tuple(kept)) if len(kept) > 1 else kept[0]
        case _:
            return node


def _is_marker(node: Node) -> TypeGuard[Boost]:
    """Whether it is the marker of the word before it (_marked)."""
    leaf = node.child if isinstance(node, Boost) else None
    return isinstance(leaf, Term) and not leaf.text and leaf.variants[0].endswith(MARK)


def _filled(
    pattern: Pattern, vocabulary: Vocabulary, languages: Sequence[str], notes: list[str], share: float
) -> Pattern:
    """With the words it stands for. share: of all that the patterns of the query may take."""
    most = min(MAX_WORDS, int(MAX_TOGETHER * share))
    found = vocabulary.fitting(pattern, most + 1)
    words = _affordable(found[:most], vocabulary.articles, share)
    if len(words) < len(found):
        shown, kept = pattern.text + "~" * bool(pattern.edits), len(words)
        notes.append(f"{shown} fits more than {kept} words; the {kept} most frequent were searched")
    terms = dict.fromkeys(term for word in words for term in word_variants(word, languages))
    return replace(pattern, variants=tuple(terms))


def _affordable(found: Counted, articles: int, share: float) -> list[str]:
    """The first words, one at least, that stand in no more articles than a query may look at for its patterns."""
    room = share * max(MAX_ENTRIES, ENTRIES_EACH * articles)
    ends = accumulate(min(count, articles) for _, count in found)
    return [word for place, ((word, _), end) in enumerate(zip(found, ends, strict=True)) if not place or end <= room]


def chosen(pattern: Pattern, words: Callable[[str, Sequence[str]], Iterable[tuple[str, int]]], most: int) -> Counted:
    """Vocabulary.fitting for an engine that can tell its words, each with how often it occurs.

    words: called with a beginning that all wanted words have, and pieces of which each holds one ([]: that is not
    known); it may give others, too.
    """
    prefix = "" if pattern.edits else wild_parts(pattern.text)[0]
    pieces = _unchanged(pattern.text, pattern.edits) if pattern.edits else _letters(pattern.text, prefix)
    fits = _speller(pattern.text, pattern.edits, pieces) if pattern.edits else matcher(pattern.text)
    found = ((-count, word) for word, count in words(prefix, pieces) if word.startswith(prefix) and fits(word))
    return [(word, -less) for less, word in nsmallest(most, found)]


def wild_parts(text: str) -> tuple[str, str]:
    """A pattern's letters before its first wild card, and the rest."""
    found = _WILD.search(text)
    place = found.start() if found else len(text)
    return text[:place], text[place:]


@lru_cache
def matcher(text: str) -> Callable[[str], bool]:
    """Whether a word fits wild cards, in time that grows with its length times theirs.

    What stands between two * is taken where it first fits, and no other place is tried for it: where the rest fits
    behind a later one it fits behind the first.
    """
    first, *others = (_literal(part) for part in text.split("*"))
    if not others:
        return re.compile(first, re.DOTALL).fullmatch  # type: ignore[return-value]
    *between, last = others
    taken = "".join(f"(?>.*?{part})" for part in between)
    return re.compile(f"{first}{taken}.*{last}", re.DOTALL).fullmatch  # type: ignore[return-value]


def _literal(part: str) -> str:
    return "".join("." if letter == "?" else re.escape(letter) for letter in part)


def _letters(text: str, prefix: str) -> list[str]:
    """The longest run of letters behind a wild one, where the pattern begins with that; [] else."""
    return [] if prefix else [max(re.split(r"[*?]+", text), key=len)]


def _unchanged(text: str, edits: int) -> list[str]:
    """Pieces of a word, one of which at least stands unchanged in any word that differs by so many edits.

    An edit touches one or two neighbouring letters: 2 * edits + 1 pieces.
    """
    count = 2 * edits + 1
    cuts = [len(text) * n // count for n in range(count + 1)]
    return [text[a:b] for a, b in pairwise(cuts)]


def _speller(text: str, edits: int, pieces: Sequence[str]) -> Callable[[str], bool]:
    def fits(word: str) -> bool:
        if abs(len(word) - len(text)) > edits or not any(piece in word for piece in pieces):
            return False
        return distance(text, word) <= edits

    return fits


def distance(one: str, other: str) -> int:
    """Letters left out, added, changed, or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]
