"""When an HTML page was published and last changed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from searchnews.extract.datecheck import latest_moment, read_claim
from searchnews.extract.html_datelines import Purpose, Stamp, set_apart
from searchnews.extract.html_outline import Extent
from searchnews.extract.html_source import Source
from searchnews.extract.html_stamps import in_address, marked, printed
from searchnews.extract.metadata import Claim
from searchnews.models import ArticleDate

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publishdate", "publish-date", "publish_date",
    "pubdate", "published", "date.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "dc.date", "dcterms.date", "datecreated", "article.published", "published-date", "publication_date", "citation_date",
    "citation_publication_date", "rnews:datepublished", "ptime", "pdate", "article_date_original", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:updated_time", "datemodified", "lastmod",
    "last-modified", "dcterms.modified", "dc.date.modified", "revision_date", "updated", "article.updated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of a page, and what was wrong with those it claims."""

    published: ArticleDate | None
    updated: ArticleDate | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads claims of one page: its language, and the moment after which no date can lie."""

    language: str
    latest: datetime

    def read(self, claim: Claim) -> ArticleDate | None:
        """The date a claim holds, None where it holds none."""
        return read_claim(claim, self.language, self.latest)[0]

    def complaint(self, claim: Claim) -> str:
        """What is wrong with a claim, "" where it is a date."""
        return read_claim(claim, self.language, self.latest)[1]

    def possible(self, stamps: Iterable[Stamp], purpose: Purpose) -> list[ArticleDate]:
        """The dates of one purpose among those a page shows, less those that lie in the future."""
        return [stamp.date for stamp in stamps if stamp.purpose == purpose and stamp.date.start <= self.latest]

    def first(self, claims: Iterable[Claim], shown: Iterable[ArticleDate] = ()) -> ArticleDate | None:
        """The first claim that is a date, else the first one shown; a day gains its time from a later one of the same day."""
        best: ArticleDate | None = None
        for found in itertools.chain(map(self.read, claims), shown):
            if best is None:
                best = found
            elif found is not None and found.precision == "minute" and found.start.date() == best.start.date():
                return replace(found, evidence=best.evidence + found.evidence)
            if best is not None and best.precision == "minute":
                return best
        return best


def find_dates(source: Source, extent: Extent, language: str, *, live: bool = False) -> Dates:
    """Read both dates: from JSON-LD, meta elements, itemprop, the address, and from what is printed."""
    outline, meta, linked = source.outline, source.meta, source.linked
    reader = Reader(language, latest_moment(source.page.fetched_at))
    claimed = [*_linked(linked.published if linked else "", "datePublished"), *meta.all(*_PUBLISHED)]
    changed = [*_linked(linked.modified if linked else "", "dateModified"), *meta.all(*_UPDATED)]
    changed += marked(outline, "dateModified")
    declared, modified = reader.first(claimed), reader.first(changed)
    stamps = [_told(stamp, declared, modified) for stamp in printed(extent, language)]
    shown, changes = reader.possible(stamps, "published"), reader.possible(stamps, "updated")
    if live:  # the newest entry comes first, and the page is as old as its first one
        shown.sort(key=lambda date: date.start)
    published: ArticleDate | None
    if declared is not None:
        published = declared if live else _older_in_print(_as_printed(declared, shown), stamps)
    else:
        rest = [*marked(outline, "datePublished"), *in_address(source.url)]
        published = reader.first(rest, shown) or reader.first(
            (), reader.possible(set_apart(extent, language), "published")
        )
    updated = reader.first(changed, changes)
    notes = filter(None, map(reader.complaint, claimed)) if published is None else ()
    if published is None and changes:
        return Dates(_stand_in(changes[0]), updated, tuple(dict.fromkeys(notes)))
    return Dates(published, _real_update(updated, published), tuple(dict.fromkeys(notes)))


def _told(stamp: Stamp, published: ArticleDate | None, modified: ArticleDate | None) -> Stamp:
    """A day printed without a word that machines are told to be the day of the last change is that."""
    day = stamp.date.start.date()
    if stamp.purpose != "published" or modified is None or modified.start.date() != day:
        return stamp
    return stamp if published is None or published.start.date() == day else replace(stamp, purpose="updated")


def _older_in_print(date: ArticleDate, stamps: Iterable[Stamp]) -> ArticleDate:
    """The day printed by the headline, where it is older than the stamp: that is of the day a site moved to another system."""
    days = [stamp.date for stamp in stamps if stamp.by_title and stamp.purpose == "published"]
    days = [day for day in days if day.precision in {"day", "minute"}]
    if not days or any(day.start.date() == date.start.date() for day in days):
        return date
    oldest = min(days, key=lambda day: day.start)
    if oldest.start.date() >= date.start.date():
        return date
    return replace(oldest, evidence=(*oldest.evidence, *date.evidence))


def _stand_in(change: ArticleDate) -> ArticleDate:
    """A page that prints only when it was updated: better than no date, and said so."""
    return replace(change, evidence=(replace(change.evidence[0], rule="updated-only", confidence=0.5),))


def _linked(value: str, name: str) -> tuple[Claim, ...]:
    return (Claim(value, "json-ld", f"JSON-LD {name}"),) if value else ()


def _as_printed(date: ArticleDate, days: Iterable[ArticleDate]) -> ArticleDate:
    """The day the page prints, where a stamp in UTC is a day off it: the publisher's calendar counts."""
    if date.offset != 0:
        return date
    local = [day for day in days if day.offset is None and day.precision in {"day", "minute"}]
    if any(day.start.date() == date.start.date() for day in local):
        return date
    near = (day for day in local if abs(day.start.date() - date.start.date()) <= timedelta(days=1))
    best = next(near, None)
    return date if best is None else replace(best, evidence=(*date.evidence, *best.evidence))


def _real_update(updated: ArticleDate | None, published: ArticleDate | None) -> ArticleDate | None:
    """None for a change stamped at or before publication: it is the same moment written twice."""
    if updated is None or published is None:
        return updated
    return updated if _instant(updated) > _instant(published) else None


def _instant(date: ArticleDate) -> datetime:
    return date.start - timedelta(minutes=date.offset or 0)
