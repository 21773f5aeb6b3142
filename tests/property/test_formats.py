"""Whatever the bytes, reading them ends in pages and refusals; what was written comes back."""

from __future__ import annotations

import csv
import gzip
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.errors import InputRefused
from searchnews.formats import SUFFIXES, read_bytes
from searchnews.models import Page
from tests.length import examples

names = st.sampled_from(sorted(SUFFIXES)).map(lambda suffix: f"a{suffix}")
soup = st.lists(
    st.sampled_from([b'{"text":', b'"a"', b"}", b"[", b"]", b",", b"\n", b"title,text\n", b'"', b"\xff", b"\0"]),
    max_size=30,
).map(b"".join)  # fmt: skip
quick = settings(deadline=None, max_examples=examples(300))


@quick
@given(st.one_of(st.binary(max_size=200), soup, soup.map(gzip.compress)), names)
def test_any_bytes_end_in_pages_and_refusals(data: bytes, name: str) -> None:
    found = list(read_bytes(data, name=name, shown=name, key=name))
    assert found
    assert all(isinstance(item, Page | InputRefused) for item in found)
    ordinals = [item.ordinal for item in found if isinstance(item, Page)]
    assert ordinals == sorted(set(ordinals))


cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), max_codepoint=0xFFFF), min_size=1, max_size=20).filter(
    lambda text: text.strip() and text.isprintable()
)


@quick
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_json_lines_come_back(rows: list[tuple[str, str]]) -> None:
    data = "".join(json.dumps({"title": title, "text": text}) + "\n" for title, text in rows).encode()
    found = list(read_bytes(data, name="a.jsonl", shown="a", key="a"))
    assert [(item.record["title"], item.content) for item in found if isinstance(item, Page)] == rows


@quick
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_csv_comes_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([("title", "text"), *rows])
    found = list(read_bytes(out.getvalue().encode("utf-8-sig"), name="a.csv", shown="a", key="a"))
    assert [(item.record["title"], item.content) for item in found if isinstance(item, Page)] == rows
