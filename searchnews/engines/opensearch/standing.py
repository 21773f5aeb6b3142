"""Where the words of a query stand in an article, found in its text without analysing all of it.

The same as engines.yardstick says of an analysed article: what a word leads by, how close it is to the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

import msgspec

from searchnews.analysis import IN_TOKENS, token_end, token_pattern
from searchnews.models import Article
from searchnews.query.nodes import Term
from searchnews.ranking import HEADLINE, LEAD, LEAD_WORDS, REACH
from searchnews.serialise import article_from_bytes
from searchnews.spotting import JOINT, Spotted, Spotter

_INSIDE = re.compile(f"[{IN_TOKENS}]").match
_NEARBY = 128  # characters that most often hold more than REACH words


class Looked(msgspec.Struct):
    """What is looked at of an article."""

    title: str
    alternative_titles: tuple[str, ...]
    body: tuple[str, ...]
    language: str


_read = msgspec.json.Decoder(Looked).decode


def looked(data: str) -> Looked | Article:
    """The part of a stored article (serialise.article_to_bytes) that words are looked for in."""
    try:
        return _read(data)
    except msgspec.MsgspecError:
        return article_from_bytes(data.encode())


class Stand(NamedTuple):
    """How one word stands in an article."""

    leading: float
    closeness: float


class Standing:
    """Some words, put together once for many articles."""

    def __init__(self, words: Sequence[Term]) -> None:
        self._variants = [frozenset(word.variants) for word in words]
        self._nowhere = [False] * len(words)
        self._owners: dict[str, tuple[int, ...]] = {}  # term → the words it is a form of, ascending
        for number, word in enumerate(words):
            for variant in dict.fromkeys(word.variants):
                self._owners[variant] = (*self._owners.get(variant, ()), number)
        self._spotter = Spotter(self._owners)

    def in_headline(self, article: Looked | Article) -> list[bool]:
        """Word by word, whether it stands in the headline."""
        titles = (article.title, *article.alternative_titles)
        found = self._spotter.spot(titles, article.language)
        terms = {term for part in found for _, _, term in part}
        return [not terms.isdisjoint(variants) for variants in self._variants] if terms else self._nowhere

    def of(self, article: Looked | Article, in_headline: Sequence[bool]) -> list[Stand]:
        """Word by word; the closeness of a word in the headline is worth nothing, and 0 where all are there."""
        if all(in_headline):
            return [Stand(HEADLINE, 0.0)] * len(in_headline)
        found = self._spotter.spot(article.body, article.language)
        look = _Look(len(in_headline), article.body)
        for sighting in self._owned(look.text, found):
            look.at(*sighting)
        leading = [HEADLINE if leads else lead for leads, lead in zip(in_headline, look.leading, strict=True)]
        return list(map(Stand, leading, look.closeness))

    def _owned(self, text: str, found: Spotted) -> Iterable[tuple[int, int, tuple[int, ...]]]:
        """Where each token of any word begins and ends, and the words, ascending."""
        owners = self._owners
        if not found.compounds:
            return [(start, end, owners[term]) for start, end, term in found.tokens]
        places: dict[int, set[int]] = {}
        for start, _, term in (*found.tokens, *found.compounds):
            places.setdefault(start, set()).update(owners[term])
        return [(start, token_end(text, start), tuple(sorted(words))) for start, words in sorted(places.items())]


class _Look:
    """One article that is gone through from its first sighting to its last."""

    def __init__(self, count: int, values: Sequence[str]) -> None:
        self.text = JOINT.join(values)
        self.leading, self.closeness = [0.0] * count, [0.0] * count
        self._values = iter(values)
        self._ends = -len(JOINT)  # of the value looked at
        self._lead = 0  # where the beginning of the text ends
        self._before = (0, -1)  # the end of the sighting before in the same value, and its last word; -1: none

    def at(self, start: int, end: int, words: tuple[int, ...]) -> None:
        """The next sighting: where its token begins and ends, and the words it is of, ascending."""
        if start >= self._ends:
            self._enter(start)
        if start < self._lead:
            for word in words:
                self.leading[word] = LEAD
        last, word = self._before
        if word >= 0 and word != words[0]:
            distance = 1 + _between(self.text, last, start)
            if distance <= REACH:
                self.closeness[word] += 1 / distance
                self.closeness[words[0]] += 1 / distance
        self._before = end, words[-1]

    def _enter(self, start: int) -> None:
        """Go on to the value that holds a place."""
        while start >= self._ends:
            begins = self._ends + len(JOINT)
            self._ends = begins + len(next(self._values))
        self._before = 0, -1
        if not begins:
            token = next(
                islice(token_pattern(self.text).finditer(self.text, begins, self._ends), LEAD_WORDS, None), None
            )
            self._lead = token.start() if token else self._ends


def _between(text: str, end: int, start: int) -> int:
    """How many tokens lie between the end of one and the beginning of another; REACH for any number above."""
    find = token_pattern(text)
    if start - end > _NEARBY and len(find.findall(text, end, end + _NEARBY)) > REACH + 2:  # the last may be cut
        return REACH
    apart = start
    while apart > end and _INSIDE(text, apart - 1):
        apart -= 1
    count = len(find.findall(text, end, apart))  # what decides the end of a token lies before a character of none
    if apart < start:
        count += sum(1 for _ in takewhile(lambda token: token.start() < start, find.finditer(text, apart)))
    return count
