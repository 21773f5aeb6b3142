"""Records of tables and JSON as articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from searchnews.errors import InputRefused
from searchnews.extract import extract_page
from searchnews.models import Article, Page


def read(record: dict[str, str], fetched_at: datetime | None = None) -> Article:
    return extract_page(Page("a.jsonl", "a.jsonl", 0, "record", record["body"], record=record, fetched_at=fetched_at))


def test_a_date_is_judged_by_the_day_its_page_was_fetched() -> None:
    record = {"body": "The ferry left.", "published": "2010-05-06"}
    for _ in range(2):  # what was read of a cell before decides nothing
        early = read(record, datetime(2009, 1, 1, tzinfo=UTC))
        assert early.published is None
        assert early.notes == ("column date: '2010-05-06' lies in the future; indexed without a date",)
        late = read(record, datetime(2012, 1, 1, tzinfo=UTC))
        assert late.published
        assert late.published.start == datetime(2010, 5, 6)
        assert not late.notes
    assert read(record).published == late.published


def test_a_date_to_come_is_told_without_a_day_of_fetching() -> None:
    assert read({"body": "The ferry left.", "updated": "2199-01-01"}).notes


@pytest.mark.parametrize(
    ("beginning", "place"),
    [("KABUL - The ferry left.", "Kabul"), ("Kabul - the ferry left.", ""), ("A: the ferry left.", "")],
)
def test_only_a_place_in_capitals_stands_before_a_dash(beginning: str, place: str) -> None:
    assert read({"body": beginning}).dateline == place


@pytest.mark.parametrize(
    ("cell", "paragraphs"),
    [
        ("<p>One &amp; two</p><p>Three<br>four</p>", ("One & two", "Three", "four")),
        ("<p>Seen<script>alert(1)</script> <!-- not this -->here</p>", ("Seen here",)),
        ("&lt;p&gt;Escaped&lt;/p&gt;&lt;p&gt;once&lt;/p&gt;", ("Escaped", "once")),
        ("<p>Half \ud83d of a pair</p><p>and more</p>", ("Half \ufffd of a pair", "and more")),
        ("Shares of <GE> and <IBM> rose", ("Shares of <GE> and <IBM> rose",)),
    ],
)
def test_markup_in_a_cell(cell: str, paragraphs: tuple[str, ...]) -> None:
    assert read({"body": cell}).body == paragraphs


def test_a_cell_of_markup_alone_has_no_text() -> None:
    with pytest.raises(InputRefused, match="no text"):
        read({"body": "<p></p><br><script>alert(1)</script>"})
