"""Queries of other archives, written for this test, and what they are here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.cli import main
from searchnews.errors import QueryTooLarge
from searchnews.query.parser import parse
from searchnews.query.translate import DIALECTS, translate
from tests.length import examples

EXACT = [
    # OR, then windows with small numbers first, then AND, then AND NOT
    ("nexis", "port or harbo*r w/25 strik! and crane or ship! w/5 crew", "((port OR harbo?r) w/25 strik*) ((crane OR ship*) w/5 crew)"),
    ("nexis", "crew w/9 crane w/2 ship", "crew w/9 (crane w/2 ship)"),
    ("nexis", "central bank and not (veldoria or tarn)", '"central bank" -(veldoria OR tarn)'),
    ("nexis", "strike W/P harbour", '"same para"(strike harbour)'),
    ("nexis", "strike pre/3 harbour", "strike pre/3 harbour"),
    ("nexis", "headline(oil price!) and byline(lund)", "(title:oil pre/1 title:price*) author:lund"),
    ("nexis", "hlead(strike) and atleast3(oil or gas)", "hlead:strike atleast3:(oil OR gas)"),
    ("nexis", "oil and date(geq (1/2/2014) and leq (3/31/2014))", "oil date:2014-01-02..2014-03"),
    ("nexis", "oil and date aft 2014", "oil date:2015.."),
    ("nexis", "oil and length > 500 and language(fr)", "oil words>=501 lang:fr"),
    # windows, then NOT, AND, OR
    ("factiva", "port strike or gas and crane drivers", '"port strike" OR (gas "crane drivers")'),
    ("factiva", "port of selm adj5 strike", '"port of selm" pre/5 strike'),
    ("factiva", "strike w/3 harbour", "strike pre/3 harbour"),
    ("factiva", "strike near4 harbour", "strike w/4 harbour"),
    ("factiva", "crane 12/N30/port strike", '"crane 12" w/30 "port strike"'),
    ("factiva", "crane/F50/ and atleast5 strike and wc>800", "first50:crane atleast5:strike words>=801"),
    ("factiva", "strike same (harbour or port) not oil", '"same para"(strike (harbour OR port)) -oil'),
    ("factiva", "hd=strike and by=lund and la=en and crane$2", "title:strike author:lund lang:en crane*"),
    ("factiva", "oil and date from 20140101 to 20140331", "oil date:2014..2014-03"),
    ("mediacloud", 'oil AND (gas OR "crane driver") AND language:fr', 'oil (gas OR "crane driver") lang:fr'),
    ("mediacloud", "oil AND NOT title:gas", "oil -title:gas"),
    ("lucene", "oil AND gas OR coal", "(oil gas) OR coal"),
    ("nexis", "strike NOT W/5 harbour", "strike NOT w/5 harbour"),
    ("nexis", "strike NOT W/P harbour", '"same para"(strike -harbour)'),
    ("lucene", "+oil -opec +(gas OR coal)", "oil (gas OR coal) -opec"),
    ("lucene", "oil && !gas", "oil -gas"),
    ("lucene", "oil AND published:[2014-01-01 TO 2014-03-31]", "oil date:2014..2014-03"),
    ("lucene", "oil AND published:[2014-02-03 TO *]", "oil date:2014-02-03.."),
    ("lucene", r"oil AND \(gas", "oil gas"),
    ("whoosh", 'oil "central bank" title:(rise OR fall)', 'oil "central bank" (title:rise OR title:fall)'),
    ("whoosh", "oil ANDNOT gas", "oil -gas"),
    ("whoosh", "oil date:[20140101 to 20140331]", "oil date:2014..2014-03"),
    ("whoosh", "colour~ price^1.5", "colour~ price^1.5"),
]  # fmt: skip

NOTED = [
    ("nexis", "strike W/S harbour", '"same para"(strike harbour)', "sentences are not kept apart"),
    ("nexis", "strike NOT W/S harbour", '"same para"(strike -harbour)', "sentences are not kept apart"),
    ("nexis", "strike NOT W/SEG harbour", "strike -harbour", "“NOT W/SEG” has no counterpart"),
    ("nexis", "subject(energy) and oil", "energy oil", "the field “subject” has no counterpart"),
    ("nexis", "allcaps(OPEC)", "OPEC", "ALLCAPS has no counterpart"),
    ("nexis", "lead(oil)", "hlead:oil", "the first paragraph alone"),
    ("nexis", "oil w/250 gas", "oil w/99 gas", "a window has from 1 to 99 words"),
    ("nexis", "language(french)", "", "codes of two letters"),
    ("factiva", "rst=abc and oil", "abc oil", "the field “rst” has no counterpart"),
    ("mediacloud", "Tarn Courier", "Tarn OR Courier", "alternatives there"),
    ("lucene", "+oil gas", "oil", "only raises an article's rank"),
    ("lucene", '"oil price"~5', "oil w/6 price", "a sloppy phrase is a window"),
    ("lucene", "oil AND /pri[cz]e/", "oil", "regular expression"),
    ("lucene", "oil AND views:[1 TO 5]", "oil", "the range of “views” has no counterpart"),
    ("lucene", "oil AND colou?", "oil colou*", "one letter at the end"),
    ("whoosh", "oil ANDMAYBE gas", "oil", "ANDMAYBE only raises"),
    ("whoosh", "oil the gas", "oil gas", "common words don't decide here: “the”"),
    ("whoosh", "oil (gas", "oil gas", "a bracket was closed"),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "text", "ours"), EXACT)
def test_what_has_a_counterpart(dialect: str, text: str, ours: str) -> None:
    translated = translate(text, dialect)
    assert translated.text == ours
    assert [note for note in translated.notes if "alternatives" not in note] == []


@pytest.mark.parametrize(("dialect", "text", "ours", "note"), NOTED)
def test_what_has_none_is_said(dialect: str, text: str, ours: str, note: str) -> None:
    translated = translate(text, dialect)
    assert translated.text == ours
    assert note in " ".join(translated.notes)


pieces = st.lists(
    st.sampled_from(
        ("oil", "gas", "the", " and ", " or ", " AND ", " OR ", " not ", " NOT ", "(", ")", "[", "]", "{", '"', " w/5 ", " pre/2 ",
         " same ", "/F5/", "/N3/", " near4 ", "atleast2 ", "atleast3(", "headline(", "hd=", "title:", "date:", "[2014 TO 2015]", "^2",
         "~", "~3", "*", "?", "!", "$2", "+", "-", " date aft 2014", "language(", "la=", "wc>5", "/a/", "\\", " ANDNOT ", ":", " ")
    ),
    max_size=16,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=examples(300))
@given(st.one_of(pieces, st.text(max_size=40)), st.sampled_from(sorted(DIALECTS)))
def test_any_string_of_any_dialect_becomes_a_query(text: str, dialect: str) -> None:
    translated = translate(text, dialect)
    assert not [note for note in parse(translated.text).notes if "common words" not in note]


def test_what_is_too_large_is_refused() -> None:
    for dialect in DIALECTS:
        with pytest.raises(QueryTooLarge):
            translate("x" * 2001, dialect)
        with pytest.raises(QueryTooLarge):
            translate(" or ".join(f"w{number}" for number in range(65)), "nexis")
        translate("(" * 1000, dialect)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "--from", "nexis", "subject(oil) w/5 gas!"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "oil w/5 gas*\n"
    assert "note: the field “subject”" in shown.err
    assert main(["translate", "--from", "lucene", "--json", "oil AND gas"]) == 0
    assert capsys.readouterr().out == '{"text": "oil gas", "notes": []}\n'
    assert main(["translate", "--from", "lucene", "x" * 2001]) == 2
