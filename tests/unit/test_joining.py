"""Which segments a commit joins: few stay, and most small commits join nothing large."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchnews.engines.whoosh.commit import LARGE, _to_join
from searchnews.engines.whoosh.listed import Listed


def _segment(folder: Path, size: int, deleted: int = 0) -> Listed:
    made = Listed(10, set(range(deleted)))
    with (folder / made.file).open("wb") as file:
        file.truncate(size)
    return made


def _sizes(folder: Path, segments: list[Listed]) -> list[list[int]]:
    groups = _to_join(segments, lambda segment: folder)
    return sorted([sorted((folder / segment.file).stat().st_size for segment in group) for group in groups])


@pytest.mark.parametrize(
    ("sizes", "joined"),
    [
        ([1_000], []),
        ([1_000_000, 1_000], []),
        ([1_000_000, 1_000, 1_000], []),  # a pair that is little beside the rest
        ([1_000_000, 1_000, 1_000, 1_000], [[1_000, 1_000, 1_000]]),
        ([1_000, 1_000], [[1_000, 1_000]]),  # what two workers made is all there is
        ([1_000, 10_000], [[1_000, 10_000]]),
        ([1_000, 11_000], []),
        ([LARGE, 1_000, 1_000], []),
        ([LARGE, 1_000, 1_000, 1_000], [[1_000, 1_000, 1_000]]),
    ],
)
def test_small_ones_are_joined_when_they_are_not_small_together(
    tmp_path: Path, sizes: list[int], joined: list[list[int]]
) -> None:
    assert _sizes(tmp_path, [_segment(tmp_path, size) for size in sizes]) == joined


def test_one_that_is_mostly_deleted_is_written_anew(tmp_path: Path) -> None:
    assert _sizes(tmp_path, [_segment(tmp_path, 1_000_000), _segment(tmp_path, 1_000, 6)]) == [[1_000]]
    assert _sizes(tmp_path, [_segment(tmp_path, LARGE * 3, 6)]) == [[LARGE * 3]]


def test_few_stay_of_many_small_commits(tmp_path: Path) -> None:
    segments: list[Listed] = []
    for _ in range(300):
        segments.append(_segment(tmp_path, 100_000))
        for group in _to_join(segments, lambda segment: tmp_path):
            size = sum((tmp_path / segment.file).stat().st_size for segment in group)
            segments = [segment for segment in segments if segment not in group] + [_segment(tmp_path, size)]
        assert len(segments) <= 5
