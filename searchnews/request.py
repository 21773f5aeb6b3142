"""From what a caller typed to a Query: one place that checks options, for the library, the CLI and the web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from searchnews.dates import Period, parse_period
from searchnews.errors import BadRequest
from searchnews.fields import FACET_NAMES, MISSING
from searchnews.models import DateRange, Detail, Match, Precision, Query, Sort
from searchnews.query.plain import plain_tree
from searchnews.relativedates import first_label, last_label, named_period

MAX_LIMIT = 1000
MAX_PAGE = 1_000_000
_MATCHES, _SORTS, _DETAILS, _PRECISIONS = map(get_args, (Match, Sort, Detail, Precision))
RECENT_NOTE = "the newest articles gain half of their score, those a year older a quarter, and so on"
_ANY_DATE = DateRange()
_NOTHING: tuple[str, ...] = ()


def make_query(
    text: str = "",
    *,
    filters: Mapping[str, Sequence[str]] | None = None,
    missing: Sequence[str] = (),
    excluded: Mapping[str, Sequence[str]] | None = None,
    since: str | None = None,
    until: str | None = None,
    precision: str | None = None,
    undated: bool = False,
    possible: bool = False,
    match: str = "all",
    sort: str = "relevance",
    page: int = 1,
    limit: int = 10,
    detail: str = "full",
    recent: bool = False,
    explain: bool = False,
    today: date | None = None,
) -> Query:
    """A checked query; `today` is what "last week" is counted from (None: the machine's day).

    Raises BadRequest naming the option that is wrong, QueryTooLarge for the text.
    """
    node, notes, aside = plain_tree(text), _NOTHING, _NOTHING
    if node is None:
        from searchnews.query.parser import parse  # here: most queries are plain words

        today = today or date.today()
        parsed = parse(text, today)
        node, notes, aside = parsed.node, parsed.notes, parsed.aside
    if type(page) is not int or type(limit) is not int or not (0 < page <= MAX_PAGE and 0 <= limit <= MAX_LIMIT):
        _whole("page", page, 1, MAX_PAGE)
        _whole("limit", limit, 0, MAX_LIMIT)
    if match not in _MATCHES or sort not in _SORTS or detail not in _DETAILS:
        _choice("match", match, _MATCHES)
        _choice("sort", sort, _SORTS)
        _choice("detail", detail, _DETAILS)
    return Query(
        text=text,
        node=node,
        filters=_filters(filters or {}, missing) if filters or missing else {},
        excluded=_values_of(excluded) if excluded else {},
        dates=_dates(
            since,
            until,
            precision,
            today or date.today(),
            undated=undated,
            possible=possible,
            missing="date" in missing,
        )
        if since or until or precision is not None or undated or possible or missing
        else _ANY_DATE,
        match=match,  # type: ignore[arg-type]
        sort=sort,  # type: ignore[arg-type]
        offset=(page - 1) * limit,
        limit=limit,
        detail=detail,  # type: ignore[arg-type]
        recent=recent,
        explain=explain,
        aside=aside,
        notes=(*notes, RECENT_NOTE) if recent and sort == "relevance" and text.strip() else notes,
    )


def _values_of(given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The values of each facet that has any, each once, in one fixed order whatever the caller's."""
    for name in given:
        _choice("filters", name, FACET_NAMES)
    return {name: values for name in FACET_NAMES if (values := tuple(filter(None, dict.fromkeys(given.get(name, ())))))}


def _filters(given: Mapping[str, Sequence[str]], missing: Sequence[str]) -> dict[str, tuple[str | None, ...]]:
    named = _values_of(given)
    for name in missing:
        _choice("missing", name, MISSING)
    if not missing:
        return dict(named)
    chosen: dict[str, tuple[str | None, ...]] = {}
    for name in FACET_NAMES:
        values = (*named.get(name, ()), *((None,) if name in missing else ()))
        if values:
            chosen[name] = values
    return chosen


def _dates(
    since: str | None,
    until: str | None,
    precision: str | None,
    today: date,
    *,
    undated: bool,
    possible: bool,
    missing: bool,
) -> DateRange:
    first, last = _period("from", since, today), _period("to", until, today)
    if first and last and first.start >= last.end:
        said = first_label(first), last_label(last)
        raise BadRequest(f"from {said[0]} is after to {said[1]}: nothing lies between; swap them", "from")
    if precision is not None:
        _choice("precision", precision, _PRECISIONS)
    return DateRange(
        since=first.start if first else None,
        until=last.end if last else None,
        precision=precision,  # type: ignore[arg-type]
        undated=undated,
        possible=possible,
        missing=missing,
        since_text=first_label(first) if first else "",
        until_text=last_label(last) if last else "",
    )


def _period(field: Literal["from", "to"], text: str | None, today: date) -> Period | None:
    if text is None or not text.strip():
        return None
    period = parse_period(text) or named_period(text, today)
    if period is None:
        raise BadRequest(f"{text.strip()[:40]!r} is no date; write 2014, 2014-02, 2014-02-03 or last week", field)
    return period


def _whole(field: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadRequest(f"{field} is {value!r}; expected a whole number from {low} to {high:,}", field)


def _choice(field: str, value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise BadRequest(f"{field} is {value!r}; expected one of {', '.join(choices)}", field)
    return value
