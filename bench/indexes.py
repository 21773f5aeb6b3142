"""The indexes of every program over one file, kept in the cache until the program or the file changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from bench import sets
from bench.processes import MeasureFailed, Run, environment, python, run

RIVALS = {"tantivy": "tantivy", "sqlite": "sqlite", "whoosh": "stock_whoosh"}  # name → module of bench.programs


def searchnews_index(source: Path, folder: Path, kernels: str = "") -> Run:
    """`searchnews reindex --full` as a process, on every core."""
    shutil.rmtree(folder, ignore_errors=True)
    arguments = ("reindex", "--full", source, "--index", folder, "--json")
    done = run(python("-m", "searchnews", *arguments), environment(kernels), cwd=sets.CACHE)
    report = json.loads(done.output)
    if report["refused"]:
        raise MeasureFailed(f"{source}: {report['refused']} articles were refused, the first: {report['refusals'][0]}")
    return done


def rival_index(name: str, source: Path, folder: Path) -> Run:
    """Another program's index, made by a process that reads the file in a Python loop."""
    shutil.rmtree(folder, ignore_errors=True)
    return run(python("-m", "bench.indexes", name, source, folder), environment(), cwd=sets.CACHE)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def kept(name: str, source: Path) -> Path:
    """The folder of a program's index over a file, made now where it is not there. `name`: "searchnews" or a rival."""
    given = f"{source.stat().st_size} {source.stat().st_mtime_ns} {_state(name)}"
    stamp = hashlib.sha256(given.encode()).hexdigest()[:12]
    place = sets.CACHE / "indexes" / source.stem
    folder = place / f"{name}-{stamp}"
    if folder.exists():
        return folder
    for old in place.glob(f"{name}-*"):
        shutil.rmtree(old)
    place.mkdir(parents=True, exist_ok=True)
    unfinished = place / f"unfinished-{name}"
    _ = searchnews_index(source, unfinished) if name == "searchnews" else rival_index(name, source, unfinished)
    unfinished.rename(folder)
    return folder


def _state(name: str) -> str:
    """What an index depends on: for ours the whole package, for another its version and how we feed it."""
    if name == "searchnews":
        paths = sorted((sets.ROOT / "searchnews").rglob("*.py"))
    else:
        paths = [sets.ROOT / "bench" / "programs" / f"{RIVALS[name]}.py", sets.ROOT / "bench" / "sets.py"]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    made_by = {"tantivy": "tantivy", "whoosh": "whoosh"}.get(name)
    return f"{digest.hexdigest()} {version(made_by) if made_by else ''}"


if __name__ == "__main__":
    import_module(f"bench.programs.{RIVALS[sys.argv[1]]}").build(Path(sys.argv[3]), sets.records(Path(sys.argv[2])))
