"""What may not be read or written: each a clear line, the rest goes on, the old index answers."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchnews
from tests import child

NOBODY = 65534


codecs.lookup("utf-32-le")  # what a search needs, and nobody may not read where Python is installed


def drop() -> None:
    """Be nobody: the administrator may read everything."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def can_drop() -> bool:
    number = os.fork()
    if not number:
        try:
            drop()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(number, 0)[1] == 0


pytestmark = pytest.mark.skipif(not can_drop(), reason="this process is root and may not become anybody else")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that nobody owns, with an index of three pages; not below tmp_path, where only its owner may look."""
    made = Path(tempfile.mkdtemp(prefix="searchnews-test-"))
    (made / "pages" / "closed").mkdir(parents=True)
    for name in ("open.txt", "shut.txt", "closed/inner.txt"):
        text = f"The lighthouse of {Path(name).stem} was painted in the spring, its keeper told the harbour office. "
        (made / "pages" / name).write_text(f"Lighthouse {Path(name).stem}\nMarch 5, 2014\n{text}\n{text}{text}\n")
    searchnews.reindex(made / "pages", index=made / "index", workers=1)
    if os.geteuid() == 0:
        for path in (made, *made.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    yield made
    for path in (made, *made.rglob("*")):
        if path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(made)


def tried(folder: Path, *arguments: object, code: int) -> str:
    got, said = child.command(*arguments, cwd=folder, first=drop)
    assert got == code, said
    assert "Traceback" not in said
    return said


def report(folder: Path, *arguments: object, code: int = 0) -> dict[str, Any]:
    said = tried(folder, "reindex", "pages", "--workers", 1, "--json", *arguments, code=code)
    return dict(json.loads(said[said.index("{") :]))


def found(folder: Path) -> int:
    return int(json.loads(tried(folder, "search", "lighthouse", "--json", code=0))["total"])


def test_what_can_not_be_read_is_named_and_what_was_read_of_it_stays(folder: Path) -> None:
    (folder / "pages" / "open.txt").write_text(
        "Lighthouse sold\nMarch 6, 2014\nThe lighthouse was sold to a painter.\n"
    )
    (folder / "pages" / "shut.txt").chmod(0)
    os.utime(folder / "pages" / "shut.txt", (1, 1))
    (folder / "pages" / "closed").chmod(0)
    data = report(folder, code=3)
    refused = {row["path"]: row["reason"] for row in data["refusals"]}
    assert sorted(refused) == ["pages/closed", "pages/shut.txt"]
    assert all("ermission denied" in reason and "1 article read from it stays" in reason for reason in refused.values())
    assert (data["read"], data["changed"], data["removed"], data["refused"]) == (3, 1, 0, 2)
    assert found(folder) == 3
    full = report(folder, "--full", code=3)
    assert (full["read"], full["removed"], found(folder)) == (3, 2, 1)
    (folder / "pages" / "shut.txt").chmod(0o600)
    (folder / "pages" / "closed").chmod(0o700)
    assert report(folder)["added"] == 2


@pytest.mark.parametrize("options", [(), ("--full",)], ids=["incremental", "full"])
def test_an_index_that_may_not_be_written_answers(folder: Path, options: tuple[str, ...]) -> None:
    (folder / "pages" / "new.txt").write_text("Lighthouse new\nMarch 6, 2014\nThe lighthouse has a new lamp.\n")
    (folder / "index").chmod(0o500)
    said = tried(folder, "reindex", "pages", "--workers", 1, *options, code=1)
    (line,) = [line for line in said.splitlines() if line.startswith("searchnews: ")]
    assert "index" in line
    assert "ermission denied" in line
    assert found(folder) == 3
    assert "whole" in tried(folder, "check", code=0)
    (folder / "index").chmod(0o700)
    assert report(folder, *options)["added"] == 1


def test_an_index_that_may_not_be_made_or_read(folder: Path) -> None:
    (folder / "locked").mkdir()
    (folder / "locked").chmod(0)
    for command in (("reindex", "pages"), ("search", "lighthouse"), ("check",), ("stats",)):
        said = tried(folder, "--index", "locked", *command, code=1)
        assert "locked" in said
        assert "ermission denied" in said
    folder.chmod(0o500)
    assert "ermission denied" in tried(folder, "--index", "another", "reindex", "pages", code=1)
    folder.chmod(0o700)
    assert not (folder / "another").exists()
