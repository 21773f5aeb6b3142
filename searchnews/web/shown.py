"""What the templates show: plain values and addresses, nothing left to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or the place one would be."""

    label: str
    url: str
    current: bool = False
    rel: str = ""
    count: str = ""  # what it finds, where that is not part of the label


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the search without it."""

    facet: str  # "Source"
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value. Its link leads to that value alone, and the count is what it then finds."""

    label: str
    field: str  # the parameter its checkbox sets
    value: str
    count: str
    checked: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet beside the results."""

    name: str
    label: str
    rows: tuple[FacetRow, ...]
    more: Link | None  # to the page of all its values


@dataclass(frozen=True, slots=True)
class BarView:
    """One period of the chart: a link that finds as many articles as it says."""

    label: str
    count: int
    url: str
    x: float
    y: float
    width: float
    height: float
    drawn: bool = True  # False: only in the table


@dataclass(frozen=True, slots=True)
class Chart:
    """The date histogram."""

    bars: tuple[BarView, ...]
    coarse: tuple[BarView, ...]  # known less precisely than the bars: a strip below those it may belong to
    width: float
    height: float
    first: str
    last: str
    trail: tuple[Link, ...]  # the way back up: all dates, the year, the month
    undated: FacetRow | None


class WhyRow(NamedTuple):
    """One part of a score."""

    label: str  # "oil in the headline"
    share: str  # "12 %"


@dataclass(frozen=True, slots=True)
class ResultView:
    """One article of the list."""

    title: Markup
    url: str
    when: str
    when_machine: str  # "" where there is no date
    sources: str
    section: str
    authors: str
    language: str
    kind: str
    partial: bool
    matched: str  # where the words were found, when only outside headline and text
    snippets: tuple[Markup, ...]
    related: tuple[tuple[Markup, str], ...]  # headlines set into the story that hold the words; their page here or ""
    why: tuple[WhyRow, ...]  # what its score is made of; () where it has none


@dataclass(frozen=True, slots=True)
class WordView:
    """A word of a query by itself."""

    word: str
    said: str  # "57 articles" or "in no article"
    url: str  # "" where there is nothing to see


@dataclass(frozen=True, slots=True)
class Zero:
    """Why nothing was found, and what would find something: labels such as "without Source: 57 articles"."""

    words: tuple[WordView, ...]  # each alone, without filters
    parts: tuple[Link, ...]  # the query without one of its parts
    filters: tuple[Link, ...]  # without one of the filters; no address where that finds nothing either
    wider: tuple[Link, ...]  # other dates


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value on the page of all the values of a facet."""

    label: str
    none: bool  # the articles without a value
    chosen: bool
    count: str
    url: str  # that value alone
    without: Link | None  # everything but it; None where no query says so


@dataclass(frozen=True, slots=True)
class SearchView:
    """The whole results page."""

    heading: Markup
    title: str  # the same as plain text
    meant: Link | None  # did you mean
    understood: str
    notes: tuple[str, ...]
    asides: tuple[Link, ...]  # "41 undated not shown, include"
    chips: tuple[Chip, ...]
    clear: str  # the address with the words and no filter
    sorts: tuple[Link, ...]
    results: tuple[ResultView, ...]
    nearly: tuple[ResultView, ...]
    pages: tuple[Link, ...]
    previous: Link | None
    following: Link | None
    beyond: Link | None  # to the last page, where this one is past it
    facets: tuple[FacetView, ...]
    chart: Chart
    zero: Zero | None
    forms: tuple[Link, ...]  # the same results for programs: CSV, JSON, feeds
    feeds: tuple[Link, ...]  # those of them that a reader can follow, the newest first; `rel` is the media type
    error: str
    error_field: str
