"""The next table of contents is what Whoosh would have written."""

import pickle
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, LockError, open_dir

from searchnews.engines.whoosh.folder import Folder
from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.toc import read_contents
from searchnews.engines.whoosh.toc_writing import next_contents, staged_toc
from searchnews.errors import IndexLocked

SEGMENTS = [Listed(3), Listed(70_000, set(range(0, 70_000, 7))), Listed(2, {1})]


def _by_whoosh(folder: Path, segments: list[Listed], generation: int) -> bytes:
    with staged_toc(folder, segments, generation, b"") as path:
        return path.read_bytes()


@pytest.mark.parametrize("segments", [[], SEGMENTS[:1], SEGMENTS])
def test_what_whoosh_reads_is_the_same(tmp_path: Path, segments: list[Listed]) -> None:
    beginning = read_contents(_by_whoosh(tmp_path, SEGMENTS[:1], 1), "first").beginning
    (tmp_path / "_MAIN_8.toc").write_bytes(next_contents(beginning, segments, 8))
    ours = TOC.read(FileStorage(str(tmp_path)), "MAIN")
    (tmp_path / "_MAIN_8.toc").write_bytes(_by_whoosh(tmp_path, segments, 8))
    theirs = TOC.read(FileStorage(str(tmp_path)), "MAIN")
    assert (ours.generation, ours.version, ours.release) == (theirs.generation, theirs.version, theirs.release)
    assert ours.schema == theirs.schema
    assert [_attributes(each) for each in ours.segments] == [_attributes(each) for each in theirs.segments]


def _attributes(segment: object) -> tuple[object, ...]:
    held = dict(vars(segment))
    codec = held.pop("_codec")
    return type(segment), type(codec), vars(codec), held


def test_what_we_read_is_what_was_written(tmp_path: Path) -> None:
    beginning = read_contents(_by_whoosh(tmp_path, [], 1), "first").beginning
    data = next_contents(beginning, SEGMENTS, 9)
    held = read_contents(data, "next")
    assert (held.generation, held.beginning) == (9, beginning)
    assert [(each.id, each.documents, each.deleted) for each in held.segments] == [
        (each.id, each.documents, each.deleted) for each in SEGMENTS
    ]


def test_the_table_is_of_plain_pickle_and_ends_where_it_ends(tmp_path: Path) -> None:
    beginning = read_contents(_by_whoosh(tmp_path, [], 1), "first").beginning
    rest = next_contents(beginning, SEGMENTS, 9)[len(beginning) + 8 :]
    assert len(pickle.loads(rest)) == 3
    assert rest.endswith(b".")


def test_the_lock_is_whooshs_own(tmp_path: Path) -> None:
    with staged_toc(tmp_path, [], 1, b"") as path:
        path.rename(tmp_path / path.name)
    theirs = FileStorage(str(tmp_path)).lock("MAIN_WRITELOCK")
    assert theirs.acquire()
    with pytest.raises(IndexLocked), Folder(tmp_path).locked():
        pytest.fail("locked twice")
    theirs.release()
    with Folder(tmp_path).locked(), pytest.raises(LockError):
        open_dir(tmp_path).writer()
