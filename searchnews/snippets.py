"""The best passages of an article for a query, safely escaped, with the words it asked for marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import escape

from searchnews.fields import text_values
from searchnews.markable import Span
from searchnews.marking import Marked, Marking
from searchnews.models import Article
from searchnews.query.nodes import Leaf

SHOWN = ("body", "standfirst", "captions", "related")  # where passages are taken from, best place first
_SPECIAL = re.compile("[&<>\"']")  # what `escape` changes
_ON, _OFF = "\ufdd0", "\ufdd1"  # stand for marks in a text that is still to be escaped: no characters, says Unicode
_ENDS = (". ", "? ", "! ", "” ")  # of sentences
BEFORE = 60  # characters of context before the first word marked
LIMIT, WIDTH = 2, 220  # passages of an article, at most; characters of one, about


_Passage = tuple[
    str, int, int, Sequence[Span]
]  # the whole value it is cut from, its beginning and end, the spans in it


def snippets(article: Article, leaves: Sequence[Leaf], limit: int = LIMIT, width: int = WIDTH) -> tuple[str, ...]:
    """At most `limit` passages of about `width` characters, as escaped HTML with <mark>; the one that says most first.

    Where no leaf occurs outside the headline, the beginning of the story, unmarked.
    """
    return best_passages(Marking(leaves).of(article), article, limit, width)


def best_passages(found: Marked, article: Article, limit: int = LIMIT, width: int = WIDTH) -> tuple[str, ...]:
    """The same from spans that were looked for already."""
    passages = [
        passage
        for name in SHOWN
        for value, spans in found.get(name, ())
        if spans
        for passage in _passages(value, spans, width)
    ]
    if not passages:
        lede = next((value for name in ("standfirst", "body", "captions") for value in text_values(article, name)), "")
        return (_rendered(_cut(lede, 0, (), width)),) if lede else ()
    return tuple(_rendered(passage) for passage in _best(passages, limit))


def marked(text: str, leaves: Sequence[Leaf], language: str, field: str) -> str:
    """The whole text, the first value of this field, as escaped HTML, with the words that match there in <mark>."""
    return with_marks(text, Marking(leaves).value(text, language, field))


def with_marks(text: str, spans: Sequence[Span]) -> str:
    """The whole text as escaped HTML, with these spans of it in <mark>."""
    return _rendered((text, 0, len(text), spans))


def matched_in(article: Article, leaves: Sequence[Leaf]) -> tuple[str, ...]:
    """The text fields in which any of the leaves occurs, in the order of TEXT_FIELDS."""
    return fields_of(Marking(leaves).of(article))


def fields_of(found: Marked) -> tuple[str, ...]:
    """The same from spans that were looked for already."""
    names = []
    for name, values in found.items():  # not any(…): this is asked of every field of every article
        for _, spans in values:
            if spans:
                names.append(name)
                break
    return tuple(names)


def _passages(text: str, spans: Sequence[Span], width: int) -> list[_Passage]:
    """The passages that begin a little before each match, those inside an earlier one left out."""
    passages: list[_Passage] = []
    end = 0
    for first, _, _ in spans:
        if first >= end:
            passages.append(passage := _cut(text, first, spans, width))
            end = passage[2]
    return passages


def _cut(text: str, first: int, spans: Sequence[Span], width: int) -> _Passage:
    start, end = _begin(text, first), len(text)
    if end - start > width:
        space = text.rfind(" ", start + width // 2, start + width)
        end = space if space > first else start + width
    low = bisect_left(spans, (start,)) if start else 0
    high = bisect_left(spans, (end,), low)
    longest = max([last for _, last, _ in spans[low:high]], default=end)
    if longest > end:
        end = longest
        high = bisect_left(spans, (end,), high)
    return text, start, end, spans[low:high]


def _begin(text: str, first: int) -> int:
    if first <= BEFORE:
        return 0
    low, sentence = max(first - 2 * BEFORE, 0), -1  # below 0, rfind would count from the end
    for mark in _ENDS:
        found = text.rfind(mark, low, first)
        if found >= 0:
            low = sentence = found
    if sentence >= 0:
        return sentence + 2
    if first <= 2 * BEFORE:  # in the first sentence of the text
        return 0
    space = text.find(" ", first - BEFORE, first)
    return space + 1 if space >= 0 else first


def _best(passages: list[_Passage], limit: int) -> list[_Passage]:
    """First the passage with most of the query's words, then those that add most to it; earlier ones before later."""
    if len(passages) == 1:
        return passages[:limit]
    chosen: list[_Passage] = []
    covered = 0  # words of the query, a bit each
    rest = [(_words(passage[3]), passage) for passage in passages]
    while rest and len(chosen) < limit:
        worth = [((words & ~covered).bit_count(), words.bit_count(), len(passage[3])) for words, passage in rest]
        words, best = rest.pop(worth.index(max(worth)))
        chosen.append(best)
        covered |= words
    return chosen


def _words(spans: Sequence[Span]) -> int:
    words = 0
    for _, _, leaf in spans:
        words |= 1 << leaf
    return words


def _rendered(passage: _Passage) -> str:
    text, begin, end, spans = passage
    on, off = "<mark>", "</mark>"
    special = _SPECIAL.search(text, begin, end)
    if special:  # escaped as a whole, which is faster than piece by piece
        on, off = _ON, _OFF
        if on in text or off in text:
            text = text.replace(on, "\ufffd").replace(off, "\ufffd")
    place, parts = begin, ["… "] if begin else []
    for first, last, _ in spans:
        if first >= place:
            parts += (text[place:first], on, text[first:last], off)
            place = last
        elif last > place:  # goes on where the one before ended
            parts[-1:] = (text[place:last], off)
            place = last
    parts.append(text[place:end])
    if end < len(text) and not text[end:].isspace():
        parts.append(" …")
    shown = "".join(parts)
    if not _even(text[begin:end]):
        shown = " ".join(shown.split())
    return escape(shown).replace(on, "<mark>").replace(off, "</mark>") if special else shown


def _even(text: str) -> bool:
    """Whether its only white space is single blanks between words: no other kind is printable."""
    return text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
