"""An evaluation in lines for people and in JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from searchnews.evaluation.comparing import Comparison
from searchnews.evaluation.extraction import Evaluation, PageScore
from searchnews.evaluation.relevance import MEASURES, RelevanceScores


def extraction_lines(evaluation: Evaluation, worst: int) -> Iterator[str]:
    """A table of the fields, then the pages that cost most."""
    yield f"{len(evaluation.pages):,} pages"
    yield f"{'field':22} {'right':>7} {'wrong':>7} {'unknown':>8}   {'right of all':>12}  {'wrong when answered':>19}"
    for name, row in evaluation.counts().items():
        right, wrong, unknown = row["right"], row["wrong"], row["unknown"]
        share, error = right / (right + wrong + unknown), wrong / max(right + wrong, 1)
        yield f"{name:22} {right:7,} {wrong:7,} {unknown:8,}   {share:12.3f}  {error:19.3f}"
    yield f"{'':22} {'precision':>9} {'recall':>7} {'F1':>7}"
    for name, each in evaluation.overlaps().items():
        yield f"{name:22} {each.precision:9.3f} {each.recall:7.3f} {each.f1:7.3f}"
    for name, share in evaluation.shares().items():
        yield f"{name}: {share:.3f}"
    for page in evaluation.worst(worst):
        yield f"\n{page.file}  cost {page.cost:.2f}"
        yield from (f"    {difference}" for difference in page.differences)


def extraction_json(evaluation: Evaluation, worst: int) -> dict[str, Any]:
    """The same figures under the same names."""
    return {
        "pages": len(evaluation.pages),
        "fields": evaluation.counts(),
        "texts": {
            name: {"precision": each.precision, "recall": each.recall, "f1": each.f1}
            for name, each in evaluation.overlaps().items()
        },
        "shares": evaluation.shares(),
        "worst": [_page(page) for page in evaluation.worst(worst)],
    }


def _page(page: PageScore) -> dict[str, Any]:
    body = page.texts.get("body")
    return {"file": page.file, "cost": page.cost, "body": body.f1 if body else None, "differences": page.differences}


def relevance_lines(scores: RelevanceScores) -> Iterator[str]:
    """A line a measure: the mean, and where it lies in 95 of 100 samples of the queries."""
    yield f"{len(scores.queries):,} queries with a relevant document"
    for measure in MEASURES:
        low, high = scores.interval(measure)
        yield f"{measure:12} {scores.mean(measure):.4f}   [{low:.4f} to {high:.4f}]"


def relevance_json(scores: RelevanceScores, comparison: Comparison | None = None) -> dict[str, Any]:
    """The same figures under the same names, those of each query, and the comparison where one was asked for."""
    data: dict[str, Any] = {
        "measures": {name: {"mean": scores.mean(name), "interval": scores.interval(name)} for name in MEASURES},
        "queries": scores.queries,
    }
    if comparison:
        data["against"] = {
            "queries": len(comparison.now),
            "measures": {
                name: {"difference": comparison.difference(name), "chance": comparison.chance(name)}
                for name in MEASURES
            },
            "moved": [row._asdict() for row in comparison.moved()],
        }
    return data


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """A line a measure: the difference, and how likely one as large is by chance; then the queries that moved."""
    yield f"\nagainst the other run, {len(comparison.now):,} queries"
    for measure in MEASURES:
        yield f"{measure:12} {comparison.difference(measure):+.4f}   by chance {comparison.chance(measure):.3f}"
    for row in comparison.moved():
        yield f"    {row.query}: {row.before:.3f} → {row.now:.3f}"
