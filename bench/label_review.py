"""Date and authors of labelled pages, as labelled and where the page bears the label out.

`python bench/label_review.py FOLDER [REVIEW]`. REVIEW (label_review.tsv beside this file) names the labels that were
found not to be borne out, with the page's own evidence. The labels stay as they are; these pages are left out of the
second figure of that field.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from searchnews.evaluation.extraction import HALVES, PageScore, evaluate_extraction
from searchnews.evaluation.measures import mean_overlap

REVIEW = Path(__file__).with_name("label_review.tsv")


def reviewed(path: Path) -> dict[tuple[str, str], str]:
    """The class of each reviewed label, by page and field."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {(page, field): cause for page, field, cause, _ in rows}


def dates(pages: Sequence[PageScore]) -> str:
    """How many of the dated pages are right, and how many of those answered are wrong."""
    found = [page.outcomes["date"] for page in pages if "date" in page.outcomes]
    answered = [outcome for outcome in found if outcome != "unknown"]
    right, wrong = found.count("right"), found.count("wrong")
    return f"{len(found):4} pages  right {right / max(len(found), 1):.3f}  wrong {wrong / max(len(answered), 1):.3f}"


def authors(pages: Sequence[PageScore]) -> str:
    """The set F1 of the authors."""
    sets = [page.texts["authors"] for page in pages if "authors" in page.texts]
    return f"{len(sets):4} pages  F1 {mean_overlap(sets).f1:.3f}"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("review", type=Path, nargs="?", default=REVIEW)
    given = options.parse_args()
    known = reviewed(given.review)
    for half in HALVES:
        pages = evaluate_extraction(given.folder, half=half).pages
        for name, figures in (("date", dates), ("authors", authors)):
            borne = [page for page in pages if (page.file.partition(".")[0], name) not in known]
            print(f"{half:6} {name:8} as labelled  {figures(pages)}")
            print(f"{half:6} {name:8} borne out    {figures(borne)}")
    for field in ("date", "authors"):
        causes = [cause for (_, name), cause in known.items() if name == field]
        print(field, *(f"{cause} {causes.count(cause)}" for cause in dict.fromkeys(causes)))


if __name__ == "__main__":
    main()
