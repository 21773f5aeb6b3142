"""Query classes drawn from a collection's own vocabulary by document frequency, seeded."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bench.sets import Record, count_lines, records
from searchnews.query.common import COMMON as COMMON_WORDS

Analyse = Callable[[str], list[str]]

SAMPLE = 20_000  # articles whose words are counted
RARE, MIDDLE, COMMON = (0.00005, 0.001), (0.005, 0.03), (0.08, 0.6)  # shares of the articles that have the word
SEVERAL = (0.001, 0.4)  # the same for the words of a query of several
CLASSES = (
    *("one word, rare", "one word, middle", "one word, common"),
    *("two words", "three words", "two words, OR", "three words, OR", "phrase"),
    *("words + source", "words + dates", "browse"),
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_OPERATORS = frozenset(("and", "or", "not", "near"))  # of one or other program
_RUN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One query, apart from any program's syntax."""

    words: tuple[str, ...] = ()  # () matches everything, newest first
    way: str = "all"  # "all" of the words, "any" of them, or "phrase"
    source: str = ""  # "": any
    since: str = ""  # first month, YYYY-MM; "": no range
    until: str = ""  # last month, inclusive

    @property
    def text(self) -> str:
        """As it is typed; searchnews, tantivy, FTS5 and Whoosh read this alike."""
        if self.way == "phrase":
            return f'"{" ".join(self.words)}"'
        return (" OR " if self.way == "any" else " ").join(self.words)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a sample that two analyses agree about, with the share of its articles that have each."""

    shares: dict[str, float]
    articles: Sequence[Record] = field(repr=False)

    def between(self, low: float, high: float) -> list[str]:
        """Words in that range of shares that at least two articles of the sample have, in alphabetical order."""
        least = 2 / len(self.articles)
        return sorted(word for word, share in self.shares.items() if max(low, least) <= share <= high)


def vocabulary(articles: Sequence[Record], ours: Analyse, theirs: Analyse) -> Vocabulary:
    """Count words of plain letters; of the forms of one term the most frequent stands for all.

    A word is kept when both analyses make the same term of it and find that in as many articles of the sample:
    only then do both programs do the same work.
    """
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    forms: Counter[str] = Counter()
    for record in articles:
        text = f"{record.title}\n{record.body}"
        counts[0].update(set(ours(text)))
        counts[1].update(set(theirs(text)))
        forms.update(set(map(str.lower, _WORD.findall(text))))
    shares: dict[str, float] = {}
    seen: set[str] = set()
    for word, _ in sorted(forms.items(), key=lambda row: (-row[1], row[0])):
        found = ours(word)
        if word in _OPERATORS or word in COMMON_WORDS or len(found) != 1 or found != theirs(word) or found[0] in seen:
            continue
        seen.add(found[0])
        if counts[0][found[0]] == counts[1][found[0]]:
            shares[word] = counts[0][found[0]] / len(articles)
    return Vocabulary(shares, articles)


def sample(path: Path) -> list[Record]:
    """Evenly spread articles of a file, SAMPLE at most."""
    return list(records(path, every=max(1, -(-count_lines(path) // SAMPLE))))


def draw(given: Vocabulary, each: int, seed: int) -> dict[str, list[Asked]]:
    """`each` queries a class; the same seed draws the same. A class that the collection has no words for is shorter."""
    return {name: _class(name, given, each, random.Random(f"{seed} {name}")) for name in CLASSES}


def _class(name: str, given: Vocabulary, each: int, rng: random.Random) -> list[Asked]:
    if name == "browse":
        return [Asked()] * each
    bands = {"one word, rare": RARE, "one word, middle": MIDDLE, "one word, common": COMMON}
    if name in bands:
        words = given.between(*bands[name])
        return [Asked((word,)) for word in rng.sample(words, min(each, len(words)))]
    if name.endswith("OR"):
        words = given.between(*SEVERAL)
        size = 2 if name.startswith("two") else 3
        return [Asked(_spread(words, given, size, rng), "any") for _ in range(each)] if len(words) >= size else []
    return _from_articles(name, given, each, rng)


def _from_articles(name: str, given: Vocabulary, each: int, rng: random.Random) -> list[Asked]:
    """Queries that at least one article answers: each is drawn from an article."""
    fit = set(given.between(*SEVERAL))
    found: dict[Asked, None] = {}
    for _ in range(each * 50):
        if len(found) == each:
            break
        record = given.articles[rng.randrange(len(given.articles))]
        asked = _phrase(record, given, rng) if name == "phrase" else _together(name, record, given, fit, rng)
        if asked is not None:
            found.setdefault(asked)
    return list(found)


def _together(name: str, record: Record, given: Vocabulary, fit: set[str], rng: random.Random) -> Asked | None:
    words = sorted(fit & set(map(str.lower, _WORD.findall(record.body))))
    size = 3 if name == "three words" else 2 if name == "two words" else rng.randint(1, 2)
    if len(words) < size:
        return None
    chosen = _spread(words, given, size, rng)
    if name == "words + source":
        return Asked(chosen, source=record.source) if record.source else None
    if name == "words + dates":
        return (
            Asked(chosen, since=_month(record.month, -rng.randint(0, 6)), until=record.month) if record.date else None
        )
    return Asked(chosen)


def _spread(words: Sequence[str], given: Vocabulary, size: int, rng: random.Random) -> tuple[str, ...]:
    """Different words, each equally likely to be of any magnitude of document frequency: else nearly all would be rare."""
    bands: dict[int, list[str]] = {}
    for word in words:
        bands.setdefault(int(math.log2(given.shares[word]) // 2), []).append(word)
    chosen: dict[str, None] = {}
    while len(chosen) < size:
        band = bands[rng.choice(sorted(bands))]
        chosen.setdefault(band[rng.randrange(len(band))])
    return tuple(chosen)


def _phrase(record: Record, given: Vocabulary, rng: random.Random) -> Asked | None:
    """Two or three neighbouring words of the text, not all of them among the most common."""
    runs = [run.lower().split() for run in _RUN.findall(record.body)]
    size = rng.randint(2, 3)
    places = [run[at : at + size] for run in runs for at in range(len(run) - size + 1)]
    fit = [words for words in places if all(word in given.shares for word in words)]
    fit = [words for words in fit if min(given.shares[word] for word in words) < SEVERAL[1] and _distinct(words)]
    return Asked(tuple(fit[rng.randrange(len(fit))]), "phrase") if fit else None


def _distinct(words: Sequence[str]) -> bool:
    return all(left != right for left, right in pairwise(words))


def _month(month: str, by: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{number // 12}-{number % 12 + 1:02}"
