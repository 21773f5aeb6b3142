"""Programs taking turns: each query goes to every program before the next one comes, so that noise hits all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import TypeVar

Q = TypeVar("Q")

Times = dict[int, list[float]]  # place of a query → seconds, one a round


def take_turns(
    programs: Mapping[str, Callable[[Q], object]],
    queries: Sequence[Q],
    *,
    rounds: int,
    most: Mapping[str, int] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> dict[str, Times]:
    """The seconds of every query with every program, after one round that is not counted.

    `most` says how many queries at most a slow program answers, and in one round only. The first to go changes with
    every query.
    """
    limits = most or {}
    times: dict[str, Times] = {name: {} for name in programs}
    order = list(programs)
    for turn in range(rounds + 1):
        for place, query in enumerate(queries):
            for name in _rotated(order, place + turn):
                if name in limits and (place >= limits[name] or turn > 1):
                    continue
                call = programs[name]
                begun = clock()
                call(query)
                spent = clock() - begun
                if turn:
                    times[name].setdefault(place, []).append(spent)
    return times


def _rotated(names: Sequence[str], by: int) -> list[str]:
    start = by % len(names)
    return [*names[start:], *names[:start]]
