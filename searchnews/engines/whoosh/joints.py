"""Where words of two parts begin (co-operation, cease-fire, co operate), in many texts at once.

analysis.py says what they are, text by text. Here those among plain ASCII are told by a few array operations over all
texts; a text with anything else (an accent beside a hyphen, a possessive, a first part that stands alone) is asked of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from searchnews.analysis import EITHER_CASE, HYPHENS, MAX_TERM, two_parts
from searchnews.engines.whoosh.arrays import Array

_HYPHEN, _SPACE = ord("-"), ord(" ")
_OTHER_HYPHENS = tuple(sign.encode() for sign in HYPHENS if not sign.isascii())  # all begin with the same byte
_APART = frozenset(part.encode() for part in EITHER_CASE)
_LONGEST = max(map(len, _APART))


def _flags(wanted: str) -> Array:
    flags = np.zeros(256, np.bool_)
    flags[[code for code in range(128) if re.match(wanted, chr(code), re.ASCII)]] = True
    return flags


def _endings() -> Array:
    """For two letters in a row, as one number, whether a first part ends with them."""
    flags = np.zeros(1 << 16, np.bool_)
    flags[[part[-2] << 8 | part[-1] for part in _APART]] = True
    return flags


_LETTER = _flags("[A-Za-z]")
_BOUND = _flags(r"[\w.'-]")  # before a first part: it is none
_GOES_ON = _flags(r"[\w-]")  # after a second part: the same
_UNSURE = np.arange(256) > 127
_UNSURE[0xFF] = False  # the end of a text (chunks.END)
_UNSURE_AFTER = _UNSURE | _flags("'")
_ENDING = _endings()


def joints(data: bytes, texts: Sequence[str], ends: Array) -> list[tuple[int, str]]:
    """Where words of two parts begin, in bytes, ascending, and their surface written as one.

    data: the texts in UTF-8, a space and chunks.END after each. ends: where the byte END of each text is.
    """
    codes = np.frombuffer(data, np.uint8)
    gaps = np.flatnonzero(~_LETTER[codes])  # between them only letters
    unsure = [*_apart(data, codes, gaps), *_other_hyphens(data, codes)]
    found = _plain(codes, gaps, unsure)
    if unsure:
        asked = sorted(set(np.searchsorted(ends, unsure).tolist()))
        owners = np.searchsorted(ends, [start for start, _, _ in found])
        found = [row for row, known in zip(found, ~np.isin(owners, asked), strict=True) if known]
    else:
        asked = []
    several = [(start, (data[start:hyphen] + data[hyphen + 1 : end]).decode()) for start, hyphen, end in found]
    for number in asked:
        text, base = texts[number], int(ends[number - 1]) + 2 if number else 0
        several += after(base, text, two_parts(text))
    return sorted(several) if asked else several


def after(base: int, text: str, words: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """What begins at characters of a text, by the bytes of a longer one in which it begins at `base`."""
    return [(base + len(text[:start].encode("utf-8", "surrogatepass")), word) for start, word in words]


def _apart(data: bytes, codes: Array, gaps: Array) -> list[int]:
    """Where a first part stands before a space."""
    lengths = np.diff(gaps, prepend=-1) - 1
    likely = (lengths > 1) & (lengths <= _LONGEST) & (codes[gaps] == _SPACE)
    ends, lengths = gaps[likely], lengths[likely]
    likely = _ENDING[codes[ends - 2].astype(np.uint16) << 8 | codes[ends - 1]]
    pairs = zip(ends[likely].tolist(), lengths[likely].tolist(), strict=True)
    return [end for end, length in pairs if data[end - length : end] in _APART]


def _other_hyphens(data: bytes, codes: Array) -> list[int]:
    places = np.flatnonzero(codes == _OTHER_HYPHENS[0][0]).tolist()
    return [place for place in places if data.startswith(_OTHER_HYPHENS, place)]


def _plain(codes: Array, gaps: Array, unsure: list[int]) -> list[tuple[int, int, int]]:
    """Beginning, hyphen and end of the words of two parts that are ASCII; puts places it can't tell into `unsure`."""
    numbers = np.flatnonzero(codes[gaps] == _HYPHEN)
    hyphens = gaps[numbers]
    before, after = codes[hyphens - 1], codes[hyphens + 1]
    unsure += hyphens[_UNSURE[before] | _UNSURE[after]].tolist()
    between = _LETTER[before] & _LETTER[after]
    numbers, hyphens = numbers[between], hyphens[between]
    starts, ends = np.where(numbers > 0, gaps[numbers - 1] + 1, 0), gaps[numbers + 1]
    before, after = codes[starts - 1], codes[ends]
    doubt = _UNSURE[before] | _UNSURE_AFTER[after] | (hyphens - starts >= MAX_TERM)
    unsure += hyphens[doubt].tolist()
    good = np.flatnonzero(~(doubt | _BOUND[before] | _GOES_ON[after]))
    return list(zip(starts[good].tolist(), hyphens[good].tolist(), ends[good].tolist(), strict=True))
