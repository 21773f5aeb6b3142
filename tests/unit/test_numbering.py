"""Numbering says of every text what analysis.terms says, whatever it met before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchnews.analysis import terms
from searchnews.engines.whoosh.numbering import Numbering
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
    )
)
texts = st.lists(st.tuples(pieces, st.sampled_from((" ", "", ".", ",", "'", "\n", "-", "_"))), max_size=12).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)
any_texts = st.one_of(texts, st.text("ab1.,'_ \x1fé-"), st.text())


@given(st.lists(st.tuples(any_texts, st.sampled_from(("en", "fr", ""))), max_size=6))
def test_numbers_are_the_terms(rows: list[tuple[str, str]]) -> None:
    numbering = Numbering()
    for text, language in rows:
        found = numbering(text, language)
        names = list(numbering.numbers)
        assert [names[number] for number in found] == terms(text, language)
