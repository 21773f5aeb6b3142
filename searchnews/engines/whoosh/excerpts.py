"""Compiled with numba: the best passages of some articles with their words marked, as snippets.py takes them one by one.

Texts are code points. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looping import loop

# What is put into a passage.
_ON, _OFF = (tuple(map(ord, signs)) for signs in ("<mark>", "</mark>"))
_AND, _LESS, _MORE, _QUOTE, _SINGLE = (
    tuple(map(ord, signs)) for signs in ("&amp;", "&lt;", "&gt;", "&quot;", "&#x27;")
)
_WIDEST = 6  # characters that one becomes at most
_SPACE, _DOT, _ASKING, _CALLING, _CLOSING = (ord(sign) for sign in " .?!”")
_BLANKS = (0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)  # beyond ASCII, and U+2000 to U+200A

VALUE, BEGIN, END, LOW, HIGH, WORDS, PARTS = range(
    7
)  # of a passage: its value, from where to where, its spans, their leaves


@loop
def _begin(text: Array, first: int, before: int) -> int:
    """See snippets._begin."""
    if first <= before:
        return 0
    low, sentence = max(first - 2 * before, 0), -1
    for mark in (_DOT, _ASKING, _CALLING, _CLOSING):
        for place in range(first - 2, low - 1, -1):
            if text[place] == mark and text[place + 1] == _SPACE:
                low = sentence = place
                break
    if sentence >= 0:
        return sentence + 2
    if first <= 2 * before:
        return 0
    for place in range(first - before, first):
        if text[place] == _SPACE:
            return place + 1
    return first


@loop
def _reaching(spans: Array, begin: int, place: int, end: int) -> int:
    """The first of these spans, from `place` on, that begins there or after."""
    while place < end and spans[place, 0] < begin:
        place += 1
    return place


@loop
def _cut(text: Array, first: int, spans: Array, low: int, high: int, width: int, before: int, passage: Array) -> None:
    """See snippets._cut; the spans of the text are those from `low` to `high`."""
    start, end, last = _begin(text, first, before), len(text), high
    if end - start > width:
        end = start + width
        for place in range(start + width - 1, start + width // 2 - 1, -1):
            if text[place] == _SPACE:
                if place > first:
                    end = place
                break
    low = _reaching(spans, start, low, last)
    high = _reaching(spans, end, low, last)
    longest = end
    for place in range(low, high):
        longest = max(longest, spans[place, 1])
    if longest > end:
        end = longest
        high = _reaching(spans, end, high, last)
    words = np.int64(0)
    for place in range(low, high):
        words |= np.int64(1) << spans[place, 2]
    passage[BEGIN], passage[END], passage[LOW], passage[HIGH], passage[WORDS] = start, end, low, high, words


@loop
def _bits(number: int) -> int:
    count = 0
    while number:
        number &= number - 1
        count += 1
    return count


@loop
def _best(passages: Array, limit: int, chosen: Array) -> int:
    """See snippets._best: fill in which are chosen, in their order; how many."""
    count, covered = 0, np.int64(0)
    while count < min(limit, len(passages)):
        best, worth = -1, (-1, -1, -1)
        for number in range(len(passages)):
            words = passages[number, WORDS]
            own = _bits(words & ~covered), _bits(words), int(passages[number, HIGH] - passages[number, LOW])
            if own > worth:
                taken = False
                for other in range(count):
                    taken = taken or chosen[other] == number
                if not taken:
                    best, worth = number, own
        chosen[count] = best
        covered |= passages[best, WORDS]
        count += 1
    return count


@loop
def _is_even(text: Array, printable: bool) -> bool:
    """See snippets._even; printable: whether all beyond ASCII is known to be. True only where it is sure."""
    if len(text) and (text[0] == _SPACE or text[len(text) - 1] == _SPACE):
        return False
    for place in range(len(text)):
        if not 32 <= text[place] <= 126 and not (printable and text[place] > 127):
            return False
        if text[place] == _SPACE and place and text[place - 1] == _SPACE:
            return False
    return True


@loop
def _put(out: Array, at: int, signs: tuple[int, ...]) -> int:
    for sign in signs:
        out[at] = sign
        at += 1
    return at


@loop
def _put_text(out: Array, at: int, text: Array) -> int:
    """Escaped as html.escape does."""
    for sign in text:
        if sign == 38:
            at = _put(out, at, _AND)
        elif sign == 60:
            at = _put(out, at, _LESS)
        elif sign == 62:
            at = _put(out, at, _MORE)
        elif sign == 34:
            at = _put(out, at, _QUOTE)
        elif sign == 39:
            at = _put(out, at, _SINGLE)
        else:
            out[at] = sign
            at += 1
    return at


@loop
def _goes_on(text: Array, end: int) -> bool:
    for place in range(end, len(text)):
        code = text[place]
        if not (code == _SPACE or 9 <= code <= 13 or 28 <= code <= 31 or 0x2000 <= code <= 0x200A or code in _BLANKS):
            return True
    return False


@loop
def _render(text: Array, passage: Array, spans: Array, dots: int, out: Array, at: int) -> int:
    """See snippets._rendered."""
    place, end = passage[BEGIN], passage[END]
    if place:
        out[at], out[at + 1] = dots, _SPACE
        at += 2
    for number in range(passage[LOW], passage[HIGH]):
        first, last = spans[number, 0], spans[number, 1]
        if first >= place:
            at = _put_text(out, at, text[place:first])
            at = _put(out, at, _ON)
            at = _put(out, _put_text(out, at, text[first:last]), _OFF)
            place = last
        elif last > place:  # goes on where the one before ended
            at = _put(out, _put_text(out, at - len(_OFF), text[place:last]), _OFF)
            place = last
    at = _put_text(out, at, text[place:end])
    if _goes_on(text, end):
        out[at], out[at + 1] = _SPACE, dots
        at += 2
    return at


@loop
def excerpts(
    text: Array,
    ends: Array,
    owners: Array,
    last_spans: Array,
    spans: Array,
    limit: int,
    width: int,
    before: int,
    printable: bool,
    dots: int,
) -> tuple[Array, Array]:
    """The passages of each article that has any.

    text: uint8, ASCII, or uint32, the values that have spans, one after another, an article's together and in the order in which passages are taken from
    them; ends: int64, where each ends; owners: int64, whose it is; last_spans: int64, where its spans end. spans: int64 [spans,
    3], beginning and end in their value, and leaf, below 63. printable: whether all of the text is. dots: what
    stands for an ellipsis. Returns text of the same type, and int64 [passages, 2]: the article and where the passage ends in it, -1 for one whose white space may have to be evened, which ends where the one before does.
    """
    passages, found = np.empty((len(spans), PARTS), np.int64), 0
    picked, count, chosen = np.empty(len(spans), np.int64), 0, np.empty(limit, np.int64)
    begin, low, of_owner = 0, 0, 0
    room = np.int64(0)
    for value in range(len(ends)):
        own, end = text[begin : ends[value]], np.int64(0)
        for span in range(low, last_spans[value]):
            if spans[span, 0] >= end:
                _cut(own, spans[span, 0], spans, low, last_spans[value], width, before, passages[found])
                passages[found, VALUE], end = value, passages[found, END]
                found += 1
        begin, low = int(ends[value]), int(last_spans[value])
        if value + 1 == len(ends) or owners[value + 1] != owners[value]:
            several = _best(passages[of_owner:found], limit, chosen)
            for number in range(several):
                picked[count] = of_owner + chosen[number]
                passage = passages[picked[count]]
                room += _WIDEST * (passage[END] - passage[BEGIN]) + 13 * (passage[HIGH] - passage[LOW]) + 8
                count += 1
            of_owner = found
    out, at, told = np.empty(room, text.dtype), 0, np.empty((count, 2), np.int64)
    for number in range(count):
        passage = passages[picked[number]]
        value = passage[VALUE]
        own = text[ends[value - 1] if value else 0 : ends[value]]
        even = _is_even(own[passage[BEGIN] : passage[END]], printable)
        if even:
            at = _render(own, passage, spans, dots, out, at)
        told[number, 0], told[number, 1] = owners[value], at if even else -1
    return out[:at], told


def try_out() -> None:
    """Run the loop on the types that a search has, so that none waits for a compilation."""
    one = np.array([1])
    for kind in (np.uint8, np.uint32):
        excerpts(np.zeros(1, kind), one, one - 1, one, np.array([[0, 1, 0]]), 2, 220, 60, True, 128)
