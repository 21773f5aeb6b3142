from __future__ import annotations

from datetime import datetime

import pytest

from searchnews.errors import BadRequest
from searchnews.library import query_of
from searchnews.request import make_query


def test_both_periods_of_a_range_are_in_it() -> None:
    dates = make_query("oil", since="2014-02", until="2014-04").dates
    assert (dates.since, dates.until) == (datetime(2014, 2, 1), datetime(2014, 5, 1))
    assert (dates.since_text, dates.until_text) == ("2014-02", "2014-04")
    assert make_query("", since="2014", until="2014-02").dates.until == datetime(2014, 3, 1)


def test_empty_values_are_no_filters() -> None:
    query = make_query("", filters={"source": ["", "AFP", "AFP"], "section": [""]}, missing=["section"], since=" ")
    assert query.filters == {"source": ("AFP",), "section": (None,)}
    assert not query.dates.bounded


@pytest.mark.parametrize(
    ("options", "field", "reason"),
    [
        ({"since": "soon"}, "from", "is no date; write 2014, 2014-02, 2014-02-03 or last week"),
        ({"until": "2014-02-30"}, "to", "is no date"),
        ({"since": "2015", "until": "2014"}, "from", "from 2015 is after to 2014"),
        ({"page": 0}, "page", "whole number from 1"),
        ({"limit": 1001}, "limit", "whole number from 0 to 1,000"),
        ({"sort": "best"}, "sort", "expected one of relevance, newest, oldest"),
        ({"match": "some"}, "match", "expected one of all, any"),
        ({"missing": ["title"]}, "missing", "expected one of source, section, author, language, date"),
        ({"precision": "week"}, "precision", "expected one of"),
    ],
)
def test_what_is_wrong_is_named(options: dict[str, object], field: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason) as caught:
        make_query("", **options)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_the_library_takes_one_value_for_a_list_of_one() -> None:
    assert query_of("oil", source="AFP").filters == query_of("oil", source=["AFP"]).filters
