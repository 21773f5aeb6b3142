"""Text dumps of labelled HTML pages, made in three ways: `python bench/make_dumps.py ../shared/data/wcxb-dev OUT`.

OUT gets three folders (every text node a line; the page as laid out; the main content only), each with a truth.jsonl,
for `searchnews evaluate extraction OUT/nodes`. Wants `pip install inscriptis resiliparse`.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup
from inscriptis import get_text
from resiliparse.extract.html2text import extract_plain_text


def nodes(html: str) -> str:
    """Every text node on a line, scripts and styles left out as a browser would."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup(["script", "style", "noscript", "template"]):
        element.decompose()
    return soup.get_text("\n")


def main_content(html: str) -> str:
    """The main content as plain text, with the renderer's own idea of what that is."""
    return str(extract_plain_text(html, main_content=True, alt_texts=False, links=False))


WAYS: dict[str, Callable[[str], str]] = {"nodes": nodes, "layout": get_text, "main": main_content}


def main(source: Path, target: Path) -> None:
    """Write the dumps of every labelled page."""
    rows = [json.loads(line) for line in (source / "truth.jsonl").read_text(encoding="utf-8").split("\n") if line]
    for way, render in WAYS.items():
        (target / way).mkdir(parents=True, exist_ok=True)
        with (target / way / "truth.jsonl").open("w", encoding="utf-8") as labels:
            for row in rows:
                html = gzip.decompress((source / row["file"]).read_bytes()).decode("utf-8", "replace")
                name = row["file"].partition(".")[0] + ".txt"
                (target / way / name).write_text(render(html), encoding="utf-8")
                labels.write(json.dumps({**row, "file": name}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
