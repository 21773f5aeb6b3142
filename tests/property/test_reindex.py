"""After any edits to a folder, bringing the index up to date gives what making it anew gives, in every engine."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import searchnews
from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.report import Report
from searchnews.request import make_query
from searchnews.running import Run
from tests.agreement import assert_same_hits, comparable
from tests.length import examples

NAMES = ("a.txt", "b.txt", "deep/c.txt", "deep/d.jsonl", "e.jsonl", "f.html")
QUERIES = ("", "barge", "toll keeper", "barge OR lock", '"lower sluice"', "keeper -toll", "title:barge")
WORDS = ("barge", "toll", "keeper", "lock", "lower", "sluice", "noon", "bell")
EDITS = ("write", "write", "write", "touch", "delete", "rename", "zip", "move", "swap")

texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=9).map(" ".join)
records = st.lists(
    st.tuples(texts, st.sampled_from(("", "", "https://tarn.example/1", "https://tarn.example/2"))), max_size=3
)
contents = st.tuples(texts, records)
edits = st.tuples(st.sampled_from(EDITS), st.sampled_from(NAMES), st.sampled_from(NAMES), contents)
Edit = tuple[str, str, str, tuple[str, list[tuple[str, str]]]]
histories = st.lists(st.lists(edits, min_size=1, max_size=8), min_size=2, max_size=5)


class Folder:
    """A folder under edits. Every write has a time of its own, long past, so that size and time are believed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = 1_000_000_000
        (root / "deep").mkdir(parents=True)

    def apply(self, edit: Edit) -> None:
        kind, name, other, content = edit
        path, target = self.root / name, self.root / other
        zipped = path.with_name(f"{path.name}.gz")
        path = zipped if zipped.exists() else path
        if kind == "write":
            path.parent.mkdir(exist_ok=True)
            self.stamped(path, source(name, *content))
        elif not path.exists():
            return
        elif kind == "touch":
            self.stamped(path, path.read_bytes())
        elif kind == "delete":
            path.unlink()
        elif kind == "rename" and path.suffix == target.suffix and target.parent.exists():
            path.rename(target)
        elif kind == "zip" and path.suffix != ".gz":
            self.stamped(zipped, gzip.compress(path.read_bytes(), mtime=0))
            path.unlink()
        elif kind == "move":  # a whole folder, and what was moved before is gone
            shutil.rmtree(self.root / "moved", ignore_errors=True)
            (self.root / "deep").rename(self.root / "moved")
            (self.root / "deep").mkdir()
        elif kind == "swap" and target.exists() and path != target:
            path.rename(self.root / "between")
            target.rename(path)
            (self.root / "between").rename(target)

    def stamped(self, path: Path, data: bytes) -> None:
        self.clock += 60
        path.write_bytes(data if not path.name.endswith(".gz") or data[:2] == b"\x1f\x8b" else gzip.compress(data))
        os.utime(path, (self.clock, self.clock))


def source(name: str, text: str, rows: list[tuple[str, str]]) -> bytes:
    """A file's bytes: a dump, a page, or records of which some claim one address."""
    if name.endswith(".jsonl"):
        found = ({"title": f"{text} {number}", "text": body, "url": url} for number, (body, url) in enumerate(rows))
        return "".join(json.dumps(row) + "\n" for row in found).encode()
    body = f"The {text} was heard at the lower sluice by the keeper of the toll, who wrote it down before noon."
    if name.endswith(".html"):
        return f"<html lang=en><title>{text} bell</title><h1>{text} bell</h1><p>{body}</p><p>{body} Twice.</p>".encode()
    return f"{text} today\nMarch 5, 2014\n{body}\n{body} It rained.\n".encode() if text else b""


def assert_same_answers(found: Engine, expected: Engine) -> None:
    for query in (make_query(text, limit=50) for text in QUERIES):
        one, other = found.search(query), expected.search(query)
        assert comparable(one) == comparable(other)
        everything = [*expected.scan(query), *other.nearly]
        assert_same_hits(one.hits, other.hits, everything, ranked=True)
        assert_same_hits(one.nearly, other.nearly, everything, ranked=True)


def adds_up(report: Report, engine: Engine) -> None:
    assert report.read == report.added + report.changed + report.unchanged + report.refused
    assert report.refused == len(report.refusals)
    assert report.read - report.refused == engine.stats().articles


@settings(deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_up_to_date_is_made_anew(
    history: list[list[Edit]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        pages, index, anew = (Path(place) / name for name in ("pages", "index", "anew"))
        folder = Folder(pages)
        memory = MemoryEngine()
        for step in history:
            for edit in step:
                folder.apply(edit)
            check(pages, index, anew, memory)


def check(pages: Path, index: Path, anew: Path, memory: MemoryEngine) -> None:
    """Bring both engines up to date, make a third index anew, and compare."""
    report = searchnews.reindex(pages, index=index, workers=1)
    again = Run(memory).over([str(pages)])
    shutil.rmtree(anew, ignore_errors=True)
    full = searchnews.reindex(pages, index=anew, workers=1, full=True)
    event(f"changed {report.changed > 0}, removed {report.removed > 0}, refused {report.refused > 0}")
    with searchnews.open(index) as kept, searchnews.open(anew) as made:
        adds_up(report, kept.engine)
        assert_same_answers(kept.engine, made.engine)
        assert_same_answers(memory, made.engine)
        assert kept.engine.check() == []
        assert (full.read, full.refused) == (report.read, report.refused)
        assert outcome(again) == outcome(report)


def outcome(report: Report) -> tuple[object, ...]:
    return (report.read, report.added, report.changed, report.removed, report.unchanged, report.refusals)
