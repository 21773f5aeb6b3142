"""Workers that are killed: named, what they were at done once more, and nothing silently missing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

import searchnews
from searchnews.crew import Crew, Result, Tell, Work
from searchnews.errors import IndexWriteFailed
from searchnews.reading import Job
from searchnews.report import Progress, Report
from tests.errands import Errand, fails, late, run


def test_what_was_told_of_a_task_whose_result_never_came_is_taken_back(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    tasks = [Errand(number, int(number == 3), str(tmp_path)) for number in range(12)]
    with Crew(2) as crew:
        done = [slow.errand.number for slow in crew.results(late, tasks, lambda *new: told.append(new), light=False)]
    assert sorted(done) == list(range(12))
    assert [sum(part) for part in zip(*told, strict=True)] == [12, 120]


@pytest.mark.parametrize(
    ("how", "named"), [(signal.SIGKILL, "SIGKILL"), (signal.SIGTERM, "SIGTERM"), (0, "exit code 7")]
)
def test_a_task_whose_worker_died_is_done_once_more(tmp_path: Path, how: int, named: str) -> None:
    told: list[tuple[int, int]] = []
    tasks = [Errand(number, int(number == 3), str(tmp_path), how) for number in range(12)]
    with Crew(2) as crew:
        done = sorted(crew.results(run, tasks, lambda *done: told.append(done), light=False))
        assert done == list(range(12))
        # What was told of a task that was not finished is taken back.
        assert [sum(part) for part in zip(*told, strict=True)] == [24, 240]
        assert [named in death.how for death in crew.deaths if death.task == tasks[3]] == [True]
        assert len(crew.deaths) == 1 or how == signal.SIGTERM  # all end by that one


def test_a_task_that_kills_twice_is_lost_alone(tmp_path: Path) -> None:
    tasks = [Errand(number, 2 * (number in (2, 5)), str(tmp_path)) for number in range(9)]
    with Crew(2) as crew:
        found = list(crew.results(run, tasks, lambda *_: None, light=False, lost=lambda task, how: -task.number))
        assert sorted(found) == [-5, -2, 0, 1, 3, 4, 6, 7, 8]
        again = crew.results(run, [Errand(20)], lambda *_: None, light=False)
        assert list(again) == [20]


def test_where_nothing_may_be_lost_it_is_an_error(tmp_path: Path) -> None:
    tasks = [Errand(number, 9 * (number == 1), str(tmp_path)) for number in range(4)]
    with Crew(2) as crew, pytest.raises(IndexWriteFailed, match=r"two workers died .*SIGKILL.*the index is as it was"):
        list(crew.results(run, tasks, lambda *_: None, light=False))
    assert len(list(tmp_path.glob("1-*"))) == 2


def test_what_the_work_raises_is_raised(tmp_path: Path) -> None:
    with Crew(2) as crew, pytest.raises(FileNotFoundError):
        list(crew.results(fails, [str(tmp_path / "nothing")], lambda *_: None, light=False))


def children() -> list[int]:
    """This process's workers."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += [int(pid) for pid in (task / "children").read_text().split()]
        except OSError:
            continue
    return [pid for pid in found if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]


def killing(folder: Path, deaths: int) -> Report:
    """Reindex, and kill a worker at the first progress of reading, as often as `deaths`."""
    left = [deaths]
    before: set[int] = set()

    def listen(state: Progress) -> None:
        if state.stage == "reading" and state.articles and left[0]:
            fresh = [pid for pid in children() if pid not in before]
            if fresh:
                left[0] -= 1
                before.update(fresh)
                os.kill(fresh[0], signal.SIGKILL)

    return searchnews.reindex(folder / "pages", index=folder / "index", workers=2, progress=listen)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system has no /proc to find workers in")
def test_an_index_lacks_nothing_when_a_worker_is_killed(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    sentence = "The ferry to the outer skerries ran late, its captain told the harbour office in the morning. "
    for name in range(12):
        text = "\n".join(f'{{"title": "Ferry {name} {row}", "text": "{sentence * 20}"}}' for row in range(100))
        (tmp_path / "pages" / f"{name}.jsonl").write_text(text)
    report = killing(tmp_path, 1)
    assert (report.added, report.refused) == (1200, 0)
    assert any("SIGKILL" in warning.reason for warning in report.warnings)
    with searchnews.open(tmp_path / "index") as index:
        assert index.search("ferry").total == 1200
        assert index.engine.check() == []
    assert not [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert threading.active_count() < 20


class LosesThePoisoned(Crew):
    """Every worker that reads a file called poison dies."""

    def results(
        self,
        work: Callable[[Work, Tell], Result],
        tasks: Iterable[Work],
        tell: Tell,
        *,
        light: bool,
        lost: Callable[[Work, str], Result] | None = None,
    ) -> Iterator[Result]:
        for task in tasks:
            assert isinstance(task, Job)
            assert lost
            dies = any("poison" in each.source.shown for each in task.tasks)
            yield lost(task, "process 7 was ended by SIGKILL") if dies else work(task, tell)


def test_of_files_read_together_only_the_deadly_one_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("barge", "ferry", "poison", "tug"):
        (tmp_path / f"{name}.txt").write_text(
            f"The {name}\n\nThe {name} left the outer skerries late in the morning.\n"
        )
    monkeypatch.setattr("searchnews.running.Crew", LosesThePoisoned)
    report = searchnews.reindex(tmp_path, index=tmp_path / "index", workers=2)
    assert report.added == 3
    said = [str(each) for each in (*report.refusals, *report.warnings)]
    assert [("poison.txt" in each, "died, twice" in each) for each in said] == [(True, True)], said
