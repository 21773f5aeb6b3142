"""Where words follow one another, by compiled loops: what looking at every document says, in more than one block of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh.inversion import TEXT_MENTIONS
from tests.length import examples

phrasing = pytest.importorskip(
    "searchnews.engines.whoosh.phrasing", reason="numba, the extra `fast`, is not installed", exc_type=ImportError
)
DOCUMENTS, MANY = 3_000, 17_000
_shares = st.sampled_from((0.002, 0.05, 0.6, 1.0))  # of the documents that have a word
_slots = st.lists(st.lists(_shares, min_size=1, max_size=2), min_size=2, max_size=6)


def _texts(share: float, documents: int, rng: np.random.Generator) -> dict[int, list[int]]:
    """Where a word stands, by document: mostly few places of a short text, now and then more than a byte says."""
    found = {}
    for document in np.flatnonzero(rng.random(documents) < share).tolist():
        size = 400 if rng.random() < 0.002 else 12
        count = 300 if size == 400 else int(rng.integers(1, 6))
        found[document] = sorted(rng.choice(size, count, replace=False).tolist())
    return found


@settings(deadline=None, max_examples=examples(12))
@given(_slots, st.integers(0, 1 << 30))
def test_standing_together(slots: list[list[float]], seed: int) -> None:
    check(slots, DOCUMENTS, np.random.default_rng(seed))


@pytest.mark.parametrize("slots", [2, 5])
def test_so_many_that_one_table_serves_all(slots: int) -> None:
    check([[1.0]] * slots, MANY, np.random.default_rng(slots))


def check(slots: list[list[float]], among: int, rng: np.random.Generator) -> None:
    words = [[_texts(share, among, rng) for share in slot] for slot in slots]
    rows, documents, codes, many, mentions, positions = [], [], [], [], [], []
    for word in (word for slot in words for word in slot):
        begin, place = len(documents), len(positions)
        for document, places in word.items():
            if len(places) >= TEXT_MENTIONS:
                many.append(len(documents))
                mentions.append(len(places))
            documents.append(document)
            codes.append(min(len(places), TEXT_MENTIONS))
            positions += places
        rows.append((begin, len(documents), place, begin, len(documents)))
    firsts = np.cumsum([0, *map(len, slots)])
    sizes = [sum(map(len, slot)) for slot in words]
    room = max(min(sizes), 1)
    found, fields, counts = np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room, np.int32)
    count = phrasing.standing_together(
        np.array(rows), firsts, np.argsort(sizes, kind="stable"), True, np.array(documents, np.uint16),
        np.array(codes, np.uint8), np.array(many, np.uint32), np.array(mentions, np.int32),
        np.array(positions, np.uint16), found, fields, counts,
    )  # fmt: skip
    expected = {}
    for document in sorted(set().union(*words[0])):
        begins = [
            {place - step for word in slot for place in word.get(document, ())} for step, slot in enumerate(words)
        ]
        if together := len(set.intersection(*begins)):
            expected[document] = together
    assert dict(zip(found[:count].tolist(), counts[:count].tolist(), strict=True)) == expected
    assert found[:count].tolist() == sorted(expected)
