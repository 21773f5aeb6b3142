"""The measures against values worked out by hand, and labels that are wrong."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from searchnews.dates import article_date
from searchnews.errors import SearchnewsError
from searchnews.evaluation.extraction import HALVES, evaluate_extraction, half_of
from searchnews.evaluation.measures import Overlap, mean_overlap, overlap, same_day, same_title, set_overlap, states_day
from searchnews.evaluation.tables import extraction_json, extraction_lines
from searchnews.evaluation.truth import read_truth

STORY = [
    "The ferry to Ostrava Island was stopped on Monday after its pilot saw smoke, the harbour office said.",
    "Nobody was hurt, and the hundred passengers went ashore in two hours with the help of fishing boats.",
    "The office said that the service would begin again on Thursday, after the engine had been looked at.",
]


def test_shingles_are_counted_as_often_as_they_occur() -> None:
    # found: abcd bcde; wanted: abcd bcdf cdfg; one shared
    assert overlap("a b c d e", "a b c d f g") == Overlap(1 / 2, 1 / 3)
    assert overlap("a b c d a b c d", "a b c d").precision == 1 / 5
    assert overlap("one two", "one two") == Overlap(1.0, 1.0)
    assert overlap("", "one two three four") == Overlap(0.0, 0.0)


def test_f1_is_that_of_the_mean_precision_and_recall() -> None:
    mean = mean_overlap([Overlap(1.0, 0.0), Overlap(0.5, 0.5)])
    assert (mean.precision, mean.recall) == (0.75, 0.25)
    assert mean.f1 == pytest.approx(2 * 0.75 * 0.25)


def test_sameness() -> None:
    assert same_title(["Ferry: stopped!"], "ferry stopped")
    assert not same_title(["Ferry stopped again"], "ferry stopped")
    assert set_overlap(["José Vel", "Ann Or"], ["Jose Vel"]) == Overlap(0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Posted 3 May 2021 by", True),
        ("03.05.2021", True),
        ("2021-05-03T10:00", True),
        ("May 4, 2021", False),
        ("May 3" + "x " * 60 + "2021", False),
    ],
)
def test_whether_a_page_states_a_day(text: str, stated: bool) -> None:
    assert states_day(text, date(2021, 5, 3)) is stated


def test_a_day_is_right_at_any_minute_and_within_a_month() -> None:
    wanted = date(2021, 5, 3)
    assert same_day(article_date(datetime(2021, 5, 3, 23, 59), "minute", None, ()), wanted) == "right"
    assert same_day(article_date(datetime(2021, 5, 4), "day", None, ()), wanted) == "wrong"
    assert same_day(article_date(datetime(2021, 5, 1), "month", None, ()), wanted) == "right"
    assert same_day(None, wanted) == "unknown"


def labelled(folder: Path) -> Path:
    (folder / "a.txt").write_text("Ferry stopped\n3 May 2021\n" + "\n".join(STORY), encoding="utf-8")
    (folder / "b.txt").write_text("Home\nMenu\n", encoding="utf-8")
    body = "\n\n".join(STORY)
    rows = [
        {"file": "a.txt", "title": "Ferry stopped", "publish_date": "2021-05-03", "main_content": body, "with": STORY},
        {"file": "b.txt", "title": "Home", "main_content": body},
    ]
    (folder / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_right_and_refused_pages_are_counted_and_the_worst_comes_first(tmp_path: Path) -> None:
    evaluation = evaluate_extraction(labelled(tmp_path))
    assert evaluation.counts()["title"] == {"right": 1, "wrong": 0, "unknown": 1}
    assert evaluation.counts()["date"] == {"right": 1, "wrong": 0, "unknown": 0}
    assert evaluation.overlaps()["body"] == Overlap(0.5, 0.5)
    assert evaluation.shares()["sentences present"] == 1.0
    (worst,) = evaluation.worst(1)
    assert worst.file == "b.txt"
    assert worst.differences[0].startswith("refused: ")
    assert extraction_json(evaluation, 1)["worst"][0]["file"] == "b.txt"
    assert next(iter(extraction_lines(evaluation, 1))) == "2 pages"


def test_the_halves_part_the_pages(tmp_path: Path) -> None:
    labelled(tmp_path)
    files = [page.file for half in HALVES for page in evaluate_extraction(tmp_path, half=half).pages]
    assert sorted(files) == ["a.txt", "b.txt"]
    assert half_of("0001.html.gz") == half_of("0001.txt")


@pytest.mark.parametrize("row", ["{", "[]", '{"title": "x"}', '{"file": "../x"}', '{"file": "a.txt", "date": "May"}'])
def test_a_broken_label_names_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "labels.jsonl").write_text(row + "\n", encoding="utf-8")
    with pytest.raises(SearchnewsError, match=r"labels\.jsonl:1"):
        list(read_truth(tmp_path))


def test_a_folder_without_labels_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(SearchnewsError, match=r"truth\.jsonl"):
        evaluate_extraction(tmp_path)
