"""Indexing measured: full runs beside tantivy's writer, runs with little or nothing to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench import indexes, sets
from bench.processes import MeasureFailed, Run, environment, python, run

FILES = 20_000  # of the run with nothing changed
CHANGED = 100  # one file in so many is changed


def full_runs(source: Path, rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Our `reindex --full` and the other programs' builders over one file, taking turns; sizes on disk.

    Each is a process of its own from its start to its end. tantivy's writer has two threads; SQLite has one, once.
    """
    place = sets.CACHE / "indexes" / f"timed-{source.stem}"
    runs: dict[str, list[Run]] = {"searchnews": [], "tantivy": [], "sqlite": []}
    for turn in range(rounds):
        order = ("searchnews", "tantivy") if turn % 2 == 0 else ("tantivy", "searchnews")
        for name in (*order, "sqlite") if turn == 0 else order:
            tell(f"indexing {source.stem}, round {turn + 1} of {rounds}: {name}")
            runs[name].append(_built(name, source, place / name))
    found = {name: _summary(many, indexes.size(place / name)) for name, many in runs.items()}
    shutil.rmtree(place)
    for name in ("tantivy", "sqlite"):
        for part in ("seconds", "bytes"):
            found[name][f"{part}_ratio"] = found["searchnews"][part] / found[name][part]
    return {"articles": sets.count_lines(source), "source_bytes": source.stat().st_size, "programs": found}


def _built(name: str, source: Path, folder: Path) -> Run:
    if name == "searchnews":
        return indexes.searchnews_index(source, folder)
    return indexes.rival_index(name, source, folder)


def _summary(runs: list[Run], size: int) -> dict[str, Any]:
    return {
        "seconds": median(one.seconds for one in runs),
        "all_seconds": [one.seconds for one in runs],
        "peak_together": max(one.together for one in runs),
        "peak_largest": max(one.largest for one in runs),
        "bytes": size,
    }


def repeated_runs(source: Path, files: int, rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """A full run over many files of one article each, then runs with nothing and with one file in a hundred changed.

    The files are JSON Lines, the quickest to read in full: a folder of pages gains more by not being read.
    """
    folder = sets.CACHE / "indexes" / "many-files"
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    tell(f"writing {files:,} files")
    paths = _spread(source, pages, files)
    command = python("-m", "searchnews", "reindex", pages, "--index", folder / "index", "--json")
    tell("the full run")
    whole = run([*command, "--full"], environment(), cwd=folder)
    tell("runs with nothing changed")
    nothing = [_expect(run(command, environment(), cwd=folder), 0) for _ in range(rounds)]
    little = []
    for turn in range(rounds):
        changed = paths[turn::CHANGED]
        for path in changed:
            row = json.loads(path.read_text(encoding="utf-8"))
            row["body"] += f"\n\nCorrected for the {turn + 1}. time."
            path.write_text(json.dumps(row), encoding="utf-8")
        tell(f"a run with {len(changed)} files changed")
        little.append(_expect(run(command, environment(), cwd=folder), len(changed)))
    shutil.rmtree(folder)
    times = {"full": whole.seconds, "nothing": median(nothing), "one_in_100": median(little)}
    return {
        "files": len(paths),
        **times,
        **{f"{name}_ratio": times[name] / whole.seconds for name in ("nothing", "one_in_100")},
    }


def _expect(done: Run, changed: int) -> float:
    """The seconds of a run that changed as many articles as it should; MeasureFailed where it did not."""
    report = json.loads(done.output)
    if report["changed"] != changed or report["added"] or report["removed"]:
        raise MeasureFailed(f"{changed} changed articles were expected, the run reports {report}")
    return done.seconds


def _spread(source: Path, pages: Path, files: int) -> list[Path]:
    """The first articles of a set, a file each, a hundred to a folder."""
    paths = []
    with source.open(encoding="utf-8") as lines:
        for number, line in zip(range(files), lines, strict=False):
            path = pages / f"{number // 100:04}" / f"{number:06}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(line, encoding="utf-8")
            paths.append(path)
    return paths


def many_commits(source: Path, commits: int, each: int, tell: Callable[[str], None]) -> dict[str, str]:
    """Two indexes of the same articles: by one commit, and by many. Gives their folders for `bench.querying`."""
    folder = sets.CACHE / "indexes" / "many-commits"
    shutil.rmtree(folder, ignore_errors=True)
    parts = folder / "parts"
    parts.mkdir(parents=True)
    with source.open(encoding="utf-8") as lines:
        for part in range(commits):
            chosen = [line for _, line in zip(range(each), lines, strict=False)]
            (parts / f"{part:04}.jsonl").write_text("".join(chosen), encoding="utf-8")
    tell("one commit")
    once, often = folder / "once", folder / "often"
    run(python("-m", "searchnews", "reindex", "--full", parts, "--index", once), environment(), cwd=folder)
    tell(f"{commits} commits of {each} articles")
    run(python("-m", "bench.committing", parts, often), environment(), cwd=folder)
    return {"searchnews often": str(often), "searchnews once": str(once)}
