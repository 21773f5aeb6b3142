"""What every engine does with its counts and ids once it has them: rows, bars and hits in the one agreed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from searchnews.analysis import surface
from searchnews.dates import following, label
from searchnews.fields import FACET_LIMIT
from searchnews.marking import Marked, Marking
from searchnews.models import Article, Bar, FacetCount, FacetPage, Hit, Precision
from searchnews.snippets import best_passages, fields_of


def facet_rows(counts: Mapping[str, int], without: int, chosen: Sequence[str | None]) -> tuple[FacetCount, ...]:
    """The most frequent values by count, then name; every chosen one, at zero too; "has none" last."""
    values = sorted(counts.keys() | {value for value in chosen if value is not None}, key=_by_count(counts))
    rows = [
        FacetCount(value, counts.get(value, 0), value in chosen)
        for rank, value in enumerate(values)
        if rank < FACET_LIMIT or value in chosen
    ]
    if without or None in chosen:
        rows.append(FacetCount(None, without, None in chosen))
    return tuple(rows)


def _by_count(counts: Mapping[str, int]) -> Callable[[str], tuple[int, str]]:
    return lambda value: (-counts.get(value, 0), value)


def facet_page(
    facet: str,
    counts: Mapping[str, int],
    chosen: Sequence[str | None],
    *,
    contains: str,
    order: str,
    offset: int,
    limit: int,
) -> FacetPage:
    """A page of a facet's values whose words hold the words of `contains`, accents and case aside."""
    wanted = " ".join(surface(contains))
    values = [value for value in counts if wanted in " ".join(surface(value))]
    values.sort(key=_by_count(counts) if order == "count" else lambda value: (" ".join(surface(value)), value))
    page = values[offset : offset + limit]
    return FacetPage(facet, tuple(FacetCount(v, counts[v], v in chosen) for v in page), len(values))


def bars(periods: Iterable[tuple[datetime, Precision, int]], size: Precision) -> tuple[Bar, ...]:
    """Histogram rows in date order; those known less precisely than `size` say so."""
    return in_order(
        Bar(
            label(start, precision),
            start,
            following(start, precision),
            count,
            None if precision == size else precision,
        )
        for start, precision, count in periods
    )


def in_order(found: Iterable[Bar]) -> tuple[Bar, ...]:
    """Bars by date, those of the histogram's own size before the others."""
    return tuple(sorted(found, key=lambda bar: (bar.start, bar.precision is not None, bar.period)))


_row = partial(tuple.__new__, FacetCount)  # FacetCount._make, which would count the fields each time


def chosen_rows(
    frequent: Mapping[str, int], counts: Mapping[str, int], without: int, chosen: Sequence[str | None]
) -> tuple[FacetCount, ...]:
    """`facet_rows` where the most frequent values are known, in their order; counts: of the chosen ones."""
    further = sorted((value for value in counts if value not in frequent), key=_by_count(counts))
    rows = [_row((value, count, value in chosen)) for value, count in frequent.items()]
    rows += [FacetCount(value, counts[value], True) for value in further]
    if without or None in chosen:
        rows.append(FacetCount(None, without, None in chosen))
    return tuple(rows)


Excerpts = Callable[[Sequence[Marked]], Sequence[tuple[str, ...] | None]]


def full_hits(
    articles: Sequence[Article], scores: Sequence[float], marking: Marking, excerpts: Excerpts | None = None
) -> tuple[Hit, ...]:
    """Hits with everything a page shows; excerpts: gives the passages of several articles, None for one it can't do."""
    marked = marking.each(articles)
    passages = excerpts(marked) if excerpts else [None] * len(articles)
    return tuple(map(_hit, articles, scores, marked, passages))


def hit(article: Article, score: float, marking: Marking) -> Hit:
    """One of them."""
    return _hit(article, score, marking.of(article), None)


def _hit(article: Article, score: float, found: Marked, passages: tuple[str, ...] | None) -> Hit:
    titles = found.get("title", ()) if article.title else ()
    marks = titles[0][1] if titles else ()
    return Hit(article.article_id, score, article, marks, fields_of(found), passages or best_passages(found, article))
