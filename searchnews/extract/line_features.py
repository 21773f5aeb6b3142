"""What is measured of each line before the story is looked for: the columns of the table in line_scores.py.

No column knows a language or a site; words have spoken before, in the line's class.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Line

Floats = npt.NDArray[np.float64]

# In the order of the columns.
NAMES = (
    "one",  # always 1
    "length",  # square root of the letters, in tens
    "tiny",  # under 25 letters
    "long",  # over 160 letters
    "colon",  # ends with a colon
    "stop",  # ends as a sentence does
    "twice",  # stands on the page more than once
    "lower",  # begins with a small letter: the rest of a sentence
    "digit",  # begins with a digit: "3. Screwdrivers"
    "furniture near",  # share of buttons, lists and section names among the five lines on either side
    "prose near",  # share of prose in the letters of the five lines on either side
    "prose before",  # logarithm of the letters of prose a line, in the 20 lines before
    "prose after",  # the same in the 20 lines after
    "ends passed",  # headings of lists and ends such as "Comments" between the page's first prose and here, at most 3
    "far",  # logarithm of the lines to the nearest long paragraph
    "opening",  # how much of the page's prose stands before, up to three tenths
    "closing",  # how much of it stands before beyond seven tenths
    "capitals",  # share of words with a capital, less that in the page's prose: Names Of Links; no script without capitals has any
    "capitals near",  # the same, mean of the five lines on either side and the line itself
    "gap",  # a blank line stands before it
    "point",  # a point of a list
    "asks",  # ends with a question mark
    "calls",  # ends with an exclamation mark
    "address",  # shows an address of the web
)
PROSE, SHORT, MARK = 0, 1, 2  # the three kinds of line that have weights of their own
_GROUPS = {kinds.BODY: PROSE, kinds.SHORT: SHORT, kinds.ITEM: SHORT}
_FURNITURE = frozenset({kinds.FURNITURE, kinds.LISTED, kinds.SECTION, kinds.CRUMBS, kinds.LIST_HEADING, kinds.AFTER})
_ENDS = frozenset({kinds.LIST_HEADING, kinds.AFTER})
_MOST = 600  # letters: a longer paragraph speaks no louder
_PARAGRAPH = 140  # letters of a long paragraph
_WIDE_LETTERS = 3  # a sign of Chinese or Japanese says as much as three letters
_NEAR, _AROUND = 5, 20  # lines
_FIRST_PROSE = 0.2  # share of the prose after which an end can be one
_SEEN = 120  # letters of a line whose words are counted
_SPACE, _LINE_END, _ASCII = ord(" "), ord("\n"), 127
WIDE = re.compile("[\u2e81-\U0010ffff]")  # a sign of Chinese or Japanese, or a letter of Korean


def letters(text: str) -> int:
    """How long a text is in letters of an alphabet."""
    if text.isascii() or WIDE.search(text) is None:
        return len(text)
    return len(text) + (_WIDE_LETTERS - 1) * sum(sign > "\u2e80" for sign in text[:_MOST])


def features(lines: Sequence[Line]) -> tuple[Floats, npt.NDArray[np.intp]]:
    """A row of `NAMES` for each line, and which of PROSE, SHORT and MARK it is."""
    count = len(lines)
    texts = [line.text for line in lines]
    page = "\n".join(texts)
    length = np.array(list(map(len if WIDE.search(page) is None else letters, texts)), float)
    groups = np.array([_GROUPS.get(line.kind, MARK) for line in lines], np.intp)
    often = Counter(texts)
    twice = np.array([often[text] > 1 for text in texts], float)
    last = [text[-1] for text in texts]
    first = [text[0] for text in texts]
    addressed = "http" in page or "www." in page
    capped = np.minimum(length, _MOST)
    prose = capped * (groups == PROSE) * (1 - twice)
    furniture = np.array([line.kind in _FURNITURE for line in lines], float)
    capitals = _capitals(lines, prose)
    table = np.empty((count, len(NAMES)))
    columns = [
        1.0,
        np.sqrt(capped) / 10,
        length < 25,
        length > 160,
        np.array([sign in ":：" for sign in last]),
        np.array([sign in '.!?…”"»。！？।؟۔' for sign in last]),
        twice,
        np.array([sign.islower() for sign in first]),
        np.array([sign.isdigit() for sign in first]),
        _share(furniture, np.ones(count), _NEAR),
        _share(prose, capped, _NEAR),
        *_density(prose, _AROUND),
        *_places(lines, prose, (groups == PROSE) & (length >= _PARAGRAPH)),
        capitals,
        _mean(capitals, _NEAR),
        np.array([line.gap for line in lines]),
        np.array([line.kind == kinds.ITEM for line in lines]),
        np.array([sign in "?？؟" for sign in last]),
        np.array([sign in "!！" for sign in last]),
        np.array(["http" in text or "www." in text for text in texts]) if addressed else 0.0,
    ]
    for place, column in enumerate(columns):
        table[:, place] = column
    return table, groups


def _window(values: Floats, reach: int) -> tuple[Floats, Floats]:
    """The sums over so many lines before and after each line."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    here = np.arange(len(values))
    return (
        sums[here] - sums[np.maximum(here - reach, 0)],
        sums[np.minimum(here + reach + 1, len(values))] - sums[here + 1],
    )


def _share(part: Floats, whole: Floats, reach: int) -> Floats:
    before, after = _window(part, reach)
    all_before, all_after = _window(whole, reach)
    share: Floats = (before + after) / (all_before + all_after + 1)
    return share


def _capitals(lines: Sequence[Line], prose: Floats) -> Floats:
    """The share of words with a capital, less the share that is usual in the page's prose."""
    letters = "\n".join([line.text[:_SEEN] for line in lines]).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(letters, np.uint32)
    spaces = (codes == _SPACE) | (codes == _LINE_END)
    begins = ~spaces
    begins[1:] &= spaces[:-1]
    owners = np.cumsum(codes == _LINE_END)[begins]
    initials = codes[begins]
    upper = (initials >= ord("A")) & (initials <= ord("Z"))
    other = np.flatnonzero(initials > _ASCII)
    upper[other] = [chr(code).isupper() for code in initials[other].tolist()]
    words = np.bincount(owners, minlength=len(lines))
    shares = np.bincount(owners, upper, minlength=len(lines)) / np.maximum(words, 1)
    usual = float(shares @ prose) / max(float(prose.sum()), 1.0)
    capitals: Floats = shares - usual
    return capitals


def _mean(values: Floats, reach: int) -> Floats:
    before, after = _window(values, reach)
    lines_before, lines_after = _window(np.ones(len(values)), reach)
    mean: Floats = (before + values + after) / (lines_before + 1 + lines_after)
    return mean


def _density(prose: Floats, reach: int) -> tuple[Floats, Floats]:
    """Prose a line before and after. A short page has short windows: what is not there counts as half."""
    before, after = _window(prose, reach)
    lines_before, lines_after = _window(np.ones(len(prose)), reach)
    return np.log1p(before / (reach + lines_before) * 2), np.log1p(after / (reach + lines_after) * 2)


def _places(lines: Sequence[Line], prose: Floats, long: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, Floats]:
    """Ends passed, far, opening, closing: where a line stands in its page."""
    sums = np.concatenate(([0.0], np.cumsum(prose)))
    total = max(float(sums[-1]), 1.0)
    ends = np.concatenate(([0.0], np.cumsum(np.array([line.kind in _ENDS for line in lines]))))
    begun = min(int(np.searchsorted(sums, _FIRST_PROSE * total)), len(lines) - 1)
    passed = np.clip(ends[:-1] - ends[begun], 0, 3)
    before = sums[:-1] / total
    return passed, np.log1p(_distance(long)), np.minimum(before, 0.3), np.maximum(before - 0.7, 0)


def _distance(marked: npt.NDArray[np.bool_]) -> Floats:
    """Lines to the nearest marked line other than the line itself, at most 100."""
    count = len(marked)
    places = np.flatnonzero(marked)
    if not len(places):
        return np.full(count, 100.0)
    here = np.arange(count)
    after = np.searchsorted(places, here, side="right")
    before = np.searchsorted(places, here, side="left") - 1
    ahead = np.where(after < len(places), places[np.minimum(after, len(places) - 1)] - here, 100)
    back = np.where(before >= 0, here - places[np.maximum(before, 0)], 100)
    return np.minimum(np.minimum(ahead, back), 100).astype(float)
