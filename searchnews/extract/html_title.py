"""The title of an HTML page, and the other titles the page gives its story."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from searchnews.extract.html_outline import Outline
from searchnews.extract.html_tree import words
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.lines import MAX_TITLE, cut_title
from searchnews.extract.metadata import Claim, Metadata
from searchnews.models import Evidence

_SHARED = 0.5  # of the shorter one's words
_SHARED_ALONE = 0.25  # where the page has one h1 only
_SEPARATOR = re.compile(r"\s+[|\-–—·•«»:]+\s+|\s*[|»«]\s*|\s+::\s+")


@dataclass(frozen=True, slots=True)
class Titles:
    """The title, the other titles, and where the title was read."""

    title: str
    alternatives: tuple[str, ...]
    evidence: Evidence | None
    notes: tuple[str, ...] = ()


def find_titles(outline: Outline, meta: Metadata, linked: LinkedArticle | None, publisher: str) -> Titles:
    """Choose a title: an h1 that a machine title bears out, else the JSON-LD headline, else og:title, else an h1."""
    blog = _blog_name(outline)
    publisher = publisher or blog
    machine = _machine_titles(outline, meta, linked, publisher)
    machine = [replace(claim, value=claim.value.removeprefix(f"{blog}: ")) for claim in machine] if blog else machine
    headings = _headings(outline, publisher)
    candidates = [*_borne_out(headings, machine), *machine, *headings]
    if not candidates:
        return Titles("", (), None)
    best = candidates[0]
    title, notes = cut_title(best.value)
    stems = (_SEPARATOR.split(claim.value)[0] for claim in machine)
    others = dict.fromkeys(
        text
        for text in (*(claim.value for claim in candidates), *(stem for stem in stems if len(words(stem)) >= 4))
        if words(text) != words(best.value)
    )
    evidence = Evidence(best.rule, best.place, best.confidence)
    return Titles(title, tuple(other for other in others if len(other) <= MAX_TITLE), evidence, notes)


def _blog_name(outline: Outline) -> str:
    """The only h1 of a page whose window's title is "H1: headline": a blog that prints its own name over every post."""
    headings = [outline.text(element) for _, element in zip(range(2), outline.shown("h1"), strict=False)]
    window = outline.tree.find(".//head/title")
    said = outline.text(window) if window is not None else ""
    return headings[0] if len(headings) == 1 and said.startswith(f"{headings[0]}: ") else ""


def without_suffix(title: str, publisher: str) -> str:
    """A machine title less the site's name, before or after a separator."""
    pieces = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    if not pieces:
        return title
    site = "".join(words(publisher))
    first, last = title[: pieces[0][0]], title[pieces[-1][1] :]
    if site and _names_site(last, site):
        return without_suffix(title[: pieces[-1][0]].strip(), publisher)
    return title[pieces[0][1] :].strip() if site and _names_site(first, site) else title


def _names_site(piece: str, site: str) -> bool:
    name = "".join(words(piece))
    return bool(name) and (name in site or site in name) and len(words(piece)) <= 6


def _machine_titles(outline: Outline, meta: Metadata, linked: LinkedArticle | None, publisher: str) -> list[Claim]:
    """What the page says to machines, best first."""
    found = (
        [Claim(without_suffix(linked.headline, publisher), "json-ld", "JSON-LD headline", 0.9)]
        if linked and linked.headline
        else []
    )
    found.extend(
        Claim(without_suffix(_short_suffix(claim.value), publisher), "meta", claim.place, 0.85)
        for claim in meta.all("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")
    )
    heading = outline.tree.find(".//head/title")
    if heading is not None:
        found.append(
            Claim(without_suffix(_short_suffix(outline.text(heading)), publisher), "title", "title element", 0.6)
        )
    if linked and linked.alternative:
        found.append(Claim(linked.alternative, "json-ld", "JSON-LD alternativeHeadline", 0.7))
    return [claim for claim in found if words(claim.value) and not _is_site(claim.value, publisher)]


def _short_suffix(title: str) -> str:
    """A title element without its last part where that is a few words after a bar: a section or a site."""
    head, bar, tail = title.rpartition(" | ")
    return head if bar and len(words(tail)) <= 4 < len(words(head)) else title


def _headings(outline: Outline, publisher: str) -> list[Claim]:
    """The h1 elements that may hold the story's title, in page order."""
    found = []
    for count, element in enumerate(outline.shown("h1")):
        if count >= 20:
            break
        text = outline.text(element)
        if words(text) and not _is_site(text, publisher):
            found.append(Claim(text, "h1", f"h1 {count + 1}", 0.7))
    return found


def _is_site(text: str, publisher: str) -> bool:
    return words(text) == words(publisher)


def _borne_out(headings: list[Claim], machine: list[Claim]) -> list[Claim]:
    """The headings that equal a machine title, then those that are a good part of one."""
    titles = [words(claim.value) for claim in machine]
    equal = [claim for claim in headings if words(claim.value) in titles]
    part = [claim for claim in headings if any(_part_of(words(claim.value), title) for title in titles)]
    share = _SHARED if len(headings) > 1 else _SHARED_ALONE
    near = [claim for claim in headings if any(_near(words(claim.value), title, share) for title in titles)]
    chosen = list(dict.fromkeys(equal + part + near))
    return [Claim(claim.value, "h1", f"{claim.place}, as in the page's machine title", 1.0) for claim in chosen]


def _near(heading: tuple[str, ...], title: tuple[str, ...], share: float) -> bool:
    """Whether a heading of some length shares most of its words with a machine title: one was edited, one was not."""
    return len(heading) >= 4 and len(set(heading) & set(title)) >= share * min(len(set(heading)), len(set(title)))


def _part_of(heading: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether a heading is in a machine title and is more than a label in it."""
    if len(heading) < 2 or len(heading) * 3 < len(title):
        return False
    return f" {' '.join(heading)} " in f" {' '.join(title)} "
