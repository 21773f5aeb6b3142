"""Pages a second of text dumps against trafilatura on the same pages' HTML: `python bench/dump_speed.py HTML DUMPS [pages]`.

HTML is a folder of labelled pages (truth.jsonl, name.html.gz), DUMPS what make_dumps.py wrote from it. One process, the
programs take turns page by page, three rounds, the fastest round of each counts: the ratio is what matters.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from searchnews.errors import InputRefused
from searchnews.extract import extract_page
from searchnews.models import Page

ROUNDS = 3


def fields(page: Page) -> None:
    """All fields of one dump."""
    try:
        extract_page(page)
    except InputRefused:
        return


def read(html: str) -> None:
    """All fields trafilatura gives."""
    trafilatura.bare_extraction(html, with_metadata=True)


def main(source: Path, dumps: Path, count: int) -> None:
    """Print the seconds a page of each way and the ratio to trafilatura."""
    rows = [json.loads(line) for line in (source / "truth.jsonl").read_text(encoding="utf-8").split("\n") if line]
    ways = sorted(path.name for path in dumps.iterdir() if path.is_dir())
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        spent = dict.fromkeys(["trafilatura", *ways], 0.0)
        for row in rows[:count]:
            html = gzip.decompress((source / row["file"]).read_bytes()).decode("utf-8", "replace")
            spent["trafilatura"] += _seconds(read, html)
            name = row["file"].partition(".")[0] + ".txt"
            for way in ways:
                text = (dumps / way / name).read_text(encoding="utf-8")
                spent[way] += _seconds(fields, Page(name, name, 0, "text", text))
        best = {name: min(value, best.get(name, value)) for name, value in spent.items()}
    for name, value in best.items():
        print(
            f"{name:12} {1000 * value / count:8.1f} ms a page  {best['trafilatura'] / value:6.1f} × trafilatura's speed"
        )


def _seconds(work: Callable[[Any], None], argument: Any) -> float:
    begin = time.process_time()
    work(argument)
    return time.process_time() - begin


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 60)
