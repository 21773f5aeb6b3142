"""The date histogram as bars to draw: in date order, with the gaps kept where there are not too many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from searchnews.dates import following, label, parse_period
from searchnews.models import Bar, FacetCount, Precision, SearchResult
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.shown import BarView, Chart, FacetRow, Link

HEIGHT = 64.0  # of the highest bar, in units of the drawing
STEP = 10.0  # from one bar to the next
MOST_PERIODS = 140  # drawn with gaps; beyond, only those that hold something


def chart(address: Address, result: SearchResult) -> Chart:
    """The bars of a result, with the links that keep what they show."""
    fine = [bar for bar in result.histogram if bar.precision is None]
    coarse = [bar for bar in result.histogram if bar.precision is not None]
    places = _places(fine)
    highest = max((bar.count for bar in fine), default=1)
    undated = next((row for row in result.facets["date"] if row.value is None), None)
    return Chart(
        bars=tuple(_bar(address, bar, places[bar.period], highest) for bar in fine),
        coarse=tuple(_bar(address, bar, 0, highest) for bar in coarse),
        width=STEP * (max(places.values(), default=0) + 1),
        first=wording.period(fine[0].period) if fine else "",
        last=wording.period(fine[-1].period) if len(fine) > 1 else "",
        trail=_trail(address),
        undated=_undated(address, undated),
    )


def _bar(address: Address, bar: Bar, place: int, highest: int) -> BarView:
    known = f", known to the {bar.precision} only" if bar.precision else ""
    height = round(max(HEIGHT * bar.count / highest, 1.5), 2)
    return BarView(
        label=f"{wording.period(bar.period)}{known}",
        count=bar.count,
        url=address.between(bar.period, bar.period, bar.precision or "").url(),
        x=round(STEP * place, 2),
        y=round(HEIGHT - height, 2),
        height=height,
    )


def _places(bars: Sequence[Bar]) -> dict[str, int]:
    """Period → its place from the left."""
    if not bars:
        return {}
    size = _size(bars[0])
    if size is None:
        return {bar.period: place for place, bar in enumerate(bars)}
    places: dict[str, int] = {}
    start: datetime = bars[0].start
    while start < bars[-1].end and len(places) <= MOST_PERIODS:
        places[label(start, size)] = len(places)
        start = following(start, size)
    if len(places) > MOST_PERIODS:
        return {bar.period: place for place, bar in enumerate(bars)}
    return places


def _size(bar: Bar) -> Precision | None:
    period = parse_period(bar.period)
    return period.size if period else None


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
