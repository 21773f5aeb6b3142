"""Stored articles: what goes in comes out, by way of merges too, and no number in a file is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import zstandard

from searchnews.engines.whoosh import storing
from searchnews.engines.whoosh.arrays import Array, Damaged, map_arrays, write_arrays
from searchnews.engines.whoosh.stored import StoredArticles
from searchnews.engines.whoosh.storing import StoredWriter, joined_stored
from searchnews.models import Article
from searchnews.serialise import article_to_bytes, without_id

WORDS = ("ferry", "harbour", "quay", "tide", "skerry", "gale", "pilot", "buoy", "mooring", "lighthouse")


def article(number: int, paragraphs: int = 4) -> Article:
    chosen = np.random.default_rng(number).choice(WORDS, (paragraphs, 60))
    return Article("", f"Ferry {number}", body=tuple(" ".join(row) for row in chosen))


def stored(numbers: Sequence[int]) -> dict[str, Array]:
    writer = StoredWriter()
    for number in numbers:
        writer.add(without_id(article_to_bytes(article(number))))
    return writer.arrays()


def everything(arrays: dict[str, Array]) -> list[Article]:
    found = StoredArticles(arrays)
    return [replace(found.article(place, b"any"), article_id="") for place in range(len(arrays["stored_ends"]))]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dictionaries are made from less: 2 KB of the first 60 KB."""
    monkeypatch.setattr(storing, "_SAMPLE", 60_000)
    monkeypatch.setattr(storing, "_FEWEST", 20)
    monkeypatch.setattr(storing, "_DICTIONARY", 2048)


@pytest.mark.usefixtures("quick")
def test_a_segment_has_a_dictionary_and_the_same_articles_give_the_same_bytes() -> None:
    arrays = stored(range(200))
    assert everything(arrays) == [article(number) for number in range(200)]
    assert len(arrays["dictionaries_at"]) == 2
    assert set(arrays["stored_with"].tolist()) == {1}
    again = stored(range(200))
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)


@pytest.mark.usefixtures("quick")
def test_few_articles_and_large_ones_have_none() -> None:
    assert len(stored(range(10))["dictionaries"]) == 0
    assert everything(stored([])) == []
    writer = StoredWriter()
    for number in range(15):
        writer.add(without_id(article_to_bytes(article(number, 20))))
    arrays = writer.arrays()
    assert (len(arrays["dictionaries_at"]), set(arrays["stored_with"].tolist())) == (1, {0})
    assert everything(arrays) == [article(number, 20) for number in range(15)]


@pytest.mark.usefixtures("quick")
def test_a_merge_keeps_whole_blocks_with_their_dictionaries() -> None:
    first, second, third = stored(range(200)), stored(range(200, 400)), stored(range(400, 405))
    masks = [np.ones(200, bool), np.arange(200) % 50 != 0, np.arange(5) != 2]
    joined = joined_stored(
        [(StoredArticles(one), mask) for one, mask in zip((first, second, third), masks, strict=True)]
    )
    live = np.flatnonzero(np.concatenate(masks)).tolist()
    assert everything(joined) == [article(number) for number in live]
    assert joined["stored"].tobytes().startswith(first["stored"].tobytes()[: int(first["stored_at"][-2])])
    assert set(joined["stored_with"].tolist()) == {0, 1, 2}
    assert joined["dictionaries"].tobytes() == first["dictionaries"].tobytes() + second["dictionaries"].tobytes()


@pytest.mark.usefixtures("quick")
def test_dictionaries_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_MOST", 3)
    parts = [stored(range(start, start + 60 + start // 20)) for start in range(0, 600, 100)]
    joined = joined_stored([(StoredArticles(one), np.ones(len(one["stored_ends"]), bool)) for one in parts])
    assert len(joined["dictionaries_at"]) == 4
    assert everything(joined) == [found for one in parts for found in everything(one)]


def test_a_file_of_before_there_were_dictionaries_is_refused_with_what_to_do(tmp_path: Path) -> None:
    arrays = stored(range(5))
    del arrays["stored_with"]
    write_arrays(tmp_path / "old.arrays", arrays)
    with pytest.raises(Damaged, match=r"no array stored_with.*searchnews reindex --full"):
        StoredArticles(map_arrays(tmp_path / "old.arrays"))


@pytest.mark.usefixtures("quick")
def test_numbers_in_a_file_are_not_believed() -> None:
    arrays = stored(range(100))
    huge = arrays["stored_ends"].copy()
    huge[:] = (1 << 32) - 1
    bomb = zstandard.ZstdCompressor().compress(bytes(1 << 20))
    bombed = {"stored": np.frombuffer(bomb, np.uint8), "stored_at": np.array([0, len(bomb)], np.int64)}
    bombed |= {"stored_first": np.array([0, 5], np.uint32), "stored_with": np.zeros(1, np.uint8)}
    wrong: list[dict[str, Array]] = [
        {"stored_with": arrays["stored_with"] + np.uint8(1)},
        {"stored_with": arrays["stored_with"] * np.uint8(0)},
        {"dictionaries": arrays["dictionaries"] ^ np.uint8(1)},
        {"dictionaries_at": np.array([0, 0], np.uint32)},
        {"dictionaries_at": np.array([0, 1 << 31], np.uint32)},
        {"stored_ends": huge},
        bombed,
    ]
    for change in wrong:
        with pytest.raises((ValueError, zstandard.ZstdError)):
            StoredArticles(arrays | change).article(3, b"story")
