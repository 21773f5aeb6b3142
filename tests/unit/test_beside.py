"""A process beside this one: what it gives, and that nothing is missing where it gives nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from searchnews.ahead import Ahead
from searchnews.beside import Beside
from searchnews.indexing import reindex
from searchnews.report import Report
from searchnews.sources import Found, find


def _doubled(number: int) -> tuple[int, int]:
    return os.getpid(), 2 * number


def _fail(reason: str) -> None:
    raise ValueError(reason)


def _wait() -> None:
    time.sleep(60)


def test_it_does_one_thing_after_another() -> None:
    with Beside() as beside:
        assert beside.ask(time.sleep, 0, answered=False)
        assert beside.ask(_doubled, 4)
        first = beside.answer()
        beside.ask(_doubled, 5)
        assert (first[1], beside.answer()) == (8, (first[0], 10))
        assert first[0] != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(first[0], 0)


def test_one_that_fails_gives_nothing_and_is_not_asked_again() -> None:
    with Beside() as beside:
        assert beside.ask(_fail, "no")
        assert beside.answer() is None
        assert not beside.ask(_doubled, 4)
        assert beside.answer() is None


def test_one_that_is_killed_gives_nothing() -> None:
    with Beside() as beside:
        beside.ask(_doubled, 1)
        pid = beside.answer()[0]
        beside.ask(_wait)
        os.kill(pid, signal.SIGKILL)
        assert beside.answer() is None


def test_it_is_gone_at_the_end_whatever_it_does() -> None:
    with Beside() as beside:
        beside.ask(_doubled, 1)
        pid = beside.answer()[0]
        beside.ask(_wait)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_there_is_none_beside_threads_or_where_it_is_not_wanted() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    with Beside() as beside:
        assert not beside.ask(_doubled, 1)
    over.set()
    thread.join()
    with Beside(wanted=False) as beside:
        assert not beside.ask(_doubled, 1)


def _tree(place: Path) -> Path:
    for number in range(40):
        folder = place / f"{number:02}" / "deep" / "deeper"
        folder.mkdir(parents=True)
        for name in ("a.txt", "b.html", "c.bin"):
            (folder / name).write_text(f"{number} {name}")
        (folder.parent / "one.txt").write_text("one")
        if number % 5 == 0:
            (folder / "link").symlink_to(place / f"{39 - number:02}")
            (folder / "file.txt").symlink_to(place / f"{39 - number:02}" / "deep" / "one.txt")
    return place


def _found(place: Path, beside: Beside | None) -> Found:
    return find([place, place / "03"], beside=beside)


def test_half_of_the_folders_are_walked_beside(tmp_path: Path) -> None:
    alone = _found(_tree(tmp_path / "pages"), None)
    with Beside() as beside:
        assert _found(tmp_path / "pages", beside) == alone
        assert beside.ask(_doubled, 1)  # it is still there
    with Beside() as beside:
        beside.ask(_fail, "first", answered=False)
        assert _found(tmp_path / "pages", beside) == alone
    assert len(alone.sources) == 120


PAGE = """Title {0}

{1} January 2020

The harbour of town {0} was closed on Monday, the mayor said. {2}

It is to open again.
"""


def _changed(pages: Path, numbers: range, words: str) -> None:
    for number in numbers:
        (pages / f"{number}.txt").write_text(PAGE.format(number, number % 28 + 1, words))


def _told(report: Report) -> tuple[int, ...]:
    return report.read, report.added, report.changed, report.unchanged, report.refused


@pytest.mark.parametrize("workers", [1, 2])
def test_a_small_run_is_the_same_with_it_and_without(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[bool] = []
    take = Ahead.take
    monkeypatch.setattr(Ahead, "take", lambda self, task: taken.append(bool(found := take(self, task))) or found)
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    _changed(pages, range(6), "")
    (pages / "empty.txt").write_text("")
    reindex([pages], index=index, workers=workers)
    _changed(pages, range(2, 8), "Nobody was hurt.")
    assert _told(reindex([pages], index=index, workers=workers)) == (9, 2, 4, 2, 1)
    assert _told(reindex([pages], index=index, workers=workers)) == (9, 0, 0, 8, 1)
    assert taken.count(True) == (0 if workers == 1 else len(taken))
    assert (len(taken) >= 9) == (workers == 2)


def test_what_it_does_not_give_is_read_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchnews.ahead._read", _fail)
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    _changed(pages, range(3), "")
    reindex([pages], index=index, workers=2)
    _changed(pages, range(3), "Nobody was hurt.")
    assert _told(reindex([pages], index=index, workers=2)) == (3, 0, 3, 0, 0)


def test_a_file_of_more_text_than_it_looks_like_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchnews.ahead._MOST", 300)
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    _changed(pages, range(9), "")
    reindex([pages], index=index, workers=2)
    _changed(pages, range(9), "Nobody was hurt.")
    assert _told(reindex([pages], index=index, workers=2)) == (9, 0, 9, 0, 0)


def test_an_article_that_says_the_same_is_not_indexed_again(tmp_path: Path) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    _changed(pages, range(3), "")
    reindex([pages], index=index, workers=2)
    segments = sorted(path.name for path in index.glob("*.arrays"))
    for path in pages.iterdir():
        path.write_text(f"{path.read_text()}\n\n")
    assert _told(reindex([pages], index=index, workers=2)) == (3, 0, 0, 3, 0)
    assert sorted(path.name for path in index.glob("*.arrays")) == segments
