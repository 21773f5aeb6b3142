"""Fit the weights of searchnews/extract/line_scores.py: `python bench/fit_line_scores.py DUMPS [first|second]`.

DUMPS is what make_dumps.py wrote. A logistic regression over the lines of one half of the pages, a row of weights for each
of three kinds of line; what it prints is rounded to one decimal and pasted. Wants `pip install scikit-learn`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from searchnews.evaluation.extraction import half_of
from searchnews.evaluation.measures import words
from searchnews.evaluation.truth import read_truth
from searchnews.extract.dump_context import in_context
from searchnews.extract.dumplines import classed
from searchnews.extract.line_classes import Line
from searchnews.extract.line_features import NAMES, Floats, features
from searchnews.extract.rows import rows_of, split_prefix

_NEAR = 12  # lines around a short one among which most of the prose must be the story's


def inside(lines: list[Line], body: str) -> list[bool]:
    """Which lines are of the story that a person marked."""
    wanted = words(body)
    text = f" {' '.join(wanted)} "
    shingles = {tuple(wanted[n : n + 4]) for n in range(len(wanted) - 3)}
    found = [_is_in(words(line.text), text, shingles) for line in lines]
    long = [len(words(line.text)) >= 8 for line in lines]
    result = []
    for place, (line, good) in enumerate(zip(lines, found, strict=True)):
        if good and len(words(line.text)) < 4:
            around = range(max(0, place - _NEAR), min(len(lines), place + _NEAR + 1))
            near = [found[n] for n in around if long[n]]
            good = bool(near) and sum(near) >= 0.5 * len(near)
        result.append(good)
    return result


def _is_in(said: list[str], text: str, shingles: set[tuple[str, ...]]) -> bool:
    mine = [tuple(said[n : n + 4]) for n in range(len(said) - 3)]
    if mine:
        return sum(each in shingles for each in mine) > 0.5 * len(mine)
    return bool(said) and f" {' '.join(said)} " in text


def pages(folder: Path, half: str) -> Iterator[tuple[Floats, list[bool], Floats]]:
    """For each page its rows, which lines are the story, and how much each line counts (a page counts as one)."""
    for way in sorted(each for each in folder.iterdir() if each.is_dir()):
        for path, truth in read_truth(way):
            if half_of(truth.file) != half:
                continue
            lines = in_context([classed(row) for row in rows_of(split_prefix(path.read_text(encoding="utf-8"))[1])])
            if not lines:
                continue
            table, groups = features(lines)
            wide = np.zeros((len(lines), 3 * len(NAMES)))
            for place, group in enumerate(groups):
                wide[place, group * len(NAMES) : (group + 1) * len(NAMES)] = table[place]
            size = np.sqrt([min(len(line.text), 400) for line in lines])
            yield wide, inside(lines, truth.body), size / size.sum()


def main(folder: Path, half: str) -> None:
    """Print a row of the table for each column."""
    tables, answers, sizes = zip(*pages(folder, half), strict=True)
    model = make_pipeline(StandardScaler(with_mean=False), LogisticRegression(C=0.1, max_iter=300, tol=1e-3))
    weight = np.concatenate(sizes)
    model.fit(np.vstack(tables), np.concatenate(answers), logisticregression__sample_weight=weight / weight.mean())
    found = (model[1].coef_[0] / model[0].scale_).reshape(3, -1)
    found[:, 0] += model[1].intercept_
    for name, row in zip(NAMES, found.T, strict=True):
        print(f'    "{name}": ({", ".join(f"{weight:.2f}" for weight in row)}),')


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "second")
