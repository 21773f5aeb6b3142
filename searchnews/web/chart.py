"""The date histogram as bars to draw over the range at hand: in date order, with gaps where there are not too many."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from searchnews.dates import floor, following, histogram_size, label, parse_period
from searchnews.models import Bar, FacetCount, Precision, SearchResult
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.links import Links
from searchnews.web.shown import BarView, Chart, FacetRow, Link

HEIGHT = 64.0  # of the highest bar, in units of the drawing
BOTTOM = HEIGHT + 4  # below the bars
STRIP = 8.0  # from one row of strips to the next
STEP = 10.0  # from one bar to the next
MOST_PERIODS = 140  # drawn with gaps; beyond, only those that hold something


def chart(address: Address, links: Links, result: SearchResult) -> Chart:
    """The bars of a result, with the links that keep what they show."""
    fine = [bar for bar in result.histogram if bar.precision is None]
    coarse = [bar for bar in result.histogram if bar.precision is not None]
    places = _places(result, fine)
    highest = max((bar.count for bar in fine), default=1)
    rows = [size for size in ("month", "year") if any(bar.precision == size for bar in coarse)]
    undated = next((row for row in result.facets["date"] if row.value is None), None)
    starts = _starts(places) if coarse else ()
    return Chart(
        bars=tuple([_bar(links, bar, places[bar.period], highest) for bar in fine]),
        coarse=tuple([_strip(links, bar, starts, rows.index(bar.precision or "")) for bar in coarse]),
        width=STEP * len(places),
        height=BOTTOM + STRIP * len(rows),
        first=wording.period(min(places)) if places else "",
        last=wording.period(max(places)) if len(places) > 1 else "",
        trail=_trail(address, links),
        undated=_undated(links, undated),
    )


def _bar(links: Links, bar: Bar, place: int, highest: int) -> BarView:
    period, count = bar.period, bar.count
    height = round(max(HEIGHT * count / highest, 1.5), 2)
    return BarView(
        wording.period(period),
        wording.number(count),
        wording.counted(count, "article"),
        links.between(period, period),
        round(STEP * place + 1, 2),
        round(HEIGHT - height + 2, 2),
        STEP - 2,
        height,
    )


def _strip(links: Links, bar: Bar, starts: Sequence[datetime], row: int) -> BarView:
    """What is known less precisely: spread below all the bars that it may belong to."""
    first, behind = bisect_left(starts, bar.start), bisect_left(starts, bar.end)
    return BarView(
        f"{wording.period(bar.period)}, known to the {bar.precision} only",
        wording.number(bar.count),
        wording.counted(bar.count, "article"),
        links.between(bar.period, bar.period, bar.precision or ""),
        round(STEP * first + 1, 2),
        BOTTOM + STRIP * row,
        round(STEP * (behind - first) - 2, 2),
        STRIP - 2,
        drawn=behind > first,
    )


def _starts(places: Mapping[str, int]) -> list[datetime]:
    return [period.start for place in places if (period := parse_period(place))]


def _places(result: SearchResult, fine: Sequence[Bar]) -> Mapping[str, int]:
    """Period → its place from the left: every period of the range at hand; of a long one only those with a bar."""
    if not result.histogram:
        return {}
    dates = result.query.dates
    first = dates.since or min(bar.start for bar in result.histogram)
    last = dates.until or max(bar.end for bar in result.histogram)
    size = _size(fine[0]) if fine else histogram_size(first, last)
    places = _periods(first, last, size)
    if len(places) > MOST_PERIODS or not places.keys() >= {bar.period for bar in fine}:
        return {bar.period: place for place, bar in enumerate(fine)}
    return places


@lru_cache(64)
def _periods(first: datetime, last: datetime, size: Precision) -> Mapping[str, int]:
    """The periods from one moment up to another, each with its place; of more than MOST_PERIODS one more than those."""
    places: dict[str, int] = {}
    start = floor(first, size)
    while start < last and len(places) <= MOST_PERIODS:
        places[label(start, size)] = len(places)
        start = following(start, size)
    return MappingProxyType(places)


def _size(bar: Bar) -> Precision:
    period = parse_period(bar.period)
    assert period is not None
    return period.size


def _trail(address: Address, links: Links) -> tuple[Link, ...]:
    """The way back up from a month or a day."""
    if not (address.since or address.until or address.precision):
        return ()
    trail = [Link("All dates", links.between("", ""))]
    if address.since == address.until and parse_period(address.since):
        wider = [part for part in (address.since[:4], address.since[:7]) if len(part) < len(address.since)]
        trail += [Link(wording.period(part), links.between(part, part)) for part in wider]
    return tuple(trail)


def _undated(links: Links, row: FacetCount | None) -> FacetRow | None:
    if row is None:
        return None
    return FacetRow("no date", "missing", "date", wording.number(row.count), row.selected, links.only("date", None))
