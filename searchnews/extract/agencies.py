"""News agencies: their names, and the places where a story credits them.

Names are compared exactly and only as a whole between delimiters: "Duduzile Zuma" is not UZ, and "a Reuters
investigation" is no credit.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Agency:
    """A house that sells news to others."""

    aliases: tuple[str, ...]  # other ways in which its name is printed; short names count in their exact case
    country: str  # ISO 3166, where its seat is
    language: str  # ISO 639-1, the first of those it writes in


def _read() -> dict[str, Agency]:
    source = files("searchnews.extract").joinpath("vocabulary/agencies.toml").read_text(encoding="utf-8")
    return {
        name: Agency(tuple(row["aliases"]), row["country"], row["language"])
        for name, row in tomllib.loads(source).items()
    }


AGENCIES = _read()  # by canonical name
_NAMES = {name: canonical for canonical, house in AGENCIES.items() for name in (canonical, *house.aliases)}
_LONG = {name.lower(): canonical for name, canonical in _NAMES.items() if len(name) > 4}
_LONG |= {"reuters": "Reuters", "xinhua": "Xinhua", "kyodo": "Kyodo", "yonhap": "Yonhap", "anadolu": "Anadolu"}

_TOKEN = re.compile(r"[^\W_]+")
_NAME_WORDS = frozenset(
    word
    for name in _NAMES
    for word in (*_TOKEN.findall(name), *_TOKEN.findall(name.upper()), *_TOKEN.findall(name.lower()))
) | {"Agency", "Agencies", "agencies", "AGENCIES", "By"}
_LEADING = re.compile(r"\A(?:(?:via|from|by|with|mit|avec|con|source|from the)\s+|©\s*|\(c\)\s*)", re.IGNORECASE)
_TRAILING = re.compile(r"\s+(?:news\s?wire|news agency|newswire|staff|wire service)\Z|\s*©\Z", re.IGNORECASE)
_EDGES = ' \t\u00a0.,;:|·•-–—()[]{}*/>»«"“”'
_JOINTS = re.compile(r"\s*(?:[,;/|+&·•]|\s(?:and|et|und|y|e|ve|och|og|en|with|mit|avec|con|via)\s)\s*", re.IGNORECASE)
_VAGUE = frozenset(
    {"agencies", "agency", "agences", "agenturen", "agencias", "agenzie", "ajanslar", "news agencies", "wires"}
)
_LONGEST = 120  # characters of a line that may be a credit

_PLACE = r"(?P<place>[^\W\d_][\w'’.\-]*(?:[ ,/]{1,2}[\w'’.\-]+){0,6}?)"
_DAY = r"(?:[,\s]{1,3}(?P<day>[^\W\d_]{3,10}\.?\s\d{1,2}|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}\.?))?"
_REGION = r"(?:\s\[[^\[\]]{2,40}\])?"  # "Kilwane [Ketheria], May 3 (ANI):"
_DATELINE = re.compile(rf"\s*{_PLACE}{_REGION}{_DAY}\s*,?\s*\((?P<credit>[^()]{{2,70}})\)\s*\.?\s*(?P<dash>[-–—:]|\Z)?")
# "АРХАНГЕЛЬСК, 17 августа. /ТАСС/.", "(서울=연합뉴스)"
_SLASHED = re.compile(rf"\s*{_PLACE}{_DAY}[.,]?\s*/(?P<credit>[^/()]{{2,30}})/\.?\s")
_EQUALS = re.compile(r"\s*[(（\[](?P<place>[^()=]{1,12})\s?=\s?(?P<credit>[^()]{2,30})[)）\]]")
_BARE = re.compile(rf"\s*{_PLACE}{_DAY}\s*(?P<dash>\s[-–—]{{1,2}}\s|:\s|\s--\s)")
_STOPPED = re.compile(r"(?P<place>[^\W\d_a-z][^\W\d_]{2,20}(?:[ -][^\W\d_a-z][^\W\d_]{2,20})?)\.\s+(?=[^\W\d_a-z])")
_ENDING = re.compile(
    r"(?:(?:-{1,2}|–|—)\s*(?P<dashed>[^\W\d_][\w ]{1,30})|[(\[](?P<bracketed>[^()\[\]]{2,40})[)\]])[\s.]*\Z"
)
_MOST_WORDS = 12  # beside them two commas that stand alone
_DASH, _OPENING = re.compile("[-–—:]"), re.compile(r"[-–—(\[]")  # without one of these there is none of the above
_REPORTING = re.compile(r"\(?(?:Additional |Further )?(?:Reporting|Writing|Editing|Compiled) by\b", re.IGNORECASE)
_REPORTS = frozenset("(AaFfRrWwEeCc ")  # what such a line begins with


@dataclass(frozen=True, slots=True)
class Dateline:
    """The beginning of a story that says where it was filed, when, and by whom."""

    place: str  # "Kabul"
    day: str  # as printed, "Aug. 15"; "" where there is none
    agencies: tuple[str, ...]
    publisher: str  # named beside an agency, as in "(APP - Site - 19th Jan, 2022)"


def agency(text: str) -> str | None:
    """The agency whose name a whole text is, under its canonical name."""
    if len(text) > _LONGEST:
        return None
    bare = _TRAILING.sub("", _LEADING.sub("", text.strip(_EDGES), count=1)).strip(_EDGES)
    return _NAMES.get(bare) or _NAMES.get(text.strip(_EDGES)) or _LONG.get(bare.lower())


def may_name_agency(text: str) -> bool:
    """Whether a short text has a word that some agency's name has: a quick no for nearly every line of a page."""
    return not _NAME_WORDS.isdisjoint(_TOKEN.findall(text))


def credited(text: str) -> tuple[str, ...]:
    """Who a source line or column credits: agencies under their canonical names, others as printed."""
    if whole := agency(text):
        return (whole,)
    bare = _LEADING.sub("", text.strip(_EDGES), count=1)
    parts = [part.strip(_EDGES) for part in _JOINTS.split(f" {bare} ")]
    named = [part for part in parts if part and part.lower() not in _VAGUE]
    if not any(agency(part) for part in named) and len(named) == len([part for part in parts if part]):
        return (bare,) if bare else ()  # a house whose own name has an "and" in it
    return tuple(dict.fromkeys(agency(part) or part for part in named))


def agencies_of(text: str) -> tuple[str, ...]:
    """The agencies among those credited."""
    return tuple(name for name in credited(text) if name in AGENCIES)


def dateline(paragraph: str) -> Dateline | None:
    """What a story's first paragraph begins with: "KABUL, Aug. 15 (Xinhua) --"."""
    head = paragraph[:160]
    if "(" not in head and "/" not in head and "=" not in head and head.lstrip()[1:2].islower():
        return None  # what nearly every story begins with
    return _dateline(head)


@functools.lru_cache(maxsize=16)  # the dateline and the credit of a story ask for it one after the other
def _dateline(head: str) -> Dateline | None:
    if "(" in head and _is_near("(", head) and (found := _DATELINE.match(head)):
        names, publisher = _bracketed(found["credit"])
        if names:
            return Dateline(_place(found["place"]), found["day"] or "", names, publisher)
    for sign, times, pattern in (("/", 2, _SLASHED), ("=", 1, _EQUALS)):
        if head.count(sign) >= times and (found := pattern.match(head)) and (names := agencies_of(found["credit"])):
            return Dateline(_place(found["place"]), "", names, "")
    shouted = not head.lstrip()[1:2].islower() and _DASH.search(head)  # a place that counts here is all in capitals
    if shouted and (found := _BARE.match(head)) and found["place"].isupper() and len(found["place"]) > 2:
        return Dateline(_place(found["place"]), found["day"] or "", (), "")
    return None


def _is_near(sign: str, head: str) -> bool:
    """Whether so few words stand before a sign that a dateline may end with it: a place has seven, a day three."""
    before = head[: head.index(sign)]
    return "[" in before or len(before.split()) <= _MOST_WORDS


def stopped_place(paragraph: str, others: Iterable[str]) -> str:
    """The place that a paragraph begins with and a full stop ends ("Rodenfurt. Nach …"), "" where there is none.

    A name of one or two words counts as a place only where another text of the story has it too.
    """
    found = _STOPPED.match(paragraph)
    if found is None or not any(found["place"] in text for text in others):
        return ""
    return found["place"]


def _bracketed(credit: str) -> tuple[tuple[str, ...], str]:
    parts = [part.strip() for part in re.split(r"\s[-–—]\s", credit)]
    if len(parts) > 1 and (first := agency(parts[0])):
        return (first,), parts[1] if not any(c.isdigit() for c in parts[1]) else ""
    names = agencies_of(credit)
    return names, ""


def _place(text: str) -> str:
    words = text.strip(" ,")
    return "-".join(" ".join(map(_cased, part.split(" "))) for part in words.split("-")) if words.isupper() else words


def _cased(word: str) -> str:
    return word if "." in word else word[:1] + word[1:].lower()


def sign_off(paragraph: str) -> tuple[str, ...]:
    """The agencies that the end of a story credits: "-- PTI", "(AFP)". () where it credits none."""
    tail = paragraph[-80:]
    if _OPENING.search(tail) and (found := _ENDING.search(tail)):
        text = found["dashed"] or found["bracketed"]
        return agencies_of(text) if "," in text or " " in text else tuple(filter(None, (agency(text),)))
    return tuple(filter(None, (agency(paragraph),))) if len(paragraph) < 40 else ()


def is_sign_off(paragraph: str) -> bool:
    """Whether a whole paragraph is a credit of those who worked on the story."""
    return len(paragraph) < 400 and paragraph[:1] in _REPORTS and bool(_REPORTING.match(paragraph.strip()))
