"""Several terms as one, by bits or side by side, are the sums of what each has."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.length import examples
from tests.postings import Made, entries_of, terms

uniting = pytest.importorskip(
    "searchnews.engines.whoosh.uniting", reason="numba, the extra `fast`, is not installed", exc_type=ImportError
)
bits = pytest.importorskip("searchnews.engines.whoosh.bits", exc_type=ImportError)
quick = settings(deadline=None, max_examples=examples(80))
SIZES = (70, 60_000)  # documents: such that few entries are many, and few


@quick
@given(terms(SIZES[0]), st.sampled_from(SIZES))
def test_united(made: list[Made], size: int) -> None:
    entries = entries_of(made)
    found = uniting.united(*entries, size)
    texts, others = Counter[int](), Counter[tuple[int, int]]()
    for text, further in made:
        texts.update(text)
        others.update(further)
    assert [(int(d), int(n)) for d, n in zip(*found[:2], strict=True)] == sorted(texts.items())
    cells = [((int(d), int(f)), int(n)) for d, f, n in zip(*found[2:], strict=True)]
    assert cells == sorted(others.items())
    assert [part.dtype for part in found] == [np.int32, np.int32, np.int32, np.uint8, np.int32]


@quick
@given(st.sets(st.integers(0, 999)), st.integers(0, 5))
def test_bits(numbers: set[int], base: int) -> None:
    held = bits.no_bits(1000)
    for number in numbers:
        bits.put(held, number)
    before, count = bits.counted_up(held)
    assert bits.members(held, count, base).tolist() == [base + number for number in sorted(numbers)]
    assert [bits.rank(number, held, before) for number in sorted(numbers)] == list(range(len(numbers)))
