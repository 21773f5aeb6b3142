"""Two runs over the same queries: whether the difference is more than chance, and which queries moved."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from searchnews.errors import UsageError
from searchnews.evaluation.relevance import MEASURES, RelevanceScores

_FLIPS = 10_000  # random exchanges of the two runs
_SEED = 20090101


class Moved(NamedTuple):
    """A query whose average precision differs."""

    query: str
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """This run against another, over the queries that both have."""

    before: Mapping[str, Mapping[str, float]]  # query → measure → value
    now: Mapping[str, Mapping[str, float]]

    def difference(self, measure: str) -> float:
        """The mean over the queries, this run less the other."""
        return sum(self._differences(measure)) / len(self.now)

    def chance(self, measure: str) -> float:
        """How likely a difference as large is where the runs are equally good: paired randomisation, two-sided.

        Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests for Information Retrieval
        Evaluation" (2007).
        """
        differences = [each for each in self._differences(measure) if each]
        wanted, draw = abs(sum(differences)) - 1e-12, random.Random(_SEED).random
        flipped = (sum(each if draw() < 0.5 else -each for each in differences) for _ in range(_FLIPS))
        return sum(abs(total) >= wanted for total in flipped) / _FLIPS

    def _differences(self, measure: str) -> list[float]:
        return [values[measure] - self.before[name][measure] for name, values in self.now.items()]

    def moved(self) -> list[Moved]:
        """The queries whose average precision differs, the largest difference first."""
        rows = [Moved(name, self.before[name]["MAP"], values["MAP"]) for name, values in self.now.items()]
        return sorted((row for row in rows if row.now != row.before), key=lambda row: -abs(row.now - row.before))


def compared(scores: RelevanceScores, path: Path) -> Comparison:
    """This run against what `evaluate relevance --json` wrote before. Raises UsageError for anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["queries"]
        before = {name: {measure: float(values[measure]) for measure in MEASURES} for name, values in found.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise UsageError(f"{path}: expected what `searchnews evaluate relevance --json` writes ({error})") from None
    now = {name: values for name, values in scores.queries.items() if name in before}
    if not now:
        raise UsageError(f"{path}: that run has none of these queries")
    return Comparison(before, now)
