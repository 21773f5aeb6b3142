"""Columns come back from a file as they were written, whatever of them it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.dates import article_date
from searchnews.engines.whoosh.columns import Columns, column_arrays, columns_from, columns_of
from searchnews.fields import FIELD_NAMES
from searchnews.models import Article
from tests.corpora import articles
from tests.length import examples

PLAIN = ("ids", "lengths", "starts", "ends", "instants", "precision", "days", "months", "kinds")


def written_and_read(corpus: Sequence[Article], lengths: Sequence[Sequence[int]]) -> tuple[Columns, Columns]:
    columns = columns_of(corpus, np.array(lengths, np.int32).reshape(-1, len(FIELD_NAMES)))
    return columns, columns_from(column_arrays(columns))


def assert_same(before: Columns, after: Columns) -> None:
    for name in PLAIN:
        held = getattr(after, name)
        assert np.can_cast(held.dtype, getattr(before, name).dtype), name
        assert name == "lengths" or held.dtype == getattr(before, name).dtype, name
        assert np.array_equal(held, getattr(before, name)), name
    for name, column in before.facets.items():
        assert column.values == after.facets[name].values
        for part in ("first", "more", "codes"):
            assert np.array_equal(getattr(column, part), getattr(after.facets[name], part)), (name, part)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(articles("a" * 16), max_size=5), st.data())
def test_any_columns_come_back(corpus: list[Article], data: st.DataObject) -> None:
    length = st.one_of(st.just(0), st.integers(0, 300), st.integers(0, 1 << 20))
    rows = st.lists(length, min_size=len(FIELD_NAMES), max_size=len(FIELD_NAMES))
    assert_same(*written_and_read(corpus, [data.draw(rows) for _ in corpus]))


@pytest.mark.parametrize("offset", [None, 0, 345, -720, 32_767, 32_768, -40_000])
@pytest.mark.parametrize("year", [1, 1799, 2024, 5_000])
def test_dates_of_any_year_and_any_offset_come_back(year: int, offset: int | None) -> None:
    corpus = [
        Article("a", "", published=replace(article_date(datetime(year, 3, 4, 5, 6), "minute"), offset=offset)),
        Article("b", "", published=article_date(datetime(year, 1, 1), "year")),
        Article("c", "no date"),
    ]
    assert_same(*written_and_read(corpus, np.zeros((3, len(FIELD_NAMES)), int).tolist()))


def test_what_no_document_has_takes_no_room() -> None:
    columns = columns_of([Article("a", "one")] * 50, np.eye(1, len(FIELD_NAMES), 0, np.int32).repeat(50, 0))
    arrays = column_arrays(columns)
    assert len(arrays["title.lengths"]) == 50
    assert [len(arrays[name]) for name in ("body.lengths", "url.lengths", "offsets")] == [0, 0, 0]
