"""The results of a search as feeds: RSS 2.0 and Atom (RFC 4287), the same articles as on the page."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import cast
from urllib.parse import urljoin, urlsplit

from flask import Blueprint, Response, current_app, render_template, request

from searchnews.engine import Engine
from searchnews.fields import credited
from searchnews.models import Article, ArticleDate, Hit
from searchnews.web.address import Address, asked
from searchnews.web.choices import chips
from searchnews.web.links import Links

feeds = Blueprint("feeds", __name__)
# An article without a date has none; but Atom wants to know when each entry changed last.
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_URI = re.compile(r"[\w!#$%&'()*+,./:;=?@\[\]~-]+", re.ASCII)  # RFC 3986
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "searchnews")  # an article keeps its name when the archive moves to another host


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in a feed."""

    title: str
    url: str  # absolute, of its page here
    original: str  # at the publisher's; "" where unknown
    urn: str
    published: datetime | None  # None where the day is not known
    updated: datetime
    authors: tuple[str, ...]
    sources: tuple[str, ...]
    section: str
    summary: str  # HTML

    @property
    def stamp(self) -> str:
        """When it was published, as RSS writes it (RFC 5322)."""
        return format_datetime(self.published) if self.published else ""


@feeds.get("/search.rss")
def search_rss() -> Response:
    """A page of results as RSS 2.0."""
    return _feed("feed.rss.xml", "application/rss+xml")


@feeds.get("/search.atom")
def search_atom() -> Response:
    """A page of results as Atom."""
    return _feed("feed.atom.xml", "application/atom+xml")


def _feed(template: str, mimetype: str) -> Response:
    address = asked()
    result = cast(Engine, current_app.config["ENGINE"]).search(address.query())
    entries = [_entry(hit) for hit in result.hits]
    root = request.url_root
    page = render_template(
        template,
        title=_plain(_title(address)),
        own=urljoin(root, address.url(request.path)),
        page=urljoin(root, address.url()),
        entries=entries,
        updated=max((entry.updated for entry in entries), default=_UNKNOWN),
    )
    return Response(page, content_type=f"{mimetype}; charset=utf-8")


def _title(address: Address) -> str:
    """What is searched: unlike the page's title the same tomorrow."""
    filters = [f"{chip.facet}: {chip.value}" for chip in chips(address, Links(address))]
    return ", ".join([address.text or "All articles", *filters])


def _entry(hit: Hit) -> Entry:
    article = cast(Article, hit.article)
    published = _moment(article.published)
    known = article.published is not None and article.published.precision in ("minute", "day")
    return Entry(
        title=_plain(article.title) or "Without a headline",
        url=urljoin(request.url_root, f"/a/{hit.article_id}"),
        original=article.url if _is_address(article.url) else "",
        urn=uuid.uuid5(_IDS, hit.article_id).urn,
        published=published if known else None,
        updated=_moment(article.updated) or published or _UNKNOWN,
        authors=tuple(filter(None, map(_plain, article.authors))),
        sources=tuple(filter(None, map(_plain, credited(article)))),
        section=_plain(article.section),
        summary="".join(f"<p>{_plain(snippet)}</p>" for snippet in hit.snippets),
    )


def _moment(date: ArticleDate | None) -> datetime | None:
    """When a date begins; one whose offset is unknown as if it were UTC."""
    if date is None:
        return None
    return date.start.replace(tzinfo=timezone(timedelta(minutes=date.offset)) if date.offset else UTC)


def _plain(text: str) -> str:
    """A text without what no XML may hold."""
    return _NO_XML.sub("", text)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and bool(_URI.fullmatch(url))
