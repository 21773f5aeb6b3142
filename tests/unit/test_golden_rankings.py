"""What searches over seeds/ find, in which order: a change in ranking is a diff of tests/golden/rankings.txt.

To write the file anew: `python -m tests.unit.test_golden_rankings`, and read the diff.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import searchnews
from searchnews.engines import open_engine
from searchnews.models import SearchResult
from searchnews.request import make_query

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "rankings.txt"
QUERIES = (
    "oil prices",
    "central bank",
    '"central bank"',
    "ferry strike dockers",
    "heat hospital deaths",
    "election result government",
    "storm damage ferries relief",
    "bond yields currency",
    "talks between the government and the union",
    "harbour OR port",
    "what did the minister say about fuel",
)
FIRST = 6


def rankings() -> str:
    """A paragraph a query: the hits and what nearly matches, with scores and headlines."""
    with tempfile.TemporaryDirectory() as folder:
        searchnews.reindex([str(ROOT / "seeds")], index=folder, full=True)
        with contextlib.closing(open_engine(folder)) as engine:
            return "\n".join(_paragraph(text, engine.search(make_query(text, limit=FIRST))) for text in QUERIES)


def _paragraph(text: str, result: SearchResult) -> str:
    lines = [f"{text}  [{result.query.match}, {result.total}]"]
    lines += [f"  {hit.score:7.3f}  {hit.title}" for hit in result.hits]
    lines += [f"  {hit.score:7.3f}  (nearly) {hit.title}" for hit in result.nearly]
    return "\n".join(lines) + "\n"


def test_rankings_are_as_they_were_read_last() -> None:
    assert rankings() == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    Path(GOLDEN).write_text(rankings(), encoding="utf-8")
