"""The article that a page's JSON-LD describes (schema.org, https://schema.org/Article)."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from searchnews.extract.html_tree import squeeze
from searchnews.extract.identity import canonical_url
from searchnews.extract.metadata import clean
from searchnews.models import Kind

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Reportage\w*|Review)\Z")
_MEDIA: dict[str, Kind] = {"VideoObject": "video", "ImageGallery": "gallery", "MediaGallery": "gallery"}
_OTHER_STORIES = frozenset(
    {
        "itemListElement",
        "hasPart",
        "mentions",
        "citation",
        "relatedLink",
        "isPartOf",
        "liveBlogUpdate",
        "comment",
        "image",
        "about",
    }
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>|/\*\s*\]\]>\s*\*/)\s*\Z"
)
_MAX_NODES = 20_000  # objects walked in a page
_MAX_SCRIPT = 5_000_000  # characters of one script

Json = dict[str, Any]  # Any: whatever a page put there; every reading checks the type


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """What JSON-LD says of the page's article; "" and () where it says nothing."""

    headline: str = ""
    alternative: str = ""
    description: str = ""
    body: str = ""  # as published: may hold markup
    published: str = ""
    modified: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # the authors declared to be a Person, whatever their name
    publisher: str = ""
    url: str = ""
    language: str = ""
    kind: Kind = "article"
    free: bool = True  # False where the page says that it shows a teaser only to some
    breadcrumb: tuple[str, ...] = ()


def read_json_ld(tree: etree._Element, url: str = "") -> LinkedArticle | None:
    """The best description of the page's own article in its JSON-LD, None where there is none.

    Lists of other stories are not descended into. `url` is the page's address where known: a description
    of that address is preferred.
    """
    nodes = [node for script in _scripts(tree) for node in _walk(script)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    ranked = sorted(nodes, key=lambda node: -_rank(node, url))
    if not ranked or _rank(ranked[0], url) <= 0:
        return None
    return _article(ranked[0], by_id, _breadcrumb(nodes))


def _scripts(tree: etree._Element) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) <= _MAX_SCRIPT:
            yield from _decoded(script.text)


def _decoded(text: str) -> Iterator[object]:
    """The values in a script: tolerates comments and CDATA around, control characters and trailing commas."""
    stripped = _WRAPPING.sub("", text.strip()).strip().rstrip(";")
    for attempt in (stripped, _TRAILING_COMMA.sub("", stripped)):
        try:
            yield json.loads(attempt, strict=False)
            return
        except (ValueError, RecursionError):
            continue


def _walk(value: object) -> Iterator[Json]:
    """Every object in a value, outermost first, but not those inside lists of other stories."""
    queue: deque[object] = deque([value])
    for _ in range(_MAX_NODES):
        if not queue:
            return
        item = queue.popleft()
        if isinstance(item, dict):
            yield item
            queue.extend(child for name, child in item.items() if name not in _OTHER_STORIES)
        elif isinstance(item, list):
            queue.extend(item)


def _types(node: Json) -> list[str]:
    declared = node.get("@type")
    return [name for name in (declared if isinstance(declared, list) else [declared]) if isinstance(name, str)]


def _rank(node: Json, url: str) -> int:
    """How likely a node describes the page's article; 0: it does not."""
    names = _types(node)
    if any(_ARTICLE.search(name) for name in names):
        rank = 20
    elif any(name in _MEDIA for name in names):
        rank = 5
    elif any(name.endswith("Page") for name in names):
        rank = 2
    else:
        return 0
    rank += sum(3 for name in ("headline", "datePublished", "articleBody", "author") if node.get(name))
    return rank + (10 if url and canonical_url(_text(_address(node))) == canonical_url(url) else 0)


def _address(node: Json) -> object:
    page = node.get("mainEntityOfPage") or node.get("url")
    return (page.get("@id") or page.get("url")) if isinstance(page, dict) else page


def _article(node: Json, by_id: dict[str, Json], breadcrumb: tuple[str, ...]) -> LinkedArticle:
    sections = _names(node.get("articleSection"), by_id)
    return LinkedArticle(
        headline=_text(node.get("headline") or node.get("name")),
        alternative=_text(node.get("alternativeHeadline") or node.get("alternateName")),
        description=_text(node.get("description")),
        body=_body(node),
        published=_text(
            node.get("datePublished")
            or node.get("uploadDate")
            or node.get("dateCreated")
            or node.get("coverageStartTime")
        ),
        modified=_text(node.get("dateModified")),
        section=sections[0] if sections else "",
        authors=_names(node.get("author") or node.get("creator"), by_id),
        people=tuple(name for item in _people(node, by_id) for name in _names(item, by_id)),
        publisher=next(iter(_names(node.get("publisher"), by_id)), ""),
        url=_text(_address(node)),
        language=_text(node.get("inLanguage")),
        kind=_kind(_types(node)),
        free=str(node.get("isAccessibleForFree", "true")).strip().lower() not in {"false", "http://schema.org/false"},
        breadcrumb=breadcrumb,
    )


def _people(node: Json, by_id: dict[str, Json]) -> list[Json]:
    """The author objects of type Person, references followed."""
    named = node.get("author")
    items = [item for item in (named if isinstance(named, list) else [named]) if isinstance(item, dict)]
    found = [item if item.get("@type") else by_id.get(str(item.get("@id")), item) for item in items]
    return [item for item in found if "Person" in _types(item)]


def _kind(names: list[str]) -> Kind:
    if any(name.startswith("LiveBlog") for name in names):
        return "live"
    return next((_MEDIA[name] for name in names if name in _MEDIA), "article")


def _body(node: Json) -> str:
    """The article's text; for a live blog its entries in the order given."""
    own = node.get("articleBody")
    if isinstance(own, str) and own.strip():
        return own
    entries = node.get("liveBlogUpdate")
    posts = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return "\n\n".join(
        part for post in posts for part in (_text(post.get("headline")), _raw(post.get("articleBody"))) if part
    )


def _raw(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(value: object) -> str:
    """The first string in a value, on one line."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return clean(value) if isinstance(value, str) else ""


def _names(value: object, by_id: dict[str, Json]) -> tuple[str, ...]:
    """The names of people, organisations or sections: strings, objects with a name, or references to objects."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and not item.get("name"):
            item = by_id.get(str(item.get("@id")), item)
        name = item.get("name") if isinstance(item, dict) else item
        found += [
            squeeze(clean(part)) for part in (name if isinstance(name, list) else [name]) if isinstance(part, str)
        ]
    return tuple(dict.fromkeys(name for name in found if name))


def _breadcrumb(nodes: list[Json]) -> tuple[str, ...]:
    """The names on the path to the page, from the home page on."""
    for node in nodes:
        entries = node.get("itemListElement")
        if "BreadcrumbList" in _types(node) and isinstance(entries, list):
            return tuple(name for name in map(_crumb, entries) if name)
    return ()


def _crumb(entry: object) -> str:
    if not isinstance(entry, dict):
        return ""
    item = entry.get("item")
    return _text(entry.get("name")) or (_text(item.get("name")) if isinstance(item, dict) else "")
