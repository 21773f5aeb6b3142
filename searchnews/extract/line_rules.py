"""The rules by which a line of a text dump is classed: each looks at one line and answers, or passes.

The words are in vocabulary/lines.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from searchnews.datetext import find_dates
from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import agency, credited, is_sign_off, may_name_agency
from searchnews.extract.line_classes import Answer
from searchnews.extract.line_signed import CLOCK, byline, dated
from searchnews.extract.line_words import begins, exact, labelled

Rule = Callable[[str, str, str], Answer | None]  # a line, the same casefolded, and its key → class, value, dates

_NOISE_SEEN = 300  # characters in which a paragraph says what it is about
_LONGER_THAN = 12  # characters of a line that says so much
_SHORT_NOISE = 900  # characters: a paragraph longer than this is not dropped for a word about cookies
_POINT = 30  # characters: a point of a list shorter than this is a menu's as often as a story's
_ICONS = 1_200  # characters of a line that may be nothing but descriptions of icons

_BULLET = re.compile(r"(?:[-–•*+·▪►‣✓○◦]|o(?=\s[A-Z])|\d{1,2}[.)])\s+\S")
_MINUTES = re.compile(r"\d{1,3}\s*[- ]?(?:min(?:ute)?s?\.?)\s+(?:read|lesezeit|de lecture|de lectura)\b.{0,12}\Z")
_ONLY_SIGNS = re.compile(r"[\W\d_]{1,12}\Z")
_IN_NUMBERS = re.compile(r"\d[./•·-]\d")
_MARK = re.compile(r"\s*[:|–—]\s*|\s+-\s+")
_PICTURED = ("photo", "image", "picture", "foto", "©")
_TAIL = 80  # characters at a line's end: more than a credit has, but for what follows "credit:"
# Without one of these in its tail a line is no caption.
_SIGNS = (
    *(
        "/",
        "photo",
        "image",
        "foto",
        "picture",
        "bild",
        "courtesy",
        "via ",
        "(ap",
        "(afp",
        "(reuters",
        "(getty",
        "(epa",
    ),
    *("(shutter", "immagine", "[source", "©", "fot.", "zdj."),
)
_SIGNS_ELSEWHERE = re.compile("фото|ảnh|צילום|تصوير|عکس|फोटो|撮影|写真|摄|攝|사진|提供")
_CAPTION = re.compile(
    r"(?:\s/\s?(?:photo\s?:\s?)?[\w .&/-]{2,40}\Z|\bfile (?:photo|image|picture)\b.{0,40}\Z"
    r"|\[(?:source|photo|image)\b[^\]]{0,60}\]?\Z"
    r"|\b(?:foto|photo|image|picture|photograph|bild|fotoğraf|fotografía|fotografia|фото|ảnh|צילום|تصوير|عکس|फोटो|写真|사진)s?\s*(?::|/)\s*[\w .&/-]{2,40}\)?\Z"
    r"|\b(?:fot|zdj)\.\s*[\w .&/-]{2,40}\Z|(?:撮影|[ 　）)][\w·]{2,4}\s?[摄攝]|자료사진|사진 제공|（\w{2,12}提供）|\((?:foto|imagen|immagine|photo) (?:de )?arch?i[vf]\w*\))\Z"
    r"|\bREUTERS/[\w .-]{2,40}\Z|\(?©\s*[\w /.,-]{2,40}\)?\Z|\bvia (?:getty images|ap|reuters|afp)\)?\Z"
    r"|\bphoto(?:graph)? by\b.{2,40}\Z|\bcourtesy (?:of )?[\w .&-]{2,40}\)?\Z"
    r"|(?:/|\()(?:getty images|getty|afp|ap|epa|reuters|shutterstock)(?: photo)?\)?\Z"
    r"|\((?:ap|afp|reuters)(?: photo)?/[^)]{2,40}\)\.?\Z)",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\(?(?:photo|image|picture) credit\s*:", re.IGNORECASE)
_CREDIT_ONLY = re.compile(
    r"(?:file photo |representative )?(?:image|photo|picture)s?(?: credits?| by| courtesy)?\s*:\s*[\w .&/-]{2,40}\Z",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"(?P<caption>.{10,300}\((?:photo|image) credit\s*:[^()]{2,60}\))\Z", re.IGNORECASE)
_GLUED_BY = re.compile(r"\ABy(?=[A-Z]{2})")
_AGO = r"(?:\d{1,2}|an?)\s?(?:m|h|d|s|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?|gün|saat|dakika)\s?(?:ago|önce)"
_AGO_HEAD = re.compile(_AGO + r"(?:\s?(?P<title>[^\W\d_].{10,200}))?\Z", re.IGNORECASE)
_AGO_TAIL = re.compile(r"\s*[|·•-]?\s+" + _AGO + r"\Z", re.IGNORECASE)
_AGO_ENDS = ("ago", "önce")
_CRUMBS = re.compile(
    r"(?:home|start|startseite|accueil|inicio|anasayfa|ana sayfa)\s*[/>›»|·-]\s*(?P<rest>.{2,80})\Z", re.IGNORECASE
)
_STEP = re.compile(r"\s*[/>›»|]\s*")
_SOURCE = labelled("source")


def section(text: str, low: str, word: str) -> Answer | None:
    """The name of a section, or the way to the page."""
    if len(text) <= 40 and word in exact("section"):
        return kinds.SECTION, section_name(text.strip(" :#"))
    if len(text) <= 60 and (found := _CRUMBS.match(text)):
        return kinds.CRUMBS, section_name(_STEP.split(found["rest"])[0].strip())
    return None


def section_name(text: str) -> str:
    """A section as a page would write it: "WORLD" as "World"."""
    if not text.isupper():
        return text
    turkish = any(letter in "İÇŞĞÜÖ" for letter in text)
    lower = (text.replace("I", "ı").replace("İ", "i") if turkish else text).lower()
    return " ".join(("İ" if turkish and part[:1] == "i" else part[:1].upper()) + part[1:] for part in lower.split(" "))


def list_heading(text: str, low: str, word: str) -> Answer | None:
    """The heading of a list of other stories."""
    if len(text) > 60:
        return None
    if word in exact("list_heading") or (text[-1] not in ".!?" and begins("list_heading", word)):
        return kinds.LIST_HEADING, ""
    return None


def ago(text: str, low: str, word: str) -> Answer | None:
    """How long ago something was, with another story's headline glued to it or alone."""
    if not (text[0].isdigit() or low[0] == "a") or ("ago" not in low and "önce" not in low):
        return None
    if found := _AGO_HEAD.match(text):
        return (kinds.LISTED, found["title"].strip()) if found["title"] else (kinds.FURNITURE, "")
    return None


def without_age(title: str) -> str:
    """A listed headline less the "2 hours ago" after it."""
    return _AGO_TAIL.sub("", title) if title.casefold().endswith(_AGO_ENDS) else title


def after(text: str, low: str, word: str) -> Answer | None:
    """What only stands after a story."""
    if (len(text) <= 30 and word in exact("after")) or (len(text) <= 160 and begins("after", low.lstrip("#*- "))):
        return kinds.AFTER, ""
    return None


def inline(text: str, low: str, word: str) -> Answer | None:
    """A lead-in, a mark or a capital right after it, and a headline: "READ MORE: …", "RelatedHEADLINE"."""
    length = begins("inline", low, glued=True)
    if not length or len(text) - length < 12:
        return None
    rest = text[length:]
    mark = _MARK.match(rest)
    glued = text[0].isupper() and rest[0].isupper() and text[length - 1].islower()
    title = rest[mark.end() :].strip() if mark else rest.strip() if glued else ""
    return (kinds.INLINE, title) if len(title) > 8 else None


def furniture(text: str, low: str, word: str) -> Answer | None:
    """Buttons, counters, consent, newsletters."""
    if not word or is_button(word) or (len(text) <= 100 and begins("furniture", low)):
        return kinds.FURNITURE, ""
    if text[0].isdigit() and _MINUTES.match(low):
        return kinds.FURNITURE, ""
    if len(text) <= 12 and _ONLY_SIGNS.match(text) and not CLOCK.match(text) and not _IN_NUMBERS.search(text):
        return kinds.FURNITURE, ""
    return None


def is_button(word: str) -> bool:
    """Whether a line, as `key` gives it, is a button or another label of a page or a shop."""
    return word in exact("furniture") or word in exact("shop")


def noise_seen(low: str) -> str:
    """The part of a casefolded line in which it would say that it is noise; "" of one that is too short or too long."""
    return low[:_NOISE_SEEN] if _LONGER_THAN < len(low) < _SHORT_NOISE else ""


def is_noise(text: str, low: str, phrases: Iterable[str]) -> bool:
    """Whether a line speaks of cookies, newsletters and the like, describes icons, or signs for those who reported.

    `phrases` are those of noise that the line may have.
    """
    if phrases and (seen := noise_seen(low)) and any(phrase in seen for phrase in phrases):
        return True
    return is_sign_off(text) or (len(text) > _ICONS and low.count(" icon") > 3)


def source(text: str, low: str, word: str) -> Answer | None:
    """A line that says whose text it is."""
    found = _SOURCE.match(text) if len(text) <= 120 else None
    return (kinds.SOURCE, found["value"].strip()) if found else None


def house(text: str, low: str, word: str) -> Answer | None:
    """An agency alone on a line, or a house with one."""
    if len(text) > 60:
        return None
    bare = text.strip(" >»|-*")
    bare = _GLUED_BY.sub("", bare) if bare.startswith("By") else bare
    if not may_name_agency(bare) or any(word_of_photos in low for word_of_photos in _PICTURED):
        return None
    names = credited(bare)
    both = len(names) == 2 and agency(names[1]) is not None and names[0].count(" ") < 4 and "." not in names[0][-1:]
    return (kinds.AGENCY, bare) if agency(bare) or both else None


def caption(text: str, low: str, word: str) -> Answer | None:
    """A picture's text, known by the credit at its end."""
    tail, credited = low[-_TAIL:], "credit" in low
    for sign in _SIGNS:  # a generator costs three times as much, on every long line
        if sign in tail:
            break
    else:
        if not credited and (tail.isascii() or not _SIGNS_ELSEWHERE.search(tail)):
            return None
    if credited and (found := _CREDITED.match(text)):
        return kinds.CAPTION, found["caption"]
    if len(text) <= 60 and _CREDIT_ONLY.fullmatch(text):
        return kinds.FURNITURE, ""
    if not _CAPTION.search(text, max(len(text) - _TAIL, 0)) and not (credited and _CREDIT.search(text)):
        return None
    return None if len(text) < 90 and _mostly_date(text) else (kinds.CAPTION, text)


def _mostly_date(text: str) -> bool:
    """Whether a line is a date with little beside it: "November 12, 2023 / 7:56 PM / a month ago"."""
    found = find_dates(text, place="")
    return bool(found) and (found[0].alone or len(text) - (found[-1].end - found[0].start) < 25)


def point(text: str, low: str, word: str) -> Answer | None:
    """A point of a list; the value of a short one is its text."""
    if text[0].isalpha() and text[0] != "o":
        return None
    return (kinds.ITEM, "" if len(text) >= _POINT else text) if _BULLET.match(text) else None


# Read from top to bottom: the first that answers gives the class. Noise is known between the two.
_EARLY: tuple[Rule, ...] = (section, list_heading, ago, after, inline, furniture)
_LATE: tuple[Rule, ...] = (source, house, byline, caption, dated, point)
_SHORT_LINES, _MIDDLING_LINES = frozenset({section, list_heading, house}), frozenset({source, byline})
MIDDLING, LONG = 60, 120  # characters


def rules_for(length: int) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules for a line of so many characters, before noise and after it."""
    return _RULES if length <= MIDDLING else _MIDDLING_RULES if length <= LONG else _LONG_RULES


def _without(left_out: frozenset[Rule]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    early, late = ([rule for rule in rules if rule not in left_out] for rules in (_EARLY, _LATE))
    return tuple(early), tuple(late)


_RULES = (_EARLY, _LATE)
_MIDDLING_RULES, _LONG_RULES = _without(_SHORT_LINES), _without(_SHORT_LINES | _MIDDLING_LINES)
