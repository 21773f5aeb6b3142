"""What is measured of each line before the story is looked for: the columns of the table in line_scores.py.

No column knows a language or a site; words have spoken before, in the line's class.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from searchnews.extract import line_classes as kinds
from searchnews.extract.line_classes import Class, Line

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
_LAST_NARROW = 0x2E80
_SPACE, _LINE_END = ord(" "), ord("\n")
_COLON, _STOP, _ASKS, _CALLS, _LOWER, _DIGIT, _UPPER = (1 << place for place in range(7))  # what a sign is
_SIGNS = {_COLON: ":：", _STOP: '.!?…”"»。！？।؟۔', _ASKS: "?？؟", _CALLS: "!！"}
NUMBERS: dict[Class, int] = {kind: number for number, kind in enumerate(get_args(Class))}
_GROUP_OF = np.array([_GROUPS.get(kind, MARK) for kind in NUMBERS], np.intp)  # by a class's number, as the next two are
_FURNITURE_OF = np.array([kind in _FURNITURE for kind in NUMBERS], float)
_END_OF = np.array([kind in _ENDS for kind in NUMBERS], float)
WIDE = re.compile("[\u2e81-\U0010ffff]")  # a sign of Chinese or Japanese, or a letter of Korean


def letters(text: str) -> int:
    """How long a text is in letters of an alphabet."""
    if text.isascii() or WIDE.search(text) is None:
        return len(text)
    return len(text) + (_WIDE_LETTERS - 1) * sum(sign > "\u2e80" for sign in text[:_MOST])


def numbered(lines: Sequence[Line]) -> npt.NDArray[np.intp]:
    """The number of each line's class."""
    return np.array([NUMBERS[line.kind] for line in lines], np.intp)


def by_number(values: Mapping[Class, float], other: float) -> Floats:
    """A value for each class in the order of their numbers."""
    return np.array([values.get(kind, other) for kind in NUMBERS])


def features(lines: Sequence[Line]) -> tuple[Floats, npt.NDArray[np.intp]]:
    """A row of `NAMES` for each line, and which of PROSE, SHORT and MARK it is."""
    count, kind = len(lines), numbered(lines)
    texts = [line.text for line in lines]
    page = "\n".join(texts)
    length = np.array(list(map(letters if _is_wide(page) else len, texts)), float)
    groups = _GROUP_OF[kind]
    often = Counter(texts)
    twice = np.array([often[text] > 1 for text in texts], float) if len(often) < count else np.zeros(count)
    last = _what(np.frombuffer("".join([text[-1] for text in texts]).encode("utf-32-le", "surrogatepass"), np.uint32))
    addressed = "http" in page or "www." in page
    capped = np.minimum(length, _MOST)
    prose = capped * (groups == PROSE) * (1 - twice)
    capitals, first = _begun(texts, prose)
    near, around = _Windows(count, _NEAR), _Windows(count, _AROUND)
    table = np.empty((len(NAMES), count))
    columns = [
        1.0,
        np.sqrt(capped) / 10,
        length < 25,
        length > 160,
        last & _COLON > 0,
        last & _STOP > 0,
        twice,
        first & _LOWER > 0,
        first & _DIGIT > 0,
        near.share(_FURNITURE_OF[kind], np.ones(count)),
        near.share(prose, capped),
        *around.density(prose),
        *_places(_END_OF[kind], prose, (groups == PROSE) & (length >= _PARAGRAPH)),
        capitals,
        near.mean(capitals),
        [line.gap for line in lines],
        kind == NUMBERS[kinds.ITEM],
        last & _ASKS > 0,
        last & _CALLS > 0,
        ["http" in text or "www." in text for text in texts] if addressed else 0.0,
    ]
    for place, column in enumerate(columns):
        table[place] = column
    return table.T, groups


def _is_wide(page: str) -> bool:
    """Whether a page has signs of Chinese or Japanese: as `WIDE` says, and sooner for a whole page."""
    return (
        not page.isascii()
        and int(np.frombuffer(page.encode("utf-32-le", "surrogatepass"), np.uint32).max()) > _LAST_NARROW
    )


@functools.lru_cache(maxsize=4_096)
def _what_is(code: int) -> int:
    """What a sign is, in bits: a colon, the end of a sentence, a small letter, a digit."""
    sign = chr(code)
    marks = sum(bit for bit, signs in _SIGNS.items() if sign in signs)
    return marks + _LOWER * sign.islower() + _DIGIT * sign.isdigit() + _UPPER * sign.isupper()


_ASCII = np.array([_what_is(code) for code in range(128)], np.intp)


def _what(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    """What each of many signs is."""
    found = _ASCII[np.minimum(codes, len(_ASCII) - 1)]
    other = np.flatnonzero(codes >= len(_ASCII))
    if len(other):
        found[other] = list(map(_what_is, codes[other].tolist()))
    return found


def _begun(texts: Sequence[str], prose: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """How many more words of a line have a capital than is usual in the page's prose, as a share; what its first sign is."""
    seen = "\n".join([text[:_SEEN] for text in texts]).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(seen, np.uint32)
    ends = codes == _LINE_END
    spaces = ends | (codes == _SPACE)
    begins = ~spaces
    begins[1:] &= spaces[:-1]
    places = np.flatnonzero(begins)
    heads = np.concatenate(([0], np.flatnonzero(ends) + 1))  # no line begins with a space
    owners = np.searchsorted(heads, places, side="right") - 1
    initials = _what(codes[places])
    words = np.bincount(owners, minlength=len(texts))
    shares = np.bincount(owners, initials & _UPPER > 0, minlength=len(texts)) / np.maximum(words, 1)
    usual = float(shares @ prose) / max(float(prose.sum()), 1.0)
    return shares - usual, initials[np.searchsorted(places, heads)]


class _Windows:
    """The lines around each line: so many before it, so many after it, fewer at the ends of the page."""

    def __init__(self, count: int, reach: int) -> None:
        self._reach = reach
        here = np.arange(count)
        self._first, self._here, self._next = np.maximum(here - reach, 0), here, here + 1
        self._last = np.minimum(here + reach + 1, count)
        self._before, self._after = here - self._first, self._last - self._next  # how many lines these are

    def _sums(self, values: Floats) -> tuple[Floats, Floats]:
        sums = np.zeros(len(values) + 1)
        np.cumsum(values, out=sums[1:])
        return sums[self._here] - sums[self._first], sums[self._last] - sums[self._next]

    def share(self, part: Floats, whole: Floats) -> Floats:
        """The sum of a part of the whole around each line."""
        before, after = self._sums(part)
        all_before, all_after = self._sums(whole)
        share: Floats = (before + after) / (all_before + all_after + 1)
        return share

    def mean(self, values: Floats) -> Floats:
        """The mean of the line and those around it."""
        before, after = self._sums(values)
        mean: Floats = (before + values + after) / (self._before + 1 + self._after)
        return mean

    def density(self, prose: Floats) -> tuple[Floats, Floats]:
        """Prose a line before and after. A short page has short windows: what is not there counts as half."""
        before, after = self._sums(prose)
        return (
            np.log1p(before / (self._reach + self._before) * 2),
            np.log1p(after / (self._reach + self._after) * 2),
        )


def _places(ends: Floats, prose: Floats, long: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, Floats]:
    """Ends passed, far, opening, closing: where a line stands in its page."""
    sums = np.concatenate(([0.0], np.cumsum(prose)))
    total = max(float(sums[-1]), 1.0)
    passed = np.concatenate(([0.0], np.cumsum(ends)))
    begun = min(int(np.searchsorted(sums, _FIRST_PROSE * total)), len(ends) - 1)
    before = sums[:-1] / total
    return (
        np.minimum(np.maximum(passed[:-1] - passed[begun], 0), 3),
        np.log1p(_distance(long)),
        np.minimum(before, 0.3),
        np.maximum(before - 0.7, 0),
    )


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
