"""The stripes of a large file: every one is read by one task, whoever comes first, and read again by the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.stripes import Stripes
from tests.length import examples

RECORDS, STRIPE = 40, 3


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stripes") / "taken"


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(st.integers(0, 2), max_size=120), st.integers(1, 3))
def test_every_record_is_read_once(path: Path, order: list[int], shares: int) -> None:
    for number in range(shares):
        path.write_bytes(b"")
        takers = [Stripes(str(path), number, shares).taker(part, STRIPE) for part in range(3)]
        at, read = [0] * 3, [set[int]() for _ in range(3)]
        for part in [*order, *(part for part in range(3) for _ in range(RECORDS))]:
            if at[part] < RECORDS:
                if takers[part](at[part]):
                    read[part].add(at[part])
                at[part] += 1
        assert sum(map(len, read)) == len(set.union(*read))
        assert set.union(*read) == {each for each in range(RECORDS) if each // STRIPE % shares == number}


def test_what_a_task_took_is_its_own_when_it_is_done_again(path: Path) -> None:
    path.write_bytes(b"")
    stripes = Stripes(str(path))
    dies, stays = stripes.taker(0, 1), stripes.taker(1, 1)
    assert [dies(0), stays(1), dies(2)] == [True] * 3
    assert not stays(2)
    again = stripes.taker(0, 1)
    assert [again(number) for number in range(4)] == [True, False, True, True]
    assert not stays(3)
