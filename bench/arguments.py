"""The words of `bench/compare`."""

from __future__ import annotations

import argparse
from pathlib import Path

PARTS = ("query", "full", "index", "rerun", "start", "memory", "commits")
KERNELS = ("numba", "numpy", "both")

_TOLD = """Measure searchnews beside tantivy, SQLite FTS5 and stock Whoosh, in one run.

  query    faceted pages: total, top 10 with scores, exact counts by source, section and month
  full     the same with ten stored articles and their snippets
  index    full indexing runs with their peak memory, and sizes on disk (`size` is another name of it)
  rerun    a run again over 20,000 files: nothing changed, 1 % changed
  start    process start to first result
  memory   memory of a server
  commits  query time after 200 commits of 100 articles, beside one commit of the same
"""
_EXAMPLES = """examples:
  bench/compare                                 everything, on the Reuters set
  bench/compare --set long --only query,full --json long.json
  bench/compare --set short --kernels numpy --queries 20
  bench/compare --set my.jsonl --markdown
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="bench/compare",
        description=_TOLD,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--set",
        default="reuters",
        metavar="SET",
        help="reuters (default), long (200,000 generated articles), short (1,000,000), or a JSON Lines file",
    )
    top.add_argument("--only", type=_parts, default=PARTS, metavar="PART[,PART]", help=f"of {', '.join(PARTS)}")
    top.add_argument("--articles", type=_positive, metavar="N", help="at most so many of the set (generated: exactly)")
    top.add_argument("--queries", type=_positive, default=50, metavar="N", help="queries a class (50)")
    top.add_argument("--rounds", type=_positive, default=3, metavar="N", help="times each query is measured (3)")
    top.add_argument(
        "--kernels", choices=KERNELS, default="both", help="the engine's loops: compiled, NumPy's, or both"
    )
    top.add_argument(
        "--without",
        type=_names,
        default=(),
        metavar="NAME[,NAME]",
        help="of searchnews, searchnews anew, sqlite, whoosh: not measured by `query` and `full`",
    )
    top.add_argument("--index-rounds", type=_positive, default=2, metavar="N", help="full indexing runs each (2)")
    top.add_argument("--files", type=_positive, default=20_000, metavar="N", help="files of `rerun` (20,000)")
    top.add_argument("--commits", type=_positive, default=200, metavar="N", help="commits of 100 articles (200)")
    top.add_argument("--news", type=Path, metavar="DIR", help="where the news set is (../shared/data/news)")
    top.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    top.add_argument("--markdown", action="store_true", help="print the tables as Markdown, to be pasted")
    return top


def _parts(text: str) -> tuple[str, ...]:
    chosen = {"index" if part == "size" else part for part in text.split(",")}
    return _known(chosen, PARTS)


def _names(text: str) -> tuple[str, ...]:
    return _known(set(text.split(",")), ("searchnews", "searchnews anew", "sqlite", "whoosh"))


def _known(chosen: set[str], known: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := chosen - set(known):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))} (known: {', '.join(known)})")
    return tuple(name for name in known if name in chosen)


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 up")
    return int(text)
