from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.query.expansion import Counted, chosen, distance, expanded
from searchnews.query.nodes import Near, Pattern, Phrase, Term
from searchnews.query.parser import parse


class Words:
    """A vocabulary of so many words, the first the most frequent."""

    def __init__(self, *words: str, languages: tuple[str, ...] = ()) -> None:
        self._words, self._languages = words, languages

    def languages(self) -> tuple[str, ...]:
        return self._languages

    articles = 10

    def fitting(self, pattern: Pattern, most: int) -> Counted:
        return chosen(pattern, self._counted, most)

    def _counted(self, prefix: str, pieces: Sequence[str]) -> Iterable[tuple[str, int]]:
        return [(word, 1000 - rank) for rank, word in enumerate(self._words) if word.startswith(prefix)]

    def has(self, term: str) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("strik*", ("striking", "strike", "strik")),
        ("*king", ("striking", "strike", "king")),
        ("k?ng", ("king",)),
        ("?ing", ("king",)),
        ("?king", ()),
        ("s*g", ("striking", "strike")),
        ("kimg~", ("king",)),
        ("stirk~", ("strik",)),
        ("strkg~", ()),
        ("strkg~2", ("strik",)),
    ],
)
def test_a_pattern_becomes_the_words_that_it_fits(typed: str, terms: tuple[str, ...]) -> None:
    node, notes = expanded(parse(typed).node, Words("striking", "strik", "king", "oil"))
    found = node.variants if isinstance(node, Pattern) else None
    assert found is not None
    assert set(found) == set(terms)
    assert notes == ()


def test_stems_of_the_languages_of_the_index_join_the_variants() -> None:
    node, _ = expanded(parse('marchés w/3 "les prix"').node, Words(languages=("fr",)))
    assert isinstance(node, Near)
    assert node.left == Term("marchés", ("marches", "march", "march~fr"))
    assert isinstance(node.right, Phrase)
    assert node.right.slots == (("les", "le~fr"), ("prix", "prix~fr"))


def test_what_was_not_typed_stays_as_it_is() -> None:
    term = Term("", ("march~fr",))
    assert expanded(term, Words(languages=("fr",))) == (term, ())


@given(st.text(alphabet="abc", max_size=5), st.text(alphabet="abc", max_size=5))
def test_near_spellings_are_those_at_the_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    for edits in (1, 2):
        if one:
            node, _ = expanded(Pattern(one, edits), Words(other))
            assert isinstance(node, Pattern)
            assert bool(node.variants) == (bool(other) and distance(one, other) <= edits)
