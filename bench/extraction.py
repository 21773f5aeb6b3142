"""How fast pages become articles, against trafilatura: `python bench/extraction.py FOLDER [DUMPS]`.

FOLDER holds HTML pages (.html or .html.gz), with a truth.jsonl where their addresses are known. One process and one core; the
programs take turns page by page, in an order that changes from page to page, so that whatever else the machine does hits both alike.
Every page is read `--rounds` times and the fastest turn of each program counts. Printed: the median of CPU milliseconds a page, and
the ratio of the sums. DUMPS holds text dumps with the same names (bench/make_dumps.py), read against trafilatura on the page.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from trafilatura import bare_extraction

from searchnews.errors import InputRefused
from searchnews.extract import extract_page
from searchnews.models import Page

Program = Callable[[], object]


def pages_of(folder: Path) -> Iterator[tuple[str, str, str | None]]:
    """Each page's name up to the first dot, its text, and its address where labelled."""
    labels = folder / "truth.jsonl"
    rows = [json.loads(line) for line in labels.read_text("utf-8").split("\n") if line] if labels.exists() else []
    addresses = {row["file"]: row.get("url") for row in rows}
    for path in sorted(folder.glob("*.html*")):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield path.name.partition(".")[0], data.decode("utf-8", "replace"), addresses.get(path.name)


def article(text: str, kind: str, url: str | None) -> None:
    """All fields of one page; a refusal is an answer too."""
    with contextlib.suppress(InputRefused):
        extract_page(Page("page", "page", 0, kind, text, url))


def programs_of(html: str, url: str | None, dump: str | None) -> dict[str, Program]:
    """What takes turns on one page."""
    programs: dict[str, Program] = {
        "trafilatura": lambda: bare_extraction(html, url=url, with_metadata=True),
        "html": lambda: article(html, "html", url),
    }
    if dump is not None:
        programs["dump"] = lambda: article(dump, "text", None)
    return programs


def milliseconds(program: Program) -> float:
    """CPU time of one turn."""
    start = time.process_time()
    program()
    return (time.process_time() - start) * 1_000


def warm_up() -> None:
    """Load the models and word lists of both, which no page is to pay for: a page in English and one in another language."""
    english = "The council of the town voted for the wall that was broken by the storm. " * 8
    german = "Der Rat der Stadt stimmte am Montag für die Mauer, die der Sturm im Winter zerstört hatte. " * 8
    for text in (english, german):
        for program in programs_of(
            f"<html><body><h1>A wall</h1><p>{text}</p><p>3. Mai 2024</p></body></html>", None, text
        ).values():
            program()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("dumps", type=Path, nargs="?")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page")
    given = options.parse_args()
    taken: dict[str, list[float]] = {}
    warm_up()
    for number, (name, html, url) in enumerate(pages_of(given.folder)):
        if number % given.every:
            continue
        path = given.dumps / f"{name}.txt" if given.dumps else None
        dump = path.read_text("utf-8", "replace") if path and path.exists() else None
        best: dict[str, float] = {}
        for turn in range(given.rounds):
            order = list(programs_of(html, url, dump).items())
            for program, run in order if (number + turn) % 2 else reversed(order):
                best[program] = min(best.get(program, float("inf")), milliseconds(run))
        for program, spent in best.items():
            taken.setdefault(program, []).append(spent)
    report(taken)


def report(taken: dict[str, list[float]]) -> None:
    """A line a program."""
    for program, spent in taken.items():
        ratio = sum(taken["trafilatura"][: len(spent)]) / sum(spent)
        print(
            f"{program:12} {len(spent):4} pages  median {statistics.median(spent):7.2f} ms  mean {statistics.mean(spent):7.2f} ms"
            f"  {ratio:6.2f} x as fast as trafilatura"
        )


if __name__ == "__main__":
    main()
