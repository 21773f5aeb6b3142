"""A text dump's rows: normalised lines, with the pieces of one sentence put together again.

Dumps are made by programs that print every text node on a line of its own (a link in mid-sentence parts it in three),
or that wrap paragraphs at a fixed width. Both are undone here, before any line is judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchnews.extract.agencies import agency
from searchnews.extract.line_words import begins

_PREFIX = re.compile(r"\s*date\s+(\d{4}(?:-\d\d?){0,2})(?:[ \t]+|(?=\n)|\Z)")
_GLUED_BYLINE = re.compile(r"(?<=\))(?=By[A-Z])")  # a picture's credit and the byline printed without a space
# "Posted by Ada MarshMay 3, 2021May 5, 2021Gardens": fields printed without a space between
_GLUED_DATE = re.compile(
    r"(?<=[a-z\d])(?=[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})|(?<=[A-Za-z], \d{4})(?=[A-Z])|(?<=\d, \d{4})(?=[A-Z])"
    r"|(?<=[ ,/.-]20\d\d)(?=\d{1,3} ?min)|(?<=[A-Za-z][ ./-]20\d\d)(?=[^\W\d_])"
)
_YEAR = re.compile(r"[ ,/.-](?:19|20)\d\d")  # without one, nothing of the above fits
_GLUE = re.compile(r"\d{4}[^\W_]|[A-Z](?<=[a-z\d][A-Z])[a-z]{2,8}\.? \d")  # nor without one of these, sooner found
DATED = 300  # characters: fields so glued are short
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LINE_ENDS = "\r\u2028\u2029\x85\x0b\x0c"
_CLOSING = re.compile(r"(?:[,;:!?)\]”’%»]|\.(?:\s|\Z|[”\"’)])|'s\b|’s\b)")
_OPENING = frozenset("([“«‘„$€£#@")
_FINAL = frozenset('.!?…:;”"»。！？')
_HANGERS = {"the", "a", "an", "of", "to", "and", "with", "at", "by", "for", "from", "as", "that"}
_HANGERS |= {"der", "die", "das", "und", "de", "la", "le", "les", "el"}
_EVERYWHERE = 0.3  # a space at the edge of this share of the lines is the program's habit and says nothing
_CREDIT = 12  # characters: "dpa", "mit dpa" on a line of their own are no end of the headline
_PIECE = 30  # characters: two lines both shorter than this may be words of a menu
_HANGING = 40  # characters of a line, at least, whose last word shows that it goes on
# A day that fills its line is no beginning of the sentence on the next, whatever spaces stand around it.
_DAY_ALONE = re.compile(
    r"(?:[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\Z"
)
_DAY_LENGTH = 28  # characters
_ENDLESS = 1_000  # characters: a line longer than this, with so many bars in it, is a page whose lines they divide
_BARS = 8
_PLENTY = 8  # times as many lines as a page of endless ones would have
_PART = 600  # characters from bar to bar, no more on the average
_BAR = re.compile(r"\s+[|¦│]\s+|\t+")
_BAR_SIGNS = "|¦│\t"  # without one of these, which is soon seen, there is none of the above
_ADDRESS = re.compile(
    r" ?\((?:https?://|mailto:|tel:|/)[^\s()]{1,400}\)| ?\[https?://[^\s\[\]]{1,400}\]"
)  # after a link's words
_FEW = 8  # wrapped lines: fewer say nothing
_WIDEST = 100  # characters at which a text is wrapped
ADDRESSED = ("(http", "[http", "(/", "(mailto:", "(tel:")


@dataclass(slots=True)  # made for every line of every page; frozen, it takes three times as long
class Row:
    """One line that is not blank, or several put together."""

    text: str
    number: int  # from 1 in the file
    last: int  # the same, or that of the last line put to it
    gap: bool  # whether a blank line stands before it
    lead: bool = False  # whether one space stood before its first character
    trail: bool = False  # whether one space stood after its last


def split_prefix(text: str) -> tuple[str, str]:
    """The date that a dump's first line begins with ("" where none), and the normalised text without it."""
    text = normalised(text)
    found = _PREFIX.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def normalised(text: str) -> str:
    """NFC, without invisible characters, line ends and spaces of one kind."""
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        for sign in _INVISIBLE:
            if sign in text:
                text = text.replace(sign, "")
        text = text.replace("\u00a0", " ")
    if any(end in text for end in _LINE_ENDS):
        text = text.replace("\r\n", "\n")
        for end in _LINE_ENDS:
            text = text.replace(end, "\n")
    return text


def rows_of(text: str) -> list[Row]:
    """The rows of a normalised text."""
    return _pieced(_unwrapped(_plain(text)))


def _lines(text: str) -> Iterable[tuple[int, str]]:
    """The lines with their numbers; a page on one line, its lines divided by bars, gives many of one number."""
    numbered = enumerate(text.split("\n"), 1)
    if text.count("\n") * _ENDLESS > len(text) * _PLENTY:
        return numbered
    return ((number, part) for number, raw in numbered for part in _parted(raw))


def _parted(raw: str) -> list[str]:
    if len(raw) <= _ENDLESS or not any(bar in raw for bar in _BAR_SIGNS):
        return [raw]
    parts = _BAR.split(raw)
    return parts if len(parts) > _BARS and len(raw) < _PART * len(parts) else [raw]


def _plain(text: str) -> list[Row]:
    rows, gap = [], False
    if any(mark in text for mark in ADDRESSED):
        text = _ADDRESS.sub("", text)
    dated, glued = "20" in text or ", 19" in text, ")By" in text
    odd = "  " in text or not text.replace("\n", "").isprintable()  # all spaces but " " are not printable
    for number, raw in _lines(text):
        if not raw or raw.isspace():
            gap = True
            continue
        line, lead, trail = raw, False, False
        if raw[0] == " " or raw[-1] == " " or (odd and ("  " in raw or not raw.isprintable())):
            line = raw.strip()
            if odd and ("  " in line or not line.isprintable()):
                line = " ".join(line.split())
            lead = raw[0] == " " and raw[1] == line[0]
            trail = raw[-1] == " " and raw[-2] == line[-1]
        if dated and ("20" in line or ", 19" in line):
            line = _unglued(line)
        if glued and ")By" in line:
            parts = enumerate(_GLUED_BYLINE.split(line))
            rows += [Row(part, number, number, gap and not n, lead and not n, trail) for n, part in parts]
        else:
            rows.append(Row(line, number, number, gap, lead, trail))
        gap = False
    _forget_habits(rows)
    return rows


def _unglued(line: str) -> str:
    """A line with a space between a date and what is printed right beside it."""
    if len(line) < DATED and ("20" in line or ", 19" in line) and _YEAR.search(line) and _GLUE.search(line):
        return _GLUED_DATE.sub(" ", line)
    return line


def _forget_habits(rows: Sequence[Row]) -> None:
    """Spaces at the edges of many lines are the program's habit."""
    leads, trails = (
        sum(flags) > len(rows) * _EVERYWHERE for flags in ([r.lead for r in rows], [r.trail for r in rows])
    )
    if leads or trails:
        for row in rows:
            row.lead, row.trail = row.lead and not leads, row.trail and not trails


def unwrapped(text: str) -> list[str]:
    """The lines of a text, those put together that were wrapped at a fixed width."""
    if not _is_neat(text):
        return [row.text for row in _unwrapped(_plain(text))]
    lines = text.split("\n")
    if "20" in text or ", 19" in text:
        lines = list(map(_unglued, lines))
    return lines if _is_unwrapped(lines) else [row.text for row in _unwrapped(_plain(text))]


def _is_neat(text: str) -> bool:
    """Whether `_plain` would change none of a text's lines, dates aside: a quick yes for most records."""
    if not text or not text.isascii() or "  " in text or "|" in text or text[0].isspace() or text[-1].isspace():
        return False
    if "\n" in text:
        if "\n\n" in text or "\n " in text or " \n" in text or not text.replace("\n", "").isprintable():
            return False
    elif not text.isprintable():
        return False
    if ")" in text and ")By" in text:
        return False
    if "(" in text or "[" in text:
        for mark in ADDRESSED:  # not any(…): this is asked of every record
            if mark in text:
                return False
    return True


def _is_unwrapped(lines: Sequence[str]) -> bool:
    """Whether lines without a blank one among them are plainly not wrapped (`_width`)."""
    return len(lines) < _FEW or len(max(lines, key=len)) > _WIDEST


def _unwrapped(rows: list[Row]) -> list[Row]:
    """Lines wrapped at a fixed width put together: each ends where the next one's first word would not have fitted."""
    width = _width(rows)
    if not width:
        return rows
    joined: list[Row] = []
    room = 0
    for row in rows:
        if joined and not row.gap and room <= width and row.number == joined[-1].last + 1 and _full(room, row, width):
            joined[-1] = _together(joined[-1], row, " ")
        else:
            joined.append(row)
        room = len(row.text)
    return joined


def _full(length: int, following: Row, width: int) -> bool:
    return length + 1 + len(following.text.split(" ", 1)[0]) > width and len(following.text) <= width


def _width(rows: Sequence[Row]) -> int:
    """The width at which a text is wrapped, 0 where it is not."""
    blocks: list[list[Row]] = []
    for row in rows:
        if row.gap or not blocks:
            blocks.append([])
        blocks[-1].append(row)
    wrapped = [block for block in blocks if len(block) >= 4 and _is_wrapped(block)]
    if sum(map(len, wrapped)) < max(_FEW, len(rows) // 4):
        return 0
    return max(len(row.text) for block in wrapped for row in block)


def _is_wrapped(block: Sequence[Row]) -> bool:
    width = max(len(row.text) for row in block)
    if not 20 <= width <= _WIDEST:
        return False
    full = sum(_full(len(row.text), following, width) for row, following in pairwise(block))
    broken = sum(row.text[-1].isalpha() or row.text[-1] == "," for row in block)
    return full > 0.6 * (len(block) - 1) and broken > 0.5 * len(block)


def _pieced(rows: list[Row]) -> list[Row]:
    """Pieces of a sentence put together that stand on lines of their own because a link or a name was marked in it."""
    joined: list[Row] = []
    for place, row in enumerate(rows):
        glue = None
        if not row.gap and joined and not _is_apart(joined[-1], row):
            glue = _glue(joined[-1], row, rows[place + 1] if place + 1 < len(rows) else None)
        if glue is None:
            joined.append(row)
        else:
            joined[-1] = _together(joined[-1], row, glue)
    return joined


def _is_apart(before: Row, row: Row) -> bool:
    """Whether nothing that `_glue` looks for can join two rows: a quick yes for nearly every line of a menu."""
    text, first = before.text, row.text[0]
    if row.lead or before.trail or first.islower() or not first.isalnum() or text[-1] in _OPENING:
        return False
    return len(text) < _HANGING or not (text[-1] == "," or _hangs(text))


def _glue(before: Row, row: Row, following: Row | None) -> str | None:
    """What joins two rows: "" or a space; None where they are two lines."""
    first, last = row.text[0], before.text[-1]
    if last not in _FINAL and not first.isalnum() and _CLOSING.match(row.text):
        return " " if row.lead or before.trail else ""
    if last in _OPENING and len(before.text) > 1:
        return ""
    if begins("byline", row.text[:24].casefold()):
        return None
    if first.islower() and len(row.text) <= _CREDIT and agency(row.text):
        return None
    if len(before.text) <= _DAY_LENGTH and not first.islower() and _DAY_ALONE.match(before.text):
        return None
    long = max(len(before.text), len(row.text)) >= _PIECE
    if (before.trail or row.lead) and (last not in _FINAL or first.islower()):
        return " " if long or row.lead or _goes_on(row, following) else None
    if before.trail and last in _FINAL and long and _goes_on(row, following):
        return " "
    if long and first.islower() and (last.isalnum() or last in ",)’'\"”"):
        return " "
    return " " if len(before.text) >= _HANGING and (last == "," or _hangs(before.text)) else None


def _goes_on(row: Row, following: Row | None) -> bool:
    """Whether a row is but the beginning of a sentence that the next one goes on with."""
    if following is None or following.gap:
        return False
    return row.text[-1] not in _FINAL and (row.trail or following.lead or following.text[0].islower())


def _hangs(text: str) -> bool:
    """Whether a text ends with a short word that no sentence and few headlines end with."""
    return text.rpartition(" ")[2] in _HANGERS


def _together(before: Row, row: Row, glue: str) -> Row:
    text = f"{before.text}{glue}{row.text}"
    return Row(text, before.number, row.last, before.gap, before.lead, row.trail)
