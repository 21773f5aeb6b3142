"""When a text dump says its story was published and last changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from searchnews.datetext import find_dates, order_shown, read_date
from searchnews.extract import line_classes as kinds
from searchnews.extract.datecheck import latest_moment, read_claim
from searchnews.extract.dump_ago import long_ago
from searchnews.extract.dump_story import Story
from searchnews.extract.dump_worth import label_above, worth_of
from searchnews.extract.html_stamps import in_address
from searchnews.extract.line_classes import Line
from searchnews.models import ArticleDate, Evidence

_DATED = frozenset({kinds.DATE, kinds.BYLINE, kinds.CLOCK, kinds.AGENCY})
_UPDATED_AT = re.compile(
    r"\W{0,3}(?:last )?updated:?\s+(?:at )?(?P<clock>\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?)\)?\Z", re.IGNORECASE
)
_STAMPED = frozenset({kinds.DATE, kinds.CLOCK, kinds.AFTER})
_SURE = 1.4  # a candidate worth less gives way to a sign that it is another story's
_ACCEPTED = 0.0  # a candidate scoring no more than this is not the story's date: unknown is an answer
_APART = 0.8  # by which a change at the headline is worth more than a date that is another story's


@dataclass(slots=True)
class Dates:
    """The two dates and what was wrong with others."""

    published: ArticleDate | None = None
    updated: ArticleDate | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page beside its lines."""

    prefix: str = ""  # the date that the dump begins with
    url: str = ""
    filed: str = ""  # the day of the dateline, as printed: "Sept. 21"
    language: str = ""
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    worth: float
    date: ArticleDate
    place: int
    labelled: bool


def find_page_dates(lines: Sequence[Line], story: Story, title_at: int | None, known: Known, *, live: bool) -> Dates:
    """The dates a page prints by its headline; else those of its address and of the dump's own prefix."""
    dates = Dates()
    latest = latest_moment(known.fetched_at)
    given = _prefixed(known, latest, dates.notes)
    _printed(dates, lines, story, title_at, known.language, latest, live)
    if dates.published is None:
        dates.published = _addressed(known, latest) or _filed(known, given) or given
    if dates.published is None and dates.updated and not _commented_before(lines, story, dates.updated):
        # A page that only says when it was changed: better than nothing for a reader, and said to be unsure.
        dates.published = replace(dates.updated, evidence=tuple(_unsure(each) for each in dates.updated.evidence))
    elif dates.published and given and given.start <= dates.published.start < given.end:
        dates.published = replace(
            dates.published, evidence=tuple(dict.fromkeys((*dates.published.evidence, *given.evidence)))
        )
    if dates.published is None and known.fetched_at:
        dates.published = long_ago(lines[title_at or 0 : story.first + 1], known.fetched_at)
    return dates


def _addressed(known: Known, latest: datetime) -> ArticleDate | None:
    """The day in the page's address."""
    for claim in in_address(known.url):
        found, _ = read_claim(claim, "", latest)
        if found:
            return found
    return None


def _commented_before(lines: Sequence[Line], story: Story, updated: ArticleDate) -> bool:
    """Whether something under the story, such as a reader's comment, is older than its last change: so is the story."""
    stamps = [mention.date for line in lines[story.last :] for mention in line.dates if line.kind in _STAMPED]
    return any(stamp.precision == "minute" and stamp.end <= updated.start for stamp in stamps)


def _filed(known: Known, given: ArticleDate | None) -> ArticleDate | None:
    """The dateline's day, where the prefix knows the month or the year only: "BEIJING, Sept. 21 (Xinhua) --"."""
    if not known.filed or given is None or given.precision not in ("month", "year"):
        return None
    day = read_date(f"{known.filed} {given.start.year}", rule="dateline-day", place="first paragraph", confidence=0.6)
    return day if day and given.start <= day.start < given.end else None


def _prefixed(known: Known, latest: datetime, notes: list[str]) -> ArticleDate | None:
    prefix = known.prefix
    if not prefix:
        return None
    given = read_date(prefix, rule="prefix", place="line 1", confidence=0.7)
    if given is None:
        notes.append(f"line 1: {prefix!r} is no date; indexed without it")
    elif given.start > latest:
        notes.append(f"line 1: {prefix!r} lies in the future; indexed without it")
        return None
    return given


def _printed(
    dates: Dates, lines: Sequence[Line], story: Story, title_at: int | None, language: str, latest: datetime, live: bool
) -> None:
    candidates: list[_Candidate] = []
    updates: list[_Candidate] = []
    entries: list[ArticleDate] = []
    order = _order(lines)
    for place, line in enumerate(lines):
        if line.kind not in _DATED or not (line.dates or any(letter.isdigit() for letter in line.text)):
            continue
        found = find_dates(line.text, place=f"line {line.number}", language=language, day_first=order)
        if not found and line.kind == kinds.DATE:
            dates.notes.append(
                f"line {line.number}: {line.text[:40]!r} is no date that can be read; indexed without it"
            )
        for mention in found:
            if mention.date.start > latest:
                dates.notes.append(f"line {line.number}: a date in the future ({mention.date.start.year}); left out")
                continue
            if live and line.kind == kinds.CLOCK:
                entries.append(mention.date)
                continue
            label = mention.label or label_above(lines, place, mention)
            worth = worth_of(mention, label, lines, place, story, title_at)
            if later := _clock_of_update(line.text[mention.end :], mention.date):
                updates.append(_Candidate(1.0, later, place, True))
            (updates if label == "updated" else candidates).append(_Candidate(worth, mention.date, place, bool(label)))
    _choose(dates, candidates, updates, entries)


def _choose(
    dates: Dates, candidates: Sequence[_Candidate], updates: Sequence[_Candidate], entries: Sequence[ArticleDate]
) -> None:
    """The best of each kind; a live page was published with its first entry and updated with its last."""
    best, changed = _best(candidates), _best(updates)
    if best and changed and best.worth < _SURE:
        # A date of another story: this one was already changed before it, or says at its headline when it was.
        other = changed.date.end <= best.date.start or changed.worth > best.worth + _APART
        best = None if other else best
    dates.published = best.date if best else None
    dates.updated = changed.date if changed else None
    if best:
        _part(dates, best, candidates)
    if dates.published is None and entries:
        dates.published, dates.updated = min(entries, key=_moment), max(entries, key=_moment)
    if dates.updated == dates.published:
        dates.updated = None


def _best(candidates: Sequence[_Candidate]) -> _Candidate | None:
    good = [each for each in candidates if each.worth > _ACCEPTED]
    return max(good, key=lambda each: each.worth) if good else None


def _part(dates: Dates, best: _Candidate, candidates: Sequence[_Candidate]) -> None:
    """Two dates side by side without a word: the earlier is that of publication, the later that of the last change."""
    for other in candidates:
        beside = other is not best and abs(other.place - best.place) <= (not best.labelled) and not other.labelled
        if best.labelled and other.date.start < best.date.start:
            continue
        if beside and other.worth > _ACCEPTED and other.date.start != best.date.start:
            dates.published, later = sorted((best.date, other.date), key=_moment)
            dates.updated = dates.updated or later
            return


def _unsure(evidence: Evidence) -> Evidence:
    return replace(evidence, rule="updated-only", confidence=0.5)


def _clock_of_update(rest: str, published: ArticleDate) -> ArticleDate | None:
    """The same day at the time after "Updated", where no other day is given: "August 30, 2023 1:55 am (Updated 4:30 am)"."""
    found = _UPDATED_AT.match(rest)
    if found is None or published.precision != "minute":
        return None
    day = f"{published.start:%Y-%m-%d} {found['clock']}"
    return read_date(day, rule="updated-at", place=published.evidence[0].place, confidence=0.8)


def _moment(date: ArticleDate) -> datetime:
    return date.start


def _order(lines: Sequence[Line]) -> bool | None:
    """Which of day and month comes first on this page, None where no number over 12 shows it or they disagree."""
    shown = {order_shown(line.text) for line in lines if line.kind in _DATED} - {None}
    return shown.pop() if len(shown) == 1 else None
