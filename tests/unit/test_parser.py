from __future__ import annotations

import pytest

from searchnews.errors import QueryTooLarge
from searchnews.query.echo import canonical, in_words
from searchnews.query.parser import parse

TABLE = [
    # typed, canonical, in words
    ("oil prices", "oil prices", "oil and prices"),
    ('"central bank" -opec', '"central bank" -opec', "“central bank”, without opec"),
    ("a b OR c", "a (b OR c)", "a and (b or c)"),
    ("a|b", "a OR b", "a or b"),
    ("a OR (b c)", "a OR (b c)", "a or (b and c)"),
    ("NOT a", "-a", "everything without a"),
    ("--a", "-a", "everything without a"),
    ("NOT NOT a", "a", "a"),
    ("+a AND b", "a b", "a and b"),
    ("-(a OR b) c", "-(a OR b) c", "c, without (a or b)"),
    ("title:oil", "title:oil", "oil (in headline)"),
    ("headline:oil", "title:oil", "oil (in headline)"),
    ("title:(a b)", "title:a title:b", "a (in headline) and b (in headline)"),
    ('source:"tarn courier"', 'source:"tarn courier"', "“tarn courier” (in source)"),
    ("„x y“ «z»", '"x y" z', "“x y” and z"),
    ("co-operation", '"co-operation"', "“co-operation”"),
    ("well-known -unknown", '"well-known" -unknown', "“well-known”, without unknown"),
    ("and or not", "and or not", "and and or and not"),
    ('"OR"', '"OR"', "OR"),
    ("10:30", '"10:30"', "“10:30”"),
    ("", "", "every article"),
    ("—…()", "", "every article"),
]


@pytest.mark.parametrize(("text", "again", "words"), TABLE)
def test_what_is_understood(text: str, again: str, words: str) -> None:
    parsed = parse(text)
    assert (canonical(parsed.node), in_words(parsed.node)) == (again, words)
    assert parsed.notes == ()


@pytest.mark.parametrize(
    ("text", "again", "note"),
    [
        ('oil "central bank', "oil central bank", "quotation mark"),
        ("(a (b", "a b", "bracket was closed"),
        ("a) b", "a b", "closing bracket"),
        ("OR a", "a", "nothing before it"),
        ("a OR", "a", "nothing after it"),
        ("a NOT", "a", "nothing after it"),
        ("foo:bar baz", '"foo:bar" baz', "no field “foo”"),
        ("FOR AND AGAINST A NEW DAM OR BRIDGE", 'FOR "AND" AGAINST A NEW DAM "OR" BRIDGE', "all is in capitals"),
    ],
)
def test_repairs_are_noted(text: str, again: str, note: str) -> None:
    parsed = parse(text)
    assert canonical(parsed.node) == again
    assert note in " ".join(parsed.notes)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("x" * 2001, "2,000 characters"), ("a " * 65, "64 words"), ("(" * 17 + "a", "16 deep")],
)
def test_what_is_too_large_is_refused_with_the_limit(text: str, limit: str) -> None:
    with pytest.raises(QueryTooLarge, match=limit):
        parse(text)


def test_what_is_just_small_enough_is_read() -> None:
    parse("x" * 2000)
    parse("a " * 64)
    assert canonical(parse("(" * 16 + "a" + ")" * 16).node) == "a"
