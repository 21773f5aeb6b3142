"""How much each line speaks for being inside the story: a table that can be read aloud.

    score = size × (sum of column × weight)

The weights are those of a logistic regression over lines (bench/fit_line_scores.py, three quarters of the
development pages), rounded: a sum above 0 says "rather inside". The size is what a line has to say: the square root of its letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Class, Line
from searchnews.extract.line_features import NAMES, NUMBERS, Floats, by_number, features, numbered

# Weights for prose, for short lines (headings, points of lists, table cells), and for lines of any other class.
WEIGHTS: dict[str, tuple[float, float, float]] = {
    "one": (0.6, -0.1, -0.9),
    "length": (1.2, 0.6, -0.8),  # the longer a paragraph, the more it is the story's
    "tiny": (1.3, -0.4, -0.3),  # a short sentence is speech; a short line is a menu's
    "long": (0.2, 0.0, 1.3),
    "colon": (1.8, 1.2, 0.7),  # what introduces a list
    "stop": (0.7, 1.6, 0.8),
    "twice": (-1.3, 0.0, -0.1),  # said twice: a teaser, a notice; a sub-heading may be in a table of contents too
    "lower": (-1.2, -0.4, 0.4),
    "digit": (0.1, 0.7, 1.0),
    "furniture near": (-3.1, -4.3, 0.0),
    "prose near": (0.1, -0.7, -0.8),
    "prose before": (0.16, 0.07, 0.22),
    "prose after": (0.06, 0.24, 0.24),
    "ends passed": (-0.6, -1.0, -0.3),
    "far": (-0.6, -0.5, -0.4),
    "opening": (0.9, 7.1, 0.8),  # before the page's first prose stands its menu
    "closing": (-9.2, -5.7, -6.2),  # its last prose is rarely the story's
    "capitals": (-1.1, 0.5, 0.1),  # names of links, titles of others
    "capitals near": (-2.3, -3.2, -2.0),  # a menu, a list of headlines
    "gap": (0.2, 0.2, 0.3),
    "point": (0.0, 0.2, 0.0),
    "asks": (0.4, -0.8, -1.9),  # a question in short stands in a list of questions
    "calls": (-0.2, -1.7, -0.4),  # an offer
    "address": (-2.0, 0.3, -0.7),
}
_TABLE = np.array([WEIGHTS[name] for name in NAMES]).T
_LONGEST = 400  # letters

# On a page of few lines there is little around a line to judge it by: there its class decides. Prose counts by its length.
FEW: dict[Class, float] = {
    kinds.SHORT: -0.3,
    kinds.ITEM: -0.1,
    kinds.SECTION: -0.8,
    kinds.CRUMBS: -2.0,
    kinds.DATE: -0.6,
    kinds.BYLINE: -0.6,
    kinds.CLOCK: -0.6,
    kinds.LISTED: -1.5,
    kinds.LIST_HEADING: -3.0,
    kinds.AFTER: -3.5,
}
_OTHER = -0.3
_LETTERS, _MOST = 70, 9.0  # a paragraph weighs 1 for each so many characters, and no more than this
_SCALE = 5.0  # of the one table against the other
_FEW, _MANY = 20, 100  # lines: below the first only the class counts, above the second the table has its full share
_SHARE = 0.6  # of the table; the class keeps the rest, which is surer on pages unlike those that the weights come from


_BY_CLASS = by_number(FEW, _OTHER)


def scores(lines: Sequence[Line]) -> Floats:
    """The score of each line."""
    many = _SHARE * min(max((len(lines) - _FEW) / (_MANY - _FEW), 0.0), 1.0)
    length = np.array([len(line.text) for line in lines], float)
    result = (1 - many) * _SCALE * _alone(lines, length)
    if many > 0:
        table, groups = features(lines)
        result += many * np.einsum("ij,ij->i", table, _TABLE[groups]) * np.sqrt(np.minimum(length, _LONGEST))
    return result


def _alone(lines: Sequence[Line], length: Floats) -> Floats:
    """What each line's class says; of prose its length."""
    kind = numbered(lines)
    result = _BY_CLASS[kind]
    prose = kind == NUMBERS[kinds.BODY]
    result[prose] = np.minimum(length[prose] / _LETTERS, _MOST)
    for place in np.flatnonzero(kind == NUMBERS[kinds.ITEM]).tolist():
        if lines[place].value:
            result[place] = FEW[kinds.SHORT]
    return result
