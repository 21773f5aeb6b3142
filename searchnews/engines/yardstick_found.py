"""What the yardstick finds: one search over dictionaries, and what the filters leave of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from searchnews.dates import floor, histogram_size, sort_minutes
from searchnews.engine import enough
from searchnews.engines.answer import bars, facet_rows, hit
from searchnews.engines.yardstick import (
    Document,
    closeness,
    dated_right,
    inside,
    leads,
    matches,
    mentions,
    overlaps,
    titled,
)
from searchnews.explaining import Place, Standing, distinct, explained, written
from searchnews.fields import (
    FACET_NAMES,
    FIELD_NAMES,
    text_field,
)
from searchnews.marking import Marking
from searchnews.models import (
    PRECISIONS,
    ArticleDate,
    Bar,
    DateRange,
    FacetCount,
    Hit,
    Part,
    Precision,
    Query,
)
from searchnews.query.echo import canonical
from searchnews.query.nodes import (
    Leaf,
    Node,
    Not,
    Term,
    weighted_leaves,
    with_any,
)
from searchnews.ranking import (
    ASIDE,
    HEADLINE,
    TYPED,
    WINDOW,
    as_typed,
    idf,
    near,
    recency,
    saturated,
    weighted_frequency,
    words_of,
)


class Found:
    """One search: the documents that match the words, and what the filters leave of them."""

    def __init__(self, documents: Mapping[str, Document], query: Query) -> None:
        self.documents = documents
        self.query = query
        self.weighted = weighted_leaves(query.node)
        self.leaves = tuple(leaf for leaf, _ in self.weighted)
        self.matching = [document for document in documents.values() if matches(document, query.node)]
        self.averages = {
            name: sum(d.lengths[name] for d in documents.values()) / len(documents) if documents else 0.0
            for name in FIELD_NAMES
        }
        self.scores: dict[str, float] = {}  # of what was ranked by relevance
        self.first: set[str] = set()  # of these, those for which it was looked at where the words stand
        dates = [document.article.published for document in documents.values()]
        self.newest = max((sort_minutes(date) for date in dates if date), default=0)
        self.idfs = [idf(len(documents), self._frequency(leaf)) for leaf in self.leaves]

    def _frequency(self, leaf: Leaf) -> int:
        return sum(bool(mentions(document, leaf)) for document in self.documents.values())

    def filtered(self, without: str | None = None) -> list[Document]:
        """Those that pass every facet but one; dates are not looked at."""
        return [document for document in self.matching if self._passes(document, without)]

    def _passes(self, document: Document, without: str | None) -> bool:
        if any(set(document.facets[name]) & set(unwanted) for name, unwanted in self.query.excluded.items()):
            return False
        for name, chosen in self.query.filters.items():
            values: tuple[str | None, ...] = document.facets[name] or (None,)
            if name != without and not set(values) & set(chosen):
                return False
        return True

    def kept(self, without: str | None = None) -> list[Document]:
        """Those that pass every filter but one facet's."""
        wanted = self.query.dates
        return [d for d in self.filtered(without) if dated_right(d.article.published, wanted)]

    def score(self, document: Document) -> float:
        """BM25F, leaf by leaf in the order of the query, field by field in the order of TEXT_FIELDS."""
        total = 0.0
        for (leaf, weight), rarity in zip(self.weighted, self.idfs, strict=True):
            frequency = 0.0
            for name, count in mentions(document, leaf).items():
                row = text_field(name)
                length, average = float(document.lengths[name]), self.averages[name]
                frequency += weighted_frequency(row.weight, row.b, float(count), length, average)
            total += weight * (rarity * saturated(frequency))
        return total

    def ranked(self, documents: Sequence[Document]) -> list[Document]:
        """In the order asked for; undated ones last, ties by date (newest first), then id."""
        if self.query.sort != "relevance":
            return sorted(documents, key=self._by_date)
        self.scores = {d.article.article_id: self.score(d) * (1.0 + self.gain(d)) for d in documents}
        every = sorted(documents, key=self._by_score)
        first, others = every[:WINDOW], every[WINDOW:]
        for document in first:
            added = sum(self.places_add(document).values()) + ASIDE * len(self.aside(document))
            self.scores[document.article.article_id] += added * (1.0 + self.gain(document))
        self.first = {document.article.article_id for document in first}
        return sorted(first, key=self._by_score) + others

    def _by_score(self, document: Document) -> tuple[object, ...]:
        return (-self.scores[document.article.article_id], *_newest(document))

    def _by_date(self, document: Document) -> tuple[object, ...]:
        undated, when, article_id = _newest(document)
        return (undated, -when if self.query.sort == "oldest" else when, article_id)

    def gain(self, document: Document) -> float:
        """The share of its score that an article gains for its date; 0 without one, or where that is not asked for."""
        date = document.article.published
        return recency(float(self.newest - sort_minutes(date))) if date and self.query.recent else 0.0

    def places_add(self, document: Document) -> dict[tuple[Term, str], float]:
        """What each word adds for its place ("lead"), its nearness to others ("near") and its spelling ("typed")."""
        found = {}
        for word, telling, leading, close, typed in self.places(document):
            found[word, "lead"] = telling * leading
            found[word, "near"] = telling * near(close) if leading < HEADLINE else 0.0
            found[word, "typed"] = telling * TYPED * typed
        return found

    def places(self, document: Document) -> list[tuple[Term, float, float, float, bool]]:
        """Each word, what it tells, leads by, how close it is to others, whether it is in the headline as typed."""
        words = words_of(self.query.node, self.query.aside)
        close = closeness(document, [word for word, _ in words])
        typed = titled(document.article.title, as_typed(words, ()))
        return [
            (word, weight * idf(len(self.documents), self._frequency(word)), leads(document, word), close[word], there)
            for (word, weight), there in zip(words, typed, strict=True)
        ]

    def aside(self, document: Document) -> list[str]:
        """The common words of the query that stand in the headline, where it has all of the words that decide."""
        words = words_of(self.query.node, self.query.aside)
        whole = bool(words) and all(leads(document, word) >= HEADLINE for word, _ in words)
        common = as_typed(words, self.query.aside)[len(words) :] if whole else []
        return [word for word, there in zip(common, titled(document.article.title, common), strict=True) if there]

    def nearly(self, wanted: Sequence[Node], unwanted: Sequence[Not], room: int) -> tuple[Hit, ...]:
        """Those with some of the clauses but not all, best first."""
        some = Found(self.documents, replace(self.query, node=with_any(self.query.node), sort="relevance"))
        listed = [
            document
            for document in some.kept()
            if enough(len(wanted)) <= sum(matches(document, clause) for clause in wanted) < len(wanted)
            and all(matches(document, clause) for clause in unwanted)
        ]
        return tuple(map(some.shown, some.ranked(listed)[:room]))

    def shown(self, document: Document) -> Hit:
        """A hit of a page: with the parts of its score, if asked for."""
        hit = self.hit(document)
        return hit._replace(explanation=self.explanation(document)) if self.query.explain else hit

    def explanation(self, document: Document) -> tuple[Part, ...]:
        """The parts of a score."""
        standing = [
            Standing(written(leaf), weight * idf(len(self.documents), self._frequency(leaf)), mentions(document, leaf))
            for leaf, weight in distinct(self.query.node).items()
        ]
        ranked = document.article.article_id in self.scores
        first = document.article.article_id in self.first
        places = [Place(canonical(row[0]), *row[1:]) for row in self.places(document)] if first else []
        aside = self.aside(document) if first else []
        gain = self.gain(document) if ranked else 0.0
        return explained(standing, places, document.lengths, self.averages, gain, aside)

    def hit(self, document: Document) -> Hit:
        """A hit, as rich as asked for."""
        score = self.scores.get(document.article.article_id)
        score = self.score(document) if score is None else score
        if self.query.detail == "ids":
            return Hit(document.article.article_id, score)
        if self.query.detail == "fields":
            return Hit(document.article.article_id, score, document.article)
        return hit(document.article, score, Marking(self.leaves))

    def counts(self, facet: str) -> Counter[str | None]:
        """Value → articles, the facet's own selection ignored; None: without a value."""
        counted: Counter[str | None] = Counter({None: 0})
        for document in self.kept(without=facet):
            counted.update(document.facets[facet] or (None,))
        return counted

    def facets(self) -> dict[str, tuple[FacetCount, ...]]:
        """The rows of every facet, and under "date" the articles without one."""
        rows = {}
        for name in FACET_NAMES:
            counted = self.counts(name)
            without = counted.pop(None)
            named = {value: count for value, count in counted.items() if value is not None}
            rows[name] = facet_rows(named, without, self.query.filters.get(name, ()))
        undated = sum(d.article.published is None for d in self.filtered())
        rows["date"] = facet_rows({}, undated, (None,) if self.query.dates.missing else ())
        return rows

    def undated(self) -> int:
        """Articles without a date that match all else; 0 without a range."""
        if not self.query.dates.bounded:
            return 0
        return sum(document.article.published is None for document in self.filtered())

    def possible(self) -> int:
        """Articles whose date only overlaps the range, that match all else; 0 without a range."""
        wanted = self.query.dates
        dates = [document.article.published for document in self.filtered()]
        return sum(
            wanted.precision in (None, date.precision) and overlaps(date, wanted) and not inside(date, wanted)
            for date in dates
            if date and wanted.bounded
        )

    def histogram(self) -> tuple[Bar, ...]:
        """Articles by period over the range, or over everything; own selection ignored."""
        dates = [document.article.published for document in self.filtered()]
        dated = [date for date in dates if date]
        if not dated:
            return ()
        first = self.query.dates.since or min(date.start for date in dated)
        last = self.query.dates.until or max(date.end for date in dated)
        size = histogram_size(first, last)
        periods = Counter(_period(date, size) for date in dated)
        window = DateRange(since=first, until=last)
        rows = [(start, precision, count) for (start, precision), count in periods.items()]
        return tuple(bar for bar in bars(rows, size) if _touches(bar, window))


def _newest(document: Document) -> tuple[bool, int, str]:
    """What sorts by date, newest first, undated ones last."""
    date = document.article.published
    return (date is None, -sort_minutes(date) if date else 0, document.article.article_id)


def _period(date: ArticleDate, size: Precision) -> tuple[datetime, Precision]:
    coarsest = max(date.precision, size, key=PRECISIONS.index)
    return floor(date.start, coarsest), coarsest


def _touches(bar: Bar, window: DateRange) -> bool:
    return (window.since is None or window.since < bar.end) and (window.until is None or bar.start < window.until)
