"""Words added up by arrays give what one article after another does, whether a table of all documents is used or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh import adding
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.effects import Effect
from searchnews.engines.whoosh.gained import Gained
from tests.length import examples

SIZE = 200  # documents
quick = settings(deadline=None, max_examples=examples(100))
fractions = st.integers(1, 99).map(lambda number: number / 100)  # an effect is above 0 and below 1
words = st.lists(
    st.tuples(st.dictionaries(st.integers(0, SIZE - 1), fractions, max_size=25), st.booleans()),
    min_size=1,
    max_size=5,
)


def effect(of: dict[int, float], *, table: bool) -> Effect:
    documents = np.array(sorted(of), np.int32)
    effects = np.array([of[document] for document in sorted(of)], np.float32)
    every = np.zeros(SIZE, np.float32)
    every[documents] = effects
    return Effect(documents, effects, every if table else None)


def expected(given: list[tuple[dict[int, float], bool]], telling: Array, least: int, most: int) -> dict[int, float]:
    """Scores by document, of those that have from `least` to `most` of the words."""
    found = {}
    for document in range(SIZE):
        having = [place for place, (of, _) in enumerate(given) if document in of]
        if least <= len(having) <= most:
            score = np.float32(0)
            for place in having:
                score += telling[place] * np.float32(given[place][0][document])
            found[document] = float(score)
    return found


def same(found: tuple[Array, Array], wanted: dict[int, float]) -> None:
    documents, scores = found
    assert documents.dtype == np.int32
    assert scores.dtype == np.float32
    assert dict(zip(documents.tolist(), scores.tolist(), strict=True)) == wanted
    assert documents.tolist() == sorted(wanted)


@pytest.mark.parametrize("sparse", [0, 1, 10**6])
@quick
@given(words, st.data())
def test_words_are_added_up(sparse: int, given: list[tuple[dict[int, float], bool]], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "_SPARSE", sparse)  # 0: never in all documents; the last: always
        effects = [effect(of, table=table) for of, table in given]
        weights = st.one_of(st.just(0.0), st.integers(1, 99).map(lambda number: number / 10))
        telling = np.array([data.draw(weights) for _ in given], np.float32)
        count = len(given)
        every = adding.with_all(effects, telling)
        same(every, expected(given, telling, count, count))
        for least in range(1, count + 1):
            same(adding.with_some(effects, telling, SIZE, least), expected(given, telling, least, count))
            if count > 1:
                found = adding.but_not_all(effects, telling, SIZE, least, every[0])
                same(found, expected(given, telling, least, count - 1))


@quick
@given(st.lists(st.sets(st.integers(0, 99), max_size=30), max_size=6))
def test_a_document_is_looked_at_once(windows: list[set[int]]) -> None:
    gained, seen = Gained(), []

    def look(documents: Array) -> Array:
        seen.extend(documents.tolist())
        return np.stack((documents * np.float32(0.5), documents * np.float32(2)), 1)

    for window in windows:
        documents = np.array(sorted(window), np.int32)
        scores = np.ones(len(documents), np.float32)
        gained.add_to(scores, documents, look)
        assert scores.tolist() == [1 + 2.5 * document for document in documents.tolist()]
    assert sorted(seen) == sorted(set().union(*windows))


def test_what_is_known_of_documents_has_a_bound() -> None:
    gained, looked = Gained(), []

    def look(documents: Array) -> Array:
        looked.append(len(documents))
        return np.ones((len(documents), 2), np.float32)

    for first in (0, 300, 0, 300):
        documents = np.arange(first, first + 300, dtype=np.int32)
        scores = np.zeros(300, np.float32)
        gained.add_to(scores, documents, look)
        assert set(scores.tolist()) == {2.0}
    assert looked == [300, 300, 300]  # there was no room for the second
