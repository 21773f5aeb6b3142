"""Files of an index that are not as they were written: which one is said, and nothing wrong is answered from it."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.filedb.structfile import StructFile

from searchnews.engines.whoosh.arrays import MappedArrays, map_arrays
from searchnews.engines.whoosh.codec import whoosh_segment
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.engines.whoosh.head import Head
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.toc import read_contents
from searchnews.errors import IndexUnavailable
from searchnews.models import Article
from searchnews.request import make_query
from tests.length import LONG

STEP = 1 if LONG else 61  # of the bytes of a small file one in so many is tried


def story(number: int) -> Article:
    body = (
        f"The ferry to skerry {number % 7} waited for the tide. " * 3,
        "The harbour office was told. " * (number % 9),
    )
    return Article(
        f"story{number:011}",
        f"Ferry {number} waits",
        body=body,
        sources=("Tarn Courier",) if number % 2 else ("AFP", "Reuters"),
        section="Sport" if number % 3 else "",
        authors=("Ada Lund", "Bo Ek")[: number % 3],
        related=(),
        language="en",
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments with deletions."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    engine = WhooshEngine(folder, "write")
    engine.commit([engine.encode(map(story, range(150)))], ledger=b"what was read")
    engine.commit([engine.encode(map(story, range(140, 170)))], removed=["story00000000003"], ledger=b"and more")
    engine.close()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "index"))


def answers(folder: Path) -> list[object]:
    """What a reader is told, of everything there is to ask; errors that are meant for people instead of answers."""
    engine = WhooshEngine(folder)
    found: list[object] = []
    texts = ("", "ferry", "harbour office", '"waited for the tide"', "title:waits NOT reuters", "skerry OR tide")
    asked = [lambda text=text: engine.search(make_query(text, limit=200, detail="ids")) for text in texts]
    asked += [
        lambda: engine.search(make_query("ferry", filters={"source": ["AFP"]}, sort="oldest", limit=3)),
        lambda: engine.complete("wai"),
        lambda: engine.get("story00000000160"),
        lambda: engine.similar("story00000000011"),
        lambda: engine.ledger(),
        lambda: engine.facet_values(make_query("tide"), "author"),
    ]
    for ask in asked:
        try:
            answer = ask()
        except IndexUnavailable as error:
            assert "searchnews reindex" in str(error)
            answer = IndexUnavailable
        if hasattr(answer, "seconds"):
            answer = (answer.total, answer.hits, answer.facets, answer.histogram, answer.nearly)
        found.append(answer)
    engine.close()
    return found


def tried(folder: Path) -> list[object]:
    try:
        return answers(folder)
    except IndexUnavailable as error:
        assert "searchnews reindex" in str(error)
        return [IndexUnavailable]


def checked(folder: Path) -> list[str]:
    try:
        return WhooshEngine(folder).check()
    except IndexUnavailable as error:
        return [str(error)]


def flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ (1 << place % 8)]))


def spoiled(folder: Path, path: Path, whole: list[object]) -> str:
    """What check says of a damaged file, once no answer was a wrong one."""
    found = tried(folder)
    assert found == [IndexUnavailable] or all(
        got in (right, IndexUnavailable) for got, right in zip(found, whole, strict=True)
    )
    said = checked(folder)
    if said:
        assert path.name in said[0]
        assert "searchnews reindex --full" in said[0]
    return said[0] if said else ""


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.arrays"), key=lambda path: path.stat().st_size)


def test_a_flipped_bit_in_any_array_is_named(folder: Path) -> None:
    right = answers(folder)
    assert IndexUnavailable not in right
    path = segments(folder)[-1]
    data = path.read_bytes()
    for name, row in MappedArrays(path)._rows.items():
        ends = (row.offset, row.offset + row.bytes - 1) if LONG else ()
        for place in (*ends, row.offset + row.bytes // 2) if row.bytes else ():
            flip(path, place)
            assert name in spoiled(folder, path, right), name
            path.write_bytes(data)
    assert checked(folder) == []


def test_a_flipped_bit_in_any_small_file_or_header(folder: Path) -> None:
    right = answers(folder)
    (ledger,), (toc,) = folder.glob("ledger-*"), folder.glob("*.toc")
    path = segments(folder)[0]
    header = json.loads(path.read_bytes()[16 : 16 + int.from_bytes(path.read_bytes()[8:12], "little")])
    sums = range(header["sums"][0], header["sums"][0] + 8 * header["sums"][1])
    length = len(json.dumps(header, separators=(",", ":")))
    for damaged, places in (
        (ledger, range(0, ledger.stat().st_size, STEP // 8 + 1)),
        (toc, range(0, toc.stat().st_size, STEP)),
        (path, range(16 + length - 1)[::STEP]),
        (path, sums[::STEP]),
    ):
        data = damaged.read_bytes()
        for place in places:
            flip(damaged, place)
            assert spoiled(folder, damaged, right), (damaged, place)
            damaged.write_bytes(data)


@pytest.mark.parametrize("kind", ["*.arrays", "*.toc", "ledger-*"])
def test_a_file_of_another_length_or_none(folder: Path, kind: str) -> None:
    right = answers(folder)
    path = sorted(folder.glob(kind))[0]
    data = path.read_bytes()
    for length in (0, 1, 7, 15, 40, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        assert spoiled(folder, path, right), length
    path.write_bytes(data + b"more")
    assert spoiled(folder, path, right)
    path.unlink()
    tried(folder)
    assert checked(folder)


@pytest.mark.parametrize("kind", ["*.arrays", "*.toc", "ledger-*"])
@pytest.mark.parametrize("how", ["flipped", "empty", "gone"])
def test_a_full_run_mends_whatever_is_damaged(folder: Path, kind: str, how: str) -> None:
    path = sorted(folder.glob(kind))[0]
    if how == "flipped":
        flip(path, path.stat().st_size // 2)
    elif how == "empty":
        path.write_bytes(b"")
    else:
        path.unlink()
    engine = WhooshEngine(folder, "rebuild")
    engine.discard(())
    engine.commit([engine.encode(map(story, range(5)))], rebuild=True, ledger=b"anew")
    assert (engine.check(), engine.stats().articles) == ([], 5)
    assert (
        len(list(folder.glob("*.arrays"))) == len(list(folder.glob("*.toc"))) == len(list(folder.glob("ledger-*"))) == 1
    )
    engine.close()


def test_damage_is_not_carried_on_by_a_commit(folder: Path) -> None:
    """A merge must not give damaged arrays fresh checksums."""
    for path in segments(folder):
        row = MappedArrays(path)._rows["documents"]
        flip(path, row.offset + row.bytes // 2)
    engine = WhooshEngine(folder, "write")
    for number in range(8):  # joins segments sooner or later
        try:
            engine.commit([engine.encode([story(200 + number)])])
        except IndexUnavailable as error:
            assert "documents" in str(error)
            break
    assert "documents" in " ".join(checked(folder))
    engine.close()


# A table of contents is a pickle: it makes nothing that it need not.


class Evil:
    def __init__(self, trace: str) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.trace,)


def forged(folder: Path, schema: bytes, segments: bytes) -> None:
    """Write a table of contents of our own making, with checksums to match."""
    (toc,), (ledger,) = folder.glob("*.toc"), folder.glob("ledger-*")
    number = int(ledger.name.split("-")[1])
    file = io.BytesIO()
    stream = StructFile(file)
    for size in (4, 8, 4):
        stream.write_varint(size)
    for value in (-12345, -111):
        stream.write_int(value)
    for part in (2, 7, 4):
        stream.write_varint(part)
    stream.write_string(schema)
    stream.write_int(number)
    stream.write_int(0)
    file.write(segments)
    toc.write_bytes(file.getvalue())
    line, _, rest = ledger.read_bytes().partition(b"\n")
    head = replace(Head.read(line), toc=zlib.crc32(file.getvalue()))
    ledger.write_bytes(head.line() + rest)


@pytest.mark.parametrize("place", ["schema", "segments"])
def test_a_pickle_that_would_run_code_does_not(folder: Path, tmp_path: Path, place: str) -> None:
    trace = tmp_path / "executed"
    evil, none = pickle.dumps(Evil(str(trace))), pickle.dumps([])
    forged(folder, evil if place == "schema" else none, evil if place == "segments" else none)
    if place == "segments":
        with pytest.raises(IndexUnavailable, match=r"names posix\.mkdir, which has no place there.*reindex --full"):
            WhooshEngine(folder).search(make_query("ferry"))
        assert "posix.mkdir" in checked(folder)[0]
    else:
        assert WhooshEngine(folder).search(make_query("ferry")).total == 0
    engine = WhooshEngine(folder, "rebuild")
    engine.discard(())
    engine.commit([engine.encode([story(1)])], rebuild=True)
    assert engine.stats().articles == 1
    assert not trace.exists()
    engine.close()


def strange_segments() -> Iterator[object]:
    yield {"not": "a list"}
    yield ["not a segment"]
    for name, value in (
        ("segid", "../../elsewhere"),
        ("segid", 7),
        ("indexname", "../MAIN"),
        ("_doccount", "many"),
        ("_deleted", {900}),
        ("_deleted", [1]),
    ):
        segment = whoosh_segment(Listed(10))
        setattr(segment, name, value)
        yield [segment]


@pytest.mark.parametrize("segments", list(strange_segments()), ids=range(8))
def test_segments_that_lead_elsewhere_are_refused(segments: object) -> None:
    file = io.BytesIO()
    stream = StructFile(file)
    for size in (4, 8, 4):
        stream.write_varint(size)
    for value in (-12345, -111):
        stream.write_int(value)
    for part in (2, 7, 4):
        stream.write_varint(part)
    stream.write_string(b"")
    stream.write_int(3)
    stream.write_int(0)
    file.write(pickle.dumps(segments))
    with pytest.raises(IndexUnavailable, match="its segments"):
        read_contents(file.getvalue(), "_MAIN_3.toc")


def test_every_array_is_read_through_its_checksum(folder: Path) -> None:
    arrays = map_arrays(segments(folder)[-1])
    for name in arrays:
        assert not arrays._seen.count(1) or name
        arrays[name]
    assert bytes(arrays._seen) == b"\1" * len(arrays._sums)
