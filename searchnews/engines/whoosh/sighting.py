"""Compiled with numba: the tokens of a text of ASCII whose terms may be wanted, by the letters they begin with.

It takes a text apart as the regular expression for ASCII does (analysis.py). Which of the tokens are wanted is for who calls
to say, who knows their stems (spotting.py). Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

_DOT, _COMMA, _APOSTROPHE, _HYPHEN, _S = (ord(sign) for sign in ".,'-s")


@loop
def _letter(code: int) -> bool:
    return 97 <= code | 32 <= 122


@loop
def _digit(code: int) -> bool:
    return 48 <= code <= 57


@loop
def _word(code: int) -> bool:
    return 97 <= code | 32 <= 122 or 48 <= code <= 57


@loop
def _small(code: int) -> int:
    return code | 32 if _letter(code) else code


@loop
def _initialism(text: Array, begin: int) -> int:
    """Where the initialism that begins at a letter ends; `begin` where none does."""
    place = begin
    while _letter(text[place]) and text[place + 1] == _DOT:
        place += 2
    if place == begin:
        return begin
    if _letter(text[place]):
        place += 1
        if _word(text[place]):
            return begin
    elif place == begin + 2 or _digit(text[place]):
        return begin
    if text[place] == _APOSTROPHE and text[place + 1] == _S and not _word(text[place + 2]):
        place += 2
    return place


@loop
def _number(text: Array, begin: int) -> int:
    """Where the number with separators that begins at a digit ends; `begin` where none does."""
    place = begin
    while _digit(text[place]):
        place += 1
    groups, before = 0, place
    while (text[place] == _DOT or text[place] == _COMMA) and _digit(text[place + 1]):
        before = place
        place += 1
        while _digit(text[place]):
            place += 1
        groups += 1
    if _letter(text[place]):  # what is before the last separator, if that is one
        place = before
        groups -= 1
    return place if groups > 0 else begin


@loop
def _token_end(text: Array, begin: int) -> int:
    """Where the token that begins there ends."""
    end = _initialism(text, begin) if _letter(text[begin]) else _number(text, begin)
    if end > begin:
        return end
    while _word(text[end]):
        end += 1
        if text[end] == _APOSTROPHE and _word(text[end + 1]):
            end += 1
    return end


@loop
def _begins(text: Array, begin: int, end: int, letters: Array, ends: Array) -> bool:
    """Whether a piece of the text, signs in it aside, begins with any of some letters."""
    first = 0
    for last in ends:
        place, at = begin, first
        while at < last and place < end:
            code = text[place]
            if code not in (_DOT, _COMMA, _APOSTROPHE, _HYPHEN):
                if _small(code) != letters[at]:
                    break
                at += 1
            place += 1
        if at == last:
            return True
        first = last
    return False


@loop
def _begins_joint(text: Array, hyphen: int, letters: Array, ends: Array, longest: int) -> bool:
    """Whether the word of two parts with this hyphen begins so."""
    begin, end = hyphen, hyphen + 1
    while begin > 0 and begin > hyphen - longest and _letter(text[begin - 1]):
        begin -= 1
    while _letter(text[end]):
        end += 1
    return bool(begin < hyphen and end > hyphen + 1 and _begins(text, begin, end, letters, ends))


@loop
def sighted(text: Array, letters: Array, ends: Array, longest: int) -> tuple[Array, Array]:
    """The tokens that may be wanted, and the hyphens of words of two parts that may be.

    text: uint8, ASCII that ends with three signs that no token is made of. letters: uint8, lower case, what they may begin
    with, one after another; ends: int64, where each of these ends. longest: characters of the first of two parts (analysis.MAX_TERM). Returns int64 [2, tokens], where each begins and ends, and
    int64, where hyphens stand.
    """
    starting, first = np.zeros(128, np.bool_), 0  # the signs that any of the letters begin with
    for number in range(len(ends)):
        starting[letters[first]] = True
        first = ends[number]
    room = len(text) // 2 + 1
    tokens, hyphens = np.empty((2, room), np.int64), np.empty(room, np.int64)
    found, joints, place, last = 0, 0, 0, len(text) - 3
    while place < last:
        code = text[place]
        if not _word(code):
            if code == _HYPHEN and _begins_joint(text, place, letters, ends, longest):
                hyphens[joints] = place
                joints += 1
            place += 1
            continue
        end = place + 1
        while _word(text[end]):
            end += 1
        wanted, at = False, end
        if text[end] in (_DOT, _COMMA, _APOSTROPHE):  # else the token is these letters and digits
            end = _token_end(text, place)
        if starting[_small(code)]:
            wanted = _begins(text, place, end, letters, ends)
        while not wanted and at < end:  # "d'accord" is also "accord"
            if text[at] == _APOSTROPHE:
                wanted = _begins(text, at + 1, end, letters, ends)
                break
            at += 1
        if wanted:
            tokens[0, found], tokens[1, found] = place, end
            found += 1
        place = end
    return tokens[:, :found], hyphens[:joints]


def try_out() -> None:
    """Run the loop on the types that a search has, so that none waits for a compilation."""
    sighted(np.frombuffer(bytearray(b"a-b\n\n\n"), np.uint8), np.array([97], np.uint8), np.array([1]), 64)
