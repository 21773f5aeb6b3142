"""Fit the weights of searchnews/extract/line_scores.py: `python bench/fit_line_scores.py DUMPS [fitted|all]`.

DUMPS is what `make_dumps.py … all` wrote. A logistic regression over the lines of the pages that `is_fitted` names, however they
were made into text: a row of weights for each of three kinds of line. Rounded to one decimal, it is pasted. With five folds over
the same pages (a page and its dumps in one fold) it prints how well pages are told that the weights do not come from.
Wants `pip install scikit-learn`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from searchnews.evaluation.extraction import half_of
from searchnews.evaluation.measures import words
from searchnews.evaluation.truth import read_truth
from searchnews.extract.dump_clean import cleaned
from searchnews.extract.dump_context import in_context
from searchnews.extract.dumplines import classed_rows
from searchnews.extract.line_classes import Line
from searchnews.extract.line_features import NAMES, Floats, features
from searchnews.extract.rows import rows_of, split_prefix

_NEAR = 12  # lines around a short one among which most of the prose must be the story's
_FOLDS = 5
WAYS = ("nodes", "layout", "main", "whole", "packed")


@dataclass(frozen=True, slots=True)
class Sample:
    """The lines of one dump."""

    file: str
    table: Floats
    inside: list[bool]
    size: Floats  # how much each line counts; a page counts as one


def _hash(file: str, place: int) -> int:
    return hashlib.sha256(file.partition(".")[0].encode()).digest()[place]


def is_fitted(file: str) -> bool:
    """Whether a page is used: the second half, and half of the first; the last quarter is held out."""
    return half_of(file) == "second" or _hash(file, 1) % 2 == 0


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


def samples(folder: Path, every: bool) -> Iterator[Sample]:
    """The lines of each page that is fitted, in each way of making it a text."""
    for way in WAYS:
        for path, truth in read_truth(folder / way):
            if not (every or is_fitted(truth.file)):
                continue
            text = cleaned(path.read_text(encoding="utf-8"))[0]
            lines = in_context(classed_rows(rows_of(split_prefix(text)[1])))
            if not lines:
                continue
            table, groups = features(lines)
            wide = np.zeros((len(lines), 3 * len(NAMES)), np.float32)
            for place, group in enumerate(groups):
                wide[place, group * len(NAMES) : (group + 1) * len(NAMES)] = table[place]
            size = np.sqrt([min(len(line.text), 400) for line in lines])
            yield Sample(truth.file, wide, inside(lines, truth.body), size / size.sum())


def fitted(rows: Sequence[Sample]) -> Any:
    """The regression over some dumps."""
    model = make_pipeline(StandardScaler(with_mean=False), LogisticRegression(C=0.01, max_iter=200, tol=1e-3))
    weight = np.concatenate([row.size for row in rows])
    answers = np.concatenate([row.inside for row in rows])
    model.fit(np.vstack([row.table for row in rows]), answers, logisticregression__sample_weight=weight / weight.mean())
    return model


def loss(model: Any, rows: Sequence[Sample]) -> float:
    """Logarithmic loss a line, each dump counting as one."""
    total = 0.0
    for row in rows:
        says = model.predict_proba(row.table)[:, 1].clip(1e-6, 1 - 1e-6)
        right = np.where(row.inside, says, 1 - says)
        total -= float(row.size @ np.log(right))
    return total / len(rows)


def main(folder: Path, every: bool) -> None:
    """Print the losses of the folds and a row of the table for each column."""
    rows = list(samples(folder, every))
    folds = [_hash(row.file, 2) % _FOLDS for row in rows]
    for fold in range(_FOLDS):
        others = [row for row, mine in zip(rows, folds, strict=True) if mine != fold]
        kept = [row for row, mine in zip(rows, folds, strict=True) if mine == fold]
        model = fitted(others)
        print(f"# fold {fold}: loss {loss(model, others):.4f} where fitted, {loss(model, kept):.4f} elsewhere")
    model = fitted(rows)
    found = (model[1].coef_[0] / model[0].scale_).reshape(3, -1)
    found[:, 0] += model[1].intercept_
    for name, row in zip(NAMES, found.T, strict=True):
        print(f'    "{name}": ({", ".join(f"{weight:.2f}" for weight in row)}),')


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] == ["all"])
