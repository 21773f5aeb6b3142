"""Measures of rankings, on lists that are worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from searchnews.errors import UsageError
from searchnews.evaluation.comparing import compared
from searchnews.evaluation.relevance import (
    MEASURES,
    RelevanceScores,
    average_precision,
    collection,
    evaluate_relevance,
    ndcg,
    precision,
    read_judgments,
    read_queries,
    recall,
    reciprocal_rank,
)
from searchnews.evaluation.tables import comparison_lines, relevance_json

GRADES = {"a": 2, "b": 1, "c": 0, "z": 1}
RANKING = ["c", "a", "x", "b"]


def test_measures() -> None:
    assert average_precision(RANKING, GRADES) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert precision(RANKING, GRADES) == pytest.approx(0.2)
    assert recall(RANKING, GRADES) == pytest.approx(2 / 3)
    assert reciprocal_rank(RANKING, GRADES) == 0.5
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(RANKING, GRADES) == pytest.approx((2 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert (average_precision([], GRADES), reciprocal_rank([], GRADES), ndcg([], GRADES)) == (0, 0, 0)


def test_a_collection_is_asked(tmp_path: Path) -> None:
    texts = {"d1": "The harbour strike in Tarn goes on.", "d2": "Oil prices fell in Veldoria.", "d3": "Rain in Tarn."}
    documents, queries, judged = (tmp_path / name for name in ("docs.jsonl", "queries.tsv", "qrels.txt"))
    documents.write_text("".join(json.dumps({"id": name, "body": text}) + "\n" for name, text in texts.items()))
    queries.write_text("1\tharbour strike\n2\tcheese\n3\tnever judged\n")
    judged.write_text("1 0 d1 1\n2 0 d3 1\n3 0 d3 0\n")
    with collection(documents) as engine:
        scores = evaluate_relevance(engine, read_queries(queries), read_judgments(judged))
    assert set(scores.queries) == {"1", "2"}
    assert scores.queries["1"]["MAP"] == 1
    assert scores.queries["2"]["MRR"] == 0
    assert scores.mean("MAP") == 0.5
    assert scores.interval("MAP") == (0, 1)


@pytest.mark.parametrize("line", ["no tab here", "1 0 d1", "1 0 d1 good"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rows"
    path.write_text(f"{line}\n")
    read = read_queries if "tab" in line else read_judgments
    with pytest.raises(UsageError, match="line 1: expected"):
        read(path)


def run_of(*values: float) -> RelevanceScores:
    return RelevanceScores({str(number): dict.fromkeys(MEASURES, value) for number, value in enumerate(values)})


def test_two_runs_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(relevance_json(run_of(*[0.2] * 12, 0.9, 0.5))))
    better = compared(run_of(*[0.4] * 12, 0.1, 0.5), path)
    assert better.difference("MAP") == pytest.approx((12 * 0.2 - 0.8) / 14)
    assert [row.query for row in better.moved()][:1] == ["12"]
    assert len(better.moved()) == 13
    assert 0.05 < better.chance("MAP") < 0.3
    assert compared(run_of(*[0.4] * 12, 0.9, 0.5), path).chance("MAP") < 0.01
    assert compared(run_of(*[0.2] * 12, 0.9, 0.5), path).chance("MAP") == 1
    assert any("12: 0.900 → 0.100" in line for line in comparison_lines(better))


@pytest.mark.parametrize("text", ["", "[]", '{"queries": {"1": {}}}', '{"queries": {"other": {}}}'])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(UsageError, match="expected what"):
        compared(run_of(0.5), path)
