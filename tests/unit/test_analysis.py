from __future__ import annotations

import pytest

from searchnews.analysis import (
    MAX_TERM,
    STEMMED,
    compounds,
    joined,
    surface,
    terms,
    terms_and_compounds,
    tokens,
    variants,
)

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
    ("us", "U.S"),
    ("us", "u.s"),
    ("us", "U.S.'s"),
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


@pytest.mark.parametrize(("one", "other"), [("35", "3.5"), ("us", "u s"), ("oil", "oils"), ("a.bc", "abc")])
def test_these_are_not(one: str, other: str) -> None:
    assert terms(one, "") != terms(other, "")


def test_a_text_is_stemmed_by_its_language_and_other_stems_than_english_ones_say_which() -> None:
    assert terms("strikes striking", "en") == ["strike", "strike"]
    assert terms("strikes striking", "xx") == ["strikes", "striking"]
    assert terms("marchés marche", "fr") == ["march~fr", "march~fr"]
    assert terms("новый новая", "ru") == ["нов~ru", "нов~ru"]
    assert surface("Strikes") == ["strikes"]


def test_a_word_of_a_query_is_looked_for_plain_and_stemmed() -> None:
    assert variants("Strikes") == [("strikes", "strike")]
    assert variants("oil") == [("oil",)]
    assert variants("co-operation") == [("co",), ("operation", "oper")]
    assert variants("…—!") == []
    assert variants("marchés", ("en", "fr")) == [("marches", "march", "march~fr")]


def test_words_of_two_parts_stand_where_the_first_part_does() -> None:
    text = "The co-operation of Non aligned states, a cease‑fire’s end, vice-president-elect, 2014-03, the x-ray"
    found, joint = terms_and_compounds(text, "")
    assert found == terms(text, "")
    assert joint == [(1, "cooperation"), (4, "nonaligned"), (8, "ceasefire"), (17, "xray")]
    assert [text[start:].split("-")[0].split()[0] for start, _ in compounds(text, "")] == [
        "co",
        "Non",
        "cease‑fire’s",
        "x",
    ]
    assert joined("co-operation") == ("cooperation", "cooper")
    assert joined("state-of-the-art") == joined("co operation") == joined("cooperation") == ()


def test_scripts_without_spaces_give_a_token_a_character() -> None:
    assert terms("岩手県で", "ja") == ["岩", "手", "県", "で"]


def test_indic_words_keep_their_vowel_signs_together() -> None:
    assert len(terms("हिन्दी", "hi")) == 1


@pytest.mark.parametrize("language", sorted(STEMMED))
def test_every_language_has_its_stemmer_and_accents_make_no_difference(language: str) -> None:
    assert terms("Zürich café", language) == terms("zurich cafe", language)


def test_spans_point_into_the_text_as_it_stands() -> None:
    text = "İzmir’s U.S. envoy"
    assert [text[token.start : token.end] for token in tokens(text, "en")] == ["İzmir’s", "U.S.", "envoy"]


def test_noise_makes_no_giant_terms() -> None:
    assert len(terms("x" * 100_000, "en")[0]) == MAX_TERM
