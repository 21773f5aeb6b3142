"""Articles and dates as JSON: one spelling for the library, the command line, the web and the store of an index."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from searchnews.dates import isoformat
from searchnews.models import Article, ArticleDate, Evidence, Related

_PLAIN = ("title", "standfirst", "publisher", "section", "dateline", "language", "url", "kind", "partial")
_STORED = msgspec.json.Decoder(Article)
_storing = msgspec.json.Encoder()
_NOTHING = msgspec.Raw()
_ID, _AFTER_ID = b'{"article_id":"%b",%b', b'","title":'
_LISTS = ("body", "sources", "authors", "captions", "alternative_titles", "notes")


def article_to_json(article: Article) -> dict[str, Any]:
    """An article field by field, under the names of models.Article, with its evidence."""
    return {
        "article_id": article.article_id,
        "title": article.title,
        "standfirst": article.standfirst,
        "body": list(article.body),
        "published": date_to_json(article.published, evidence=True),
        "updated": date_to_json(article.updated, evidence=True),
        "sources": list(article.sources),
        "publisher": article.publisher,
        "section": article.section,
        "authors": list(article.authors),
        "dateline": article.dateline,
        "captions": list(article.captions),
        "related": [{"title": r.title, "kind": r.kind, "url": r.url} for r in article.related],
        "language": article.language,
        "url": article.url,
        "alternative_titles": list(article.alternative_titles),
        "kind": article.kind,
        "partial": article.partial,
        "evidence": {name: _evidence_to_json(value) for name, value in article.evidence.items()},
        "notes": list(article.notes),
    }


def article_from_json(data: Mapping[str, Any]) -> Article:
    """The article that `article_to_json` wrote."""
    values: dict[str, Any] = {name: data[name] for name in _PLAIN} | {name: tuple(data[name]) for name in _LISTS}
    return Article(
        article_id=data["article_id"],
        published=date_from_json(data["published"]),
        updated=date_from_json(data["updated"]),
        related=tuple(Related(r["title"], r["kind"], r["url"]) for r in data["related"]),
        evidence={name: Evidence(**value) for name, value in data["evidence"].items()},
        **values,
    )


class _Written(msgspec.Struct, omit_defaults=True):
    """An article as it is written, less the fields that say nothing: of a class that is soon encoded."""

    article_id: str
    title: str
    standfirst: str = ""
    body: tuple[str, ...] = ()
    published: Any = None
    updated: Any = None
    sources: tuple[str, ...] = ()
    publisher: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    dateline: str = ""
    captions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    language: str = ""
    url: str = ""
    alternative_titles: tuple[str, ...] = ()
    kind: str = "article"
    partial: bool = False
    evidence: Any = None
    notes: tuple[str, ...] = ()


_fields_of = attrgetter(*_Written.__struct_fields__)
# Dates and evidence are the same objects in many articles: id → the object, and its JSON.
_shared: dict[int, tuple[object, msgspec.Raw]] = {}
_SHARED = 4_096
# Whoever reads articles wants the digest of each, then they are stored: id(article) → itself, and its bytes.
_kept: dict[int, tuple[Article, bytes]] = {}
_MOST, _SHORT = 256, 1 << 16  # so many of them, of so many bytes each


def article_to_bytes(article: Article) -> bytes:
    """An article as an index stores it: JSON of its fields, dates as they are in memory; less those that are as they
    are in an article of which nothing is known."""
    known, data = _kept.pop(id(article), (None, b""))
    if known is not article:
        try:
            data = _encoded(article)  # as orjson gives them, in a tenth of the time
        except UnicodeEncodeError:  # half of a surrogate pair, which is no Unicode but may be in a text
            data = json.dumps(asdict(article), default=datetime.isoformat, separators=(",", ":")).encode()
        if len(_kept) >= _MOST:
            _kept.clear()
        if len(data) < _SHORT:
            _kept[id(article)] = article, data
    return data


def _encoded(article: Article) -> bytes:
    """Raises UnicodeEncodeError."""
    form = _Written(*_fields_of(article))
    form.kind = sys.intern(form.kind)  # what is left out is told by identity
    if form.published is not None:
        form.published = _json_of(form.published)
    if form.updated is not None:
        form.updated = _json_of(form.updated)
    form.evidence = _json_of(form.evidence) if form.evidence else None
    return _storing.encode(form)


def _json_of(value: object) -> msgspec.Raw:
    """The JSON of what is the same object in many articles, remembered; nobody changes it."""
    known, data = _shared.get(id(value), (None, _NOTHING))
    if known is not value:
        data = msgspec.Raw(_storing.encode(value))
        if len(_shared) >= _SHARED:
            _shared.clear()
        _shared[id(value)] = value, data
    return data


def without_id(data: bytes) -> bytes:
    """What `article_to_bytes` wrote less the id, for a store that has it elsewhere."""
    return data[data.index(_AFTER_ID) + 2 :]


def with_id(article_id: bytes, data: bytes) -> bytes:
    """What `article_to_bytes` wrote, from the id and what `without_id` left of it."""
    return _ID % (article_id, data)


def article_from_bytes(data: bytes) -> Article:
    """The article that `article_to_bytes` wrote. Raises ValueError, KeyError, TypeError for anything else."""
    try:
        return _STORED.decode(data)
    except msgspec.MsgspecError:  # damaged, or with half of a surrogate pair
        return _slowly_read(json.loads(data))


def _slowly_read(values: dict[str, Any]) -> Article:
    for name in _LISTS:
        values[name] = tuple(values[name])
    for name in ("published", "updated"):
        if values[name]:
            values[name] = _stored_date(**values[name])
    values["related"] = tuple(Related(**row) for row in values["related"])
    values["evidence"] = {name: Evidence(**row) for name, row in values["evidence"].items()}
    return Article(**values)


def _stored_date(start: str, end: str, precision: Any, offset: int | None, evidence: list[Any]) -> ArticleDate:
    moments = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return ArticleDate(*moments, precision, offset, tuple(Evidence(**row) for row in evidence))


def date_to_json(date: ArticleDate | None, *, evidence: bool = False) -> dict[str, Any] | None:
    """A date as {"start", "end" (exclusive), "precision"}, ISO 8601; with its offset and evidence if asked."""
    if date is None:
        return None
    data: dict[str, Any] = {
        "start": isoformat(date, date.start),
        "end": isoformat(date, date.end),
        "precision": date.precision,
    }
    if evidence:
        data |= {"offset": date.offset, "evidence": [_evidence_to_json(row) for row in date.evidence]}
    return data


def date_from_json(data: Mapping[str, Any] | None) -> ArticleDate | None:
    """The date that `date_to_json(…, evidence=True)` wrote."""
    if data is None:
        return None
    start, end = (datetime.fromisoformat(data[name]).replace(tzinfo=None) for name in ("start", "end"))
    evidence = tuple(Evidence(**row) for row in data["evidence"])
    return ArticleDate(start, end, data["precision"], data["offset"], evidence)


def _evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    return {"rule": evidence.rule, "place": evidence.place, "confidence": evidence.confidence}
