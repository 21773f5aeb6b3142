"""Numbering says of every text what analysis says, whatever it met before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.analysis import surface, terms_and_compounds
from searchnews.engines.whoosh.numbering import Numbering
from searchnews.engines.whoosh.units import NO_WORD
from tests.corpora import WORDS
from tests.length import examples

pieces = st.sampled_from(
    (
        *WORDS,
        "U.S",
        "US",
        "IT",
        "US's",
        "WHO",
        "W.H.O.'s",
        "us",
        "u.s.a.",
        "1,000.5",
        "3.",
        ".5",
        "a.b",
        "'tis",
        "O'",
        "x'y'z",
        "rock'n'roll",
        "(a)",
        "_",
        "-",
        "''",
        "5,",
        "A.",
        "co-operation",
        "Co operate",
        "cease-fire's",
        "vice\u2010president",
        "non stop",
    )
)
texts = st.lists(st.tuples(pieces, st.sampled_from((" ", "", ".", ",", "'", "\n", "-", "_"))), max_size=12).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)
any_texts = st.one_of(texts, st.text("ab1.,'_ \x1fé-"), st.text("USIT.us '-岩"), st.text())


@settings(deadline=None, max_examples=examples(100))
@given(
    st.lists(st.tuples(st.lists(any_texts, max_size=5), st.sampled_from(("en", "fr", "el", "xx", ""))), max_size=4),
)
def test_units_are_the_terms_and_the_words(rows: list[tuple[list[str], str]]) -> None:
    numbering = Numbering()
    for texts, language in rows:
        numbered = numbering(texts, language)
        units, names = numbering.units, list(numbering.units.names)
        ends = numbered.counts.cumsum()
        for number, text in enumerate(texts):
            found = numbered.units[ends[number] - numbered.counts[number] : ends[number]]
            beside = [(place, unit) for owner, place, unit in numbered.beside if owner == number]
            made = [(place, names[units.terms[unit]]) for place, unit in beside]
            assert ([names[units.terms[unit]] for unit in found], made) == terms_and_compounds(text, language)
            assert [names[units.words[unit]] for unit in found] == surface(text)
            assert all(units.words[unit] == NO_WORD for _, unit in beside)


def test_more_chunks_than_a_table_has_room_for_at_first() -> None:
    numbering = Numbering()
    words = [f"w{number:x}" for number in range(90_000)]
    for _ in range(2):
        numbered = numbering([" ".join(words), "", "w1. W2"], "")
        names = list(numbering.units.names)
        assert [names[numbering.units.terms[unit]] for unit in numbered.units] == [*words, "w1", "w2"]
        assert numbered.counts.tolist() == [90_000, 0, 2]
