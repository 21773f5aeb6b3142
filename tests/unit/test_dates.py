from __future__ import annotations

from datetime import datetime

import pytest

from searchnews.dates import (
    article_date,
    from_minutes,
    histogram_size,
    isoformat,
    label,
    minutes,
    parse_period,
    sort_minutes,
)


@pytest.mark.parametrize(
    ("text", "start", "end", "label_"),
    [
        ("2014", (2014, 1, 1), (2015, 1, 1), "2014"),
        ("2014-02", (2014, 2, 1), (2014, 3, 1), "2014-02"),
        ("2014-12", (2014, 12, 1), (2015, 1, 1), "2014-12"),
        (" 2016-2-29 ", (2016, 2, 29), (2016, 3, 1), "2016-02-29"),
        ("1843-07-04", (1843, 7, 4), (1843, 7, 5), "1843-07-04"),
    ],
)
def test_periods(text: str, start: tuple[int, int, int], end: tuple[int, int, int], label_: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.start, period.end, period.label) == (datetime(*start), datetime(*end), label_)


@pytest.mark.parametrize(
    "text", ["", "2014-13", "2015-02-29", "0000", "9999", "14", "2014-02-03T10:00", "last", "２０１４x"]
)
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_a_date_is_the_interval_of_its_precision() -> None:
    moment = datetime(2014, 2, 3, 14, 5, 59)
    assert [label(article_date(moment, p).end, "day") for p in ("day", "month", "year")] == [
        "2014-02-04",
        "2014-03-01",
        "2015-01-01",
    ]
    assert article_date(moment, "minute").end == datetime(2014, 2, 3, 14, 6)


def test_iso_8601_says_no_more_than_is_known() -> None:
    moment = datetime(2014, 2, 3, 14, 5)
    for date, text in (
        (article_date(moment, "day", 60), "2014-02-03"),
        (article_date(moment, "minute"), "2014-02-03T14:05"),
        (article_date(moment, "minute", 330), "2014-02-03T14:05+05:30"),
        (article_date(moment, "minute", -90), "2014-02-03T14:05-01:30"),
    ):
        assert isoformat(date, date.start) == text


def test_the_instant_sorts_and_the_printed_day_counts() -> None:
    evening = article_date(datetime(2014, 3, 1, 1, 0), "minute", 330)
    earlier = article_date(datetime(2014, 2, 28, 20, 0), "minute", 0)
    assert sort_minutes(evening) < sort_minutes(earlier)
    assert label(evening.start, "day") == "2014-03-01"


def test_minutes_go_back_before_1970() -> None:
    moment = datetime(1843, 7, 4, 12, 30)
    assert from_minutes(minutes(moment)) == moment


@pytest.mark.parametrize(("last", "size"), [((2014, 2, 1), "day"), ((2015, 1, 1), "month"), ((2019, 1, 1), "year")])
def test_the_size_of_bars(last: tuple[int, int, int], size: str) -> None:
    assert histogram_size(datetime(2014, 1, 1), datetime(*last)) == size
