"""The types that carry the data, from a file to an answer: frozen, slotted, without behaviour worth a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, make_dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from searchnews.query.nodes import Node

_Kind = TypeVar("_Kind")
Precision = Literal["minute", "day", "month", "year"]
PRECISIONS: tuple[Precision, ...] = ("minute", "day", "month", "year")  # finest first
Kind = Literal["article", "live", "video", "gallery"]
Match = Literal["all", "any"]
Sort = Literal["relevance", "newest", "oldest"]
Detail = Literal["full", "fields", "ids"]  # with snippets; articles without; no articles
PartKind = Literal["words", "headline", "beginning", "near", "typed", "recent"]
CompletionKind = Literal["source", "section", "author", "headline"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page or record as it arrived, decoded but not understood."""

    path: str  # shown to people: the file as the user would name it
    key: str  # what an id is made from: the given folder's name and the path inside it, "seeds/wire/a.txt"
    ordinal: int  # from 0 within the file
    format: str  # "text", "html" or "record"
    content: str  # decoded text; for a record its main text, "" where it has none
    url: str | None = None  # known from outside the content
    fetched_at: datetime | None = None  # aware; None where unknown
    line: int | None = None  # where it begins in the file, from 1; None where the file is one page
    record: Mapping[str, str] = field(default_factory=dict)  # a record's columns under the names of Article


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field's value was read and how sure that is."""

    rule: str  # the name of the rule, such as "json-ld", "prefix", "dateline"
    place: str  # "line 7", "meta article:published_time", "column date"
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """A date as an interval in the publisher's own calendar."""

    start: datetime  # naive: civil time as printed by the publisher
    end: datetime  # naive, exclusive
    precision: Precision
    offset: int | None = None  # minutes east of UTC; None where unknown
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A headline of another story on the page."""

    title: str
    kind: Literal["inline", "listed"]  # set by the story's editor (READ MORE) or added by the site (Explore)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says, field by field."""

    article_id: str  # stable, safe in an address; "" until the reader of the file has set it
    title: str  # "" where the page has none
    standfirst: str = ""
    body: tuple[str, ...] = ()  # paragraphs and sub-headings
    published: ArticleDate | None = None
    updated: ArticleDate | None = None
    sources: tuple[str, ...] = ()  # credited agencies, canonical names
    publisher: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    dateline: str = ""  # the place a story was filed from
    captions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    language: str = ""  # ISO 639-1; "" where unknown
    url: str = ""
    alternative_titles: tuple[str, ...] = ()
    kind: Kind = "article"
    partial: bool = False  # a teaser only
    evidence: Mapping[str, Evidence] = field(default_factory=dict)  # field name → where it was read
    notes: tuple[str, ...] = ()  # what was wrong with the page and how it was read all the same; for the report


def maker(kind: type[_Kind]) -> Callable[..., _Kind]:
    """What makes a frozen, slotted class of the values of all its fields, in their order, in a tenth of the time."""
    names = kind.__slots__  # type: ignore[attr-defined]
    # The same in memory, and not frozen.
    twin: Any = make_dataclass(kind.__name__, names, slots=True, repr=False, eq=False)

    def made(*values: Any) -> _Kind:
        new = twin(*values)
        new.__class__ = kind
        made: _Kind = new
        return made

    return made


@dataclass(frozen=True, slots=True)
class DateRange:
    """Which dates a search keeps. Without `since` and `until` there is no range and everything is kept."""

    since: datetime | None = None  # inclusive start of the first period named
    until: datetime | None = None  # exclusive end of the last period named
    precision: Precision | None = None  # only dates known to exactly this precision
    undated: bool = False  # add the articles without a date
    possible: bool = False  # add those that only overlap the range
    missing: bool = False  # only articles without a date (with a range: the same as undated)
    since_text: str = ""  # canonical spelling of the periods: "2014-02"
    until_text: str = ""

    @property
    def bounded(self) -> bool:
        """Whether there is a range."""
        return self.since is not None or self.until is not None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of an engine."""

    text: str
    node: Node
    filters: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)  # facet → values; None: has no value
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet → values that no article may have
    dates: DateRange = DateRange()
    match: Match = "all"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    detail: Detail = "full"
    recent: bool = False  # by relevance, recent articles gain a share of their score (ranking.recency)
    explain: bool = False  # hits of a search say what their scores are made of
    notes: tuple[str, ...] = ()  # what the parser repaired
    aside: tuple[str, ...] = ()  # common words that were typed, folded: they count in the order only


class Part(NamedTuple):
    """One part of a hit's score."""

    kind: PartKind
    words: str  # what it is for, as it would be typed; "" for "recent"
    score: float
    mentions: Mapping[str, int] = MappingProxyType({})  # text field → mentions, of "words"


class Hit(NamedTuple):
    """One article of a result."""

    article_id: str
    score: float  # 0 for a query without words
    article: Article | None = None  # None with detail="ids"
    title_marks: Sequence[tuple[int, int, int]] = ()  # in the title: first character, the one behind the last, leaf
    matched_in: tuple[str, ...] = ()  # text field names, in the order of fields.TEXT_FIELDS; () unless detail="full"
    snippets: tuple[str, ...] = ()  # escaped HTML with <mark>; at most two; () unless detail="full"
    explanation: tuple[Part, ...] | None = None  # the score is their sum; None unless asked for

    @property
    def title(self) -> str:
        """The article's headline; "" with detail="ids"."""
        return self.article.title if self.article else ""


class FacetCount(NamedTuple):  # a tuple: an answer holds hundreds, and one is made in a fourth of the time
    """One value of a facet."""

    value: str | None  # None: articles without a value
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody wants here
    selected: bool = False


class Completion(NamedTuple):
    """What a person may be about to type."""

    kind: CompletionKind
    text: str  # a facet's value or a headline, as it is written
    count: int  # type: ignore[assignment]  # articles with this value in the whole index; 1 for a headline
    article_id: str = ""  # of a headline's newest article


@dataclass(frozen=True, slots=True)
class FacetPage:
    """One page of all the values of a facet."""

    facet: str
    values: tuple[FacetCount, ...]
    total: int  # of values, over all pages


class Bar(NamedTuple):
    """One period of the date histogram."""

    period: str  # "2014", "2014-03" or "2014-03-02"
    start: datetime
    end: datetime  # exclusive
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody wants here
    precision: Precision | None = None  # set for dates known less precisely than the other bars


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A complete answer: nothing in it is lazy."""

    query: Query  # as it ran: `match` is "any" where no article has all the words
    understood: str
    total: int
    hits: tuple[Hit, ...]
    nearly: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]  # facet → values, most frequent first
    histogram: tuple[Bar, ...]
    undated: int
    possible: int
    notes: tuple[str, ...]
    suggestion: str | None
    generation: str
    seconds: float


@dataclass(frozen=True, slots=True)
class EngineStats:
    """What an index holds."""

    articles: int
    generation: str
    segments: int
    deleted: int  # articles that are gone but still take room
    bytes: int  # on disk; 0 in memory
    first: str | None  # earliest and latest day, ISO 8601; None where nothing is dated
    last: str | None
    undated: int
