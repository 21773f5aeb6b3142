"""What an index marks as an initialism that is also a word, and what a query makes of one."""

from __future__ import annotations

import pytest

from searchnews.analysis import terms_and_compounds
from searchnews.initialisms import WORDS, marker
from searchnews.query.expansion import expanded, unmarked
from searchnews.query.nodes import And, AtLeast, Boost, Near, Node, Not, Or, Phrase, Term
from searchnews.query.parser import parse
from searchnews.ranking import INITIALISM
from tests.unit.test_expansion import Words

REST = 1 - INITIALISM


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The U.S. told us", [(1, "us^")]),
        ("The US, not us", [(1, "us^")]),
        ("THE US AND US ALL", []),  # all in capitals: it may be the pronoun
        ("THE U.S. AND US ALL", [(1, "us^")]),
        ("US-backed rebels", [(0, "usbacked"), (0, "us^")]),
        ("the W.H.O.'s aid; WHO's and WHO’s", [(1, "who^"), (3, "who^"), (5, "who^")]),
        ("NATO and the O.E.C.D.", []),  # no words
        ("about 9 a.m. and u.s. dollars", []),
        ("Us and Who", []),
        ("岩手県 IT の 会社", [(3, "it^")]),
    ],
)
def test_a_marker_stands_beside_an_initialism_that_is_also_a_word(text: str, marked: list[tuple[int, str]]) -> None:
    assert terms_and_compounds(text, "")[1] == marked


def test_every_word_has_an_initialism() -> None:
    assert {marker(word.upper()) for word in WORDS} == {(f"{word}^", False) for word in WORDS}


def _us(weight: float = 1.0, field: str | None = None) -> tuple[Node, Node]:
    word = Boost(Term("US", ("us",), field, capitals=True), weight * REST)
    return word, Boost(Term("", ("us^",), field), weight * INITIALISM)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("US", Or(_us())),
        ("title:US", Or(_us(field="title"))),
        ("US^3", Or(_us(3.0))),
        ("US oil", And((Or(_us()), Term("oil", ("oil",))))),
        ("US OR oil", Or((*_us(), Term("oil", ("oil",))))),
        ("oil -US", And((Term("oil", ("oil",)), Not(Term("US", ("us",), capitals=True))))),
    ],
)
def test_most_of_the_score_of_one_typed_so_is_for_where_it_stands_so(typed: str, tree: Node) -> None:
    node = parse(typed).node
    assert expanded(node, Words())[0] == tree
    assert unmarked(tree) == node


@pytest.mark.parametrize("typed", ["us", "NATO", "NATO oil", "TELL US ALL", "DOLLAR AND US OIL PRICES FELL", "us oil"])
def test_what_is_none_or_may_be_none_stays_as_it_is(typed: str) -> None:
    node = parse(typed).node
    assert expanded(node, Words())[0] == node


@pytest.mark.parametrize(("typed", "kind"), [('"the US"', Phrase), ("US w/3 oil", Near), ("atleast2:US", AtLeast)])
def test_what_asks_for_places_of_words_stays_as_it_is(typed: str, kind: type) -> None:
    node = parse(typed).node
    assert isinstance(node, kind)
    assert expanded(node, Words())[0] == node
