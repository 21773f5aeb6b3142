"""One address away: every command does with a cluster what it does with a folder."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from searchnews.cli import main
from tests.cluster.server import address, drop, engine_at, needs_cluster

pytestmark = needs_cluster
ROWS = [
    {"title": "Oil prices rise", "body": "The price of oil rose.", "source": "AFP", "date": "2014-03-01"},
    {"title": "Port strike ends", "body": "The strike is over; oil flows.", "source": "Reuters", "date": "2014-03-02"},
    {"title": "A quiet day", "body": "Nothing of note.", "source": "AFP"},
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.chdir(tmp_path)
    Path("news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    name = f"test-cli-{uuid.uuid4().hex[:8]}"
    yield address(name)
    drop(engine_at(address(name)))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert main(arguments) == 0
    return json.loads(capsys.readouterr().out)


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    hits = [{key: value for key, value in hit.items() if key != "score"} for hit in answer["hits"]]
    return {**answer, "hits": hits, "seconds": 0, "generation": ""}


def test_the_command_line_says_the_same_of_a_cluster_as_of_a_folder(
    place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in (place, "folder"):
        first = told(capsys, "reindex", "news.jsonl", "--full", "--json", "--workers", "1", "--index", index)
        assert (first["read"], first["added"]) == (3, 3)
        again = told(capsys, "reindex", "news.jsonl", "--json", "--workers", "1", "--index", index)
        assert (again["read"], again["unchanged"]) == (3, 3)
    for asked in (("oil",), ("oil", "--source", "AFP"), ("oil", "--sort", "newest", "--from", "2014-03")):
        here, there = (told(capsys, "search", *asked, "--json", "--index", index) for index in ("folder", place))
        assert comparable(there) == comparable(here)
        assert there["total"] > 0
    capsys.readouterr()
    assert main(("compare", "folder", place)) == 0
    assert main(("check", "--index", place)) == 0
    Path("searchnews.toml").write_text(f'index = "{place}"\n', encoding="utf-8")  # from here on by the settings
    found = told(capsys, "search", "quiet", "--json")
    assert [hit["title"] for hit in found["hits"]] == ["A quiet day"]
    assert main(("show", found["hits"][0]["id"])) == 0
    assert "Nothing of note." in capsys.readouterr().out
    assert main(("search", "oil", "--ndjson")) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
