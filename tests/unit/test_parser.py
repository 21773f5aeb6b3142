from __future__ import annotations

from datetime import date

import pytest

from searchnews.errors import QueryTooLarge
from searchnews.query.echo import canonical, in_words
from searchnews.query.parser import parse

TABLE = [
    # typed, canonical, in words
    ("oil prices", "oil prices", "oil and prices"),
    ('"central bank" -opec', '"central bank" -opec', "“central bank”, without opec"),
    ("x y OR z", "x (y OR z)", "x and (y or z)"),
    ("x|y", "x OR y", "x or y"),
    ("x OR x", "x", "x"),
    ("x OR (y z)", "x OR (y z)", "x or (y and z)"),
    ("NOT x", "-x", "everything without x"),
    ("--x", "-x", "everything without x"),
    ("NOT NOT x", "x", "x"),
    ("+x AND y", "x y", "x and y"),
    ("-(x OR y) z", "-(x OR y) z", "z, without (x or y)"),
    ("title:oil", "title:oil", "oil (in headline)"),
    ("headline:oil", "title:oil", "oil (in headline)"),
    ("title:(x y)", "title:x title:y", "x (in headline) and y (in headline)"),
    ('source:"tarn courier"', 'source:"tarn courier"', "“tarn courier” (in source)"),
    ("„x y“ «z»", '"x y" z', "“x y” and z"),
    ("co-operation", '"co-operation"', "“co-operation”"),
    ("co operation", "(co operation) OR cooperation", "(co and operation) or cooperation"),
    ("well-known -unknown", '"well-known" -unknown', "“well-known”, without unknown"),
    ("and or not", "+and +or +not", "and and or and not"),
    ("the", "+the", "the"),
    ('"the" bank', "+the bank", "the and bank"),
    ("US IT", "US +IT", "US and IT"),
    ('"OR"', '"OR"', "OR"),
    ("10:30", '"10:30"', "“10:30”"),
    ("", "", "every article"),
    ("—…()", "", "every article"),
    # windows: looser than OR, tighter than all the words; from the left
    ("x w/5 y", "x w/5 y", "x within 5 words of y"),
    ("x NEAR/5 y", "x w/5 y", "x within 5 words of y"),
    ("x PRE/1 y", "x pre/1 y", "x followed within 1 word by y"),
    ("v x OR y w/5 z OR u", "v ((x OR y) w/5 (z OR u))", "v and ((x or y) within 5 words of (z or u))"),
    ("x NOT w/5 y", "x NOT w/5 y", "x not within 5 words of y"),
    ("x NOT NEAR/5 y", "x NOT w/5 y", "x not within 5 words of y"),
    ("x NOT pre/5 y", "x NOT pre/5 y", "x not followed within 5 words by y"),
    ("x NOT w/para y", '"same para"(x -y)', "(x, without y) in one paragraph"),
    ("u OR x NOT w/5 y v", "((u OR x) NOT w/5 y) v", "((u or x) not within 5 words of y) and v"),
    ("x w/3 y NOT w/5 z", "x w/3 y NOT w/5 z", "(x within 3 words of y) not within 5 words of z"),
    ("-(x NOT w/5 y)", "-(x NOT w/5 y)", "everything without (x not within 5 words of y)"),
    ("(x NOT w/5 y)^2", "(x NOT w/5 y)^2", "(x not within 5 words of y) (weight 2)"),
    ("atleast2:(x NOT w/5 y)", "atleast2:(x NOT w/5 y)", "(x not within 5 words of y) at least twice"),
    ("the NOT w/5 y", "+the NOT w/5 y", "the not within 5 words of y"),
    ("x w/5 y pre/2 z", "x w/5 y pre/2 z", "(x within 5 words of y) followed within 2 words by z"),
    ("x w/5 (y pre/2 z)", "x w/5 (y pre/2 z)", "x within 5 words of (y followed within 2 words by z)"),
    ("the w/2 bank", "+the w/2 bank", "the within 2 words of bank"),
    ("title:(x w/5 y)", "title:x w/5 title:y", "x (in headline) within 5 words of y (in headline)"),
    ("x w/para y w/para z", '"same para"(x y z)', "(x and y and z) in one paragraph"),
    ('"same para"(x -y) z', '"same para"(x -y) z', "(x, without y) in one paragraph and z"),
    ("“same paragraph”(x y)", '"same para"(x y)', "(x and y) in one paragraph"),
    ('"same para" (x y)', '"same para" x y', "“same para” and x and y"),
    # counts and weights
    ("atleast3:x", "atleast3:x", "x at least 3 times"),
    ("atleast2:(x OR y)", "atleast2:(x OR y)", "(x or y) at least twice"),
    ("atleast2:(x y)", "atleast2:x atleast2:y", "x at least twice and y at least twice"),
    ("title:atleast2:x", "atleast2:title:x", "x (in headline) at least twice"),
    ("x^3 y^0.5 z^1", "x^3 y^0.5 z", "x (weight 3) and y (weight 0.5) and z"),
    ("(x OR y)^2 (z w/2 u)^2", "(x^2 OR y^2) (z w/2 u)^2", None),
    ("atleast2:x^2", "atleast2:x^2", "x at least twice (weight 2)"),
    # parts of the text
    ("hlead:x first50:y", "hlead:x first50:y", "x (in headline or lead) and y (in the first 50 words)"),
    # patterns
    ("strik* organi?ation", "strik* organi?ation", "words like strik* and words like organi?ation"),
    ("Colour~ colour~2", "colour~ colour~2", None),
    ("who killed the mayor?", "who killed mayor", "who and killed and mayor"),
    # restrictions
    ("x words>800 words<=900", "x words>=801 words<=900", "x, of at least 801 words, of at most 900 words"),
    ("has:date -has:author", "has:date -has:author", "articles with a date, without articles with an author"),
    ("x kind:live lang:FR", "x kind:live lang:fr", "x, of the kind live, in the language fr"),
    ("date:2014-02", "date:2014-02", "articles dated 2014-02-01 to 2014-02-28"),
    ("date:2014-02..2014-04", "date:2014-02..2014-04", "articles dated 2014-02-01 to 2014-04-30"),
    ("date:2014-04..2014-02", "date:2014-02..2014-04", "articles dated 2014-02-01 to 2014-04-30"),
    ("date:2014-02..2014", "date:2014-02..2014", "articles dated 2014-02-01 to 2014-12-31"),
    ("after:2014-02", "date:2014-03..", "articles dated 2014-03-01 or later"),
    ("before:2014-02-10", "date:..2014-02-09", "articles dated 2014-02-09 or earlier"),
    ('date:"last week"', "date:2014-03-03..2014-03-09", "articles dated 2014-03-03 to 2014-03-09"),
    ("date:P1W", "date:2014-03-06..2014-03-12", "articles dated 2014-03-06 to 2014-03-12"),
    ("lang:(fr OR de)", "lang:fr OR lang:de", "articles in the language fr or articles in the language de"),
]
TODAY = date(2014, 3, 12)  # a Wednesday


@pytest.mark.parametrize(("text", "again", "words"), TABLE)
def test_what_is_understood(text: str, again: str, words: str | None) -> None:
    parsed = parse(text, TODAY)
    assert canonical(parsed.node) == again
    assert words is None or in_words(parsed.node) == words
    assert [note for note in parsed.notes if not note.startswith("common words")] == []
    assert parse(again, TODAY).node == parsed.node


@pytest.mark.parametrize(
    ("text", "again", "note"),
    [
        ('oil "central bank', "oil central bank", "quotation mark"),
        ("(x (y", "x y", "bracket was closed"),
        ("x) y", "x y", "closing bracket"),
        ("OR x", "x", "nothing before it"),
        ("x OR", "x", "nothing after it"),
        ("x NOT", "x", "nothing after it"),
        ("foo:bar baz", '"foo:bar" baz', "no field “foo”"),
        (
            "FOR AND AGAINST A NEW DAM OR BRIDGE",
            "AGAINST NEW DAM BRIDGE",
            "all is in capitals, so AND, OR and NOT were searched as words",
        ),
        ("the bank of x", "bank x", "common words don't decide: “the”, “of”"),
        ("the OR bank", "bank", "common words"),
        ("w/5 x", "x", "w/5 with nothing before it"),
        ("x w/5", "x", "w/5 with nothing after it"),
        ("NOT w/5 x", "x", "w/5 with nothing before it"),
        ("x NOT w/5", "x", "NOT w/5 with nothing after it"),
        ("x OR NOT w/5 y", "x NOT w/5 y", "an OR with nothing after it"),
        ("x NOT w/5 -y", "x y", "words and phrases only, so NOT"),
        ("x w/500 y", "x w/99 y", "from 1 to 99 words"),
        ("x w/5 -y", "x -y", "words and phrases only"),
        ("x w/5 date:2014", "x date:2014", "words and phrases only"),
        ("x w/5 (y z)", "x w/5 (y w/5 z)", "must stand in one as well"),
        ("x w/5 y^2", "x w/5 y", "a weight inside"),
        ('"same para"(x date:2014)', '"same para"(x) date:2014', "asked of the article"),
        ('"same para"(-x)', "-x", "not asked for any word"),
        ("atleast2:date:2014", "date:2014", "no mentions"),
        ("date:2014^2", "date:2014", "adds nothing to the score"),
        ("kind:nonsense", '"kind:nonsense"', "searched as text"),
        ("date:2014-13", '"date:2014-13"', "searched as text"),
        ("colour~7", "colour~2", "at most 2 letters"),
        ("co-oper*", '"co-oper"', "one word only"),
        ('"crane driv*"', '"crane driv"', "outside quotation marks only"),
        ("atleast0:x", '"atleast0:x"', "no field"),
    ],
)
def test_repairs_are_noted(text: str, again: str, note: str) -> None:
    parsed = parse(text)
    assert canonical(parsed.node) == again
    assert parse(again).node == parsed.node
    assert note in " ".join(parsed.notes)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("x" * 2001, "2,000 characters"), ("x " * 65, "64 words"), ("(" * 17 + "x", "16 deep")],
)
def test_what_is_too_large_is_refused_with_the_limit(text: str, limit: str) -> None:
    with pytest.raises(QueryTooLarge, match=limit):
        parse(text)


def test_what_is_just_small_enough_is_read() -> None:
    parse("x" * 2000)
    parse("x " * 64)
    parse("the " * 400 + "x")
    assert canonical(parse("(" * 16 + "x" + ")" * 16).node) == "x"


def test_what_would_be_too_large_when_written_out_is_refused() -> None:
    text = "standfirst:(" + " ".join("x" * 29 for _ in range(64)) + ")"
    assert len(text) < 2000
    with pytest.raises(QueryTooLarge, match="written out"):
        parse(text)
