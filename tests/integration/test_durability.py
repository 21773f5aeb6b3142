"""A commit that fails or is killed at any step, a full disk, readers beside a writer: the old index or the new one."""

from __future__ import annotations

import contextlib
import errno
import gc
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Semaphore
from pathlib import Path

import pytest

from searchnews.engines.whoosh import current
from searchnews.engines.whoosh.checking import leftovers
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.snapshot import Snapshot, open_snapshot
from searchnews.errors import IndexWriteFailed, SearchnewsError
from searchnews.models import Article
from searchnews.request import make_query
from tests.length import LONG

STEPS = ("fsync", "rename", "unlink", "remove", "rmdir", "mkdir", "open")
NEVER = 1 << 30


def story(number: int, word: str = "waits", length: int = 1) -> Article:
    text = " ".join(f"{word} {number * place % 97} at the sluice" for place in range(20 * length))
    return Article(f"story{number:011}", f"Barge {number} {word}", body=(text,), language="en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with contextlib.closing(WhooshEngine(tmp_path / "index", "write")) as engine:
        engine.commit([engine.encode(map(story, range(30)))], ledger=b"first")
    return tmp_path / "index"


def state(folder: Path) -> tuple[object, ...]:
    """What the index holds, once it was found whole."""
    with contextlib.closing(WhooshEngine(folder)) as engine:
        assert engine.check() == []
        found = engine.search(make_query("barge", limit=100))
        return (
            engine.ledger(),
            found.total,
            [hit.article for hit in found.hits],
            engine.search(make_query("sinks")).total,
        )


def commit(folder: Path, *, rebuild: bool = False, length: int = 1) -> None:
    with contextlib.closing(WhooshEngine(folder, "write")) as engine:
        engine.discard(())
        parts = range(9), range(20, 45)
        try:
            batches = [engine.encode(story(number, "sinks", length) for number in part) for part in parts]
            engine.commit(batches, removed=["story00000000025"], rebuild=rebuild, ledger=b"second")
        except SearchnewsError:
            engine.discard(())
            raise


def clean(folder: Path) -> bool:
    return not leftovers(Folder(folder)) and not [path for path in folder.iterdir() if path.is_dir()]


def at_step(moment: int, act: Callable[[str], None]) -> Callable[[], int]:
    """Have this process act before its n-th step that changes what is on the disk; returns who counts the steps."""
    count = 0

    def counted(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            nonlocal count
            writing = name != "open" or (
                len(arguments) > 1 and isinstance(arguments[1], int) and arguments[1] & os.O_CREAT
            )
            count += bool(writing)
            if writing and count == moment:
                act(name)
            return original(*arguments, **named)

        return step

    for name in STEPS:
        setattr(os, name, counted(name, getattr(os, name)))
    return lambda: count


def in_child(work: Callable[[], None]) -> int:
    """Do something in a forked process: its exit code, minus a signal's number; 0 where it came to its end."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        finally:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def steps(folder: Path, rebuild: bool) -> int:
    """How many steps a commit takes."""
    told = folder.parent / "steps"

    def work() -> None:
        count = at_step(NEVER, lambda _: None)
        commit(folder, rebuild=rebuild)
        told.write_text(str(count()))

    assert in_child(work) == 0
    return int(told.read_text())


def copies(folder: Path, count: int) -> Iterator[tuple[int, Path]]:
    for number in range(1, count + 1):
        made = Path(shutil.copytree(folder, folder.parent / f"copy-{number}"))
        yield number, made
        shutil.rmtree(made)


@pytest.mark.parametrize("rebuild", [False, True], ids=["incremental", "full"])
def test_killed_before_every_step(folder: Path, rebuild: bool) -> None:
    before = state(folder)
    done = Path(shutil.copytree(folder, folder.parent / "done"))
    count = steps(done, rebuild)
    after = state(done)
    assert (before != after, count > 15) == (True, True)
    seen = set()
    for number, tried in copies(folder, count):

        def work(number: int = number, tried: Path = tried) -> None:
            at_step(number, lambda _: os.kill(os.getpid(), signal.SIGKILL))
            commit(tried, rebuild=rebuild)

        assert in_child(work) == -signal.SIGKILL
        found = state(tried)
        assert found in (before, after)
        seen.add(found == after)
        commit(tried, rebuild=rebuild)
        assert state(tried) == after
        assert clean(tried)
    assert seen == {False, True}


def failing(name: str, moment: int) -> Callable[..., object]:
    """A function of `os` that fails at its n-th call that changes what is on the disk."""
    original, calls = getattr(os, name), 0

    def step(*arguments: object, **named: object) -> object:
        nonlocal calls
        writing = name != "open" or (isinstance(arguments[1], int) and arguments[1] & os.O_CREAT)
        calls += bool(writing)
        if writing and calls == moment:
            raise OSError(errno.EIO, "Input/output error")
        return original(*arguments, **named)

    return step


@pytest.mark.parametrize("step", ["fsync", "rename", "open", "mkdir"])
@pytest.mark.parametrize("rebuild", [False, True], ids=["incremental", "full"])
def test_a_step_that_fails_leaves_the_old_index(folder: Path, step: str, rebuild: bool) -> None:
    before = state(folder)
    failed = 0
    with contextlib.closing(WhooshEngine(folder, "write")) as engine:
        for moment in range(100):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, step, failing(step, moment + 1))
                try:
                    batch = engine.encode(map(story, range(20, 45)))
                    engine.commit([batch], rebuild=rebuild, ledger=b"second")
                    break
                except IndexWriteFailed as error:
                    assert "Input/output error" in str(error)
                    assert "old one is intact" in str(error)
            failed += 1
            assert state(folder) == before
            assert engine.ledger() == b"first"
        else:
            pytest.fail("it never came through")
        assert failed >= (5 if step == "fsync" else 1)
        assert engine.ledger() == b"second"
        assert state(folder) != before
        assert clean(folder)


def test_files_that_may_not_grow(folder: Path) -> None:
    """A limit on the size of files, as a quota has: every size up to what a commit needs."""
    before = state(folder)
    for limit in range(0, 400_000, 9_000 if LONG else 40_000):
        tried = Path(shutil.copytree(folder, folder.parent / f"limit-{limit}"))

        def work(limit: int = limit, tried: Path = tried) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                commit(tried, length=40)
            except IndexWriteFailed as error:
                os._exit(3 if "File too large" in str(error) and "old one is intact" in str(error) else 4)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

        code = in_child(work)
        assert code in (0, 3), code
        assert (state(tried) == before) == (code == 3)
        assert clean(tried)
        if code == 0:
            break
        shutil.rmtree(tried)
    assert limit > 0
    assert code == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    folder = small_disk / "index"
    with contextlib.closing(WhooshEngine(folder, "write")) as engine:
        engine.commit([engine.encode(map(story, range(30)))], ledger=b"first")
        before = state(folder)
        for length in (2000, 400, 200):
            with pytest.raises(IndexWriteFailed, match=r"No space left on device.*old one is intact"):
                engine.commit([engine.encode(story(number, "sinks", length) for number in range(40))])
            engine.discard(())
            assert state(folder) == before
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass
        with pytest.raises(IndexWriteFailed, match="No space left on device"):
            engine.commit([], removed=["story00000000001"])
        assert state(folder) == before
        filler.unlink()
        engine.commit([engine.encode([story(99)])])
        assert (state(folder)[1], clean(folder)) == (31, True)


# Readers beside a writer


def opened_files(folder: Path) -> list[str]:
    """What of an index this process holds open or mapped."""
    maps = [line for line in Path("/proc/self/maps").read_text().splitlines() if str(folder) in line]
    for path in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            maps.append(str(path.readlink()))
    return [line for line in maps if str(folder) in line]


FAST = 4  # commits one right after another, before the writer waits until the last was seen


def _rounds(folder: str, times: int, go_on: Semaphore) -> None:
    writer = WhooshEngine(Path(folder), "write")
    for number in range(1, times + 1):
        if number > FAST and number % FAST == 1:
            go_on.acquire()
        articles = (story(n, f"round{number}") for n in range(5 + number))
        writer.commit([writer.encode(articles)], rebuild=number % 5 == 0, ledger=str(number).encode())


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system has no /proc to count open files in")
def test_searches_beside_commits_see_one_generation_each(tmp_path: Path) -> None:
    folder, times, count = tmp_path / "index", 50 if LONG else 12, 8 if LONG else 4
    with contextlib.closing(WhooshEngine(folder, "write")) as writer:
        writer.commit([writer.encode(story(number, "round0") for number in range(5))], ledger=b"0")
    gc.collect()
    assert opened_files(folder) == []
    reader = WhooshEngine(folder)
    wrong: list[object] = []
    seen: set[int] = set()
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                found = reader.search(make_query("barge", limit=100))
                words = {hit.article.title.split()[-1] for hit in found.hits if hit.article}
                (word,) = words
                number = int(word.removeprefix("round"))
                seen.add(number)
                if not found.total == len(found.hits) == 5 + number == found.facets["language"][0].count:
                    wrong.append((found.total, len(found.hits), number))
            except Exception as error:  # noqa: BLE001 - told below
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    context = multiprocessing.get_context("spawn")
    go_on = context.Semaphore(0)
    process = context.Process(target=_rounds, args=(str(folder), times, go_on))
    process.start()
    awaited = [*range(FAST, times, FAST), times]
    for number in awaited:
        until = time.monotonic() + 60
        while number not in seen and not wrong and time.monotonic() < until:
            time.sleep(0.05)
        go_on.release()
    process.join()
    ended.set()
    for thread in threads:
        thread.join()
    assert (process.exitcode, wrong) == (0, [])
    assert seen >= {*awaited}
    gc.collect()
    held = opened_files(folder)
    assert held
    assert len(held) <= 3 * reader.stats().segments  # a map and a descriptor each: of the newest generation only
    assert not [line for line in held if "(deleted)" in line]
    reader.close()
    gc.collect()
    assert opened_files(folder) == []


def test_no_search_waits_for_the_next_generation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is being opened: searches are answered from the one before, until it is."""
    may_open, begun = threading.Event(), threading.Event()

    def slow(of: Folder) -> Snapshot:
        begun.set()
        assert may_open.wait(60)
        return open_snapshot(of)

    reader = WhooshEngine(folder)
    assert reader.search(make_query("sinks")).total == 0
    monkeypatch.setattr(current, "open_snapshot", slow)
    commit_elsewhere = multiprocessing.get_context("spawn").Process(target=commit, args=(folder,))
    commit_elsewhere.start()
    assert begun.wait(60)
    for _ in range(20):
        assert reader.search(make_query("sinks")).total == 0
    may_open.set()
    until = time.monotonic() + 60
    while not reader.search(make_query("sinks")).total and time.monotonic() < until:
        time.sleep(0.01)
    assert reader.search(make_query("sinks")).total == 34
    commit_elsewhere.join()
    reader.close()


def test_an_index_that_went_away_is_told_and_found_again(folder: Path) -> None:
    reader = WhooshEngine(folder)
    assert reader.search(make_query("barge")).total == 30
    folder.rename(folder.parent / "elsewhere")
    until = time.monotonic() + 60
    with pytest.raises(SearchnewsError, match="searchnews reindex"):
        while time.monotonic() < until:
            reader.search(make_query("barge"))
            time.sleep(0.05)
    (folder.parent / "elsewhere").rename(folder)
    while time.monotonic() < until:
        with contextlib.suppress(SearchnewsError):
            assert reader.search(make_query("barge")).total == 30
            break
        time.sleep(0.05)
    assert reader.search(make_query("barge")).total == 30
    reader.close()
