"""Where the words of a query stand in some articles, found in the terms that the cluster has kept of them.

The same as engines.yardstick says of an analysed article: what a word leads by, how close it is to the others. The
articles are read together, as bytes: of all their terms only those are compared that begin like a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchnews.engines.opensearch.document import spelled
from searchnews.engines.opensearch.mapping import STACK
from searchnews.query.nodes import Term
from searchnews.ranking import HEADLINE, LEAD, LEAD_WORDS, REACH

_BLANK, _BESIDE = b" ", STACK.encode()  # before a term: at a place of its own, at that of the term before
_LIKE = 4  # bytes by which terms are told apart before they are compared
Stored = Mapping[str, Any]  # what is kept of an article (mapping.STORED)
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Stands(NamedTuple):
    """How some words stand in some articles: rows × words."""

    leading: Floats
    closeness: Floats


class _Sightings(NamedTuple):
    """Where words were seen, ascending by text and place."""

    text: Places
    place: Places  # counted in terms, from 0
    word: Places


class Standing:
    """Some words, put together once for many articles."""

    def __init__(self, words: Sequence[Term]) -> None:
        self._count = len(words)
        self._forms = [
            (spelled(variant).encode("utf-8", "surrogatepass") + _BLANK, number)
            for number, word in enumerate(words)
            for variant in dict.fromkeys(word.variants)
        ]

    def in_headlines(self, rows: Sequence[Stored]) -> NDArray[np.bool_]:
        """Article by article and word by word, whether it stands in the headline: rows × words."""
        found = np.zeros((len(rows), self._count), np.bool_)
        lines = _Lines([" ".join(_texts(stored, "title")) for stored in rows])
        term, word = lines.seen(self._forms, self._count)
        found[lines.line_of(term), word] = True
        return found

    def of(self, rows: Sequence[Stored], in_headlines: NDArray[np.bool_]) -> Stands:
        """How the words stand; the closeness of a word in the headline is worth nothing, and 0 where all are there."""
        leading = np.where(in_headlines, HEADLINE, 0.0)
        reading = np.flatnonzero(~np.all(in_headlines, axis=1))
        values = [_texts(rows[number], "body") for number in reading.tolist()]
        row_of = np.repeat(reading, list(map(len, values)))
        is_first = np.array([not number for texts in values for number in range(len(texts))], np.bool_)
        seen = self._places([text for texts in values for text in texts])
        leads = is_first[seen.text] & (seen.place < LEAD_WORDS)
        begun = np.zeros(leading.shape, np.bool_)
        begun[row_of[seen.text[leads]], seen.word[leads]] = True
        leading[begun & ~in_headlines] = LEAD
        return Stands(leading, self._closeness(seen, row_of, len(rows)))

    def _closeness(self, seen: _Sightings, row_of: Places, rows: int) -> Floats:
        """The sums of 1 / distance over the neighbours of each word that are other words."""
        text, place, word = seen
        gap = place[1:] - place[:-1]
        near = (text[1:] == text[:-1]) & (word[1:] != word[:-1]) & (gap >= 1) & (gap <= REACH)
        pairs = np.flatnonzero(near)
        both = np.stack((word[pairs], word[pairs + 1]), axis=1)
        cells = row_of[text[pairs]][:, np.newaxis] * self._count + both
        shares = np.repeat(1.0 / gap[pairs], 2)
        sums: Floats = np.bincount(cells.ravel(), shares, rows * self._count).astype(np.float64)
        return sums.reshape(rows, self._count)

    def _places(self, texts: Sequence[str]) -> _Sightings:
        lines = _Lines(texts)
        term, word = lines.seen(self._forms, self._count)
        line = lines.line_of(term)
        place = lines.places(term, line)
        if not lines.stacked:
            return _Sightings(line, place, word)
        # What stands beside a term has its place; two of them may be forms of one word.
        once = np.unique((line * len(lines.blanks) + place) * self._count + word)
        before, word = np.divmod(once, self._count)
        return _Sightings(*np.divmod(before, len(lines.blanks)), word)


class _Lines:
    """Texts, a line each, as bytes: every term has a sign before it and behind."""

    def __init__(self, texts: Sequence[str]) -> None:
        whole = " \n ".join(["", *texts, ""])[2:]  # no term has the end of a line in it
        written = whole.encode("utf-8", "surrogatepass")
        self.stacked = _BESIDE in written
        self._terms = written.replace(_BESIDE, _BLANK) if self.stacked else written
        self._signs = np.frombuffer(written, np.uint8)
        self._letters = np.frombuffer(self._terms, np.uint8)
        self.blanks = np.flatnonzero(self._letters == _BLANK[0])[:-1]  # before terms
        self._begun = self._letters[self.blanks + 1]  # what each term begins with
        ended = np.flatnonzero(self._begun == ord("\n"))
        self._first = np.concatenate(([0], ended + 1))[: len(ended)]  # term of every line

    def seen(self, forms: Sequence[tuple[bytes, int]], count: int) -> tuple[Places, Places]:
        """Which terms are forms of words and which word each is, ascending; `count`: of the words."""
        found: list[int] = []
        like: dict[bytes, list[tuple[int, int]]] = {}
        for form, number in forms:
            begun = form[:_LIKE]
            if begun not in like:
                like[begun] = self._like(begun)
            found += [term * count + number for term, at in like[begun] if self._terms.startswith(form, at)]
        found.sort()
        return np.divmod(np.array(found, np.int64), count)

    def _like(self, letters: bytes) -> list[tuple[int, int]]:
        """The terms that begin with these bytes, and where each begins."""
        terms = np.flatnonzero(self._begun == letters[0])
        at = self.blanks[terms] + 1
        for offset, letter in enumerate(letters[1:], 1):
            same = self._letters[at + offset] == letter
            terms, at = terms[same], at[same]
        return list(zip(terms.tolist(), at.tolist(), strict=True))

    def line_of(self, terms: Places) -> Places:
        """The line that each of some terms is in."""
        return np.searchsorted(self._first, terms, "right") - 1

    def places(self, terms: Places, lines: Places) -> Places:
        """Where each of some terms stands in its line, counted from 0."""
        first = self._first[lines]
        if not self.stacked:
            return terms - first
        beside: Places = np.cumsum(self._signs[self.blanks] == _BESIDE[0], dtype=np.int64)
        found: Places = np.subtract(terms - beside[terms], first - beside[first])
        return found


def _texts(stored: Stored, field: str) -> Sequence[str]:
    texts: Sequence[str] = stored.get("t", {}).get(field, ())  # the cluster leaves out what is empty
    return texts
