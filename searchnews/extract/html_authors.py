"""Who wrote the story on an HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from searchnews.extract.agencies import agency
from searchnews.extract.html_tree import marks, text_of, within, words
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Claim, Metadata
from searchnews.models import Evidence

_META = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
         "dc.creator.name", "cxenseparse:author", "citation_author", "article.author", "authors", "twitter:data1")  # fmt: skip
_BYLINE = re.compile(
    r"(?:\A|[\s_-])(?:by-?line|author(?:s|-?name|-?link)?|writer|reporter|autor(?:en|es)?|auteur|contributor|c-byline)(?=\Z|[\s_-])"
)
_ELSEWHERE = re.compile(
    r"\b(?:related|recommend\w*|sidebar|comment\w*|bio|about|teaser|card|promo|more-?(?:from|stories)|most-?\w+|widget)\b"
)
_OUTSIDE = frozenset({"nav", "footer", "aside"})
_BEFORE = re.compile(
    r"\A\s*(?:(?:written|posted|reported|reviewed|story|text|words|article|edited)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|de|autor(?:in)?|author|auteur|authors?|written by|posted by)\b\s*:?\s+|\A\s*(?:author|autor|by)\s*:\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[|•·]|\s[–—-]\s|\bon\s+\w+\s+\d|\b(?:published|updated|posted|last|senior|staff|special|chief|contributing|deputy|"
    r"correspondent|reporter|editor|writer|contributor)\b(?=.*)).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"\s*(?:,|;|/|\||\band\b|\bund\b|\bet\b|\by\b|&)\s*", re.IGNORECASE)
_DEGREES = re.compile(
    r"\A(?:ph\.?\s?d|m\.?d|m\.?s|m\.?b\.?a|r\.?d|rdn|esq|jr|sr|ii|iii|j\.?d|cpa|rn|cpt|dds|mph|mscp?|bsc)\.?\Z",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d|[<>{}\[\]=]|\b(?:admin\w*|editor|guest|staff writer|unknown|anonymous|null|none|user|view all|read more|follow|share|min read|webmaster)\b",
    re.IGNORECASE,
)
_MAX_NAME = 60  # characters
_MAX_AUTHORS = 12


@dataclass(frozen=True, slots=True)
class Authors:
    """The people named, the agencies named among them, and where."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]
    evidence: Evidence | None


def find_authors(tree: HtmlElement, meta: Metadata, linked: LinkedArticle | None, publisher: str) -> Authors:
    """The authors from the first place that names a person; every agency named on the way is a source."""
    agencies: list[str] = []
    for claims in _places(tree, meta, linked):
        people: list[str] = []
        for claim in claims:
            for name in split_names(claim.value):
                house = agency(name)
                if house:
                    agencies.append(house)
                elif is_name(name, publisher):
                    people.append(name)
        if people:
            first = claims[0]
            return Authors(_distinct(people), _distinct(agencies), Evidence(first.rule, first.place, first.confidence))
    return Authors((), _distinct(agencies), None)


def split_names(text: str) -> list[str]:
    """The names in a byline, without "By", titles of office and degrees."""
    bare = _BEFORE.sub("", _BEFORE.sub("", text.strip()))
    bare = _AFTER.sub("", bare) or bare
    parts = [part.strip(" .·•-–—:*\"'") for part in _BETWEEN.split(bare)]
    return [part for part in parts if part and not _DEGREES.match(part)]


def is_name(name: str, publisher: str) -> bool:
    """Whether a text can be the name of a person or a desk, and is not the site's own name."""
    if not 2 < len(name) <= _MAX_NAME or len(name.split()) > 6 or _NO_NAME.search(name):
        return False
    own = "".join(words(publisher))
    said = "".join(words(name))
    return bool(said) and said != own and said.removesuffix("com") != own and own.removesuffix("com") != said


def _places(tree: HtmlElement, meta: Metadata, linked: LinkedArticle | None) -> Iterator[tuple[Claim, ...]]:
    """Where authors are named, best first."""
    if linked and linked.authors:
        yield tuple(Claim(name, "json-ld", "JSON-LD author") for name in linked.authors)
    for name in _META:
        claims = meta.all(name)
        if claims and (name != "twitter:data1" or "written by" in meta.get("twitter:label1").lower()):
            yield claims
    yield from filter(None, (_marked(tree), _bylines(tree)))


def _marked(tree: HtmlElement) -> tuple[Claim, ...]:
    """Elements that say in so many words that they name the author."""
    found = tree.xpath(".//*[@itemprop='author'] | .//a[@rel='author']")
    return tuple(
        Claim(_name_of(element), "itemprop" if element.get("itemprop") else "rel", "author element", 0.85)
        for element in found[:_MAX_AUTHORS]
        if not within(element, _ELSEWHERE, _OUTSIDE) and _name_of(element)
    )


def _name_of(element: HtmlElement) -> str:
    inner = element.find(".//*[@itemprop='name']")
    text = (inner.get("content") or text_of(inner)) if inner is not None else element.get("content") or text_of(element)
    return text if len(text) <= 200 else ""


def _bylines(tree: HtmlElement) -> tuple[Claim, ...]:
    """The first short text of an element named for a byline."""
    for element in tree.iter("a", "span", "p", "div", "address", "li", "strong", "em"):
        if _BYLINE.search((element.get("class") or "").lower()) and not within(element, _ELSEWHERE, _OUTSIDE):
            text = text_of(element)
            if 3 < len(text) <= 120 and any(len(word) > 1 for word in words(_BEFORE.sub("", text))):
                return (Claim(text, "byline", f"element {marks(element).split()[0]}", 0.7),)
    return ()


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, once each, whatever their capitals."""
    seen: dict[tuple[str, ...], str] = {}
    for name in names:
        seen.setdefault(words(name), name)
    return tuple(seen.values())[:_MAX_AUTHORS]
