"""A text dump of a page → its fields, by what each line looks like.

Lines are classed; the story is the run of lines with the greatest sum of weights; the headline is the line before it
that shares most with it; dates and credits are taken from where pages print them. Unknown is an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from searchnews.datetext import DateMention, find_dates, read_date
from searchnews.errors import InputRefused
from searchnews.extract import dumplines as kinds
from searchnews.extract.agencies import AGENCIES, credited, dateline, sign_off
from searchnews.extract.dumplines import Line, classed
from searchnews.extract.language import detect
from searchnews.models import Article, ArticleDate, Evidence, Kind, Page, Related

MAX_TITLE = 1_000  # characters
_PREFIX = re.compile(r"\s*date\s+(\d{4}(?:-\d\d?){0,2})(?:\s+|\Z)(.*)\Z", re.DOTALL)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]{3,}")
_DOUBLED = re.compile(r"(.{4,60}?)\1\Z")
_BY = re.compile(r"(?:written\s+)?(?:by|von|par|por|di|door|av|af)\s+(?=[^\W\d_])", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,4}\Z")


@dataclass(frozen=True, slots=True)
class _Story:
    """The run of lines that is the story; `last` is exclusive."""

    first: int
    last: int


def extract_dump(page: Page) -> Article:
    """The fields of a text dump. Raises InputRefused where nothing is left but furniture."""
    prefix, text = _prefix(_normalised(page.content))
    lines = classed(text)
    notes: list[str] = []
    kind = _kind(lines)
    story = _story(lines, live=kind == "live")
    if story is None:
        raise InputRefused("no text in the page: only navigation, headings and the like; nothing to index")
    body_lines = _body(lines, story, kind)
    title_at = _title(lines, story, body_lines)
    title, body_lines = _headline(lines, title_at, body_lines, notes)
    standfirst = _standfirst(lines, title_at, story, title, body_lines)
    body = tuple(line.text for line in body_lines if line.text not in (title, standfirst))
    captions = tuple(dict.fromkeys(line.text for line in lines if line.kind == kinds.CAPTION))
    if not body and len(captions) > 1:
        kind = "gallery"
    if not (body or standfirst or captions):
        raise InputRefused("no text in the page: only navigation, headings and the like; nothing to index")
    language = detect(" ".join([title, *body[:12]])[:2000])
    published, updated = _dates(lines, story, title_at, prefix, language, notes)
    sources, publisher, credit = _credits(lines, story, body)
    filed = dateline(body[0]) if body else None
    section = _section(lines, title_at)
    return Article(
        article_id="",
        title=title,
        standfirst=standfirst,
        body=_unsigned(body),
        published=published,
        updated=updated,
        sources=sources,
        publisher=publisher or (filed.publisher if filed else ""),
        section=section,
        authors=_authors(lines, story),
        dateline=filed.place if filed else "",
        captions=captions,
        related=_related(lines, title),
        language=language,
        kind=kind,
        evidence=_evidence(lines, title_at, story, title, standfirst, credit, section),
        notes=tuple(notes),
    )


def _normalised(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\u00a0", " ")


def _prefix(text: str) -> tuple[str, str]:
    """The date that a dump's first line begins with, and the text without it."""
    found = _PREFIX.match(text)
    return (found[1], found[2]) if found else ("", text)


def _kind(lines: Sequence[Line]) -> Kind:
    clocks = sum(line.kind == kinds.CLOCK for line in lines)
    marks = {line.text.lower() for line in lines[:60]}
    if clocks >= 3 or (marks & {"live reporting", "live updates", "live"} and "summary" in marks):
        return "live"
    first = [line.text.lower() for line in lines[:6]]
    if any("vidéo" in text and len(text) < 60 for text in first) or _is_video(lines):
        return "video"
    return "article"


def _is_video(lines: Sequence[Line]) -> bool:
    texts = [line for line in lines if line.kind == kinds.BODY]
    return len(texts) == 1 and len(lines) <= 5 and bool(re.search(r"\b[\w'-]+ reports\.\Z", texts[0].text))


def _story(lines: Sequence[Line], *, live: bool) -> _Story | None:
    """The run with the greatest sum (Kadane); what ends a story may not be inside it."""
    best, best_sum, start, total = None, 0.0, 0, 0.0
    for place, line in enumerate(lines):
        weight = line.weight
        if live and line.kind in (kinds.SHORT, kinds.CLOCK):
            weight = 0.0
        if line.kind == kinds.ENDING and total > 0:
            weight = -1000.0
        total += weight
        if total <= 0:
            start, total = place + 1, 0.0
        elif total > best_sum:
            best, best_sum = _Story(start, place + 1), total
    if best is None:
        captions = [n for n, line in enumerate(lines) if line.kind == kinds.CAPTION]
        return _Story(captions[0], captions[0]) if len(captions) > 1 else None
    return best


def _body(lines: Sequence[Line], story: _Story, kind: str) -> list[Line]:
    """The story's paragraphs and sub-headings, in order."""
    kept = []
    for place in range(story.first, story.last):
        line = lines[place]
        if line.kind == kinds.BODY or (line.kind == kinds.SHORT and (kind == "live" or _heads(lines, place, story))):
            kept.append(line)
    if kind == "live":
        return kept
    return _unwrapped(kept)


def _heads(lines: Sequence[Line], place: int, story: _Story) -> bool:
    """Whether a short line is a sub-heading: text comes before and after it."""
    text = lines[place].text
    if text[-1:] in ".,;:" and len(text) < 40 and not text[:1].isupper():
        return False
    after = [line for line in lines[place + 1 : story.last] if line.kind not in (kinds.FURNITURE, kinds.CAPTION)]
    return bool(after) and after[0].kind == kinds.BODY and place > story.first


def _unwrapped(kept: list[Line]) -> list[Line]:
    """Lines wrapped at a fixed width put together into paragraphs again."""
    lengths = [len(line.text) for line in kept]
    if len(kept) < 8 or max(lengths, default=0) > 90 or sum(lengths) / len(kept) > 60:
        return kept
    joined: list[Line] = []
    for line in kept:
        if joined and line.number == joined[-1].last + 1:
            joined[-1] = joined[-1].joined(line)
        else:
            joined.append(line)
    return joined


def _title(lines: Sequence[Line], story: _Story, body: Sequence[Line]) -> int | None:
    """The line before the story that shares most words with it; a repeated one is sure."""
    shared = {word for line in body[:8] for word in _words(line.text)}
    best, best_score = None, 0.0
    counts: dict[str, int] = {}
    for line in lines[: story.last]:
        counts[line.text] = counts.get(line.text, 0) + 1
    for place, line in enumerate(lines[: story.first + 1]):
        if line.kind not in (kinds.SHORT, kinds.BODY) or (line.kind == kinds.BODY and not _may_head(line)):
            continue
        if place >= story.first and line.kind == kinds.BODY and counts[line.text] == 1:
            continue
        words = _words(line.text)
        if len(words) < 2 and counts[line.text] == 1:
            continue
        common = len(words & shared)
        repeated = min(counts[line.text], 2) - 1
        score = common + 1.5 * repeated * bool(common) + 0.5 * min(len(words), 6) / 6 + 0.3 * place / (story.first + 1)
        score -= 0.4 * (line.text[-1:] in ".!" and len(line.text) > 60)
        if score > best_score:
            best, best_score = place, score
    if best is not None:
        text = lines[best].text
        best = next(n for n, line in enumerate(lines) if line.text == text)
    return best


def _may_head(line: Line) -> bool:
    return len(line.text) <= 160 and line.text[-1:] not in ".;:,"


def _words(text: str) -> set[str]:
    return {word.casefold()[:7] for word in _WORD.findall(text)}


def _headline(lines: Sequence[Line], place: int | None, body: list[Line], notes: list[str]) -> tuple[str, list[Line]]:
    if place is None:
        return "", body
    title = (
        re.sub(r"\s+\d{1,3}\Z", "", lines[place].text) if lines[place].text[-2:].startswith(" ") else lines[place].text
    )
    for line in lines[place + 1 : place + 4]:
        if line.text == title:
            break
    if len(title) > MAX_TITLE:
        notes.append(f"line {lines[place].number}: a title of {len(title):,} characters; cut at {MAX_TITLE:,}")
        title = title[:MAX_TITLE].rsplit(" ", 1)[0] + " …"
    return title, [line for line in body if line.text != lines[place].text]


def _standfirst(lines: Sequence[Line], title_at: int | None, story: _Story, title: str, body: list[Line]) -> str:
    """The summary under the headline: one sentence or two, parted from the story by a date, a byline or a picture."""
    start = 0 if title_at is None else title_at + 1
    glued = next(
        (
            line.text
            for line in lines[start : story.first + 2]
            if title and line.text.startswith(title) and line.text != title
        ),
        "",
    )
    if glued:
        body[:] = [line for line in body if line.text != glued]
        return glued[len(title) :].strip()
    if title_at is None:
        return _first_alone(body)
    for place in range(start, min(start + 3, len(lines))):
        line = lines[place]
        if line.kind in (kinds.BODY, kinds.SHORT) and len(line.text) > 40 and line.text != title:
            following = lines[place + 1 : place + 8]
            parted = [other for other in following if other.kind not in (kinds.FURNITURE,)]
            if parted and (
                parted[0].kind in (kinds.DATE, kinds.CAPTION, kinds.BYLINE, kinds.SOURCE) or parted[0].text == title
            ):
                body[:] = [kept for kept in body if kept.text != line.text]
                return line.text
            break
    return ""


def _first_alone(body: list[Line]) -> str:
    """On a page without a headline the first line says what it is about."""
    if len(body) > 3 and len(body[0].text) < 180:
        return body.pop(0).text
    return ""


def _dates(
    lines: Sequence[Line], story: _Story, title_at: int | None, prefix: str, language: str, notes: list[str]
) -> tuple[ArticleDate | None, ArticleDate | None]:
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    given = read_date(prefix, rule="prefix", place="line 1", confidence=0.7) if prefix else None
    if prefix and given is None:
        notes.append(f"line 1: {prefix!r} is no date; indexed without it")
    if given and given.start > latest:
        notes.append(f"line 1: {prefix!r} lies in the future; indexed without it")
        given = None
    published, updated = _printed(lines, story, title_at, language, latest, notes)
    if published is None:
        return given, updated
    if given and given.start <= published.start < given.end:
        published = _with(published, given.evidence)
    return published, updated


def _printed(
    lines: Sequence[Line], story: _Story, title_at: int | None, language: str, latest: datetime, notes: list[str]
) -> tuple[ArticleDate | None, ArticleDate | None]:
    """The dates that the page prints between its headline and its story, or just above."""
    candidates: list[tuple[float, ArticleDate]] = []
    updates: list[ArticleDate] = []
    day_first = None if language in ("", "en") else True
    for place, line in enumerate(lines[: story.first + 60]):
        if line.kind not in (kinds.DATE, kinds.BYLINE, kinds.CLOCK) or (place > story.last):
            continue
        found = list(find_dates(line.text, place=f"line {line.number}", language=language, day_first=day_first))
        if not found and re.search(r"\d{4}", line.text) and line.kind == kinds.DATE:
            notes.append(f"line {line.number}: {line.text[:40]!r} is no date that can be read; indexed without it")
        for mention in found:
            if mention.date.start > latest:
                notes.append(f"line {line.number}: a date in the future ({mention.date.start.year}); left out")
            elif mention.label == "updated":
                updates.append(mention.date)
            else:
                candidates.append((_worth(mention, place, title_at, line), mention.date))
    good = [candidate for candidate in candidates if candidate[0] > 0]
    published = max(good, key=lambda pair: pair[0])[1] if good else None
    updated = updates[0] if updates else None
    return published, updated if updated != published else None


def _worth(mention: DateMention, place: int, title_at: int | None, line: Line) -> float:
    worth = 1.0 + (mention.label == "published") + 0.5 * mention.alone - 0.01 * place
    if title_at is not None:
        worth += 0.8 if place > title_at else -0.2
    if mention.seconds and not (title_at is not None and place > title_at):
        worth -= 1.5  # a page's own clock
    return worth + (0.3 if mention.date.precision == "minute" else 0)


def _with(date: ArticleDate, more: tuple[Evidence, ...]) -> ArticleDate:
    return ArticleDate(date.start, date.end, date.precision, date.offset, (*date.evidence, *more))


def _credits(lines: Sequence[Line], story: _Story, body: Sequence[str]) -> tuple[tuple[str, ...], str, Evidence | None]:
    """Credited agencies, the house that names itself, and where: source line, dateline, a line alone, the end."""
    for line in lines:
        if line.kind == kinds.SOURCE:
            names = credited(line.value or line.text)
            agencies = tuple(name for name in names if name in AGENCIES)
            houses = [name for name in names if name not in AGENCIES]
            return agencies, houses[0] if houses else "", Evidence("source-line", f"line {line.number}", 0.95)
    filed = dateline(body[0]) if body else None
    if filed and filed.agencies:
        return filed.agencies, "", Evidence("dateline", "first paragraph", 0.9)
    for line in lines:
        if line.kind == kinds.AGENCY:
            names = credited(line.text)
            agencies = tuple(name for name in names if name in AGENCIES)
            house = next((name for name in names if name not in AGENCIES), "")
            return agencies, house, Evidence("agency-line", f"line {line.number}", 0.85)
    for text in [*reversed(body[-2:]), *body[:1]]:
        if names := sign_off(text):
            return names, "", Evidence("sign-off", "end of the text", 0.8)
    return (), "", None


def _unsigned(body: tuple[str, ...]) -> tuple[str, ...]:
    """The body with an agency's dash at its very end taken off."""
    if not body or not sign_off(body[-1]):
        return body
    last = re.sub(r"\s*(?:-{1,2}|–|—)\s*[^\W\d_][\w ]{1,30}\s*\Z", "", body[-1])
    return (*body[:-1], last) if last else body[:-1]


def _section(lines: Sequence[Line], title_at: int | None) -> str:
    """A name such as WORLD near the headline: the last one before it that stands for a section."""
    found = [line.value for line in lines[: (title_at or 0) + 1] if line.kind == kinds.SECTION]
    after = [line.value for line in lines[(title_at or 0) : (title_at or 0) + 3] if line.kind == kinds.SECTION]
    return (found or after or [""])[-1] if len(found) <= 3 else ""


def _authors(lines: Sequence[Line], story: _Story) -> tuple[str, ...]:
    for line in lines[: story.last]:
        if line.kind == kinds.BYLINE and line.value:
            return tuple(
                dict.fromkeys(name.strip() for name in re.split(r",| and | und | et ", line.value) if name.strip())
            )
    return ()


def _related(lines: Sequence[Line], title: str) -> tuple[Related, ...]:
    rows: list[Related] = []
    for line in lines:
        if line.kind == kinds.INLINE and line.value:
            rows.append(Related(line.value, "inline"))
        elif line.kind == kinds.LISTED and line.text != title:
            rows.append(Related(line.value or line.text, "listed"))
    return tuple(dict.fromkeys(rows))


def _evidence(
    lines: Sequence[Line],
    title_at: int | None,
    story: _Story,
    title: str,
    standfirst: str,
    credit: Evidence | None,
    section: str,
) -> dict[str, Evidence]:
    found = {"body": Evidence("best-run", f"lines {lines[min(story.first, len(lines) - 1)].number} on", 0.8)}
    if title_at is not None:
        twice = sum(line.text == lines[title_at].text for line in lines) > 1
        found["title"] = Evidence(
            "repeated" if twice else "shared-words", f"line {lines[title_at].number}", 0.95 if twice else 0.7
        )
    for name, value, rule in (("standfirst", standfirst, "under-title"), ("section", section, "section-line")):
        at = next((line.number for line in lines if value and value in (line.text, line.value)), None)
        if at is not None:
            found[name] = Evidence(rule, f"line {at}", 0.8)
    if credit:
        found["sources"] = credit
    return found
