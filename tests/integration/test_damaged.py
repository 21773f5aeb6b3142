"""A damaged index: `check` names it, nothing shows a traceback or calls it a bug, and `reindex --full` mends it."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import searchnews
from searchnews.checkup import check
from searchnews.cli import main
from searchnews.errors import IndexUnavailable
from searchnews.settings import Settings
from tests.command import report, run
from tests.length import LONG

ADVICE = "searchnews reindex --full"


def write(folder: Path) -> None:
    rows = ({"title": f"Ferry {n}", "text": f"The ferry sailed from the quay on day {n}."} for n in range(30))
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    write(folder)
    report(folder, "pages.jsonl")
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copy"))


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def emptied(data: bytes) -> bytes:
    return b""


def overwritten(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (halved, emptied, overwritten)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """What a command, run in this process, returns and says."""
    capsys.readouterr()
    code = main(arguments)
    return code, "".join(capsys.readouterr())


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", DAMAGES)  # Whoosh leaves a table of contents open that it can't read
@pytest.mark.parametrize("file", ["_MAIN_*.toc", "MAIN_*.arrays"])
def test_what_readers_need_is_damaged(
    folder: Path,
    file: str,
    damage: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SEARCHNEWS_TEST_LONG", raising=False)
    (path,) = (folder / "index").glob(file)
    path.write_bytes(damage(path.read_bytes()))
    for command in (("check",), ("search", "ferry"), ("stats",), ("reindex", "pages.jsonl"), ("serve", "--port", "0")):
        code, told = said(capsys, *command)
        assert (code, ADVICE in told, "this is a bug" in told) == (1, True, False), (command, told)
    assert said(capsys, "reindex", "--full", "pages.jsonl")[0] == 0
    assert "whole" in said(capsys, "check")[1]


def test_one_wrong_byte_anywhere_in_the_articles_is_found(folder: Path) -> None:
    (path,) = (folder / "index").glob("MAIN_*.arrays")
    good = path.read_bytes()
    table = json.loads(good[16 : 16 + int.from_bytes(good[8:12], "little")])["arrays"]
    _, length, start, _ = table["stored"]
    assert length > 400  # a block
    for place in range(start, start + length, 1 if LONG else length // 60):
        wrong = bytearray(good)
        wrong[place] ^= 1
        path.write_bytes(wrong)
        (fault,) = check(Settings(index=str(folder / "index"))).faults
        assert ADVICE in fault
        with contextlib.suppress(IndexUnavailable), searchnews.open(folder / "index") as index:
            assert index.search("ferry", limit=30).total == 30


@pytest.mark.parametrize("damage", [halved, overwritten])
def test_a_damaged_ledger_is_a_fault_though_searching_goes_on(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    (path,) = (folder / "index").glob("ledger-*")
    head, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"\n" + damage(rest))
    assert ADVICE in run("check", cwd=folder, code=1).stderr
    assert json.loads(run("search", "ferry", "--json", cwd=folder).stdout)["total"] == 30
    report(folder, "--full", "pages.jsonl")
    assert "whole" in run("check", cwd=folder).stdout


def test_what_a_killed_run_left_is_a_note_and_no_fault(folder: Path) -> None:
    (folder / "index" / "staging-reading-left").mkdir()
    (folder / "index" / "ledger-7").write_bytes(b"x")
    done = run("check", cwd=folder)
    assert "whole" in done.stdout
    assert "note: " in done.stderr
    assert "ledger-7, staging-reading-left" in done.stderr
    found = json.loads(run("check", "--json", cwd=folder).stdout)
    assert (found["whole"], found["faults"], len(found["notes"])) == (True, [], 1)
    report(folder, "pages.jsonl")
    assert json.loads(run("check", "--json", cwd=folder).stdout)["notes"] == []


def test_settings_are_looked_at_too(folder: Path) -> None:
    (folder / "searchnews.toml").write_text('sources = ["gone"]\n[columns]\ntxet = "words"\n')
    done = run("check", cwd=folder, code=1)
    assert "'txet'" in done.stderr
    assert "published" in done.stderr
    assert "note: settings: sources names gone" in done.stderr
