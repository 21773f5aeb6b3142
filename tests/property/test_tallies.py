"""Facets are counted alike over a few documents and over many, all together and one alone."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh import tallies
from searchnews.engines.whoosh.columns import FacetColumn
from searchnews.engines.whoosh.tallies import PERIOD, Tallies
from searchnews.fields import FACET_LIMIT, FACET_NAMES
from tests.length import examples

SIZE = 120


def column(random: np.random.Generator, values: int, several: int) -> FacetColumn:
    first = random.integers(0, values + 1, SIZE).astype(np.int32)
    having = np.flatnonzero(first < values) if values > 1 else np.empty(0, np.int64)
    more = np.sort(having[random.random(len(having)) < several / 10]).astype(np.int32)
    others = (first[more] + 1) % values if values else more
    return FacetColumn(tuple(f"{number:03}" for number in range(values)), first, more, others.astype(np.int32))


@pytest.mark.parametrize(("few", "some"), [(SIZE, SIZE), (0, SIZE), (0, 0)])
@settings(deadline=None, max_examples=examples(60))
@given(st.integers(0, 2**32 - 1), st.sets(st.integers(0, SIZE - 1)), st.integers(0, 3), st.booleans())
def test_counts(few: int, some: int, seed: int, chosen: set[int], several: int, bare: bool) -> None:
    random = np.random.default_rng(seed)
    values = [0] if bare else [0, 1, 3, 60]  # bare: no document has any value, nor a date
    facets = {name: column(random, int(random.choice(values)), several) for name in FACET_NAMES}
    spans = 1 if bare else 8
    periods = random.integers(0, spans, SIZE).astype(np.int32)
    columns: Any = SimpleNamespace(facets=facets)
    counting, documents = Tallies(columns, periods, spans), np.array(sorted(chosen), np.int32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallies, "_FEW", few)
        patch.setattr(tallies, "_SOME", some)
        together = counting.counted(documents)
        for name, (codes, size) in {
            **{name: (facet.first, len(facet.values) + 1) for name, facet in facets.items()},
            PERIOD: (periods, spans),
        }.items():
            counts = Counter(codes[documents].tolist())
            if name != PERIOD:
                further = facets[name]
                counts.update(code for at, code in zip(further.more, further.codes, strict=True) if at in chosen)
            shown = sorted(set(counts) - {size - 1})
            if name != PERIOD:
                shown = sorted(shown, key=lambda code: -counts[code])[:FACET_LIMIT]
            for found in (together, counting.counted(documents, name)):
                assert found.of(name).tolist() == [counts[code] for code in range(size)]
                assert found.frequent(name) == (shown, [counts[code] for code in shown], counts[size - 1])
