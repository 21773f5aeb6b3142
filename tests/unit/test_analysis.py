from __future__ import annotations

import pytest

from searchnews.analysis import MAX_TERM, surface, terms, tokens, variants

PAIRS = [
    ("zurich", "Zürich"),
    ("ZÜRICH", "zu\u0308rich"),  # composed or not
    ("fine", "\ufb01ne"),  # a ligature
    ("strasse", "Straße"),
    ("lodz", "ŁÓDŹ"),
    ("izmir", "İzmir"),
    ("istanbul", "ISTANBUL"),
    ("iran", "Iran's"),
    ("iran", "Iran\u2019s"),
    ("obrien", "O'Brien"),
    ("été", "l'été"),
    ("us", "U.S."),
    ("5000", "5,000"),
    ("1000000", "1,000,000"),
    ("3,5", "3.5"),
    ("oil", "#oil"),
    ("قلم", "قَلَم"),
    ("ωμεγα", "Ωμέγα"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_these_are_the_same_word(one: str, other: str) -> None:
    assert terms(one, "") == terms(other, "")
    assert len(terms(one, "")) == 1


@pytest.mark.parametrize(("one", "other"), [("35", "3.5"), ("us", "u s"), ("oil", "oils"), ("a.b", "ab")])
def test_these_are_not(one: str, other: str) -> None:
    assert terms(one, "") != terms(other, "")


def test_english_is_stemmed_and_nothing_else_is() -> None:
    assert terms("strikes striking", "en") == ["strike", "strike"]
    assert terms("strikes striking", "fr") == ["strikes", "striking"]
    assert surface("Strikes") == ["strikes"]


def test_a_word_of_a_query_is_looked_for_plain_and_stemmed() -> None:
    assert variants("Strikes") == [("strikes", "strike")]
    assert variants("oil") == [("oil",)]
    assert variants("co-operation") == [("co",), ("operation", "oper")]
    assert variants("…—!") == []


def test_scripts_without_spaces_give_a_token_a_character() -> None:
    assert terms("岩手県で", "ja") == ["岩", "手", "県", "で"]


def test_indic_words_keep_their_vowel_signs_together() -> None:
    assert len(terms("हिन्दी", "hi")) == 1


def test_spans_point_into_the_text_as_it_stands() -> None:
    text = "İzmir’s U.S. envoy"
    assert [text[token.start : token.end] for token in tokens(text, "en")] == ["İzmir’s", "U.S.", "envoy"]


def test_noise_makes_no_giant_terms() -> None:
    assert len(terms("x" * 100_000, "en")[0]) == MAX_TERM
