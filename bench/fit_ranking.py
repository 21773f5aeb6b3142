"""`python -m bench.fit_ranking`: the ranking fitted anew on half of some judged questions, and what the rest says.

From neutral values (places of words count nothing), one parameter after another takes the value of its grid with the
highest MAP on one half of the questions (by a hash of their names), in two rounds. The other half is asked only at the
end, for the neutral values, those found, and those in use. Then the same with the halves exchanged. Default: the
questions beside the project, whose articles have no headlines, so that what a headline is worth is not fitted here.
"""

from __future__ import annotations

import argparse
import os
import zlib
from collections.abc import Mapping
from pathlib import Path

from bench.sets import NEWS
from searchnews import fields, ranking
from searchnews.engine import Engine
from searchnews.engines.whoosh import bags, leaves, looking, rescoring
from searchnews.evaluation.relevance import (
    Judgments,
    RelevanceScores,
    collection,
    evaluate_relevance,
    read_judgments,
    read_queries,
)

GRID: Mapping[str, tuple[float, ...]] = {
    "K1": (0.8, 1.2, 1.6, 2.0),
    "b": (0.3, 0.5, 0.75, 0.9),  # of the text
    "LEAST": (1e-6, 0.1, 0.3),
    "LEAD": (0.0, 0.1, 0.2, 0.4),
    "LEAD_WORDS": (10, 15, 25, 40),
    "NEAR": (0.0, 0.15, 0.3, 0.6),
    "REACH": (5, 10, 20),
    "NEAR_K": (0.6, 1.2, 2.4),
}
NEUTRAL: Mapping[str, float] = {
    "K1": 1.2, "b": 0.75, "LEAST": 1e-6, "LEAD": 0.0, "LEAD_WORDS": 15, "NEAR": 0.0, "REACH": 10, "NEAR_K": 1.2
}  # fmt: skip
_ROUNDS = 2
_MEASURES = ("MAP", "nDCG@10")
_BODY = fields.text_field("body")


def in_use() -> dict[str, float]:
    """The values of ranking.py and fields.py."""
    return {name: _BODY.b if name == "b" else getattr(ranking, name) for name in GRID}


def use(values: Mapping[str, float]) -> None:
    """Put values in the place of those in use, in this process."""
    for name, value in values.items():
        if name == "b":
            object.__setattr__(_BODY, "b", value)
        for module in (ranking, rescoring, looking, leaves, bags):
            if hasattr(module, name):
                setattr(module, name, value)


class Questions:
    """Judged questions of one collection, in two halves."""

    def __init__(self, engine: Engine, queries: Mapping[str, str], judgments: Judgments) -> None:
        self._engine, self._judgments = engine, judgments
        self._halves = [{n: q for n, q in queries.items() if zlib.crc32(n.encode()) % 2 == half} for half in (0, 1)]

    def scores(self, values: Mapping[str, float], half: int) -> RelevanceScores:
        """Of one half, with these values."""
        use(values)
        snapshot = self._engine._current()  # type: ignore[attr-defined]
        snapshot.scales = snapshot._scales()  # of `b`
        for kept in (snapshot.prepared, snapshot.effects, snapshot.standings):
            kept.clear()
        return evaluate_relevance(self._engine, self._halves[half], self._judgments)


def fitted(questions: Questions, half: int) -> dict[str, float]:
    """The values found on one half."""
    values = dict(NEUTRAL)
    for _ in range(_ROUNDS):
        for name, grid in GRID.items():
            tried = {value: questions.scores({**values, name: value}, half).mean("MAP") for value in grid}
            values[name] = max(grid, key=lambda value: (tried[value], value == values[name]))
    return values


def main() -> None:
    """Fit, and print a line for each set of values and half."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_ranking", description="Fit on one half, tell the other.")
    parser.add_argument("--folder", type=Path, default=NEWS.parent / "time", help="docs.jsonl, queries.tsv, qrels.txt")
    folder = parser.parse_args().folder
    os.environ["SEARCHNEWS_KERNELS"] = "numpy"  # the plain loops read the values anew each time
    used = in_use()
    with collection(folder / "docs.jsonl") as engine:
        questions = Questions(engine, read_queries(folder / "queries.tsv"), read_judgments(folder / "qrels.txt"))
        for fitted_on in (0, 1):
            found = fitted(questions, fitted_on)
            print("fitted:", ", ".join(f"{name} {value:g}" for name, value in found.items()))
            for name, values in (("neutral", NEUTRAL), ("fitted", found), ("in use", used)):
                for half in (fitted_on, 1 - fitted_on):
                    scores = questions.scores(values, half)
                    said = "  ".join(f"{measure} {scores.mean(measure):.3f}" for measure in _MEASURES)
                    where = "fitted on" if half == fitted_on else "held out"
                    print(f"  {name:8} {where:10} {len(scores.queries)} questions  {said}", flush=True)


if __name__ == "__main__":
    main()
