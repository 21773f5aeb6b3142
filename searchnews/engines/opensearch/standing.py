"""Where the words of a query stand in an article, found in the terms that the cluster has kept of it.

The same as engines.yardstick says of an analysed article: what a word leads by, how close it is to the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from searchnews.engines.opensearch.document import spelled
from searchnews.engines.opensearch.mapping import STACK
from searchnews.query.nodes import Term
from searchnews.ranking import HEADLINE, LEAD, LEAD_WORDS, REACH

_BESIDE = f" {STACK}"  # before what stands beside a term, so that every term has a blank before it and behind
Stored = Mapping[str, Any]  # what is kept of an article (mapping.STORED)


class Stand(NamedTuple):
    """How one word stands in an article."""

    leading: float
    closeness: float


class Standing:
    """Some words, put together once for many articles."""

    def __init__(self, words: Sequence[Term]) -> None:
        self._count = len(words)
        self._forms = [
            (f" {spelled(variant)} ", number)
            for number, word in enumerate(words)
            for variant in dict.fromkeys(word.variants)
        ]
        beside = [(f"{_BESIDE}{form[1:]}", number) for form, number in self._forms]
        self._stacked = [*self._forms, *beside]

    def in_headline(self, stored: Stored) -> list[bool]:
        """Word by word, whether it stands in the headline."""
        text = f" {' '.join(_texts(stored, 'title'))} ".replace(STACK, " ")
        found = [False] * self._count
        for form, number in self._forms:
            if form in text:
                found[number] = True
        return found

    def of(self, stored: Stored, in_headline: Sequence[bool]) -> list[Stand]:
        """Word by word; the closeness of a word in the headline is worth nothing, and 0 where all are there."""
        if all(in_headline):
            return [Stand(HEADLINE, 0.0)] * self._count
        leading = [HEADLINE if leads else 0.0 for leads in in_headline]
        closeness = [0.0] * self._count
        for value, text in enumerate(_texts(stored, "body")):
            places = self._places(f" {text} ")
            if not value:
                for place, number in places:
                    if place < LEAD_WORDS and not in_headline[number]:
                        leading[number] = LEAD
            for (place, number), (following, other) in pairwise(places):
                if number != other and 1 <= following - place <= REACH:
                    closeness[number] += 1 / (following - place)
                    closeness[other] += 1 / (following - place)
        return list(map(Stand, leading, closeness))

    def _places(self, text: str) -> list[tuple[int, int]]:
        """The place of every sighting in one value and the word it is of, ascending."""
        forms, stacked = self._forms, STACK in text
        if stacked:
            forms, text = self._stacked, text.replace(STACK, _BESIDE)
        sighted: list[tuple[int, int]] = []
        for form, number in forms:
            at = text.find(form)
            while at >= 0:
                sighted.append((at, number))
                at = text.find(form, at + len(form) - 1)
        if not stacked:
            return [(text.count(" ", 0, at), number) for at, number in sorted(sighted)]
        # What stands beside a term has its place; two of them may be forms of one word.
        sights = {(text.count(" ", 0, at) - text.count(_BESIDE, 0, at + len(_BESIDE)), word) for at, word in sighted}
        return sorted(sights)


def _texts(stored: Stored, field: str) -> Sequence[str]:
    texts: Sequence[str] = stored.get("t", {}).get(field, ())  # the cluster leaves out what is empty
    return texts
