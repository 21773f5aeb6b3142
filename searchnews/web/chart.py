"""The date histogram as bars to draw over the range at hand: in date order, with gaps where there are not too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

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
    return Chart(
        bars=tuple(_bar(links, bar, places[bar.period], highest) for bar in fine),
        coarse=tuple(_strip(links, bar, places, rows.index(bar.precision or "")) for bar in coarse),
        width=STEP * len(places),
        height=BOTTOM + STRIP * len(rows),
        first=wording.period(min(places)) if places else "",
        last=wording.period(max(places)) if len(places) > 1 else "",
        trail=_trail(address),
        undated=_undated(address, undated),
    )


def _bar(links: Links, bar: Bar, place: int, highest: int) -> BarView:
    height = round(max(HEIGHT * bar.count / highest, 1.5), 2)
    return BarView(
        label=wording.period(bar.period),
        count=bar.count,
        url=links.between(bar.period, bar.period),
        x=round(STEP * place, 2),
        y=round(HEIGHT - height, 2),
        width=STEP,
        height=height,
    )


def _strip(links: Links, bar: Bar, places: Mapping[str, int], row: int) -> BarView:
    """What is known less precisely: spread below all the bars that it may belong to."""
    within = [place for period, place in places.items() if bar.start <= _start(period) < bar.end]
    first, last = (min(within), max(within)) if within else (0, -1)
    return BarView(
        label=f"{wording.period(bar.period)}, known to the {bar.precision} only",
        count=bar.count,
        url=links.between(bar.period, bar.period, bar.precision or ""),
        x=round(STEP * first, 2),
        y=BOTTOM + STRIP * row,
        width=round(STEP * (last - first + 1), 2),
        height=STRIP - 2,
        drawn=bool(within),
    )


def _start(period: str) -> datetime:
    found = parse_period(period)
    assert found is not None  # a bar's
    return found.start


def _places(result: SearchResult, fine: Sequence[Bar]) -> dict[str, int]:
    """Period → its place from the left: every period of the range at hand; of a long one only those with a bar."""
    if not result.histogram:
        return {}
    dates = result.query.dates
    first = dates.since or min(bar.start for bar in result.histogram)
    last = dates.until or max(bar.end for bar in result.histogram)
    size = _size(fine[0]) if fine else histogram_size(first, last)
    places: dict[str, int] = {}
    start = floor(first, size)
    while start < last and len(places) <= MOST_PERIODS:
        places[label(start, size)] = len(places)
        start = following(start, size)
    if len(places) > MOST_PERIODS or not all(bar.period in places for bar in fine):
        return {bar.period: place for place, bar in enumerate(fine)}
    return places


def _size(bar: Bar) -> Precision:
    period = parse_period(bar.period)
    assert period is not None
    return period.size


def _trail(address: Address) -> tuple[Link, ...]:
    """The way back up from a month or a day."""
    if not (address.since or address.until or address.precision):
        return ()
    links = [Link("All dates", address.between("", "").url())]
    if address.since == address.until and parse_period(address.since):
        wider = [part for part in (address.since[:4], address.since[:7]) if len(part) < len(address.since)]
        links += [Link(wording.period(part), address.between(part, part).url()) for part in wider]
    return tuple(links)


def _undated(address: Address, row: FacetCount | None) -> FacetRow | None:
    if row is None:
        return None
    url = address.only("date", None).url()
    return FacetRow("no date", "missing", "date", wording.number(row.count), row.selected, url)
