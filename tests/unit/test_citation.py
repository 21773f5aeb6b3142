"""Citations: what is known, in the form of each, and nothing in a field that ends it."""

from __future__ import annotations

from datetime import datetime

import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.dates import article_date
from searchnews.models import Article
from searchnews.web.citation import bibtex, ris, sentence
from tests.corpora import dates
from tests.length import examples

STORY = Article(
    "a1b2c3d4e5f6g7h8",
    "Costs rise 5% at Tarn & Sons_{again}",
    published=article_date(datetime(2014, 3, 2), "day"),
    sources=("Tarn Courier",),
    authors=("Ada Lund", "Bo Ek and Sons"),
    language="en",
    url="https://tarn.example/a?b={c}&d=é",
)


def test_a_sentence() -> None:
    assert sentence(STORY) == (
        "Ada Lund and Bo Ek and Sons, “Costs rise 5% at Tarn & Sons_{again}”, Tarn Courier, 2 March 2014, "
        "https://tarn.example/a?b={c}&d=é."
    )
    assert sentence(Article("a" * 16, "")) == "“Without a headline”."


def test_bibtex_escapes_what_tex_reads() -> None:
    assert bibtex(STORY) == (
        "@article{lund2014-a1b2c3d4e5f6g7h8,\n"
        "  author = {Ada Lund and {Bo Ek and Sons}},\n"
        "  title = {{Costs rise 5\\% at Tarn \\& Sons\\_\\{again\\}}},\n"
        "  journaltitle = {Tarn Courier},\n"
        "  date = {2014-03-02},\n"
        "  langid = {en},\n"
        "  url = {https://tarn.example/a?b=%7Bc%7D&d=é},\n"
        "  entrysubtype = {newspaper},\n"
        "}\n"
    )


def test_ris_is_read_back() -> None:
    (entry,) = rispy.loads(ris(STORY))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == STORY.title
    assert entry["authors"] == list(STORY.authors)
    assert (entry["year"], entry["date"]) == ("2014", "2014/03/02/")
    assert ris(STORY).startswith("TY  - NEWS\n")


hard = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(deadline=None, max_examples=examples(100))
@given(hard, st.lists(hard, max_size=2), hard, dates())
def test_no_field_ends_early(title: str, authors: list[str], url: str, date: object) -> None:
    story = Article("a" * 16, title, authors=tuple(authors), url=url, published=date)  # type: ignore[arg-type]
    written = bibtex(story)
    bare = written.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")
    assert all(line.startswith(("@article{", "  ", "}")) for line in written.split("\n") if line)
    lines = ris(story).split("\n")
    assert [line for line in lines if line.startswith("ER")] == [lines[-2]]
    assert all(line[2:6] == "  - " for line in lines if line)
