"""Clauses added up in tables of all documents come to the same, to the bit, as those that are put together one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh.arrays import Array
from tests.length import examples
from tests.postings import Made, entries_of, terms

dense = pytest.importorskip(
    "searchnews.engines.whoosh.dense", reason="numba, the extra `fast`, is not installed", exc_type=ImportError
)
alternatives = pytest.importorskip("searchnews.engines.whoosh.alternatives", exc_type=ImportError)
DOCUMENTS, BASE, TELLING, K1 = 70, 3, 1.7, 1.2
_SCALES = np.random.default_rng(1).random((5, BASE + DOCUMENTS), np.float32)


def _whole(term: Made) -> Made:
    """A term of which every document has an entry of the text part, as in an index: where only another field has it, 0."""
    text, further = term
    return {**{document: 0 for document, _ in further}, **text}, further


def _rows(clause: int, rows: Array) -> Array:
    return np.column_stack((np.full(len(rows), clause), rows))


@settings(deadline=None, max_examples=examples(80))
@given(terms(DOCUMENTS, 6))
def test_a_clause(made: list[Made]) -> None:
    entries = entries_of(list(map(_whole, made)))
    rows, given = _rows(0, entries.rows), (*entries.segment, _SCALES, TELLING, K1)
    counts, scores = np.zeros(DOCUMENTS, np.uint8), np.zeros(DOCUMENTS, np.float32)
    dense.add_dense(BASE, rows, *given, counts, scores)
    found, parts = alternatives.clause_scored(BASE, rows, *given, DOCUMENTS)
    assert np.flatnonzero(counts).tolist() == (found - BASE).tolist()
    assert scores[found - BASE].tolist() == parts.tolist()
    assert not np.delete(scores, found - BASE).any()


@settings(deadline=None, max_examples=examples(80))
@given(st.lists(terms(DOCUMENTS, 3), min_size=1, max_size=5), st.data())
def test_what_has_some_of_several(made: list[list[Made]], data: st.DataObject) -> None:
    entries = entries_of([_whole(term) for clause in made for term in clause])
    firsts = np.cumsum([0, *map(len, made)])
    rows = np.column_stack((np.repeat(np.arange(len(made)), np.diff(firsts)), entries.rows))
    telling = np.arange(1, len(made) + 1, dtype=np.float32)
    least = data.draw(st.integers(1, len(made)))
    below = data.draw(st.integers(least + 1, len(made) + 1))
    live = np.random.default_rng(len(rows)).random(BASE + DOCUMENTS) < 0.9
    found, scores = alternatives.some_scored(
        rows, firsts, telling, *entries.segment, live, BASE, _SCALES, K1, least, below, False
    )
    counts, expected = np.zeros(DOCUMENTS, np.int64), np.zeros(DOCUMENTS, np.float32)
    for clause, told in enumerate(telling):
        own = rows[firsts[clause] : firsts[clause + 1]]
        documents, parts = alternatives.clause_scored(BASE, own, *entries.segment, _SCALES, told, K1, DOCUMENTS)
        counts[documents - BASE] += 1
        expected[documents - BASE] += parts
    wanted = np.flatnonzero((counts >= least) & (counts < below) & live[BASE:])
    assert (found - BASE).tolist() == wanted.tolist()
    assert scores.tolist() == expected[wanted].tolist()
