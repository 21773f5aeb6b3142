"""What a reindex meets around its pages: another version's index, another reindex, links in circles, hidden files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from searchnews.locking import only_one
from tests.command import environment, report, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    page(tmp_path / "pages" / "ferry.txt", "Ferry")
    return tmp_path


def page(path: Path, what: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"The {what} to the outer islands sails again from Monday, the harbour office of Port Selm said."
    path.write_text(f"{what} sails again\nMarch 5, 2014\n{text}\n{text} Tickets are sold on the quay.\n")


def found(folder: Path) -> int:
    return int(json.loads(run("search", "islands", "--json", cwd=folder).stdout)["total"])


@pytest.mark.parametrize("version", [0, 999])
def test_an_index_of_another_version_is_named_and_made_anew_by_full_only(folder: Path, version: int) -> None:
    report(folder, "pages")
    (ledger,) = (folder / "index").glob("ledger-*")
    _, _, rest = ledger.read_bytes().partition(b"\n")
    ledger.write_bytes(json.dumps({"searchnews-index": version}).encode() + b"\n" + rest)
    before = {path.name: path.read_bytes() for path in (folder / "index").iterdir()}
    for command in (
        ("search", "islands"),
        ("reindex", "pages"),
        ("show", "nobody"),
        ("stats",),
        ("check",),
        ("serve",),
    ):
        said = run(*command, cwd=folder, code=1).stderr
        assert f"format {version}" in said
        assert "searchnews reindex --full" in said
    after = {path.name: path.read_bytes() for path in (folder / "index").iterdir()}
    assert {name: data for name, data in after.items() if name != "reindex.lock"} == {
        name: data for name, data in before.items() if name != "reindex.lock"
    }
    report(folder, "--full", "pages")
    assert found(folder) == 1
    assert report(folder, "pages")["unchanged"] == 1


def test_a_second_reindex_waits_for_the_first(folder: Path) -> None:
    report(folder, "pages")
    page(folder / "pages" / "barge.txt", "Barge")
    with only_one(folder / "index"):
        said = run("reindex", "pages", cwd=folder, code=1).stderr
        assert f"process {os.getpid()} on " in said
        assert "--wait" in said
        command = [sys.executable, "-m", "searchnews", "reindex", "pages", "--wait", "--workers", "1"]
        second = subprocess.Popen(command, cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True)
        assert second.stderr is not None
        waiting = second.stderr.readline()
        assert waiting.startswith("Waiting")
        assert str(os.getpid()) in waiting
        assert found(folder) == 1
    assert second.wait(60) == 0
    second.stderr.close()
    assert found(folder) == 2


def test_links_in_circles_are_survived_and_each_file_is_read_once(folder: Path) -> None:
    pages = folder / "pages"
    page(pages / "deep" / "down" / "raft.txt", "Raft")
    (pages / "deep" / "down" / "up").symlink_to(pages)
    (pages / "itself").symlink_to("itself")
    (pages / "nothing.txt").symlink_to("gone.txt")
    (pages / "again.txt").symlink_to("ferry.txt")
    page(folder / "elsewhere" / "canoe.txt", "Canoe")
    (pages / "linked").symlink_to(folder / "elsewhere")
    data = report(folder, "pages")
    assert (data["added"], data["refused"]) == (3, 0)
    assert sorted(data["skipped"]) == ["pages/itself", "pages/nothing.txt"]
    assert found(folder) == 3
    (pages / "linked").unlink()
    assert report(folder, "pages")["removed"] == 1


def test_hidden_files_and_the_index_itself_are_passed_over(folder: Path) -> None:
    pages = folder / "pages"
    page(pages / ".hidden.txt", "Submarine")
    page(pages / ".git" / "inner.txt", "Submarine")
    (pages / "picture.png").write_bytes(b"\x89PNG")
    data = report(folder, ".", "--index", "pages/index")
    assert (data["added"], data["skipped"]) == (1, ["./pages/picture.png"])
    data = report(folder, ".", "--index", "pages/index")
    assert (data["read"], data["unchanged"]) == (1, 1)
    assert report(folder, "pages/.hidden.txt")["added"] == 1  # named outright, it is wanted
