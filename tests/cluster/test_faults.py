"""Nodes of a cluster of three are killed, hang, or are away: `scripts/test --long`.

Searches and runs go on where one node dies; where that is not possible the page says so within two seconds.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchnews.engines.opensearch.engine import OpenSearchEngine
from searchnews.errors import SearchnewsError
from searchnews.models import Article
from searchnews.request import make_query
from searchnews.settings import Settings
from tests.cluster.server import assert_told, needs_cluster

ROOT = Path(__file__).parents[2]
NAME = f"faults-{os.getpid()}"
pytestmark = [
    needs_cluster,
    pytest.mark.skipif(not os.environ.get("SEARCHNEWS_TEST_LONG"), reason="three nodes take minutes: --long"),
]
COUNT = 6_000


def server(*arguments: str) -> list[str]:
    done = subprocess.run(
        [ROOT / "scripts" / "opensearch", "--name", NAME, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def urls() -> Iterator[list[str]]:
    try:
        yield server("start", "3", "--timeout", "600")
    finally:
        server("stop", "--remove")


@pytest.fixture
def place(urls: list[str]) -> str:
    server("start", "3", "--timeout", "600")  # what a test before has killed
    return f"opensearch+http://{','.join(url.removeprefix('http://') for url in urls)}/faults"


def article(number: int, word: str) -> Article:
    text = " ".join(f"{word}{number % step}" for step in range(2, 60))
    return Article(f"n{number:015}", f"Story {word} {number}", body=(text, text), sources=("AFP",), language="en")


class Asking:
    """A thread that goes on searching."""

    def __init__(self, engine: OpenSearchEngine, expected: set[int]) -> None:
        self._engine, self._expected = engine, expected
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.answers = 0
        self.wrong: list[object] = []
        self.slowest = 0.0

    def _run(self) -> None:
        while not self._ended.wait(0.02):
            begun = time.monotonic()
            try:
                total = self._engine.search(make_query("story")).total
            except SearchnewsError as error:
                self.wrong.append(error)
            else:
                self.answers += 1
                self.wrong += [total] if total not in self._expected else []
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def __enter__(self) -> Asking:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()


_open: list[OpenSearchEngine] = []


def opened(place: str, mode: str = "write", replicas: int = -1) -> OpenSearchEngine:
    settings = Settings(opensearch_shards=3, opensearch_timeout=20, opensearch_replicas=replicas)
    _open.append(OpenSearchEngine(place, mode, settings))
    return _open[-1]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _open:
        _open.pop().close()


@pytest.mark.parametrize("node", ["1", "2", "3"])
def test_a_node_dies_while_a_reindex_runs_and_others_search(place: str, node: str) -> None:
    writer, reader = opened(place), opened(place)
    writer.commit([writer.encode(article(number, "old") for number in range(500))], rebuild=True)
    batches = [writer.encode(article(n, "new") for n in range(at, at + 500)) for at in range(0, COUNT, 500)]
    with Asking(reader, {500, COUNT}) as asking:
        killer = threading.Timer(0.5, lambda: server("kill", node))
        killer.start()
        writer.commit(batches, rebuild=True, ledger=b"files")
        killer.join()
        time.sleep(1)
    assert asking.wrong == []
    assert asking.answers > 10
    assert writer.search(make_query("story")).total == COUNT
    assert writer.search(make_query("old")).query.match == "all"
    assert opened(place).ledger() == b"files"
    assert opened(place).check() == []


def test_a_run_that_dies_leaves_the_old_index_and_the_next_clears_up(place: str) -> None:
    writer = opened(place)
    writer.commit([writer.encode(article(number, "old") for number in range(50))], rebuild=True)
    broken = writer.encode([article(1, "new")])
    Path(broken.folder, "000000.zst").unlink()
    with pytest.raises(OSError, match="000000"):
        writer.commit([broken], rebuild=True)
    assert opened(place, "read").search(make_query("old")).total == 50
    writer.discard(())
    assert writer.leftovers() == []


@pytest.mark.parametrize("node", ["1", "2", "3"])
def test_a_node_dies_while_changes_are_written_and_others_search(place: str, node: str) -> None:
    writer, reader = opened(place), opened(place)
    writer.commit([writer.encode(article(number, "old") for number in range(COUNT))], rebuild=True)
    changed = [writer.encode(article(n, "new") for n in range(at, at + 500)) for at in range(0, COUNT // 2, 500)]
    gone = [article(number, "old").article_id for number in range(COUNT - 100, COUNT)]
    with Asking(reader, set(range(COUNT - 100, COUNT + 1))) as asking:
        killer = threading.Timer(0.3, lambda: server("kill", node))
        killer.start()
        writer.commit(changed, removed=gone, ledger=b"files")
        killer.join()
        time.sleep(1)
    assert asking.wrong == []
    assert asking.answers > 10
    assert writer.search(make_query("story")).total == COUNT - 100
    assert writer.search(make_query("title:new")).total == COUNT // 2
    assert opened(place).check() == []


def test_a_cluster_that_hangs_says_so_and_goes_on(place: str) -> None:
    engine = opened(place)
    engine.commit([engine.encode(article(number, "old") for number in range(50))], rebuild=True)
    for node in ("1", "2", "3"):
        server("pause", node)
    try:
        assert_told(engine, place, "does not answer in time")
    finally:
        for node in ("1", "2", "3"):
            server("resume", node)
    server("start", "3", "--timeout", "600")
    time.sleep(0.3)
    assert engine.search(make_query("story")).total == 50


def test_a_part_that_no_node_has_is_told_and_not_left_out(place: str) -> None:
    engine = opened(place, replicas=0)
    engine.commit([engine.encode(article(number, "old") for number in range(50))], rebuild=True)
    server("kill", "2")
    until = time.monotonic() + 60
    while "red" not in str(engine.check()) and time.monotonic() < until:
        time.sleep(0.5)  # until the others know
    assert_told(engine, place, "red")
    server("start", "3", "--timeout", "600")
    time.sleep(0.3)
    assert engine.search(make_query("story")).total == 50
    assert engine.check() == []


def test_a_cluster_that_is_away_is_told(place: str) -> None:
    engine = opened(place)
    engine.commit([engine.encode([article(1, "old")])], rebuild=True)
    for node in ("1", "2", "3"):
        server("kill", node)
    assert_told(engine, place, "can't be reached")
