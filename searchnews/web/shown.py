"""What the templates show: plain values and addresses, nothing left to compute. Addresses may be HTML already."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup


class Link(NamedTuple):
    """A link, or the place one would be."""

    label: str
    url: str
    current: bool = False
    rel: str = ""
    found: str = ""  # how much it finds, where that is not part of the label


class Chip(NamedTuple):
    """One filter that is on, and the search without it."""

    facet: str  # "Source"
    value: str
    url: str
    other: Link | None = None  # to what does not have the value


class FacetRow(NamedTuple):
    """One value. Its link leads to that value alone, and the count is what it then finds; another to all the others."""

    label: str
    field: str  # the parameter its checkbox sets
    value: str
    found: str
    checked: bool
    url: str
    without: str = ""  # the address of what does not have the value; "": no link
    others: str = ""  # how many these are


class FacetView(NamedTuple):
    """One facet beside the results."""

    name: str
    label: str
    rows: tuple[FacetRow, ...]
    more: Link | None  # to the page of all its values


class BarView(NamedTuple):
    """One period of the chart: a link that finds as many articles as it says."""

    label: str
    found: str  # "1,284"
    said: str  # "1,284 articles"
    url: str
    x: float
    y: float
    width: float
    height: float
    drawn: bool = True  # False: only in the table


class Chart(NamedTuple):
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


class ResultView(NamedTuple):
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
    why: tuple[WhyRow, ...]  # what its score is made of; () where it has none
    related: tuple[tuple[Markup, str], ...]  # headlines set into the story that hold the words; their page here or ""


class WordView(NamedTuple):
    """A word of a query by itself."""

    word: str
    said: str  # "57 articles" or "in no article"
    url: str  # "" where there is nothing to see


class Zero(NamedTuple):
    """Why nothing was found, and what would find something: labels such as "without Source: 57 articles"."""

    words: tuple[WordView, ...]  # each alone, without filters
    parts: tuple[Link, ...]  # the query without one of its parts
    filters: tuple[Link, ...]  # without one of the filters; no address where that finds nothing either
    wider: tuple[Link, ...]  # other dates


class ValueRow(NamedTuple):
    """One value on the page of all the values of a facet."""

    label: str
    none: bool  # the articles without a value
    chosen: bool
    found: str
    url: str  # that value alone
    without: Link | None  # everything but it; None where that finds nothing


class SearchView(NamedTuple):
    """The whole results page."""

    heading: Markup
    title: str  # the same as plain text
    plain: bool  # the archive's front page: nothing is asked
    meant: Link | None  # did you mean
    understood: str
    notes: tuple[str, ...]
    asides: tuple[Link, ...]  # "41 undated not shown, include"
    presets: tuple[Link, ...]  # periods named from today
    chips: tuple[Chip, ...]
    clear: str  # the address with the words and no filter
    sorts: tuple[Link, ...]
    results: tuple[ResultView, ...]
    nearly: tuple[ResultView, ...]
    some: Link | None  # to all articles with any of the words
    pages: tuple[Link, ...]
    previous: Link | None
    following: Link | None
    beyond: Link | None  # to the last page, where this one is past it
    facets: tuple[FacetView, ...]
    chart: Chart
    zero: Zero | None
    forms: tuple[Link, ...]  # the same results for programs: CSV, JSON, feeds
    here: str  # this page as JSON
    feeds: tuple[Link, ...]  # those of them that a reader can follow, the newest first; `rel` is the media type
    hidden: tuple[tuple[str, str], ...]  # what the form keeps besides its fields
    error: str
    error_field: str
