"""A reindex that is stopped at any moment: the old index answers as before, and the next run finishes the job.

Moments are counted, not timed: a hook hears every change a process makes to the index folder, and stops it there.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import searchnews
from searchnews.models import SearchResult
from searchnews.report import Report
from tests import child
from tests.command import environment, run
from tests.length import LONG

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link")
SIGNALS = {"interrupt": signal.SIGINT, "terminate": signal.SIGTERM, "kill": signal.SIGKILL}
NEVER = 1 << 30
MOMENTS = NEVER if LONG else 12  # tried of each kind


@dataclass(frozen=True)
class Place:
    """A folder with `pages` that changed since they were read into `index`."""

    folder: Path
    options: tuple[str, ...]

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def fresh(self, number: int) -> Place:
        """The same once more; the index is a copy, the pages are the same files."""
        made = replace(self, folder=self.folder.parent / f"{self.folder.name}-{number}")
        made.folder.mkdir()
        (made.folder / "pages").symlink_to(self.folder / "pages")
        shutil.copytree(self.index, made.index)
        return made

    def finished(self) -> Report:
        """Reindex without being stopped."""
        return searchnews.reindex([self.folder / "pages"], index=self.index, full=bool(self.options), workers=1)

    def answers(self) -> list[object]:
        """What a reader gets from the index."""
        with searchnews.open(self.index) as index:
            assert index.engine.check() == []
            found = [index.search(words, limit=100) for words in ("", "barge", "toll barge", "lock OR sluice")]
            return [comparable(result) for result in found] + [sorted(hit.article_id for hit in index.scan())]


def comparable(result: SearchResult) -> SearchResult:
    return replace(result, seconds=0.0, generation="")


def write(pages: Path, numbers: range, verb: str) -> None:
    pages.mkdir(exist_ok=True)
    for number in numbers:
        text = f"The barge with load {number} {verb} at the toll on the lower sluice before noon, the lock keeper said."
        (pages / f"{number:03}.txt").write_text(f"Barge {number} {verb}\nMarch 5, 2014\n{text}\n{text} It was slow.\n")
    rows = ({"title": f"Lock {number}", "text": f"A lock {verb}, number {number}."} for number in numbers)
    (pages / "locks.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(params=[(), ("--full",)], ids=["incremental", "full"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    made = Place(tmp_path / "place", request.param)
    made.folder.mkdir()
    write(made.folder / "pages", range(8), "waited")
    searchnews.reindex([made.folder / "pages"], index=made.index, workers=1)
    write(made.folder / "pages", range(3, 12), "sank")
    (made.folder / "pages" / "000.txt").unlink()
    return made


def stopped(place: Place, moment: int, number: signal.Signals) -> tuple[int, str, int]:
    """Reindex in a process that gets a signal at its n-th change: exit code, what it said, changes heard."""
    heard = place.folder / "heard"
    count = 0

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writing or event in CHANGES) and str(arguments[0]).startswith((str(place.index), "index")):
            count += 1
            if count == moment:
                os.kill(os.getpid(), number)

    code, said = child.command(
        *("reindex", "pages", "--workers", 1, *place.options),
        cwd=place.folder,
        first=lambda: sys.addaudithook(hear),
        last=lambda: print(count, file=heard.open("w")),
    )
    return code, said, int(heard.read_text()) if heard.exists() else 0


def moments(last: int) -> Iterator[int]:
    """Moments from the first change to the last, all of them or a few."""
    step = max(1, -(-last // MOMENTS))
    yield from range(1, last + 1, step)


@pytest.mark.parametrize("number", SIGNALS.values(), ids=SIGNALS)
def test_stopped_at_any_change(place: Place, number: signal.Signals) -> None:
    before = place.answers()
    done = place.fresh(0)
    code, said, last = stopped(done, NEVER, number)
    assert (code, last > 10) == (0, True), said
    after = done.answers()
    assert before != after
    for moment in moments(last):
        tried = place.fresh(moment)
        code, said, _ = stopped(tried, moment, number)
        found = tried.answers()
        assert found in (before, after)
        if number == signal.SIGKILL:
            assert code == -signal.SIGKILL
        else:
            assert code == 130, said
            assert "Traceback" not in said
            assert ("new index is in place" in said) == (found == after)
        again = tried.finished()
        assert (again.refused, again.read) == (0, 20)
        assert tried.answers() == after
        assert not [path for path in tried.index.iterdir() if path.is_dir()]
        assert len(list(tried.index.iterdir())) == len(list(done.index.iterdir()))
        shutil.rmtree(tried.folder)


def killed_after(place: Place, seconds: float) -> int:
    """Reindex in a process that is killed so late after its start: its exit code."""
    child_id = os.fork()
    if not child_id:
        try:
            sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - the process ends at once
            threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
            place.finished()
            os._exit(0)
        finally:
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child_id, 0)[1])


def test_killed_at_random_moments(place: Place) -> None:
    """With `--long` 120 times of each kind; test_stopped_with_workers_at_random adds 60."""
    before = place.answers()
    done = place.fresh(0)
    began = time.perf_counter()
    assert killed_after(done, 600) == 0
    took = time.perf_counter() - began
    after = done.answers()
    chance = random.Random(5)
    new = 0
    for moment in range(1, 121 if LONG else 4):
        tried = place.fresh(moment)
        code = killed_after(tried, chance.uniform(0, 1.1 * took))
        found = tried.answers()  # says too that `check` finds nothing
        assert code in (0, -signal.SIGKILL)
        assert found == after if code == 0 else found in (before, after)
        new += found == after
        again = tried.finished()
        assert (again.refused, again.read, tried.answers() == after) == (0, 20, True)
        assert len(list(tried.index.iterdir())) == len(list(done.index.iterdir()))
        shutil.rmtree(tried.folder)
    assert not LONG or 0 < new < 120


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder that is worth several workers, beside an index of a few of its pages."""
    folder = tmp_path / "large"
    folder.mkdir()
    write(folder / "pages", range(8), "waited")
    run("reindex", "pages", cwd=folder)
    sentence = (
        "The barge sank at the toll on the lower sluice before noon, the keeper of the lock said in the evening. "
    )
    for name in ("east", "west"):
        rows = ({"title": f"Barge {name} {number}", "text": sentence * 20} for number in range(400))
        (folder / "pages" / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def begun(folder: Path) -> subprocess.Popen[str]:
    """A reindex by two workers, in a session of its own, that has begun to look for files."""
    process = subprocess.Popen(
        [sys.executable, "-m", "searchnews", "reindex", "pages", "--workers", "2"],
        cwd=folder,
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert "Looking" in process.stderr.readline()
    return process


def in_session(leader: int) -> list[str]:
    """The processes of a session, from /proc; its leader may be gone."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, fields = path.read_text().rpartition(")")
        except OSError:
            continue
        state, _, _, session = fields.split()[:4]
        if int(session) == leader and state != "Z":
            found.append(name)
    return found


def total(folder: Path) -> int:
    assert "whole" in run("check", cwd=folder).stdout
    return int(json.loads(run("search", "barge", "--json", cwd=folder).stdout)["total"])


def stop(process: subprocess.Popen[str], how: float | str) -> str:
    """Ctrl-C after some seconds, as a terminal sends it, to the workers too; or a signal to the process alone."""
    time.sleep(how if isinstance(how, float) else 0.9)
    if isinstance(how, float):
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(SIGNALS[how])
    said = process.communicate(timeout=60)[1]
    assert "Traceback" not in said
    return said


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system has no /proc to find workers in")
def test_stopped_with_workers(large: Path) -> None:
    shutil.copytree(large / "index", large / "kept")
    delays: list[float | str] = [seconds / 4 for seconds in range(12)] if LONG else [0.6, 1.4]
    for how in [*delays, "terminate", "kill"]:
        shutil.rmtree(large / "index")
        shutil.copytree(large / "kept", large / "index")
        process = begun(large)
        said = stop(process, how)
        if "Writing the new index" in said:  # faster than we were: whole it must be, old or new
            assert total(large) in (8, 808)
        else:
            assert process.returncode == (-signal.SIGKILL if how == "kill" else 130)
            assert how == "kill" or said.endswith("searchnews: interrupted; the index is as it was\n")
            assert total(large) == 8
        until = time.monotonic() + 20
        while in_session(process.pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not in_session(process.pid)
    run("reindex", "pages", cwd=large)
    assert total(large) == 808
    assert not [path for path in (large / "index").iterdir() if path.is_dir()]


def workers_of(leader: int) -> list[int]:
    """The process ids of a run's workers; not of what Python starts beside them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            command = (path.parent / "cmdline").read_bytes()
            if int(parent) == leader and state != "Z" and b"resource_tracker" not in command:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def ended(process: subprocess.Popen[str], whom: str, chance: random.Random) -> None:
    """Kill the parent or one worker of a run at a random moment; then it ends, whatever that takes."""
    until = time.monotonic() + chance.uniform(0, 4)
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    victims = workers_of(process.pid) if whom == "worker" else [process.pid]
    if victims and process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(victims), signal.SIGKILL)
    process.communicate(timeout=120)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system has no /proc to find workers in")
@pytest.mark.parametrize("whom", ["parent", "worker"])
def test_stopped_with_workers_at_random(large: Path, whom: str) -> None:
    shutil.copytree(large / "index", large / "kept")
    chance = random.Random(7)
    for _ in range(30 if LONG else 1):
        shutil.rmtree(large / "index")
        shutil.copytree(large / "kept", large / "index")
        process = begun(large)
        ended(process, whom, chance)
        if whom == "worker":
            assert process.returncode == 0
            assert total(large) == 808
        else:
            assert process.returncode in (0, -signal.SIGKILL)
            assert total(large) in (8, 808)
        until = time.monotonic() + 20
        while in_session(process.pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not in_session(process.pid)
        run("reindex", "pages", "--workers", 1, cwd=large)
        assert total(large) == 808
        assert not [path for path in (large / "index").iterdir() if path.is_dir()]
