"""A run that finds nothing changed: it says what any run says, touches nothing, and waits for no engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import searchnews
from searchnews.engines import standing
from searchnews.errors import SearchnewsError
from searchnews.glance import glance_at
from searchnews.report import Report

ROWS = [json.dumps({"title": f"Ferry {number} leaves Tarn", "body": f"It left at {number}."}) for number in range(5)]
PAGE = "Harbour strike ends\n\nThe strike in the harbour of Tarn ended on Monday.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.jsonl").write_text("\n".join([*ROWS, "{broken"]), encoding="utf-8")
    (pages / "b.txt").write_text(PAGE, encoding="utf-8")
    (pages / "c.docx").write_text("passed over", encoding="utf-8")
    for path in pages.iterdir():
        old(path)
    reindexed(tmp_path)
    return tmp_path


def old(path: Path) -> None:
    """Give a file a time that nobody doubts."""
    os.utime(path, (1_600_000_000, 1_600_000_000))


def reindexed(home: Path) -> Report:
    return replace(searchnews.reindex(home / "pages", index=home / "index"), seconds=0.0)


def slowly(home: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A run that opens the index to see that nothing changed."""
    with monkeypatch.context() as patch:
        patch.setattr("searchnews.indexing.standing", lambda address: None)
        return reindexed(home)


def state(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "index").iterdir() if path.is_file()}


def test_the_report_is_that_of_a_run_that_opens_the_index(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(home)
    assert reindexed(home) == slowly(home, monkeypatch)
    assert reindexed(home).unchanged == 6
    assert reindexed(home).refused == 1
    assert reindexed(home).skipped == (str(home / "pages" / "c.docx"),)
    assert state(home) == before


def test_no_engine_is_imported(home: Path) -> None:
    program = (
        "import sys, searchnews\n"
        f"report = searchnews.reindex({str(home / 'pages')!r}, index={str(home / 'index')!r})\n"
        "print(report.unchanged, sorted({'numpy', 'whoosh', 'bs4', 'Stemmer', 'msgspec'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "6 []\n"


def test_the_ledger_says_the_same_without_its_first_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly = reindexed(home)
    monkeypatch.setattr("searchnews.unchanged.glance_at", lambda ledger: None)
    assert reindexed(home) == quickly


@pytest.mark.parametrize("young", [True, False])
def test_a_file_that_may_change_and_keep_its_time_leaves_no_glance(home: Path, young: bool) -> None:
    page = home / "pages" / "d.txt"
    page.write_text(PAGE, encoding="utf-8")
    if not young:
        old(page)
    reindexed(home)
    stands = standing(str(home / "index"))
    assert stands
    glance = glance_at(stands.ledger)
    assert glance is not None
    assert (glance.times == "") == young


@pytest.mark.parametrize("what", ["rewritten", "touched", "gone", "new", "other columns"])
def test_whatever_changed_is_seen(home: Path, what: str) -> None:
    page = home / "pages" / "b.txt"
    if what in ("rewritten", "touched"):
        page.write_text(PAGE.replace("Monday", "Friday") if what == "rewritten" else PAGE, encoding="utf-8")
    elif what == "gone":
        page.unlink()
    elif what == "new":
        page.with_name("d.txt").write_text("A new page\n\nIt says that the ferry is new.\n", encoding="utf-8")
    columns = {"section": "desk"} if what == "other columns" else {}
    report = searchnews.reindex(home / "pages", index=home / "index", columns=columns)
    assert (report.added, report.changed, report.removed, report.unchanged) == {
        "rewritten": (0, 1, 0, 5),
        "touched": (0, 0, 0, 6),
        "gone": (0, 0, 1, 5),
        "new": (1, 0, 0, 6),
        "other columns": (0, 0, 0, 6),
    }[what]


def test_an_id_that_two_files_claim_is_told_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.dumps({"title": "Twice", "body": "Said twice.", "url": "https://tarn.example/twice"})
    for name in ("x.jsonl", "y.jsonl"):
        (home / "pages" / name).write_text(row, encoding="utf-8")
        old(home / "pages" / name)
    assert reindexed(home).refused == 2
    assert reindexed(home) == slowly(home, monkeypatch)
    assert reindexed(home).refused == 2


def test_what_a_killed_run_left_goes(home: Path) -> None:
    left = [home / "index" / "staging-left", home / "index" / "MAIN_0123456789abcdef.arrays"]
    left[0].mkdir()
    left[1].write_bytes(b"left")
    for path in left:
        assert path.exists()
    assert reindexed(home).unchanged == 6
    assert not any(path.exists() for path in left)


@pytest.mark.parametrize("how", ["gone", "cut"])
def test_a_segment_that_is_not_whole_is_told(home: Path, how: str) -> None:
    segment = next((home / "index").glob("*.arrays"))
    if how == "gone":
        segment.unlink()
    else:
        segment.write_bytes(segment.read_bytes()[:-1])
    with pytest.raises(SearchnewsError, match=r"damaged|missing|--full"):
        reindexed(home)
