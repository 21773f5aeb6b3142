"""Who wrote the story on an HTML page."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from searchnews.extract.agencies import agency
from searchnews.extract.byline_words import is_house, speaks
from searchnews.extract.bylines import distinct, is_desk, is_name, is_person, is_phrase, split_names, strip_by
from searchnews.extract.bylines_signed import biography, marked, signature
from searchnews.extract.html_bylines import has_blank_byline, lines_by_headline, printed_bylines
from searchnews.extract.html_outline import Extent
from searchnews.extract.html_tree import words
from searchnews.extract.html_unlabelled import is_mentioned
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Claim, Metadata
from searchnews.models import Evidence

_LINE = 160  # characters of a text in which a name is printed as the author's
_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
    "dc.creator.name", "cxenseparse:author", "citation_author", "article.author", "authors",
)  # fmt: skip
_LOOSE = frozenset(
    {"profile", "spoken", "alone", "card", "signature"}
)  # places that hold much else: only what looks like a name counts
_DESK = frozenset({"profile", "spoken"})
_BYLINES = frozenset({"profile", "spoken", "byline", "rel", "itemprop"})  # printed as the author's
_BRACKETED = re.compile(r"\(([^()]{2,40})\)")  # "Ada Marsh (dpa)"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Authors:
    """The people named, the agencies named among them, and where."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]
    evidence: Evidence | None


def find_authors(
    extent: Extent, meta: Metadata, linked: LinkedArticle | None, publisher: str, body: Sequence[str] = ()
) -> Authors:
    """The authors: whom the page declares, unless it prints others in their stead; every agency named is a source.

    A login, a desk or the house may be declared where a byline names the writer: a declared name that is printed nowhere
    gives way to a byline. The site's own name is an author only where it is a person's, or where a byline prints it and nobody else.
    """
    told = _Telling(publisher, linked.people if linked else (), body)
    declared = next((each for each in map(told.read, _declared(meta, linked)) if each.people), None)
    best = _borne_out(told, extent, declared) if declared else _printed(told, extent)
    if best is None:
        claims = (*_declared(meta, linked), *printed_bylines(extent))
        readers = (told.own, told.desk, told.house)
        best = next((each for read in readers for each in map(read, claims) if each.people), None)
        best = best or told.namesake(meta.get("author"), blank=has_blank_byline(extent))
    return Authors(best.people if best else (), distinct(told.agencies), best.evidence if best else None)


def _borne_out(told: _Telling, extent: Extent, declared: Authors) -> Authors:
    """Who is declared, or the byline that names more than them, or another where they are printed nowhere."""
    login = not any(map(_is_writer, declared.people))
    if not login and _is_printed(extent, declared.people):
        lines = map(told.read, lines_by_headline(extent))
        return next((each for each in lines if _names_more(each.people, declared.people)), declared)
    printed = itertools.chain(printed_bylines(extent), _signed(told.body)) if login else lines_by_headline(extent)
    bylines = map(told.read, printed)
    return next((each for each in bylines if any(map(_is_writer, each.people))), declared)


def _is_writer(name: str) -> bool:
    """Whether a name is a person's and no desk's: "Valley News" looks like one."""
    return is_person(name) and not is_desk(name)


def _printed(told: _Telling, extent: Extent) -> Authors | None:
    """The first byline that names a person, else the first that names anybody."""
    first = None
    for each in map(told.read, itertools.chain(printed_bylines(extent), _signed(told.body))):
        if any(map(is_person, each.people)):
            return each
        first = first or (each if each.people else None)
    return first


def _signed(body: Sequence[str]) -> Iterator[tuple[Claim, ...]]:
    """Whom the text itself names for its author: a reporter's mark, or a signature under it."""
    if names := marked(body):
        yield tuple(Claim(name, "mark", "reporter's mark in the text", 0.7) for name in names)
    if names := signature(body):
        yield tuple(Claim(name, "signature", "last line of the text", 0.5) for name in names)
    if names := biography(body):
        yield tuple(Claim(name, "biography", "who the author is, in the last lines", 0.5) for name in names)


@dataclass
class _Telling:
    """Reads claims of one page, and remembers the agencies that it met."""

    publisher: str
    people: tuple[str, ...]  # who is declared to be a person
    body: Sequence[str]
    agencies: list[str] = field(default_factory=list)

    @functools.cached_property
    def common(self) -> frozenset[str]:
        """The words that stand in the story without a capital, short ones left out: they are particles of names too."""
        found = set(_WORD.findall(" ".join(self.body)))
        return frozenset(word for word in found if len(word) > 3 and word.islower())

    def read(self, claims: Sequence[Claim]) -> Authors:
        """The people and the agencies that claims of one place name."""
        names = [name for claim in claims for name in split_names(claim.value, self.publisher)]
        houses = {name: agency(name) for name in names}
        houses |= {house: agency(house) for claim in claims for house in _BRACKETED.findall(claim.value)}
        first = claims[0]
        named = [name for name in names if houses[name] is None and is_name(name, self.publisher)]
        if first.rule == "alone":
            named = [name for name in named if not is_mentioned(name, self.body)]
        if first.rule == "byline":
            named = [name for name in named if not is_phrase(name)]
        if first.rule == "box" and not all(map(self._is_person, named)):
            named = []
        if first.rule in _LOOSE:
            named = [name for name in named if is_person(name)] if any(map(self._is_person, named)) else []
        self.agencies += [house for house in houses.values() if house]
        return Authors(distinct(named), (), Evidence(first.rule, first.place, first.confidence))

    def own(self, claims: Sequence[Claim]) -> Authors:
        """The site's own name among claims, where it is a person's: "Ida Holm" writes on a site that is called so.

        A meta element alone does not tell a person from a house.
        """
        first = claims[0]
        sure = self.people if first.rule == "json-ld" else () if first.rule == "meta" else None
        names = [name for claim in claims for name in split_names(claim.value) if is_name(name, "")]
        names = [name for name in names if sure is None or name in sure]
        people = distinct(name for name in names if self._is_person(name) and not is_name(name, self.publisher))
        return Authors(people, (), Evidence(first.rule, first.place, min(first.confidence, 0.6)))

    def namesake(self, author: str, *, blank: bool) -> Authors | None:
        """The person after whom a site is called, where the text says "I", and the site's name is all that a page gives for its author.

        A page that says "Written by" and nothing after it gives none, either.
        """
        own = self.publisher
        personal = self._is_person(own) and not is_house(own) and speaks(self.body)
        if not personal or not (blank or words(author) == words(own)):
            return None
        return Authors((own,), (), Evidence("namesake", 'the site is called after who says "I"', 0.4))

    def desk(self, claims: Sequence[Claim]) -> Authors:
        """The desk that a byline names, where nobody else is named: "By Aldery Post Team"."""
        first = claims[0]
        names = split_names(first.value, self.publisher) if first.rule in _LOOSE else []
        names = [name for name in names if is_person(name) and is_name(name, self.publisher) and not agency(name)]
        people = distinct(name for name in names if first.rule in _DESK or is_desk(name))
        return Authors(people, (), Evidence(first.rule, first.place, 0.5))

    def house(self, claims: Sequence[Claim]) -> Authors:
        """The site itself, where a byline says so: "Posted by Valley Post". What only machines are told is no byline."""
        first = claims[0]
        if first.rule not in _BYLINES:
            return Authors((), (), None)
        names = [*split_names(first.value), *self._whole(first.value)]
        own = distinct(name for name in names if is_name(name, "") and not is_name(name, self.publisher))
        return Authors(own[:1], (), Evidence(first.rule, first.place, 0.4))

    def _whole(self, byline: str) -> tuple[str, ...]:
        """The site's name, where a byline begins with it: it may hold words that are offices in a person's line."""
        own = words(self.publisher)
        return (self.publisher,) if own and words(strip_by(byline.strip()))[: len(own)] == own else ()

    def _is_person(self, name: str) -> bool:
        """Whether a text looks like a person's name, and none of its words is one that the story uses as a word."""
        return is_person(name) and not any(word.casefold() in self.common for word in _WORD.findall(name))


def _is_printed(extent: Extent, names: Sequence[str]) -> bool:
    """Whether a page shows one of the names in a short text."""
    texts = [words(block.text) for block in extent.outline.blocks if len(block.text) <= _LINE]
    return any(_holds(text, words(name)) for name in names for text in texts)


def _holds(text: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return f" {' '.join(name)} " in f" {' '.join(text)} "


def _names_more(printed: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether a byline names all who are declared, and other people with them."""
    mine, theirs = set(map(words, printed)), set(map(words, declared))
    return theirs < mine and all(map(is_person, printed))


def _declared(meta: Metadata, linked: LinkedArticle | None) -> Iterator[tuple[Claim, ...]]:
    """Where a page tells machines who wrote it, best first; each place with all that it names."""
    if linked and linked.authors:
        yield tuple(Claim(name, "json-ld", "JSON-LD author") for name in linked.authors)
    for name in _META:
        if claims := meta.all(name):
            yield claims
    if "written by" in meta.get("twitter:label1").lower() and (claims := meta.all("twitter:data1")):
        yield claims
