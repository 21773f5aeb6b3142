"""A large file shared by workers is read as one process reads it: order, ids, refusals and sums."""

from __future__ import annotations

import json
from pathlib import Path

import searchnews
from searchnews.request import make_query

ROWS = 3_000
FILLER = "The barge waited below the sluice while the keeper counted the tolls of the week. " * 6


def row(number: int) -> dict[str, str]:
    """A record; every seventh asks for an address that the one six before it has, at times from another share."""
    address = number - 6 if number % 7 == 6 else number
    return {
        "title": f"Toll number {number}",
        "text": f"{FILLER} It was day {number}.",
        "url": f"https://tarn.example/{address}",
        "date": "2014-03-05",
    }


def lines(changed: int = 0) -> str:
    rows = [json.dumps(row(number)) for number in range(ROWS)]
    rows[100] = "{broken"
    rows[200] = ""
    if changed:
        rows[:changed] = [json.dumps(row(number) | {"title": f"Changed {number}"}) for number in range(changed)]
    return "\n".join(rows) + "\n"


def test_workers_and_one_process_agree(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "tolls.jsonl").write_text(lines())
    assert (pages / "tolls.jsonl").stat().st_size > 1 << 20, "worth two workers"
    one = searchnews.reindex(pages, index=tmp_path / "one", workers=1)
    two = searchnews.reindex(pages, index=tmp_path / "two", workers=2)
    assert (two.read, two.added, two.refusals) == (one.read, one.added, one.refusals)
    assert one.refused == ROWS // 7 + 1, "each seventh for its address, and the broken line"
    with searchnews.open(tmp_path / "one") as first, searchnews.open(tmp_path / "two") as second:
        assert first.engine.check() == second.engine.check() == []
        query = make_query("")
        assert [hit.article for hit in first.engine.scan(query)] == [hit.article for hit in second.engine.scan(query)]


def test_of_a_changed_file_only_what_changed_is_encoded(tmp_path: Path) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    (pages / "tolls.jsonl").write_text(lines())
    first = searchnews.reindex(pages, index=index, workers=2)
    (pages / "tolls.jsonl").write_text(lines(changed=6))
    report = searchnews.reindex(pages, index=index, workers=2)
    assert (report.changed, report.added, report.removed) == (6, 0, 0)
    assert report.unchanged == first.added - 6
    with searchnews.open(index) as opened:
        assert opened.engine.search(make_query("changed")).total == 6
        assert opened.engine.stats().articles == first.added
        assert opened.engine.check() == []
