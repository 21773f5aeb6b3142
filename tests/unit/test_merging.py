"""Segments that are joined give what their living articles give when they are indexed together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh import merging
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.columns import column_arrays, columns_of
from searchnews.engines.whoosh.gathering import Inversion
from searchnews.engines.whoosh.storing import StoredWriter
from searchnews.models import Article
from searchnews.serialise import article_to_bytes, without_id
from tests.corpora import articles
from tests.length import examples


def arrays_of(given: Sequence[Article]) -> dict[str, Array]:
    inversion, stored = Inversion(), StoredWriter()
    for article in given:
        inversion.add(article)
        stored.add(without_id(article_to_bytes(article)))
    postings = inversion.arrays()
    return {**column_arrays(columns_of(given, inversion.lengths)), **postings, **stored.arrays()}


def told(arrays: dict[str, Array]) -> dict[str, list[object]]:
    """The arrays that depend on nothing but the living articles."""
    own = ("stored", "dictionaries", "vocabulary")  # how blocks were cut; words of deleted articles stay
    return {name: np.asarray(array).tolist() for name, array in arrays.items() if not name.startswith(own)}


@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(articles("0123456789abcdef"), max_size=5), st.sets(st.integers(0, 4))),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from((1, 7, 1 << 21)),
)
def test_a_joined_segment_is_that_of_its_living_articles(
    monkeypatch: pytest.MonkeyPatch, given: list[tuple[list[Article], set[int]]], size: int
) -> None:
    monkeypatch.setattr(merging, "_RANGE", size)
    parts = [(arrays_of(held), {place for place in gone if place < len(held)}) for held, gone in given]
    living = [article for held, gone in given for place, article in enumerate(held) if place not in gone]
    joined, count = merging.merged(parts)
    assert count == len(living)
    assert told(joined) == told(arrays_of(living))
