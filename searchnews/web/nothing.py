"""Why a search found nothing, or not what was meant, and what would find something. Each count is of its own search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from searchnews.dates import label, parse_period
from searchnews.engine import Engine
from searchnews.errors import BadRequest, QueryTooLarge
from searchnews.fields import facet
from searchnews.models import Query, SearchResult
from searchnews.query.echo import canonical
from searchnews.query.nodes import And, Everything, Node, Phrase, Term, positive_leaves
from searchnews.web import wording
from searchnews.web.address import Address
from searchnews.web.shown import Link, WordView, Zero

MOST_WORDS = 8  # that are counted each
MOST_WIDER = 2  # ranges offered
_YEARS = (1, 10)  # added on both sides of a range


@dataclass(frozen=True, slots=True)
class Remedies:
    """What to try instead; nothing in it where a search found what it asked for."""

    zero: Zero | None = None  # where nothing was found
    meant: Link | None = None  # did you mean: its label is the query
    some: Link | None = None  # to all articles with any of the words, where few have them all
    failing: tuple[str, ...] = ()  # words that no article has, where articles with some of the words are shown


def remedies(engine: Engine, address: Address, result: SearchResult) -> Remedies:
    """Everything that a page says of a search that may have gone wrong."""
    counting = Counting(engine)
    flipped = address.match == "all" and result.query.match == "any"
    return Remedies(
        zero=None if result.total else _zero(counting, address, result),
        meant=_meant(counting, address, result.suggestion),
        some=_some(counting, address) if result.nearly else None,
        failing=tuple(_failing(counting, result)) if flipped and result.total else (),
    )


class Counting:
    """How many articles other searches find."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, address: Address) -> int:
        """Those of an address; 0 where it can't be asked."""
        try:
            return self.total(address.query())
        except (BadRequest, QueryTooLarge):
            return 0

    def total(self, query: Query) -> int:
        """Those of a query."""
        return self._engine.search(replace(query, limit=0, offset=0, detail="ids")).total


def _meant(counting: Counting, address: Address, suggestion: str | None) -> Link | None:
    if suggestion is None:
        return None
    for other in (address.first_page(), address.words_only()):  # a filter may be what is wrong
        meant = replace(other, text=suggestion)
        if found := counting.of(meant):
            return Link(suggestion, meant.url(), found=wording.counted(found, "article"))
    return None


def _some(counting: Counting, address: Address) -> Link | None:
    every = replace(address.first_page(), match="any")
    found = counting.of(every)
    return Link("All articles with any of the words", every.url(), found=wording.number(found)) if found else None


def _failing(counting: Counting, result: SearchResult) -> Iterator[str]:
    for leaf in islice(dict.fromkeys(positive_leaves(result.query.node)), MOST_WORDS):
        if isinstance(leaf, Term | Phrase) and leaf.text and not counting.total(Query("", leaf)):
            yield canonical(leaf)


def _zero(counting: Counting, address: Address, result: SearchResult) -> Zero:
    return Zero(
        words=tuple(_words(counting, address, result)),
        parts=tuple(_parts(counting, address)),
        filters=tuple(_filters(counting, address)),
        wider=tuple(islice(_wider(counting, address), MOST_WIDER)),
    )


def _words(counting: Counting, address: Address, result: SearchResult) -> Iterator[WordView]:
    """Each word alone, whatever the filters."""
    for leaf in islice(dict.fromkeys(positive_leaves(result.query.node)), MOST_WORDS):
        alone = replace(address.words_only(), text=canonical(leaf))
        found = counting.of(alone)
        said = wording.counted(found, "article") if found else "in no article"
        yield WordView(alone.text, said, alone.url() if found else "")


def _parts(counting: Counting, address: Address) -> Iterator[Link]:
    """The query without one of its parts, where that finds something."""
    node = address.query().node
    children = node.children if isinstance(node, And) else ()
    for place, child in enumerate(children[:MOST_WORDS]):
        rest = _all_of((*children[:place], *children[place + 1 :]))
        fewer = replace(address.first_page(), text=canonical(rest))
        if found := counting.of(fewer):
            yield Link(f"without {canonical(child)}: {wording.counted(found, 'article')}", fewer.url())


def _all_of(children: tuple[Node, ...]) -> Node:
    return And(children) if len(children) > 1 else children[0] if children else Everything()


def _filters(counting: Counting, address: Address) -> Iterator[Link]:
    """What each filter costs, and all of them."""
    names = list(dict.fromkeys((*address.filters, *address.excluded, *address.missing)))
    if (address.since or address.until or address.precision) and "date" not in names:
        names.append("date")
    for name in names:
        without = address.without_facet(name)
        said = "Date" if name == "date" else facet(name).label
        yield _costs(counting, said, without)
    if len(names) > 1:
        yield _costs(counting, "any filter", address.words_only())


def _costs(counting: Counting, what: str, without: Address) -> Link:
    found = counting.of(without)
    return Link(f"without {what}: {wording.counted(found, 'article')}", without.url() if found else "")


def _wider(counting: Counting, address: Address) -> Iterator[Link]:
    """Wider ranges that find something, the narrowest first, each finding more than the one before."""
    before = 0
    for since, until in _ranges(address):
        wide = address.between(since, until)
        found = counting.of(wide)
        if found > before:
            yield Link(f"{wording.between(since, until)}: {wording.counted(found, 'article')}", wide.url())
        before = max(before, found)


def _ranges(address: Address) -> Iterator[tuple[str, str]]:
    first, last = parse_period(address.since), parse_period(address.until)
    if not first and not last:
        return
    for length in (7, 4):  # letters of a month and of a year: the whole ones that the range touches
        if len(address.since) > length or len(address.until) > length:
            yield address.since[:length], address.until[:length]
    for years in _YEARS:
        try:
            yield (
                label(first.start.replace(year=first.start.year - years, day=1), "year") if first else "",
                label(last.start.replace(year=last.start.year + years, day=1), "year") if last else "",
            )
        except ValueError:  # the end of the calendar
            return
