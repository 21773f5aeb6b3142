"""Several terms as one, by bits or side by side, are the sums of what each has."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh.inversion import FIELD_BITS, MENTIONS, TEXT_MENTIONS
from tests.length import examples

uniting = pytest.importorskip(
    "searchnews.engines.whoosh.uniting", reason="numba, the extra `fast`, is not installed", exc_type=ImportError
)
bits = pytest.importorskip("searchnews.engines.whoosh.bits", exc_type=ImportError)
quick = settings(deadline=None, max_examples=examples(80))
SIZES = (70, 60_000)  # documents: such that few entries are many, and few
_places = st.integers(0, SIZES[0] - 1)
_mentions = st.one_of(st.integers(1, 3), st.integers(MENTIONS - 1, MENTIONS + 1), st.integers(TEXT_MENTIONS - 1, 400))
_terms = st.lists(
    st.tuples(
        st.dictionaries(_places, _mentions, max_size=12),
        st.dictionaries(st.tuples(_places, st.integers(0, 4)), _mentions, max_size=6),
    ),
    min_size=1,
    max_size=12,
)


@quick
@given(_terms, st.sampled_from(SIZES))
def test_united(terms: list[tuple[dict[int, int], dict[tuple[int, int], int]]], size: int) -> None:
    rows, documents, codes, many, mentions = [], [], [], [], []
    for text, further in terms:
        rows.append((len(codes), len(codes) + len(text), len(codes) + len(text) + len(further)))
        entries = [(d, 0, n, TEXT_MENTIONS) for d, n in sorted(text.items())]
        entries += [(d, f << FIELD_BITS, n, MENTIONS) for (d, f), n in sorted(further.items())]
        for document, field, number, limit in entries:
            if number >= limit:
                many.append(len(codes))
                mentions.append(number)
            documents.append(document)
            codes.append(field | min(number, limit))
    arrays = np.array(documents, np.uint16), np.array(codes, np.uint8), np.array(many, np.uint32)
    found = uniting.united(np.array(rows), *arrays, np.array(mentions, np.int32), size)
    texts, others = Counter[int](), Counter[tuple[int, int]]()
    for text, further in terms:
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
