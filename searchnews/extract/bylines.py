"""The names in a byline."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from searchnews.extract import byline_words
from searchnews.extract.agencies import agency
from searchnews.extract.line_words import exact
from searchnews.extract.lines import words

_BEFORE = re.compile(
    r"\A\s*(?:(?:[\w ]{0,40}?\s)?by\b\s*:?|(?-i:(?:[A-Z][a-z]+ )?[Bb]y(?=[A-Z]))|(?:von|par|por|door|oleh|texte? de|escrito por|scritto da)(?:\s?:)?\s"
    r"|(?-i:[Dd]i|[Aa][vf])(?:\s?:)?\s+(?=(?-i:[^\W\d_a-z][\w'’-]+\s+[^\W\d_a-z]))"  # "Di Maio" is a name, "di Ada Marsh" has one
    r"|(?:autor(?:in)?|authors?|auteurs?)\b\s*:?|(?:contribut(?:or|eur)s?|text|texte|words)\s?:)\s*",
    re.IGNORECASE,
)
_EAST = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_EASTERN = re.compile(
    rf"[{_EAST}]{{2,4}}(?:[ ·・\u3000][{_EAST}]{{1,4}})?\Z|[{_EAST}]{{2,6}}\Z"
)  # a name without spaces and capitals
_SIGN = re.compile(rf"[{_EAST}]")
_HANDLE = re.compile(r"(?<=\S)[\s,|(]+[\w.+-]*@[\w.-]+\)?")  # "Ada Marsh @adamarsh", "Ada Marsh (ada@post.example)"
_SHOUTED = re.compile(r"((?:[A-Z][A-Z.'’-]+\s+){1,3}[A-Z][A-Z'’-]+)\s+(?=[A-Z][a-z])(.+)\Z")  # "ADA MARSH Valley Post"
_OFFICE = (
    r"(?:,\s*(?:[^\W\d_][\w&'’-]*\s){1,3})?\b(?:correspondents?|reporters?|editor|writers?)\b"
    r"|,?\s*\b(?:correspondante?|envoyée? spéciale?|redakteur(?:in)?|korrespondent(?:in)?|corresponsal|giornalista|periodista|jornalista|dziennikar[zk]a?|verslaggever|wartawan)\b"
)
_AFTER = re.compile(
    r"\s*(?:[|•·●]|\s[–—-]\s|\b(?:on|am|le|el|il|em|den|op|dnia|dne|à|at|kl)\s+(?:\w+\.?\s+)?\d|\bleave\sa\b|(?<=[a-z])(?-i:Updated|Published|Posted)|\bon\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|\([^()]*\)?\s*\Z|(?:\b(?:jan|feb|m[aä]r|apr|avr|ma[iy]|jun|jul|aug|ao[uû]|sep|o[ck]t|nov|de[cz]|déc)[^\W\d]*\.?\s+)?\d"
    r"|\b(?:(?:\w+ly )?(?:reviewed|edited|verified|translated|illustrated|(?:fact[ -])?checked)|published|updated|posted|last|former|senior|staff|special|chief|contributing|deputy|contributor)\b"
    rf"|{_OFFICE}).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_TITLES = (
    r"(?:ph\.?\s?d|m\.?d|m\.?s|m\.?b\.?a|r\.?d|rdn|esq|jr|sr|ii|iii|j\.?d|cpa|rn|cpt|dds|dvm|vmd|mph|mscp?|bsc)\.?"
)
_DEGREE = re.compile(rf"{_TITLES}\Z", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]{2,6}(?:\s\([\w ]+)?\Z")  # a degree or a society: "DACVB", "VTS (Behavior)"
_DESK = re.compile(
    r"\s(?:team|staff|desk|news|newsroom|editors|redaktion|rédaction|redacción|redazione|redaktionen|redactie)\Z",
    re.IGNORECASE,
)
_ROLE = re.compile(
    rf"\A{_TITLES}\Z|\A(?:licensed|certified|registered|qualified)\s"
    r"|\b(?:head of|manager|director|officer|marketing|professor|analyst|specialist|coordinator|president|founder|ceo|cto|development|expert|dietitian)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|[@<>{}\[\]=#_\d]|\.(?:com|org|net|co|uk|de)\b|(?-i:[a-z]\.[a-z]{2,})\b|\b(?:admin\w*|editor|guest|staff writer|unknown|anonymous|null|none|user"
    r"|view all|view more|more posts|posted|read more|follow|share|min read|webmaster|profile|the author|by|minutes?|ago|photo\w*|image|about)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:(?:de|da|di|du|del|della|van|von|der|den|bin|al|el|la|le|y|ter)[ -])*(?P<capital>[^\W\d_a-z])(?:[^\W\d_]|[.'’]|-[^\W\d_]|\Z)"
)
# Whoever did something else for the page: "Medically reviewed by", "Hero image by".
_OTHER = re.compile(
    r"\A[^|•·]*?\b(?:review|edit|photo|image|picture|illustrat|graphic|video|film|fact|check|verif|translat|narrat|sponsor|present|power|design"
    r"|produc|comment|recommend|approv|updat|sort|filter|select|shar|follow)\w*[\w\s&-]*\sby\b",
    re.IGNORECASE,
)
_WRITING = re.compile(
    r"\s*(?:story|words|text|article|report(?:ing)?)\s*(?:,|and\b|&)", re.IGNORECASE
)  # "Story and photos by"
PARTICLES = frozenset({"de", "van", "von", "der", "al", "bin"})
# Where a name ends and a place or a house begins: "Ada Marsh in Aldery", "Ada Lozano desde Aldery", "Ada Marsh For Valley Post".
_PLACE = re.compile(
    r"(?<=\S)\s+(?:in|from|at|of|[Ff]or|aus|für|desde|pour|à|para|em|per|voor|vanuit|fra|från|w|из|в|з)\s+(?=[^\W\d_a-z])(?P<place>.+)\Z"
)
_MAX_NAME = 60  # characters
_MAX_NAMES = 12


def split_names(text: str, publisher: str = "") -> list[str]:
    """The names in a byline, without "By", titles of office, degrees and the publisher's name after a person's."""
    if "://" in text or text.startswith("www."):
        return []
    line = byline_words.other_work().sub("", _HANDLE.sub("", strip_by(text.strip())))
    bare = _head(byline_words.joint().sub("", byline_words.aside().sub("", line)))
    return [each for part in _people(bare) for each in _with_house(_once(_less(part, publisher)))]


def _with_house(name: str) -> list[str]:
    """A name, and the agency that follows it without a comma: "TARA HOLM Associated Press".

    What else follows a name in capitals is the house: "ADA MARSH Valley Post".
    """
    if _SIGN.search(name):
        return [byline_words.offices().sub("", name).strip()]
    if found := _SHOUTED.match(name):
        return [found[1], *([found[2]] if agency(found[2]) else [])]
    parts = name.split()
    for count in range(1, len(parts) - 1):
        house = " ".join(parts[-count:])
        if (count > 1 or house.isupper()) and agency(house):
            return [" ".join(parts[:-count]), house]
    return [name]


def _head(text: str) -> str:
    """A byline up to what says more of it than who wrote; all of it where that leaves no more than a house's short name.

    "Valley Contributor" is signed so, "Ada Marsh, contributor" is Ada Marsh.
    """
    head = _less_beat(text, _AFTER.sub("", text))
    both = [word[0].isupper() for word in text.split()]
    short = len(both) == 2 and all(both) and " " not in head and agency(head) is None
    return text if short or not head else head


def _less_beat(text: str, head: str) -> str:
    """A name without what its owner reports on, where the office follows it: "Ada Marsh Health Reporter"."""
    name, _, beat = head.rpartition(" ")
    return name if head != text and " " in name and beat.casefold() in exact("section") else head


def _people(text: str) -> Iterator[str]:
    """The parts of a byline that can be names: what follows an office after a comma is its house.

    "Ada Marsh, head of news, Valley Post and Ben Holm": no Valley Post. "Ida Roe, LVT; Tom Fell": a degree is no name.
    """
    office = named = False
    between = ""
    for place, part in enumerate(byline_words.between().split(text)):
        if place % 2:
            between = part.strip()
            continue
        name = _less_place(part.strip(" .·•-–—:*\"'()"))
        office = office and between == ","
        if not name or office:
            continue
        if named and between.casefold() == "en" and " " not in name:
            continue  # "Ada Lozano en Aldery"
        if (_ROLE.search(name) or (named and _is_no_name(name))) and not _DESK.search(name):
            office = named and not _DEGREE.match(name)
        elif not (named and _LETTERS.match(name) and agency(name) is None):
            named = True
            yield name


def _less_place(name: str) -> str:
    """A name without the place or the house it writes from or for: "Ada Marsh in Aldery"."""
    found = _PLACE.search(name)
    return name[: found.start()] if found and " " in name[: found.start()] else name


def _is_no_name(text: str) -> bool:
    """Whether what follows a name says what somebody is or does: "Chefredakteurin", "información de agencias"."""
    first = text.split(maxsplit=1)[0]
    return (
        text.islower()
        or (first.islower() and _PERSON.match(text) is None)
        or byline_words.profession().search(text) is not None
    )


@functools.lru_cache(maxsize=20_000)  # several rules ask of the same lines
def strip_by(text: str) -> str:
    """A byline less its "By", "Written by", "Von", "Par" or "Автор:"."""
    bare = _BEFORE.sub("", text, count=1)
    if bare != text:
        return bare
    bare = byline_words.lead_in().sub("", text, count=1)
    return byline_words.byline_label().sub("", text, count=1) if bare == text else bare


def is_other_work(text: str) -> bool:
    """Whether a line's first "by" names who did something else: "Reviewed by …", but not "Written by … Reviewed by …"."""
    lead = text[: len(text) - len(strip_by(text))]
    return _OTHER.search(lead) is not None and _WRITING.match(lead) is None


def is_desk(name: str) -> bool:
    """Whether a name is that of people who write together: "Valley Post Team"."""
    return _DESK.search(name) is not None


def is_name(name: str, publisher: str) -> bool:
    """Whether a text can be the name of a person or a desk, and is not the site's own name."""
    if not 2 < len(name) <= _MAX_NAME or len(name.split()) > 5 or _NO_NAME.search(name):
        return False
    own, said = "".join(words(publisher)), "".join(words(name))
    return bool(said) and said not in {own, own.removesuffix("com"), own.removesuffix("org")} and own != said + "com"


def is_person(name: str) -> bool:
    """Whether a text looks like a person's name: two to four words, each with a capital or a particle.

    Chinese, Japanese and Korean names are a few signs, as many another short text is: see is_eastern.
    """
    if _SIGN.search(name):
        return _EASTERN.match(name) is not None
    parts = name.split()
    return 2 <= len(parts) <= 4 and all(map(_is_part, parts))


def may_begin_with_name(text: str) -> bool:
    """Whether the first two words of a line can be a person's, or an office stands there: a quick no for most lines."""
    parts = text.split(None, 2)
    if len(parts) > 1 and _is_part(parts[0]) and _is_part(parts[1]):
        return True
    return bool(parts) and (not parts[0][0].isalnum() or is_role(text))


def _is_part(word: str) -> bool:
    """Whether a word can be one of a name: it has a capital, where its script has any, or is a particle."""
    found = _PERSON.match(word)
    return word in PARTICLES if found is None else not found["capital"].islower()


def is_phrase(text: str) -> bool:
    """Whether a text is words of a sentence and no name: "Read our guide"."""
    first, *rest = text.split()
    return first[0].isupper() and len(rest) > 1 and all(word.islower() and word not in PARTICLES for word in rest)


def is_eastern(name: str) -> bool:
    """Whether a text is in signs of Chinese, Japanese or Korean: it takes a label beside it to be known for a name."""
    return _SIGN.search(name) is not None


def is_labelled(text: str) -> bool:
    """Whether a line says that a name in it is the author's: "作者：陈雨桐", "한지우 기자"."""
    return strip_by(text) != text or byline_words.offices().search(text) is not None


def is_role(text: str) -> bool:
    """Whether a text is an office or a degree: "Director of Operations", "MD"."""
    return _ROLE.search(text) is not None


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, once each whatever their capitals, at most twelve."""
    seen: dict[tuple[str, ...], str] = {}
    for name in names:
        seen.setdefault(words(name), name)
    return tuple(seen.values())[:_MAX_NAMES]


def _less(name: str, publisher: str) -> str:
    """A name without the publisher's at its end: "Ada Marsh Valley Post"."""
    if (
        publisher
        and name.casefold().endswith(" " + publisher.casefold())
        and len(name.split()) > len(publisher.split()) + 1
    ):
        return name[: -len(publisher)].strip(" ,-–—|")
    return name


def _once(name: str) -> str:
    """A name that a page prints twice in one breath, once: "Ada MarshAda Marsh"."""
    half = name[: len(name) // 2].strip()
    return half if half and name in {half + half, f"{half} {half}"} else name
