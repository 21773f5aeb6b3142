from __future__ import annotations

from datetime import date

import pytest

from searchnews.relativedates import first_label, last_label, named_period
from searchnews.request import make_query

WEDNESDAY = date(2014, 3, 12)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2014-03-12", "2014-03-12"),
        ("Yesterday", "2014-03-11", "2014-03-11"),
        ("this week", "2014-03-10", "2014-03-16"),
        ("last  week", "2014-03-03", "2014-03-09"),
        ("last month", "2014-02", "2014-02"),
        ("this month", "2014-03", "2014-03"),
        ("last year", "2013", "2013"),
        ("last 7 days", "2014-03-06", "2014-03-12"),
        ("past 2 weeks", "2014-02-27", "2014-03-12"),
        ("P1W", "2014-03-06", "2014-03-12"),
        ("p1d", "2014-03-12", "2014-03-12"),
        ("P1M", "2014-02-13", "2014-03-12"),
        ("P1Y", "2013-03-13", "2014-03-12"),
    ],
)
def test_a_name_means_days(text: str, first: str, last: str) -> None:
    period = named_period(text, WEDNESDAY)
    assert period
    assert (first_label(period), last_label(period)) == (first, last)


@pytest.mark.parametrize("text", ["", "last", "next week", "P1H", "P0D", "last 9999 years", "week"])
def test_anything_else_means_none(text: str) -> None:
    assert named_period(text, WEDNESDAY) is None


def test_a_month_before_the_end_of_a_longer_one() -> None:
    period = named_period("P1M", date(2014, 3, 30))
    assert period
    assert first_label(period) == "2014-02-28"


def test_the_date_boxes_take_names_and_say_the_days() -> None:
    dates = make_query("", since="last week", until="yesterday", today=WEDNESDAY).dates
    assert (dates.since_text, dates.until_text) == ("2014-03-03", "2014-03-11")
    dates = make_query("", since="last month", today=WEDNESDAY).dates
    assert (dates.since_text, dates.until_text) == ("2014-02", "")
