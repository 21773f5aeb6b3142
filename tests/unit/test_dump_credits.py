"""Agencies credited by text dumps, against a labelled set: precision and recall are stated and held.

Each row of tests/golden/credits.jsonl is a text and where it stands in an invented page; the labels were written by reading.
"""

from __future__ import annotations

import json
from pathlib import Path

from searchnews.extract import extract_page
from searchnews.models import Page

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "golden" / "credits.jsonl").read_text(encoding="utf-8").splitlines()
]
PRECISION, RECALL = 0.97, 0.90


def dump(at: str, text: str) -> str:
    """A page about a ferry with the text in its place."""
    parts = {name: text if name == at else "" for name in ("line", "caption", "first", "body", "tail", "last", "after")}
    return "\n".join(
        [
            "Ferry sails again between Kilwane and Tavane",
            parts["line"],
            "May 3, 2021",
            parts["caption"],
            "",
            f"{parts['first']}The ferry between Kilwane and Tavane sailed again on Monday after eleven weeks in dock, with two hundred people.",
            "",
            "Its captain said that the engine was as good as new, and that the cranes had cost more than the repair.",
            "",
            parts["body"],
            "",
            f"The harbour office expects it to sail twice a day until the autumn, and once a day after that.{parts['tail']}",
            "",
            parts["last"],
            "",
            "Most read" if at == "after" else "",
            parts["after"],
        ]
    )


def credited(row: dict[str, str]) -> set[str]:
    content = dump(row["at"], row["text"])
    return set(extract_page(Page("ferry.txt", "ferry.txt", 0, "text", content)).sources)


def test_the_set_has_enough_of_both() -> None:
    positive = sum(bool(row["sources"]) for row in ROWS)
    assert positive >= 60
    assert len(ROWS) - positive >= 60


def test_precision_and_recall_of_credited_agencies() -> None:
    found = right = wanted = 0
    for row in ROWS:
        names = credited(row)
        found += len(names)
        wanted += len(row["sources"])
        right += len(names & set(row["sources"]))
    assert right / found >= PRECISION, f"precision {right / found:.3f}"
    assert right / wanted >= RECALL, f"recall {right / wanted:.3f}"
