"""When an HTML page was published and last changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml import etree

from searchnews.datetext import read_date
from searchnews.dates import article_date
from searchnews.extract.html_outline import Outline
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Claim, Metadata
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
_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|\Z)", re.IGNORECASE
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATING = re.compile(
    r"publish|posted|pubdate|\bdate|time-?stamp|byline|dateline|entry-date|article-?(?:date|time|info|meta)|datum|fecha"
)
_CHANGING = re.compile(r"updat|modif|revis|aktualis|actualis|mise.?[aà].?jour|güncelle", re.IGNORECASE)
_LABEL = re.compile(
    r"\A[^\d:]{0,30}?:\s*|\A(?:published|posted|updated|last updated|on|first published)\b(?:\s+(?:on|at))?\s*",
    re.IGNORECASE,
)
_SLACK = timedelta(hours=26)  # a page printed east of us may bear tomorrow's date
_FIRST_YEAR = 1700


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of a page, and what was wrong with those it claims."""

    published: ArticleDate | None
    updated: ArticleDate | None
    notes: tuple[str, ...] = ()


def find_dates(
    outline: Outline,
    meta: Metadata,
    linked: LinkedArticle | None,
    url: str,
    language: str,
    fetched_at: datetime | None,
) -> Dates:
    """Read both dates: from JSON-LD, meta elements, itemprop, the address, time elements, at last by htmldate."""
    latest = latest_moment(fetched_at)
    notes: list[str] = []
    explicit = [*_linked(linked.published if linked else "", "datePublished"), *meta.all(*_PUBLISHED)]
    published = _first(explicit, language, latest, notes)
    printed = list(_printed(outline))
    if published is None:
        candidates = [*_itemprop(outline, "datePublished"), *_address(url), *printed]
        published = _first(candidates, language, latest, []) or _searched(outline, url, latest)
    changed = [*_linked(linked.modified if linked else "", "dateModified"), *meta.all(*_UPDATED)]
    updated = _first([*changed, *_itemprop(outline, "dateModified")], language, latest, [])
    if published is not None:
        published = _as_printed(published, printed, language, latest)
        notes = []
    return Dates(published, _real_update(updated, published), tuple(notes))


def latest_moment(fetched_at: datetime | None) -> datetime:
    """The latest civil time anywhere on Earth when a page was fetched, by default now."""
    return (fetched_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None) + _SLACK


def read_claim(claim: Claim, language: str, latest: datetime) -> tuple[ArticleDate | None, str]:
    """The date a claim holds, or None and what is wrong with it."""
    found = read_date(
        claim.value[:200], rule=claim.rule, place=claim.place, confidence=claim.confidence, language=language
    )
    if found is None:
        return None, f"{claim.place}: {claim.value[:60]!r} is no date; indexed without one"
    if found.start > latest:
        return None, f"{claim.place}: {claim.value[:60]!r} lies in the future; indexed without a date"
    if found.start.year < _FIRST_YEAR:
        return None, f"{claim.place}: {claim.value[:60]!r} is before there were newspapers; indexed without a date"
    return _at_midnight(found), ""


def _at_midnight(date: ArticleDate) -> ArticleDate:
    """A stamp of exactly midnight says a day: systems that know no time write zeros."""
    if date.precision == "minute" and (date.start.hour, date.start.minute) == (0, 0):
        return article_date(date.start, "day", None, date.evidence)
    return date


def _first(claims: Iterable[Claim], language: str, latest: datetime, notes: list[str]) -> ArticleDate | None:
    """The first claim that is a date; a day gains its time from a later claim of the same day."""
    best: ArticleDate | None = None
    for claim in claims:
        found, complaint = read_claim(claim, language, latest)
        if found is None:
            notes.append(complaint)
        elif best is None:
            best = found
            if best.precision == "minute":
                return best
        elif found.precision == "minute" and found.start.date() == best.start.date():
            return replace(found, evidence=best.evidence + found.evidence)
    return best


def _linked(value: str, name: str) -> tuple[Claim, ...]:
    return (Claim(value, "json-ld", f"JSON-LD {name}"),) if value else ()


def _itemprop(outline: Outline, name: str) -> Iterator[Claim]:
    for element in outline.shown(*_DATED_TAGS):
        value = element.get("content") or element.get("datetime") or text_of(element)
        if value and not within(element, _ELSEWHERE, _OUTSIDE):
            yield Claim(value.strip(), "itemprop", f"itemprop {name}", 0.95)


def _address(url: str) -> Iterator[Claim]:
    found = _IN_URL.search(url)
    if found:
        year, month, day = found.groups()
        number = _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else month
        if str(number).isdigit():
            yield Claim(f"{year}-{int(number):02}-{int(day):02}", "url", "the page's address", 0.85)


def _printed(outline: Outline) -> Iterator[Claim]:
    """Dates the page shows by the story: time elements, then short texts of an element named for a date."""
    for element in tree.iter("time"):
        if not within(element, _ELSEWHERE, _OUTSIDE) and not _changes(element):
            text = text_of(element)
            for value in (element.get("datetime") or "", text, _LABEL.sub("", text)):
                if value and any(letter.isdigit() for letter in value):
                    yield Claim(value.strip(), "time", "time element", 0.8)
    for element in tree.iter("span", "div", "p", "li"):
        if len(element) <= 3 and _DATING.search(marks(element)) and not within(element, _ELSEWHERE, _OUTSIDE):
            text = text_of(element)
            if 6 <= len(text) <= 80 and any(letter.isdigit() for letter in text) and not _CHANGING.search(text):
                yield Claim(text, "printed", "text of a date element", 0.7)
                yield Claim(_LABEL.sub("", text), "printed", "text of a date element", 0.7)


def _changes(element: HtmlElement) -> bool:
    """Whether an element tells when the page changed, not when it appeared."""
    parent = element.getparent()
    before = (parent.text or "") if parent is not None else ""
    return bool(_CHANGING.search(marks(element)) or _CHANGING.search(before + (element.text or "")))


def _searched(outline: Outline, url: str, latest: datetime) -> ArticleDate | None:
    """What htmldate finds in the page's text when nothing says the date outright."""
    try:
        text = find_date(
            tree, original_date=True, url=url or None, max_date=latest.strftime("%Y-%m-%d"), deferred_url_extractor=True
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    if not text:
        return None
    found, _ = read_claim(Claim(text, "htmldate", "the page's text", 0.5), "", latest)
    return found


def _as_printed(date: ArticleDate, printed: list[Claim], language: str, latest: datetime) -> ArticleDate:
    """The day the page prints, where a stamp in UTC is a day off it: the publisher's calendar counts."""
    if date.offset != 0:
        return date
    days = [
        found
        for found in (read_claim(claim, language, latest)[0] for claim in printed[:12])
        if found and found.offset is None
    ]
    if not days or any(found.start.date() == date.start.date() for found in days):
        return date
    for found in days:
        if abs(found.start.date() - date.start.date()) <= timedelta(days=1) and found.precision in {"day", "minute"}:
            return replace(found, evidence=(*date.evidence, *found.evidence))
    return date


def _real_update(updated: ArticleDate | None, published: ArticleDate | None) -> ArticleDate | None:
    """None for a change stamped at or before publication: it is the same moment written twice."""
    if updated is None or published is None:
        return updated
    earlier = updated.start - timedelta(minutes=updated.offset or 0) <= published.start - timedelta(
        minutes=published.offset or 0
    )
    return None if earlier else updated
