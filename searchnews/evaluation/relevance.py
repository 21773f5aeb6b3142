"""Rankings against judgments: MAP, P@10, nDCG@10, MRR and recall@100 as trec_eval defines them, with an interval.

The list judged is what a reader gets: `hits`, then `nearly`.
"""

from __future__ import annotations

import contextlib
import json
import math
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from searchnews.engine import Engine
from searchnews.engines import open_engine
from searchnews.errors import BadRequest, InputRefused, QueryTooLarge, UsageError
from searchnews.extract import extract_page
from searchnews.formats import read
from searchnews.models import Article
from searchnews.request import MAX_LIMIT, make_query

Judgments = Mapping[str, Mapping[str, int]]  # query → document → grade, 0: not relevant
Ranking = Sequence[str]
_SAMPLES = 2000  # of the bootstrap
_SEED = 20090101


def average_precision(ranking: Ranking, grades: Mapping[str, int]) -> float:
    """The mean of the precisions at the relevant documents; those not listed count 0."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    found, total = 0, 0.0
    for rank, document in enumerate(ranking, 1):
        if document in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def precision(ranking: Ranking, grades: Mapping[str, int], depth: int = 10) -> float:
    """The share of relevant ones among the first; places left empty are not relevant."""
    return sum(grades.get(document, 0) > 0 for document in ranking[:depth]) / depth


def recall(ranking: Ranking, grades: Mapping[str, int], depth: int = 100) -> float:
    """The share of the relevant ones that is among the first."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant & set(ranking[:depth])) / len(relevant)


def reciprocal_rank(ranking: Ranking, grades: Mapping[str, int]) -> float:
    """One over the place of the first relevant one; 0 where there is none."""
    return next((1 / rank for rank, document in enumerate(ranking, 1) if grades.get(document, 0) > 0), 0.0)


def ndcg(ranking: Ranking, grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), the gain being the grade."""
    gains = [max(grades.get(document, 0), 0) for document in ranking[:depth]]
    ideal = sorted((max(grade, 0) for grade in grades.values()), reverse=True)[:depth]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


MEASURES: Mapping[str, Callable[[Ranking, Mapping[str, int]], float]] = {
    "MAP": average_precision,
    "P@10": precision,
    "nDCG@10": ndcg,
    "MRR": reciprocal_rank,
    "recall@100": recall,
}


@dataclass(frozen=True, slots=True)
class RelevanceScores:
    """What a run over some queries reached."""

    queries: Mapping[str, Mapping[str, float]]  # query → measure → value

    def mean(self, measure: str) -> float:
        """The mean over the queries."""
        return sum(values[measure] for values in self.queries.values()) / len(self.queries)

    def interval(self, measure: str) -> tuple[float, float]:
        """Where the mean lies in 95 of 100 samples of the queries (percentile bootstrap)."""
        values = [each[measure] for each in self.queries.values()]
        choose = random.Random(_SEED).choices
        means = sorted(sum(choose(values, k=len(values))) / len(values) for _ in range(_SAMPLES))
        return means[int(0.025 * _SAMPLES)], means[int(0.975 * _SAMPLES) - 1]


def evaluate_relevance(engine: Engine, queries: Mapping[str, str], judgments: Judgments) -> RelevanceScores:
    """Ask every query that has a relevant document and judge what comes. Raises UsageError where none has."""
    scores = {}
    for name, text in queries.items():
        grades = judgments.get(name, {})
        if any(grade > 0 for grade in grades.values()):
            ranking = _ranking(engine, text)
            scores[name] = {measure: judge(ranking, grades) for measure, judge in MEASURES.items()}
    if not scores:
        raise UsageError("no query has a relevant document: do the queries and the judgments belong together?")
    return RelevanceScores(scores)


def _ranking(engine: Engine, text: str) -> list[str]:
    try:
        result = engine.search(make_query(text, limit=MAX_LIMIT, detail="ids"))
    except (QueryTooLarge, BadRequest):
        return []
    return [hit.article_id for hit in (*result.hits, *result.nearly)]


def read_queries(path: Path) -> dict[str, str]:
    """Lines of a name, a tab and a query. Raises UsageError naming file and line."""
    rows = {}
    for number, line in enumerate(_lines(path), 1):
        name, tab, text = line.partition("\t")
        if not tab:
            raise UsageError(f"{path}, line {number}: expected a query's name, a tab and its words")
        rows[name.strip()] = text.strip()
    return rows


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    """Lines of TREC's form: query, a number that is not used, document, grade. Raises UsageError naming the line."""
    rows: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), 1):
        try:
            name, _, document, grade = line.split()
            rows.setdefault(name, {})[document] = int(grade)
        except ValueError:
            raise UsageError(f"{path}, line {number}: expected “query 0 document grade”") from None
    return rows


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from error


@contextlib.contextmanager
def collection(path: Path) -> Iterator[Engine]:
    """An index of a file of JSON Lines for the time of an evaluation, under the documents' own `id`s."""
    with (
        tempfile.TemporaryDirectory(prefix="searchnews-") as folder,
        contextlib.closing(open_engine(str(Path(folder) / "index"), "write")) as engine,
    ):
        engine.commit([engine.encode(_articles(path))])
        yield engine


def _articles(path: Path) -> Iterator[Article]:
    names = dict(enumerate(_lines(path), 1))
    for page in read(path, shown=str(path), key=path.name):
        if isinstance(page, InputRefused) or page.line is None:
            continue
        with contextlib.suppress(InputRefused):
            yield replace(extract_page(page), article_id=_name(names[page.line], path, page.line))


def _name(line: str, path: Path, number: int) -> str:
    name = json.loads(line).get("id")
    if not isinstance(name, str | int) or not str(name).isascii() or not 0 < len(str(name)) <= 16:
        raise UsageError(f"{path}, line {number}: expected an “id” of at most 16 plain characters")
    return str(name)
