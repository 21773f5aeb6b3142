"""Pages take turns, and nobody waits long for one."""

from __future__ import annotations

import threading

import pytest

from searchnews.web.turns import Turns


def test_one_at_a_time() -> None:
    turns, under_way, most = Turns(patience=60), [], []

    def make(number: int) -> None:
        with turns.one():
            under_way.append(number)
            most.append(len(under_way))
            threading.Event().wait(0.002)
            under_way.remove(number)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_whoever_waits_behind_something_slow_goes_on_beside_it() -> None:
    turns = Turns(patience=0.01)
    with turns.one():
        beside = threading.Thread(target=lambda: turns.one().__enter__())
        beside.start()
        beside.join(60)
        assert not beside.is_alive()


def test_a_failure_ends_a_turn() -> None:
    turns = Turns(patience=60)
    with pytest.raises(KeyError), turns.one():
        raise KeyError
    with turns.one():
        pass


def test_who_did_not_get_the_turn_does_not_end_it() -> None:
    turns = Turns(patience=0.0)
    with turns.one():
        with turns.one():
            pass
        assert turns._lock.locked()
    assert not turns._lock.locked()
