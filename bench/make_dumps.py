"""Text dumps of labelled HTML pages: `python bench/make_dumps.py ../shared/data/wcxb-dev OUT [all]`.

OUT gets a folder for each way of making one, each with a truth.jsonl, for `searchnews evaluate extraction OUT/nodes`.
Three ways stand for three families of programs; `all` adds those of other programs, for weights and rules that hold
whoever made the dump. Wants `pip install inscriptis resiliparse html-text`.
"""

from __future__ import annotations

import gzip
import json
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import html_text
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


def whole(html: str) -> str:
    """The whole page with bullets and the descriptions of pictures."""
    return str(extract_plain_text(html, main_content=False, alt_texts=True, links=False))


def linked(html: str) -> str:
    """The main content with each link's address after its words."""
    return str(extract_plain_text(html, main_content=True, alt_texts=True, links=True))


def packed(html: str) -> str:
    """A line a block, and no blank lines."""
    return "\n".join(line for line in nodes_by_block(html).split("\n") if line.strip())


def nodes_by_block(html: str) -> str:
    """The text as html_text sees its blocks."""
    return html_text.extract_text(html)


def wrapped(width: int) -> Callable[[str], str]:
    """The page as laid out by a browser of the terminal: wrapped at a width, set in by three spaces."""

    def render(html: str) -> str:
        lines = get_text(html).split("\n")
        return "\n".join(
            textwrap.fill(line.strip(), width, initial_indent="   ", subsequent_indent="   ") if line.strip() else ""
            for line in lines
        )

    return render


def barred(html: str) -> str:
    """One long line, the blocks divided by bars."""
    return " | ".join(line.strip() for line in nodes_by_block(html).split("\n") if line.strip())


WAYS: dict[str, Callable[[str], str]] = {"nodes": nodes, "layout": get_text, "main": main_content}
OTHERS: dict[str, Callable[[str], str]] = {
    "blocks": nodes_by_block,
    "packed": packed,
    "whole": whole,
    "linked": linked,
    "wrapped76": wrapped(76),
    "wrapped40": wrapped(40),
    "barred": barred,
}


def main(source: Path, target: Path, ways: dict[str, Callable[[str], str]]) -> None:
    """Write the dumps of every labelled page."""
    rows = [json.loads(line) for line in (source / "truth.jsonl").read_text(encoding="utf-8").split("\n") if line]
    for way, render in ways.items():
        (target / way).mkdir(parents=True, exist_ok=True)
        with (target / way / "truth.jsonl").open("w", encoding="utf-8") as labels:
            for row in rows:
                html = gzip.decompress((source / row["file"]).read_bytes()).decode("utf-8", "replace")
                name = row["file"].partition(".")[0] + ".txt"
                (target / way / name).write_text(render(html), encoding="utf-8")
                labels.write(json.dumps({**row, "file": name}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), {**WAYS, **OTHERS} if sys.argv[3:] == ["all"] else WAYS)
