"""What is offered while a person types: values of facets first, then headlines, in the one agreed order."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from searchnews.analysis import surface
from searchnews.models import Article, Completion, CompletionKind

COMPLETED: tuple[CompletionKind, ...] = ("source", "section", "author")  # the facets whose values are offered
_LAST = "\U0010ffff"  # behind any letter


@dataclass(frozen=True, slots=True)
class Values:
    """The values of the facets that are offered, by the words they hold."""

    rows: Sequence[Completion]
    keys: Sequence[str]  # a value from each of its words on, folded; sorted
    owners: Sequence[int]  # the row of each key

    def having(self, typed: str) -> list[Completion]:
        """Those that hold what was typed, its words folded and with blanks between."""
        low, high = bisect_left(self.keys, typed), bisect_left(self.keys, typed + _LAST)
        return [self.rows[row] for row in set(self.owners[low:high])]


def values_of(counted: Iterable[Completion]) -> Values:
    """Make the table of some values."""
    rows = list(counted)
    folded_rows = ((number, surface(row.text)) for number, row in enumerate(rows))
    keys = sorted((" ".join(words[place:]), number) for number, words in folded_rows for place in range(len(words)))
    return Values(rows, [key for key, _ in keys], [number for _, number in keys])


def folded(title: str) -> str:
    """A headline as it is compared with another: its words, without case, accents and signs."""
    return " ".join(surface(title))


def completions(values: Iterable[Completion], newest: Iterable[Article], limit: int) -> tuple[Completion, ...]:
    """The values that most articles have in half of the places at most, headlines in the others.

    newest: the articles whose headlines fit, newest first; only as many are looked at as are needed. Where there are
    too few of these, more values.
    """
    ranked = heapq.nsmallest(limit, values, key=lambda row: (-row.count, COMPLETED.index(row.kind), row.text))
    headlines: list[Completion] = []
    for headline in _different(newest):
        if len(headlines) + min(len(ranked), limit // 2) >= limit:
            break
        headlines.append(headline)
    return (*ranked[: limit - len(headlines)], *headlines)


def _different(newest: Iterable[Article]) -> Iterator[Completion]:
    """Each headline once: agencies send the same one again and again."""
    seen = set()
    for article in newest:
        words = folded(article.title)
        if words not in seen:
            seen.add(words)
            yield Completion("headline", article.title, 1, article.article_id)
