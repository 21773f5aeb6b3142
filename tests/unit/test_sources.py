"""Which files a walk finds, where they come and go while it looks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchnews import sources


class Gone:
    """An entry of a folder that was listed, and is deleted before anybody looks at it."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = str(path), path.name

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return True

    def is_dir(self) -> bool:
        return False

    def is_symlink(self) -> bool:
        return False

    def stat(self) -> os.stat_result:
        raise FileNotFoundError(self.path)


def test_a_file_that_goes_while_we_look_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "c.html"):
        (tmp_path / name).write_text("words", encoding="utf-8")

    @contextmanager
    def listed(walk: object, place: str, shown: str) -> Iterator[list[object]]:
        with os.scandir(place) as scan:
            yield [*scan, Gone(tmp_path / "b.txt")]

    monkeypatch.setattr(sources, "_entries", listed)
    found = sources.find([tmp_path])
    assert [Path(source.real).name for source in found.sources] == ["a.txt", "c.html"]
    assert [Path(name).name for name in found.skipped] == ["b.txt"]


def test_names_sizes_and_times_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, size in (("b/z.txt", 3), ("a.txt", 5), ("b.md", 7), ("b/.hidden.txt", 1)):
        (tmp_path / name).write_text("x" * size, encoding="utf-8")
        os.utime(tmp_path / name, ns=(1, 1_000_000_000 * size))
    (tmp_path / "link.txt").symlink_to(tmp_path / "b" / "z.txt")
    found = sources.find([tmp_path])
    key = tmp_path.name
    assert [(source.key, source.size, source.mtime) for source in found.sources] == [
        (f"{key}/a.txt", 5, 5_000_000_000),
        (f"{key}/b/z.txt", 3, 3_000_000_000),
    ]
    assert all(source.real == source.place == source.shown for source in found.sources)
    assert [Path(name).name for name in found.skipped] == ["b.md"]
