"""Numbering says of every text what analysis says, whatever it met before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchnews.analysis import surface, terms_and_compounds
from searchnews.engines.whoosh.numbering import NO_WORD, Numbering
from tests.corpora import WORDS

pieces = st.sampled_from(
    (
        *WORDS,
        "U.S",
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
any_texts = st.one_of(texts, st.text("ab1.,'_ \x1fé-"), st.text())


@given(st.lists(st.tuples(any_texts, st.sampled_from(("en", "fr", "el", "xx", ""))), max_size=6))
def test_units_are_the_terms_and_the_words(rows: list[tuple[str, str]]) -> None:
    numbering = Numbering()
    for text, language in rows:
        found, compounds = numbering(text, language)
        units, names = numbering.units, list(numbering.units.names)
        made = [(place, names[units.terms[unit]]) for place, unit in compounds]
        assert ([names[units.terms[unit]] for unit in found], made) == terms_and_compounds(text, language)
        assert [names[units.words[unit]] for unit in found] == surface(text)
        assert all(units.words[unit] == NO_WORD for _, unit in compounds)
