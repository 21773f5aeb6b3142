"""What is known to go wrong with Whoosh, a test each; and what the index folder must survive."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from whoosh.index import create_in, open_dir

from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.engines.whoosh.schema import schema
from searchnews.engines.whoosh.segment import Segment
from searchnews.errors import IndexLocked, IndexUnavailable, IndexWriteFailed, NotAnIndex, WrongVersion
from searchnews.models import Article
from searchnews.request import make_query

Opener = Callable[..., WhooshEngine]


def story(number: int, text: str = "strike") -> Article:
    return Article(f"story{number:011}", f"{text} number {number}", body=(f"The {text} goes on.",), language="en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened() -> Iterator[Callable[..., WhooshEngine]]:
    """Opens engines and closes them after the test."""
    made: list[WhooshEngine] = []

    def opener(folder: Path, mode: str = "read") -> WhooshEngine:
        made.append(WhooshEngine(folder, mode))
        return made[-1]

    yield opener
    for engine in made:
        engine.close()


@pytest.fixture
def engine(folder: Path, opened: Callable[..., WhooshEngine]) -> WhooshEngine:
    made = opened(folder, "write")
    made.commit([made.encode(story(number) for number in range(20))], ledger=b"first")
    return made


def total(engine: WhooshEngine, text: str = "") -> int:
    return engine.search(make_query(text, limit=5)).total


def test_one_engine_serves_many_threads(engine: WhooshEngine) -> None:
    wrong: list[object] = []

    def ask(number: int) -> None:
        for _ in range(15):
            found = engine.search(make_query(f'title:"number {number}"')).hits
            if [hit.article_id for hit in found] != [f"story{number:011}"]:
                wrong.append(found)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_open_engine_sees_the_next_generation(engine: WhooshEngine, folder: Path, opened: Opener) -> None:
    reader = opened(folder)
    assert total(reader) == 20
    engine.commit([], removed=["story00000000000"])
    assert total(engine) == 19  # at once for who committed
    seen_by = time.monotonic() + 20
    while total(reader) == 20 and time.monotonic() < seen_by:
        time.sleep(0.01)
    assert total(reader) == 19


def _commit_often(folder: str, times: int) -> None:
    writer = WhooshEngine(Path(folder), "write")
    for number in range(times):
        writer.commit([writer.encode([story(n, f"round{number}") for n in range(5)])], rebuild=number % 3 == 0)


# Whoosh leaves a segment's first file open where its second is gone; it is collected, and nothing can be done here.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_opening_while_another_process_commits(folder: Path, opened: Opener) -> None:
    opened(folder, "write").commit([])
    process = multiprocessing.get_context("spawn").Process(target=_commit_often, args=(str(folder), 25))
    process.start()
    times = 0
    while process.is_alive():
        with_one = opened(folder)
        assert total(with_one) in (0, 5)
        with_one.close()
        times += 1
    process.join()
    gc.collect()  # what Whoosh left open is complained of here, not in a later test
    assert process.exitcode == 0
    assert times > 5


def test_a_failed_commit_gives_the_lock_back_and_leaves_the_index(
    engine: WhooshEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    batch = engine.encode([story(99)])
    with monkeypatch.context() as patch:
        patch.setattr("searchnews.engines.whoosh.toc_writing.next_contents", full)
        with pytest.raises(IndexWriteFailed, match=r"No space left on device.*old one is intact"):
            engine.commit([batch], ledger=b"second")
    assert (total(engine), engine.ledger()) == (20, b"first")
    assert engine.check() == []
    engine.commit([engine.encode([story(99)])])
    assert total(engine) == 21


def test_two_writers_do_not_write_at_once(engine: WhooshEngine, folder: Path, opened: Opener) -> None:
    other = opened(folder, "write")
    with engine._folder.locked(), pytest.raises(IndexLocked, match="another process is writing"):
        other.commit([])
    other.commit([])


def test_a_filter_that_matches_nothing_counts_nothing(engine: WhooshEngine) -> None:
    result = engine.search(make_query("strike", filters={"source": ["Nobody"]}))
    assert (result.total, result.hits) == (0, ())


def test_counting_ignores_the_limit_and_sorting_needs_no_dates(engine: WhooshEngine) -> None:
    result = engine.search(make_query("strike", limit=3, sort="oldest"))
    assert [(row.value, row.count) for row in result.facets["language"]] == [("en", 20)]
    assert len(result.hits) == 3


@pytest.mark.parametrize("text", ["[a TO z]", "e*", "x~3", "*", "a?b"])
def test_nothing_typed_expands_without_a_limit(
    engine: WhooshEngine, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    original = Segment.spans

    def counted(self: Segment, number: int) -> tuple[int, int, int, int]:
        read.append(number)
        return original(self, number)

    monkeypatch.setattr(Segment, "spans", counted)
    engine.search(make_query(text))
    assert len(read) <= 60


def test_everything_is_synced_before_the_commit_shows(
    engine: WhooshEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        done.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    def renamed(self: Path, target: Path) -> Path:
        done.append(f"rename {target.name}")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    batch = engine.encode([story(50)])
    done.clear()
    engine.commit([batch], ledger=b"second")
    shown = done.index("rename _MAIN_2.toc")
    segments = {path.name for path in folder.glob("MAIN_*.*")}
    assert segments | {"ledger-2", "_MAIN_2.toc", "index"} <= set(done[:shown])
    assert done[shown + 1] == "index"  # the folder's own list of names


def test_the_folder_is_private(engine: WhooshEngine, folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_search_reads_no_table_of_contents(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    total(engine)
    monkeypatch.setattr("searchnews.engines.whoosh.folder.read_contents", lambda *_: pytest.fail("read again"))
    assert total(engine, "strike") == 20


def test_stems_are_marked_but_never_offered(engine: WhooshEngine) -> None:
    hit = engine.search(make_query("striking")).hits[0]
    assert "<mark>strike</mark>" in hit.snippets[0]
    assert engine.search(make_query("strikng")).suggestion in ("striking", "strike")


def test_long_fields_keep_their_exact_length(folder: Path, opened: Opener) -> None:
    made = opened(folder, "write")
    made.commit([made.encode([Article("a" * 16, "x", body=("word " * 10_007,), language="en")])])
    assert made._current().averages["body"] == 10_007


def test_small_segments_are_joined_and_deleted_articles_make_room(folder: Path, opened: Opener) -> None:
    made = opened(folder, "write")
    for number in range(40):
        made.commit([made.encode([story(number)])])
    stats = made.stats()
    assert (stats.articles, stats.deleted) == (40, 0)
    assert stats.segments <= 12


def test_nothing_is_left_behind_by_commits(engine: WhooshEngine, folder: Path) -> None:
    for number in range(5):
        engine.commit([engine.encode([story(number, "again")])])
    names = sorted(path.name for path in folder.iterdir())
    assert not [name for name in names if name.startswith("staging-")]
    assert [name for name in names if name.startswith("_MAIN_")] == ["_MAIN_6.toc"]
    assert [name for name in names if name.startswith("ledger-")] == ["ledger-6"]


def test_whoosh_itself_knows_the_index_and_counts_what_is_deleted(engine: WhooshEngine, folder: Path) -> None:
    engine.commit([], removed=["story00000000003"])
    found = open_dir(folder)
    segments = found._segments()
    assert [(segment.doc_count(), segment.doc_count_all()) for segment in segments] == [(19, 20)]
    assert (found.latest_generation(), "title" in found.schema) == (2, True)


# Whose folder is it?


def test_no_index_yet(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(IndexUnavailable, match=r"no index in .* yet.*searchnews reindex"):
        opened(tmp_path / "nowhere")
    (tmp_path / "README.md").write_text("Here the index goes.")
    with pytest.raises(IndexUnavailable, match="searchnews reindex"):
        opened(tmp_path)
    opened(tmp_path, "write").commit([])
    assert total(opened(tmp_path)) == 0
    assert (tmp_path / "README.md").exists()


@pytest.mark.parametrize("mode", ["read", "write", "rebuild"])
def test_a_folder_of_something_else_is_never_touched(tmp_path: Path, mode: str, opened: Opener) -> None:
    (tmp_path / "thesis.docx").write_text("chapter one")
    with pytest.raises(NotAnIndex, match=r"holds thesis\.docx; nothing was touched"):
        opened(tmp_path, mode)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_somebody_elses_whoosh_index_is_something_else(tmp_path: Path, opened: Opener) -> None:
    create_in(tmp_path, schema())
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(NotAnIndex):
        opened(tmp_path, "rebuild")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_file_is_no_folder(tmp_path: Path, opened: Opener) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(NotAnIndex, match="is a file"):
        opened(tmp_path / "index", "write")


def test_another_versions_index_is_named_and_can_be_replaced(
    engine: WhooshEngine, folder: Path, opened: Opener
) -> None:
    ledger = folder / "ledger-1"
    ledger.write_bytes(json.dumps({"searchnews-index": 99}).encode() + b"\nfrom the future")
    for mode in ("read", "write"):
        with pytest.raises(WrongVersion, match=r"format 99.*searchnews reindex --full"):
            opened(folder, mode)
    fresh = opened(folder, "rebuild")
    fresh.commit([fresh.encode([story(1)])], rebuild=True)
    assert total(opened(folder)) == 1


def test_a_damaged_index_says_what_to_do(engine: WhooshEngine, folder: Path, opened: Opener) -> None:
    engine.close()
    for path in folder.glob("MAIN_*.arrays"):
        path.write_bytes(b"not an array")
    with pytest.raises(IndexUnavailable, match="searchnews reindex --full"):
        total(opened(folder))
    assert "searchnews reindex --full" in opened(folder).check()[0]
