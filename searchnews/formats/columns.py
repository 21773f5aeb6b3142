"""Columns of CSV and keys of JSON → our fields, by their usual names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from searchnews.errors import InputRefused
from searchnews.formats.source import PASSED_OVER, Source
from searchnews.models import Page, maker

# Field → names, best first; compared in lower case without spaces, dashes and underscores.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "articletitle"),
    "body": ("body", "text", "content", "article", "articlebody", "fulltext", "bodytext", "articletext"),
    "published": (
        *("date", "published", "publishdate", "publicationdate", "datepublished", "pubdate", "publishedat"),
        *("publisheddate", "publishedon", "articledate", "timestamp"),
    ),
    "updated": ("updated", "modified", "datemodified", "updatedat", "lastmodified", "modifieddate"),
    "sources": ("source", "sources", "agency", "agencies"),
    "publisher": ("publisher", "site", "outlet", "newspaper", "publication", "sitename"),
    "url": ("url", "link", "permalink", "canonicalurl", "articleurl"),
    "standfirst": ("subtitle", "standfirst", "dek", "subheadline", "description", "summary"),
    "authors": ("author", "authors", "byline", "creator", "writer"),
    "section": ("section", "category", "topic", "desk"),
    "language": ("language", "lang", "inlanguage"),
    "captions": ("caption", "captions"),
}
_NOISE = re.compile(r"[\W_]+")


def plain(column: str) -> str:
    """A column's name as names are compared."""
    return _NOISE.sub("", column).lower()


def mapping(columns: Iterable[str], own: Mapping[str, str]) -> dict[str, str]:
    """Field → column. The user's own names come first; any `…_link` may be the address."""
    there = {plain(column): column for column in reversed(list(columns))}
    found = {field: there[name] for field, names in NAMES.items() if (name := next(filter(there.get, names), None))}
    for name, column in there.items():
        if name.endswith("link"):
            found.setdefault("url", column)
    for field, column in own.items():
        if plain(column) in there:
            found[field] = there[plain(column)]
    return found


def unknown_fields(own: Mapping[str, str]) -> list[tuple[str, str]]:
    """The user's own names that are for no field of ours, each with the fields there are."""
    known = ", ".join(NAMES)
    return [(name, known) for name in own if name not in NAMES]


@functools.lru_cache(maxsize=1_000)
def _remembered(columns: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The mapping of a file's records, which mostly have the same columns in the same order."""
    return mapping(columns, dict(own))


def missing_text(columns: Iterable[str]) -> str:
    """What to say where no column holds the text: which there are, and how to name the right one."""
    seen = ", ".join(list(columns)[:20]) or "none"
    return (
        f"no column with the text of an article: there are {seen}; expected body, text, content or article. "
        'Name the right one in searchnews.toml: [columns] body = "…"'
    )


def page(source: Source, ordinal: int, line: int | None, values: Mapping[str, Any]) -> Page | InputRefused:
    """The page of one record, or why it is none. `values` are by column."""
    if source.wanted and not source.wanted(ordinal):
        return PASSED_OVER
    fields = _remembered(tuple(values), tuple(source.columns.items()))
    if "body" not in fields:
        return InputRefused(missing_text(values), line)
    record = {}
    for field, column in fields.items():
        value = values[column]
        text = value if type(value) is str and value.isascii() else text_of(value, field)
        if text:
            record[field] = text
    body = record.get("body", "")
    if not body.strip():
        return InputRefused(f"no text: its {fields['body']} is empty; nothing to index", line)
    return _page(
        source.shown,  # path
        source.key,
        ordinal,
        "record",
        body,
        record.get("url") or None,
        None,  # fetched_at
        line,
        record,
    )


_page = maker(Page)  # every field in its order
_JOINTS = {"body": "\n\n", "captions": "\n\n", "authors": "; "}


def text_of(value: Any, field: str) -> str:
    """A value of JSON or CSV as text: lists joined, objects by their name or text."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        parts = [text_of(item, field) for item in value[:10_000] if not isinstance(item, list)]
        return _JOINTS.get(field, ", ").join(filter(None, parts))
    if isinstance(value, dict):
        named = next((value[key] for key in ("name", "text", "title", "value", "url") if key in value), None)
        return text_of(named, field) if isinstance(named, str) else ""
    return ""
