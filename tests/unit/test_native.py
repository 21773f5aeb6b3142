"""Compiled loops give what the plain ways give; what is kept of them is whole, or of no use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews import native
from searchnews.engines.whoosh import numbering
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looped_names import looped_names
from searchnews.engines.whoosh.merging import merged
from searchnews.engines.whoosh.units import Names
from searchnews.errors import InputRefused
from searchnews.extract import extract_page
from searchnews.extract import foresee as foresee_pages
from searchnews.extract.language import detect, foresee, told
from searchnews.models import Article, Page
from tests.corpora import articles
from tests.length import examples
from tests.loops import native_loops

# They run once more, with the compiled loops.
from tests.unit.test_merging import arrays_of, test_a_joined_segment_is_that_of_its_living_articles
from tests.unit.test_numbering import (
    test_more_chunks_than_a_table_has_room_for_at_first,
    test_units_are_the_terms_and_the_words,
)

__all__ = [
    "test_a_joined_segment_is_that_of_its_living_articles",
    "test_more_chunks_than_a_table_has_room_for_at_first",
    "test_units_are_the_terms_and_the_words",
]

LANGUAGES = (
    "der Hafen und die Fähre",
    "le port et les bacs",
    "the strike of the harbour",
    "oil",
    "net vs 3 mln",
    "aan het",
)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> Iterator[None]:
    with native_loops():
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place for what is kept; no loops."""
    held = {module: native.loops(module) for module in native.MODULES}
    monkeypatch.setattr(native, "_FOLDER", tmp_path / "kept")
    monkeypatch.delenv("SEARCHNEWS_KERNELS", raising=False)
    native.unload()
    yield tmp_path / "kept"
    native.unload()
    native._loaded.update({module: dict(loops) for module, loops in held.items() if loops})


def plainly(make: object) -> object:
    """What a function gives without compiled loops, and with no number of words known."""
    held = {module: dict(loops) for module in native.MODULES if (loops := native.loops(module))}
    native.unload()
    try:
        return anew(make)
    finally:
        native._loaded.update(held)


def anew(make: object) -> object:
    numbering._own.__dict__.clear()
    assert callable(make)
    return make()


def assert_same(one: dict[str, Array], other: dict[str, Array]) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert array.dtype == other[name].dtype, name
        assert np.array_equal(array, other[name]), name


many = st.integers(1, 300).map(
    lambda count: Article("m" * 16, "often", body=("oil " * count + "price",), language="en")
)
lists = st.lists(st.one_of(articles("0123456789abcdef"), many), max_size=5)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(lists, st.sets(st.integers(0, 4))), min_size=1, max_size=4))
def test_segments_and_what_is_joined_of_them_are_the_same(rows: list[tuple[list[Article], set[int]]]) -> None:
    parts = [(arrays_of_anew(held), {place for place in gone if place < len(held)}) for held, gone in rows]
    for (arrays, _), (held, _) in zip(parts, rows, strict=True):
        assert_same(arrays, plainly(lambda held=held: arrays_of(held)))  # type: ignore[arg-type, misc]
    joined, count = merged(parts)
    plain, plain_count = plainly(lambda: merged(parts))  # type: ignore[misc]
    assert count == plain_count
    assert_same(joined, plain)


def arrays_of_anew(held: Sequence[Article]) -> dict[str, Array]:
    found = anew(lambda: arrays_of(held))
    assert isinstance(found, dict)
    return found


@settings(deadline=None, max_examples=examples(100))
@given(
    st.lists(st.one_of(st.sampled_from(LANGUAGES), st.text(max_size=6)), max_size=90).map(" ".join),
    st.sampled_from(("", "en", "de-AT", "French")),
)
def test_a_language_is_told_the_same(text: str, declared: str) -> None:
    assert detect(text, declared) == told(text, declared).code


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.lists(st.sampled_from(LANGUAGES), max_size=90).map(" ".join), max_size=5))
def test_languages_of_many_texts_are_told_the_same(texts: list[str]) -> None:
    foresee([text for text in texts if text.isascii()])
    assert [detect(text) for text in texts] == [told(text).code for text in texts]
    foresee(())


cells = st.lists(
    st.one_of(
        st.sampled_from(
            ("The ferry left.", "a\n\nb", "<p>a</p>", "x <GE> y", "two  spaces", "on 3 May 2020x", "|", "(/a) b", "1,5")
        ),
        st.text("ab \n<&|(2é", max_size=8),
    ),
    max_size=4,
).map(" ".join)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(cells, st.sampled_from(("", "2020-05-06"))), min_size=2, max_size=6))
def test_records_read_together_are_those_read_one_by_one(rows: list[tuple[str, str]]) -> None:
    pages = [
        Page("a", "a", number, "record", body, record={"body": body} | ({"published": day} if day else {}))
        for number, (body, day) in enumerate(rows)
    ]
    foresee_pages(pages)
    together = list(map(read, pages))
    assert together == plainly(lambda: list(map(read, pages)))
    foresee_pages([Page("a", "a", 0, "record", "a", record={"body": "a"})] * 2)


def read(page: Page) -> Article | str:
    try:
        return extract_page(page)
    except InputRefused as refused:
        return refused.reason


@settings(deadline=None, max_examples=examples(60))
@given(
    st.lists(st.lists(st.text("abé\U0001f6a2", min_size=1, max_size=20), max_size=30), max_size=4),
    st.integers(0, 70_000),
)
def test_names_have_the_same_numbers_and_order(rows: list[list[str]], more: int) -> None:
    plain, looped = Names(), looped_names()
    assert looped is not None
    rows.append([str(number) for number in range(more)])
    for row in rows:
        if row:  # one by one, then all at once
            assert plain.number(row[0]) == looped.number(row[0])
        pieces = [name.encode() for name in row]
        ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)
        found = looped.numbers(np.frombuffer(b"".join(pieces), np.uint8), ends)
        assert found.tolist() == list(map(plain.number, row))
    assert list(looped) == list(plain)
    one, other = plain.sorted(), looped.sorted()
    assert np.array_equal(one.order, other.order)
    chosen = one.order[::2]
    assert_same(one.arrays(chosen, "x."), other.arrays(chosen, "x."))


@pytest.mark.parametrize("wrong", [np.zeros(4, np.int64), np.zeros(8, np.int32)[::2]])
def test_an_array_of_another_type_is_refused(wrong: Array) -> None:
    loops = native.loops("searchnews.engines.whoosh.native_postings")
    assert loops
    with pytest.raises(TypeError, match="i32"):
        native.address_of(wrong, "i32*")


def test_what_is_not_kept_is_not_compiled_unasked(folder: Path) -> None:
    native.load(build=False)
    assert not any(map(native.loops, native.MODULES))
    assert not folder.exists()


def test_what_could_not_be_kept_is_not_compiled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_bytes(b"a file where the folder would be")
    from searchnews import native_building  # it wants numba

    asked: list[object] = []
    monkeypatch.setattr(native_building, "built", asked.append)
    native.load(build=True)
    assert not asked
    assert not any(map(native.loops, native.MODULES))


def test_a_damaged_copy_is_no_harm(folder: Path) -> None:
    folder.mkdir()
    for module in native.MODULES:
        (folder / f"{module.rpartition('.')[2]}-{native._stamp()}.native").write_bytes(b'{"digest": ""}\nno code')
    native.load(build=False)
    assert not any(map(native.loops, native.MODULES))
    assert not list(folder.iterdir()), "it is made anew the next time"


def test_what_is_kept_is_loaded_without_numba(compiled: None) -> None:
    code = (
        "import sys; from searchnews import native; native.load(build=False);"
        "assert all(map(native.loops, native.MODULES)); print('numba' in sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "SEARCHNEWS_KERNELS"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_they_can_be_declined(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHNEWS_KERNELS", "numpy")
    native.load(build=True)
    assert not any(map(native.loops, native.MODULES))
