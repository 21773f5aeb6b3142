"""The lines of a text dump, each with its class: what it looks like, seen with the lines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from searchnews.datetext import find_dates
from searchnews.extract.agencies import agency, credited, is_sign_off

Class = Literal[
    "body",
    "short",
    "date",
    "clock",
    "byline",
    "caption",
    "source",
    "agency",
    "section",
    "inline",
    "listed",
    "furniture",
    "ending",
]
BODY: Class = "body"
SHORT: Class = "short"  # a headline, a sub-heading, a name in a menu
DATE: Class = "date"
CLOCK: Class = "clock"  # the time of an entry of a live page
BYLINE: Class = "byline"
CAPTION: Class = "caption"
SOURCE: Class = "source"
AGENCY: Class = "agency"
SECTION: Class = "section"
INLINE: Class = "inline"
LISTED: Class = "listed"
FURNITURE: Class = "furniture"
ENDING: Class = "ending"  # the heading of a list of other stories: the story ends before it

WEIGHTS: dict[str, float] = {
    BODY: 0.0,
    SHORT: -1.2,
    SECTION: -1.0,
    LISTED: -3.0,
    ENDING: -4.0,
    DATE: -0.6,
    BYLINE: -0.6,
}
LOOKED_AT = 3_000  # characters of a line that patterns see

_SECTIONS = frozenset(
    [
        "world",
        "politics",
        "economy",
        "business",
        "markets",
        "sport",
        "sports",
        "culture",
        "science",
        "technology",
        "tech",
        "health",
        "education",
        "environment",
        "weather",
        "opinion",
        "local",
        "national",
        "international",
        "europe",
        "asia",
        "africa",
        "americas",
        "middle",
        "east",
        "society",
        "lifestyle",
        "travel",
        "entertainment",
        "arts",
        "law",
        "energy",
        "news",
        "fast",
        "news",
        "world",
        "news",
        "business",
        "&",
        "economy",
        "politik",
        "wirtschaft",
        "kultur",
        "gesellschaft",
        "panorama",
        "wissenschaft",
        "économie",
        "politique",
        "monde",
        "société",
        "sciences",
        "culture",
        "sociedad",
        "mundo",
        "economía",
        "política",
        "deportes",
        "cultura",
        "gündem",
        "ekonomi",
        "dünya",
        "spor",
        "çevre",
        "türkiye",
        "teknoloji",
        "sağlık",
        "magazin",
        "esteri",
        "cronaca",
        "economia",
        "politica",
        "climate",
        "war",
        "features",
        "analysis",
    ]
) | {"business & economy", "fast news", "world news", "middle east", "science & tech", "arts & culture", "us & canada"}
_ENDINGS = re.compile(
    r"(?:explore|recommended for you|related (?:news|stories|articles|content|topics)|more (?:stories|news|from|on|in)\b.*|most (?:read|popular|viewed)\b.*|"
    r"top stories|trending(?: now)?|latest(?: news)?|read next|you may also like|also read|see also|don't miss|editor'?s picks?|"
    r"à lire aussi|les plus lus|lire aussi|mehr zum thema|meistgelesen|lesen sie auch|son haberler|ilgili haberler|más noticias|"
    r"te puede interesar|lo más leído|leggi anche|più letti)\s*:?\Z",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:read more|read also|also read|related|see also|more on this|lire aussi|lesen sie (?:auch|mehr)|mehr dazu|leggi anche|"
    r"lee también|ilgili haber)\s*(?P<mark>[:|–-])?\s*(?P<title>\S.{7,300})\Z",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:-\s*)?(?:share(?: this| on)?\b.{0,40}|copy (?:this )?link|about sharing|close share panel|print|email|tweet|save|subscribe.{0,40}|sign (?:up|in).{0,80}|"
    r"log ?in.{0,20}|register.{0,30}|advertisement.{0,20}|this advertisement.{0,80}|continue reading.{0,40}|recommended|article content|"
    r"\d+\s*min(?:ute)?s?\s+read|read time.{0,20}|left menu|text:?\s?a+.{0,10}|image(?: only.{0,60})?|file photo|video|listen.{0,30}|comments?|"
    r"we apologize, but this video.{0,60}|try refreshing your browser.{0,80}|these are external links.{0,60}|"
    r"privacy overview|all rights reserved.{0,80}|all photos subject to copyright.{0,40}|our standards.{0,80}|edition:?|menu|search|home(?: / .{0,40})?|"
    r"summary|live reporting|partager|teilen|drucken|paylaş|compartir|condividi|contact us|"
    r"\(c\)\s?\d{4}.{0,40}|©\s?\d{4}.{0,60}|copyright.{0,80}|\d{1,4}|follow us.{0,40}|skip to.{0,30}|back to top|more ?photo)\s*\.?\Z",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:cookies?|your (?:browser|gift|device|inbox)|newsletter|our free|privacy policy|terms of use|auto-generated from a syndicated feed|"
    r"web editor|please give|improve the way you|icon:|used to open)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:/\s*(?:photo\s*:\s*)?[\w .&/]{2,40}\Z|\bfile photo\b|\(?photo credit\s*:.*|\[(?:source|photo|image)\b[^\]]{0,60}\]?\Z|\bfoto\s*:\s*.{2,40}\Z|"
    r"\bREUTERS/[\w .-]{2,40}\Z|image credit\s*:.{2,40}\Z|©\s*[\w /.-]{2,40}\Z|\bphoto by\b.{2,40}\Z|/(?:getty images|afp|ap|epa|reuters)\Z)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:source|quelle|fuente|fonte|kaynak|bron)s?\s*:\s*(?P<value>\S.{1,100})\Z", re.IGNORECASE)
_BY = re.compile(
    r"(?:written\s+by|by|von|par|por|di|door)\s+(?P<name>[^\W\d_][\w.'’\- ]{2,60}?)\s*(?=\||\Z|,|(?:published|updated|posted)\b|[A-Z][a-z]+ \d)",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"(?P<name>[^\W\d_][\w.'’ -]{4,50})(?P=name)\Z")
_NAMED_DATE = re.compile(r"(?P<name>[^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]+){1,3})\s+Published\b")
_CLOCK = re.compile(
    r"\d{1,2}:\d\d\s?(?:[ap]\.?m\.?)?\s?[A-Z]{2,4},?\s.{6,30}\Z|\d{1,2}[:.]\d\d\s?(?:GMT|UTC|[ap]m|Uhr)?\Z",
    re.IGNORECASE,
)
_AGO = re.compile(r"\d{1,2}\s?(?:m|h|d|min|hours?|days?|gün)\s?ago(?P<title>[^\W\d_].{10,200})\Z", re.IGNORECASE)
_AGO_TAIL = re.compile(r"\s+\d{1,2}\s(?:gün|saat|hours?|days?|minutes?)\s(?:ago|önce)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    text: str
    number: int  # from 1 in the file
    last: int  # the same, or the last of several put together
    kind: Class
    value: str = ""  # what the line says, without its label

    @property
    def weight(self) -> float:
        """How much the line speaks for being part of a story."""
        if self.kind == BODY:
            return min(len(self.text) / 60, 5.0)
        return WEIGHTS.get(self.kind, -0.3)

    def joined(self, other: Line) -> Line:
        """With the line after it as one paragraph."""
        return replace(self, text=f"{self.text} {other.text}", last=other.last)


def classed(text: str) -> list[Line]:
    """The lines of a dump with their classes; blank ones left out."""
    rows = [(number, " ".join(raw.split())) for number, raw in enumerate(text.split("\n"), 1)]
    lines = [_line(text, number) for number, text in rows if text]
    return _listed(_repeated(_wrapped(lines)))


def _line(text: str, number: int) -> Line:
    kind, value = _class(text[:LOOKED_AT])
    return Line(text, number, number, kind, value)


def _class(text: str) -> tuple[Class, str]:
    length = len(text)
    if length <= 60 and text.lower().strip(" :#") in _SECTIONS:
        return SECTION, _section(text.strip(" :#"))
    if length <= 60 and _ENDINGS.match(text):
        return ENDING, ""
    if _FURNITURE.match(text):
        return FURNITURE, ""
    if (
        length <= 320
        and (found := _INLINE.match(text))
        and (found["mark"] or (text[:7] == "Related" and found.start("title") == 7))
    ):
        return INLINE, found["title"].strip()
    if length <= 220 and (found := _AGO.match(text)):
        return LISTED, found["title"]
    if length <= 130 and (found := _SOURCE.match(text)):
        return SOURCE, found["value"]
    if length <= 60 and (agency(text) or _credit_line(text)):
        return AGENCY, ""
    if length <= 220 and (short := _dated(text)):
        return short
    if (length <= 400 and _CAPTION.search(text)) and not (length > 250 and text.endswith(".")):
        return CAPTION, ""
    if length <= 90 and (found := _DOUBLED.match(text)):
        return BYLINE, found["name"].strip()
    if length <= 90 and (found := _BY.match(text)):
        return BYLINE, found["name"].strip()
    if (
        is_sign_off(text)
        or (length < 700 and _NOISE.search(text))
        or (length > 1200 and text.lower().count(" icon") > 3)
    ):
        return FURNITURE, ""
    return (BODY if _is_prose(text) else SHORT), ""


def _section(text: str) -> str:
    if not text.isupper():
        return text
    turkish = text.replace("I", "ı").replace("İ", "i") if any(c in "İÇŞĞÜÖ" for c in text) and "I" in text else text
    return (
        " ".join(word[:1] + word[1:].lower() for word in turkish.lower().title().split(" "))
        if "&" in text
        else turkish.lower().title()
    )


def _credit_line(text: str) -> bool:
    names = credited(text)
    return len(names) == 2 and agency(names[1]) is not None and len(text) < 60 and not text.endswith(".")


def _dated(text: str) -> tuple[Class, str] | None:
    if _CLOCK.match(text):
        return CLOCK, ""
    found = find_dates(text, place="")
    if not found:
        return (DATE, "") if re.fullmatch(r"[\d./-]{8,10}", text) else None
    rest = text[: found[0].start] + text[found[-1].end :]
    if found[0].alone or (len(rest) <= 30 and not text.endswith((".", "?"))):
        name = _BY.match(text) or _NAMED_DATE.match(text)
        return (BYLINE, name["name"].strip()) if name else (DATE, "")
    if len(rest) <= 70 and (name := _BY.match(text)):
        return BYLINE, name["name"].strip()
    return None


def _is_prose(text: str) -> bool:
    words = text.count(" ") + 1
    if len(text) >= 90 or (len(text) >= 60 and text[-1:] in '.!?”"»…'):
        return True
    dense = sum(ord(c) > 0x2E80 for c in text[:80]) > 20
    return (words >= 5 and text[-1:] in '.!?”"»…') or dense


def _wrapped(lines: list[Line]) -> list[Line]:
    """Runs of many lines of one width, sentences broken across them, are prose whatever their length."""
    result = list(lines)
    start = 0
    for place in range(len(lines) + 1):
        inside = place < len(lines) and 15 <= len(lines[place].text) <= 75 and lines[place].kind in (SHORT, BODY)
        if inside:
            continue
        run = lines[start:place]
        broken = sum(line.text[-1:].islower() or line.text[-1:] == "," for line in run)
        begun = sum(line.text[:1].islower() for line in run)
        if len(run) >= 8 and broken > len(run) * 0.5 and begun > len(run) * 0.4:
            first = next(
                (
                    n
                    for n, line in enumerate(run)
                    if line.text[-1:].islower() and n + 1 < len(run) and run[n + 1].text[:1].islower()
                ),
                0,
            )
            result[start + first : place] = [replace(line, kind=BODY) for line in run[first:]]
        start = place + 1
    return result


def _repeated(lines: list[Line]) -> list[Line]:
    """Pairs of repeated headlines in a row are a list of other stories."""
    result = list(lines)
    pairs = [n for n in range(len(lines) - 1) if lines[n].text == lines[n + 1].text and lines[n].kind == SHORT]
    if len(pairs) >= 2:
        for n in pairs:
            result[n] = replace(lines[n], kind=LISTED)
            result[n + 1] = replace(lines[n + 1], kind=LISTED)
    return result


def _listed(lines: list[Line]) -> list[Line]:
    """The short lines after the heading of a list of other stories belong to it, up to the next long text."""
    result, inside = [], False
    for line in lines:
        if line.kind == ENDING:
            inside = True
        elif inside and (
            line.kind in (SHORT, AGENCY) or (line.kind == BODY and len(line.text) < 160 and not line.text.endswith("."))
        ):
            line = replace(line, kind=LISTED, value=_AGO_TAIL.sub("", line.text))
        elif inside and line.kind == BODY:
            inside = False
        result.append(line)
    return result
