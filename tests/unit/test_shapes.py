"""The words that a pattern fits: plain, by arrays and compiled the same, and never for long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.fitting import fitting
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.shapes import _known, oftenest
from searchnews.engines.whoosh.term_table import TermTable, term_arrays
from searchnews.query.expansion import chosen, distance, matcher
from searchnews.query.nodes import Pattern
from tests.loops import compile_loops

letters = st.text(st.sampled_from("abcä岩\U0001f600"), min_size=1, max_size=7)
wild = st.text(st.sampled_from("ab岩ä*?"), min_size=1, max_size=9).filter(lambda text: text.strip("*?"))
quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Words(SimpleNamespace):
    """A segment of nothing but a vocabulary."""

    __hash__ = object.__hash__


def segment(counts: dict[str, int]) -> Segment:
    words = sorted(word.encode() for word in counts)
    arrays = term_arrays(words, "vocabulary.", hashed=False)
    mentions = np.array([counts[word.decode()] for word in words], np.uint32)
    made: Any = Words(arrays=arrays, vocabulary=TermTable(arrays, "vocabulary."), vocabulary_mentions=mentions)
    return made  # type: ignore[no-any-return]


@pytest.fixture(params=["plain", "compiled"])
def loops(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "compiled":
        compile_loops(monkeypatch)
    assert kernels.can_sweep() == (request.param == "compiled")


def fits(pattern: Pattern, word: str) -> bool:
    """By the definition, without a thought for time."""
    if pattern.edits:
        return distance(pattern.text, word) <= pattern.edits
    parts = {"*": ".*", "?": "."}
    return bool(re.fullmatch("".join(parts.get(sign) or re.escape(sign) for sign in pattern.text), word, re.DOTALL))


patterns = st.one_of(st.builds(Pattern, wild), st.builds(Pattern, letters, st.integers(1, 2)))


@pytest.mark.usefixtures("loops")
@quick
@given(st.sets(letters, min_size=1, max_size=20), patterns)
def test_the_numbers_of_the_words_that_fit(words: set[str], pattern: Pattern) -> None:
    found = sorted(oftenest(segment(dict.fromkeys(words, 1)), pattern, 1, 1, 0)[0].tolist())
    table = sorted(words, key=str.encode)
    assert [table[number] for number in found] == [word for word in table if fits(pattern, word)]
    assert [word for word in table if not pattern.edits and matcher(pattern.text)(word)] == (
        [] if pattern.edits else [table[number] for number in found]
    )


@pytest.mark.usefixtures("loops")
@quick
@given(
    st.lists(st.dictionaries(letters, st.integers(1, 4), max_size=12), min_size=1, max_size=4),
    patterns,
    st.integers(1, 6),
)
def test_the_oftenest_of_several_segments(parts: list[dict[str, int]], pattern: Pattern, most: int) -> None:
    counted: Counter[str] = Counter()
    for part in parts:
        counted.update(part)

    def words(prefix: str, pieces: Sequence[str]) -> list[tuple[str, int]]:
        return list(counted.items())

    assert fitting(list(map(segment, filter(None, parts))), pattern, most) == list(chosen(pattern, words, most))


@pytest.mark.usefixtures("loops")
def test_many_wild_cards_and_a_long_word_of_one_letter_take_no_time() -> None:
    held = segment({"a" * 60: 1, "a" * 59 + "b": 1})
    assert fitting([held], Pattern("*a" * 30 + "*c"), 5) == []
    assert fitting([held], Pattern("*a" * 30 + "*b"), 5) == [("a" * 59 + "b", 1)]
    assert fitting([held], Pattern("*?" * 30 + "*?" * 31), 5) == []


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize("size", [39, 40, 41, 42, 43, 100])
def test_long_words_are_told_apart(size: int) -> None:
    """What is known of the number of letters ends at some length."""
    held = segment({letter * more: more for letter in "ab" for more in range(size - 4, size + 5)})
    for edits in (1, 2):
        found = fitting([held], Pattern("a" * size, edits), 50)
        assert sorted(word for word, _ in found) == ["a" * more for more in range(size - edits, size + edits + 1)]
    assert [word for word, _ in fitting([held], Pattern("?" * size), 50)] == ["a" * size, "b" * size]


def test_shapes_go_with_their_segment(tmp_path: Path) -> None:
    before = len(_known)
    held = segment({"quay": 1})
    assert fitting([held], Pattern("quai", 1), 5) == [("quay", 1)]
    assert len(_known) == before + 1
    del held
    assert len(_known) == before
