"""The counts of a search: asked as aggregations of the one request, read as rows and bars.

Every facet is counted under the filters of the others, so that its counts ignore its own selection. With several shards
each is asked for far more values than are shown, and the cluster tells whether one may have been missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from searchnews.dates import from_minutes, histogram_size, parse_period
from searchnews.engines.answer import bars, facet_rows
from searchnews.engines.opensearch import filters
from searchnews.engines.opensearch.clauses import Clause, all_of
from searchnews.fields import FACET_LIMIT, FACET_NAMES
from searchnews.models import Bar, FacetCount, Precision, Query

Aggregations = dict[str, Any]
Bound = tuple[datetime, datetime]
SHARD_VALUES = 5_000  # values of a facet that each of several shards tells of
_PERIODS = 20_000  # more than there are months in the calendar's first 1,600 years


def asked(query: Query, shards: int, *, days: bool = False) -> Aggregations:
    """The aggregations of a search; `days`: bars by day as well, where those by month may turn out to be too long."""
    found: Aggregations = {"matched": {"filter": {"match_all": {}}}}
    own = [name for name in FACET_NAMES if name in query.filters]
    rest = {key: value for name in FACET_NAMES if name not in own for key, value in _facet(name, query, shards).items()}
    found |= _under("kept", filters.kept(query), rest)
    for name in own:
        found |= _under(f"kept {name}", filters.kept(query, name), _facet(name, query, shards))
    dates = _dates(query)
    if days and "day" not in dates["periods"]["aggs"]:
        dates["days"] = periods(query, "day")
    return found | _under("dates", filters.by_facets(query), dates)


def _under(name: str, clauses: Sequence[Clause], inner: Aggregations) -> Aggregations:
    return {name: {"filter": all_of(clauses), "aggs": inner}} if clauses else inner


def _facet(name: str, query: Query, shards: int) -> Aggregations:
    values = {"field": f"f.{name}", "size": FACET_LIMIT}
    if shards > 1:
        values["shard_size"] = SHARD_VALUES
    found: Aggregations = {f"{name} values": {"terms": values}, f"{name} none": {"missing": {"field": f"f.{name}"}}}
    picked = [value for value in query.filters.get(name, ()) if value is not None]
    if picked:
        each = {str(number): {"term": {f"f.{name}": value}} for number, value in enumerate(picked)}
        found[f"{name} chosen"] = {"filters": {"filters": each}}
    return found


def _dates(query: Query) -> Aggregations:
    found: Aggregations = {
        "undated": {"missing": {"field": "start"}},
        "first": {"min": {"field": "start"}},
        "last": {"max": {"field": "end"}},
        "periods": periods(query),
    }
    if query.dates.bounded:
        found["possible"] = {"filter": filters.possible(query.dates)}
    return found


def periods(query: Query, size: Precision | None = None) -> Aggregations:
    """The articles by period; by month where the size is not known yet, of which years can be made."""
    since, until = query.dates.since, query.dates.until
    size = size or (histogram_size(since, until) if since and until else "month")
    terms = {"terms": {"field": size, "size": _PERIODS, "shard_size": _PERIODS}}
    # A day at the edge of a range is in it whole; a month or year counts all its articles, also those outside.
    clause = filters.overlapping(query.dates) if query.dates.bounded and size == "day" else {"match_all": {}}
    return {"filter": clause, "aggs": {size: terms}}


class Counts:
    """The answer to `asked`."""

    def __init__(self, query: Query, answer: Mapping[str, Any]) -> None:
        self._query, self._answer = query, answer
        self._dates = answer.get("dates", answer)
        self.matched = int(answer["matched"]["doc_count"])  # before any filter
        self.inexact: list[str] = []  # facets with more values than the shards told of

    def facets(self) -> dict[str, tuple[FacetCount, ...]]:
        """The rows of every facet, and under "date" the articles without one."""
        rows = {name: self._rows(name) for name in FACET_NAMES}
        missing = self._query.dates.missing
        rows["date"] = facet_rows({}, self._undated(), (None,) if missing else ())
        return rows

    def _rows(self, name: str) -> tuple[FacetCount, ...]:
        answer = self._answer.get(f"kept {name}" if name in self._query.filters else "kept", self._answer)
        values = answer[f"{name} values"]
        if values["doc_count_error_upper_bound"]:
            self.inexact.append(name)
        counts = {row["key"]: int(row["doc_count"]) for row in values["buckets"]}
        selected = self._query.filters.get(name, ())
        picked = [value for value in selected if value is not None]
        for number, value in enumerate(picked):
            if count := int(answer[f"{name} chosen"]["buckets"][str(number)]["doc_count"]):
                counts[value] = count
        return facet_rows(counts, int(answer[f"{name} none"]["doc_count"]), selected)

    def _undated(self) -> int:
        return int(self._dates["undated"]["doc_count"])

    def undated(self) -> int:
        """Articles without a date that match all else; 0 without a range."""
        return self._undated() if self._query.dates.bounded else 0

    def possible(self) -> int:
        """Articles whose date only overlaps the range; 0 without a range."""
        return int(self._dates["possible"]["doc_count"]) if self._query.dates.bounded else 0

    def size(self) -> Precision | None:
        """How long the bars are; None where nothing is dated."""
        bounds = self._bounds()
        return histogram_size(*bounds) if bounds else None

    def _bounds(self) -> Bound | None:
        first, last = self._dates["first"]["value"], self._dates["last"]["value"]
        if first is None:
            return None
        wanted = self._query.dates
        return wanted.since or from_minutes(int(first)), wanted.until or from_minutes(int(last))

    def histogram(self, again: Mapping[str, Any] | None = None) -> tuple[Bar, ...]:
        """The bars; `again`: the answer to `periods` where the first was asked for months and days are wanted."""
        bounds, size = self._bounds(), self.size()
        if bounds is None or size is None:
            return ()
        answer = again or self._dates["days" if size == "day" and "days" in self._dates else "periods"]
        asked_size = next(name for name in ("day", "month", "year") if name in answer)
        counts: Counter[str] = Counter()
        for row in answer[asked_size]["buckets"]:
            counts[row["key"][:4] if size == "year" else row["key"]] += int(row["doc_count"])
        rows = [(period.start, period.size, count) for text, count in counts.items() if (period := parse_period(text))]
        return tuple(bar for bar in bars(rows, size) if bar.end > bounds[0] and bar.start < bounds[1])

    def wants_days(self) -> bool:
        """Whether the bars must be asked for once more, now that it is known how long they are."""
        return self.size() == "day" and "day" not in self._dates["periods"] and "days" not in self._dates
