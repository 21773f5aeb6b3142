from __future__ import annotations

import pytest

from searchnews.datetext import find_dates

_PROSE = "the ferry office said that nobody had asked for the timetable before the harbour wall was mended "


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{_PROSE * 3}on 3 May 2021, and {_PROSE * 3}", "2021-05-03"),
        (f"{_PROSE * 3}on Wednesday, May 3rd, 2021, and {_PROSE}", "2021-05-03"),
        (f"May 3, 2021 - {_PROSE * 4}", "2021-05-03"),
        (f"{_PROSE * 4}2021 May 3", "2021-05-03"),
        ("पुल ३ मई २०२१ को खुला", "2021-05-03"),
        ("3\u00a0May\u00a02021", "2021-05-03"),
        ("٣ مايو ٢٠٢١", "2021-05-03"),
    ],
)
def test_a_date_is_found_wherever_it_stands_in_a_line(text: str, day: str) -> None:
    assert [f"{mention.date.start:%Y-%m-%d}" for mention in find_dates(text, place="")] == [day]


def test_a_month_far_from_any_year_is_no_date() -> None:
    assert find_dates(f"In May {_PROSE * 2}since 2021, in number 4711", place="") == []


def test_a_line_of_dates_and_labels_is_told_from_prose_with_a_date() -> None:
    told = {
        "Published: Monday, May 3, 2021 | Last updated on Tuesday, May 4, 2021, 3 min read": True,
        f"Published on May 3, 2021: {_PROSE}": False,
    }
    assert {text: find_dates(text, place="")[0].alone for text in told} == told
