"""The compiled loops give the plain ones' answers, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.kernels import PLAIN
from tests.length import examples

compiled = pytest.importorskip(
    "searchnews.engines.whoosh.compiled", reason="numba, the extra `fast`, is not installed", exc_type=ImportError
)
SIZE = 300  # documents
quick = settings(deadline=None, max_examples=examples(60))


def ascending(most: int = SIZE, least: int = 0) -> st.SearchStrategy[NDArray[np.int32]]:
    """Document numbers, each once."""
    return st.sets(st.integers(0, SIZE - 1), min_size=least, max_size=most).map(
        lambda numbers: np.array(sorted(numbers), np.int32)
    )


def same(name: str, *given: object) -> None:
    plain, fast = PLAIN[name](*given), getattr(compiled, name)(*given)
    for one, other in zip(plain, fast, strict=True) if isinstance(plain, tuple) else [(plain, fast)]:
        np.testing.assert_array_equal(one, other)


@quick
@given(ascending(), ascending(12), st.booleans())
def test_sets_of_documents(one: Array, other: Array, turned: bool) -> None:
    pair = (other, one) if turned else (one, other)
    same("common", *pair, SIZE)
    same("union", *pair, SIZE)
    same("present", *pair)
    same("present", *(each.astype(np.int64) << 33 for each in pair))


@quick
@given(st.data(), ascending(least=1), st.integers(0, 2**32 - 1), st.booleans())
def test_scores(data: st.DataObject, documents: Array, seed: int, required: bool) -> None:
    random = np.random.default_rng(seed)
    among = documents[random.random(len(documents)) < 0.3] if required else data.draw(ascending(least=1))
    text = random.integers(0, 300, len(documents)).astype(data.draw(st.sampled_from((np.uint8, np.int32))))
    further = np.sort(documents[random.integers(0, len(documents), random.integers(0, 20))])
    fields = random.integers(0, 5, len(further)).astype(np.uint8)
    mentions = random.integers(1, 15, len(further)).astype(data.draw(st.sampled_from((np.uint8, np.int32))))
    scales = random.random((5, SIZE)).astype(np.float32)
    totals = [np.ones(len(among), np.float32) for _ in range(2)]
    for total, loop in zip(totals, (PLAIN["add_part"], compiled.add_part), strict=True):
        loop(total, among, documents, text, further, fields, mentions, scales, 2, 3.25, 1.2, required)
    np.testing.assert_array_equal(*totals)
    tables = np.ones((2, SIZE), np.float32)  # a place for each document
    for table, loop in zip(tables, (PLAIN["add_part"], compiled.add_part), strict=True):
        loop(table, among[:0], documents, text, further, fields, mentions, scales, 2, 3.25, 1.2, required)
    np.testing.assert_array_equal(*tables)
    np.testing.assert_array_equal(tables[0][among], totals[0])


@quick
@given(ascending(), ascending())
def test_tables_of_documents(one: Array, other: Array) -> None:
    for name, kind in (("mark", bool), ("tally", np.uint8)):
        tables = np.zeros((2, SIZE), kind)
        for table, loop in zip(tables, (PLAIN[name], getattr(compiled, name)), strict=True):
            loop(table, one)
            loop(table, other)
        np.testing.assert_array_equal(*tables)
        assert set(np.flatnonzero(tables[0])) == {*one, *other}


@quick
@given(ascending(40, 1), ascending(least=1), st.integers(0, 2**32 - 1), st.integers(0, 3), st.booleans())
def test_positions(candidates: Array, cells: Array, seed: int, step: int, wide: bool) -> None:
    random = np.random.default_rng(seed)
    counts = random.integers(0, 4, len(cells)).astype(np.int32 if wide else np.uint8)
    positions = np.concatenate([np.arange(7), *(np.sort(random.integers(0, 30, count)) for count in counts)])
    same("keys_of", candidates, cells, counts, 7, positions.astype(np.uint32 if wide else np.uint16), step)


@quick
@given(ascending(), st.integers(0, 2**32 - 1), st.lists(st.integers(1, 9), min_size=1, max_size=5), st.booleans())
def test_counts(documents: Array, seed: int, sizes: list[int], several: bool) -> None:
    random = np.random.default_rng(seed)
    groups = [sizes[:2], sizes[2:3], sizes[3:]] if len(sizes) > 3 else [sizes]
    codes = [random.integers(0, np.prod(group), SIZE) for group in groups]
    narrow = np.array(codes[:1], np.uint16)
    wide = np.array(codes[1:], np.int32).reshape(-1, SIZE)
    further = np.sort(random.integers(0, SIZE, 40 * several)).astype(np.int32)
    places = random.integers(0, sum(sizes), len(further)).astype(np.int32)
    facets = np.array([len(group) for group in groups])
    limits, ranked = random.integers(1, 6, len(sizes)), random.random(len(sizes)) < 0.5
    same("counted", documents, narrow, wide, facets, np.array(sizes), further, places, limits, ranked)


@quick
@given(st.lists(st.integers(0, 9), max_size=400), st.integers(1, 70), st.integers(0, 2**32 - 1))
def test_the_best(given: list[int], first: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    documents = np.sort(random.permutation(500)[: len(given)]).astype(np.int32)
    precision = random.integers(-1, 2, 500).astype(np.int8)
    instants = np.where(precision < 0, 0, random.integers(-2, 2, 500))
    ids = np.array([f"{number:08x}" for number in random.permutation(500)], "S16").view(np.uint8).reshape(500, 16)
    for kind in (np.float32, np.int64):
        same("ranked", np.array(given, kind), documents, instants, precision, ids, first)
