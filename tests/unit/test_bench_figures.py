"""The arithmetic of bench/: medians, percentiles, ratios, turns, agreement and tables. Nothing here is timed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.arguments import PARTS, parser
from bench.figures import middle_and_worst, percentile, ratio, summary
from bench.programs.program import Counts, agree
from bench.tables import lines
from bench.turns import take_turns


@pytest.mark.parametrize(("share", "expected"), [(0.5, 10), (0.95, 19), (0.951, 20), (1.0, 20), (0.0, 1)])
def test_percentile_of_one_to_twenty(share: float, expected: int) -> None:
    assert percentile([*range(20, 0, -1)], share) == expected


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_summary() -> None:
    found = summary([4.0, 1.0, 2.0, 3.0])
    assert (found.median, found.p95, found.count) == (2.5, 4.0, 4)


def test_a_ratio_is_of_the_queries_that_both_answered() -> None:
    assert ratio({0: [1.0], 1: [9.0], 2: [9.0]}, {0: [2.0]}) == 0.5
    assert ratio({0: [1.0]}, {}) is None


def test_middle_and_worst() -> None:
    assert middle_and_worst([0.5, 2.0, 1.0]) == (1.0, 2.0)


class Stopwatch:
    """A clock that only calls move."""

    def __init__(self) -> None:
        self.now = 0.0
        self.calls: list[tuple[str, str]] = []

    def __call__(self) -> float:
        return self.now

    def program(self, name: str, takes: float) -> Callable[[str], None]:
        def call(query: str) -> None:
            self.calls.append((name, query))
            self.now += takes

        return call


def test_turns_are_taken_query_by_query_and_the_first_round_does_not_count() -> None:
    clock = Stopwatch()
    programs = {"a": clock.program("a", 1.0), "b": clock.program("b", 2.0)}
    times = take_turns(programs, ["x", "y", "z"], rounds=2, clock=clock)
    assert times == {"a": {key: [1.0, 1.0] for key in range(3)}, "b": {key: [2.0, 2.0] for key in range(3)}}
    asked = [query for _, query in clock.calls]
    assert asked == [query for query in ["x", "y", "z"] * 3 for _ in programs]
    first = [clock.calls[place][0] for place in range(0, len(clock.calls), 2)]
    assert first == ["a", "b", "a", "b", "a", "b", "a", "b", "a"]


def test_a_slow_program_answers_fewer_queries_once() -> None:
    clock = Stopwatch()
    programs = {"a": clock.program("a", 1.0), "slow": clock.program("slow", 50.0)}
    times = take_turns(programs, ["x", "y", "z"], rounds=3, most={"slow": 2}, clock=clock)
    assert times["slow"] == {0: [50.0], 1: [50.0]}
    assert times["a"] == dict.fromkeys(range(3), [1.0] * 3)


def test_agreement_of_counts() -> None:
    ours = Counts(3, {"AFP": 2, "Wire": 1}, {}, {"2014": 2, "2015": 1}, 3)
    theirs = Counts(3, {"AFP": 2}, {}, {"2014-01": 1, "2014-12": 1, "2015-03": 1}, 3)
    assert all(agree(ours, theirs).values())
    wrong = Counts(4, {"AFP": 1}, {}, {"2014-01": 2, "2015-03": 2}, 4)
    assert agree(ours, wrong) == {"total": False, "source": False, "section": True, "month": False, "hits": False}


def _programs(ours: float, theirs: float) -> dict[str, Any]:
    equal = dict.fromkeys(("total", "source", "section", "month", "hits"), 9)
    row = {"median": theirs, "p95": theirs, "count": 30, "ratio": ours / theirs}
    row["agree"] = {"queries": 10, "equal": equal, "apart": 0.02}
    return {"searchnews": {"median": ours, "p95": 2 * ours, "count": 30}, "tantivy": row}


RESULT: dict[str, Any] = {
    "set": "invented",
    "articles": 12,
    "machine": {"cores": 2},
    "query": {
        "numpy": {
            "classes": {
                "one word, rare": {"queries": 10, "matches": 3, "programs": _programs(1.0, 4.0)},
                "browse": {"queries": 10, "matches": 12, "programs": _programs(3.0, 2.0)},
            }
        }
    },
}


def test_tables_have_ratios_and_the_worst_class() -> None:
    shown = [line.split() for line in lines(RESULT, markdown=False)]
    assert ["one", "word,", "rare", "10", "3", "1.000", "(2.000)", "4.000", "(4.000)", "0.25"] in shown
    assert ["worst", "class", "1.50"] in shown
    assert ["tantivy", "20", "18", "18", "18", "18", "18", "2.0", "%"] in shown


def test_tables_as_markdown() -> None:
    shown = list(lines(RESULT, markdown=True))
    assert "| browse | 10 | 12 | 3.000 (6.000) | 2.000 (2.000) | 1.50 |" in shown
    assert "|---|--:|--:|--:|--:|--:|" in shown


def test_options() -> None:
    options = parser().parse_args(["--only", "size,query", "--without", "whoosh"])
    assert (options.only, options.without) == (("query", "index"), ("whoosh",))
    assert parser().parse_args([]).only == PARTS
    with pytest.raises(SystemExit):
        parser().parse_args(["--queries", "0"])
