"""When a text dump says its story was published and last changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from searchnews.datetext import DateMention, find_dates, order_shown, read_date
from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line
from searchnews.models import ArticleDate, Evidence

_DATED = frozenset({kinds.DATE, kinds.BYLINE, kinds.CLOCK, kinds.AGENCY})
_UPDATED_AT = re.compile(
    r"\W{0,3}(?:last )?updated:?\s+(?:at )?(?P<clock>\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?)\)?\Z", re.IGNORECASE
)
_NEAR = 12  # lines between headline or story and a date that is theirs
_ACCEPTED = 0.0  # a candidate scoring no more than this is not the story's date: unknown is an answer
_LABELS_ALONE = 40  # characters of a line that only says "Published on"


@dataclass(slots=True)
class Dates:
    """The two dates and what was wrong with others."""

    published: ArticleDate | None = None
    updated: ArticleDate | None = None
    notes: list[str] = field(default_factory=list)


def find_page_dates(
    lines: Sequence[Line], story: Story, title_at: int | None, prefix: str, language: str, *, live: bool
) -> Dates:
    """The dates a page prints by its headline; the dump's own prefix where it prints none."""
    dates = Dates()
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    given = _prefixed(prefix, latest, dates.notes)
    _printed(dates, lines, story, title_at, language, latest, live)
    if dates.published is None:
        dates.published = given
    if dates.published is None and dates.updated:
        # A page that only says when it was changed: better than nothing for a reader, and said to be unsure.
        dates.published = replace(dates.updated, evidence=tuple(_unsure(each) for each in dates.updated.evidence))
    elif dates.published and given and given.start <= dates.published.start < given.end:
        dates.published = replace(dates.published, evidence=(*dates.published.evidence, *given.evidence))
    return dates


def _prefixed(prefix: str, latest: datetime, notes: list[str]) -> ArticleDate | None:
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
    candidates: list[tuple[float, ArticleDate]] = []
    updates: list[tuple[float, ArticleDate]] = []
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
            label = mention.label or _label_above(lines, place, mention)
            worth = _worth(mention, label, lines, place, story, title_at)
            if later := _clock_of_update(line.text[mention.end :], mention.date):
                updates.append((1.0, later))
            (updates if label == "updated" else candidates).append((worth, mention.date))
    _choose(dates, candidates, updates, entries)


def _choose(
    dates: Dates,
    candidates: Sequence[tuple[float, ArticleDate]],
    updates: Sequence[tuple[float, ArticleDate]],
    entries: Sequence[ArticleDate],
) -> None:
    """The best of each kind; a live page was published with its first entry and updated with its last."""
    good = [pair for pair in candidates if pair[0] > _ACCEPTED]
    changed = [pair for pair in updates if pair[0] > _ACCEPTED]
    dates.published = max(good, key=lambda pair: pair[0])[1] if good else None
    dates.updated = max(changed, key=lambda pair: pair[0])[1] if changed else None
    if dates.published is None and entries:
        dates.published, dates.updated = min(entries, key=_moment), max(entries, key=_moment)
    if dates.updated == dates.published:
        dates.updated = None


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


def _label_above(lines: Sequence[Line], place: int, mention: DateMention) -> str:
    """What a short line just above calls the date: "Published", "Last updated on"."""
    if place == 0 or len(lines[place - 1].text) > _LABELS_ALONE:
        return ""
    found = find_dates(f"{lines[place - 1].text} 3 May 2001", place="")
    return found[0].label if found and found[0].alone else ""


def _worth(
    mention: DateMention, label: str, lines: Sequence[Line], place: int, story: Story, title_at: int | None
) -> float:
    """How much speaks for a date being the story's."""
    line = lines[place]
    worth = 0.6 + 1.0 * (label == "published") + 0.4 * mention.alone + 0.2 * (line.kind == kinds.BYLINE)
    worth += 0.3 * (mention.date.precision == "minute") - 0.6 * (mention.date.precision in ("month", "year"))
    if mention.seconds and not (title_at is not None and title_at < place < story.last):
        worth -= 1.5  # a page's own clock
    worth -= 0.02 * place / max(len(lines), 1)
    if title_at is not None and place > title_at:
        worth += 0.8 if place <= max(title_at + _NEAR, story.first + 1) else 0.0
    if story.first + 1 < place < story.last:
        worth -= 0.8
    elif place >= story.last:
        worth -= 1.2 + 0.02 * min(place - story.last, 20)
    elif place < story.first - 3 * _NEAR:
        worth -= 0.6
    return worth - 0.9 * _in_a_list(lines, place)


def _in_a_list(lines: Sequence[Line], place: int) -> bool:
    """Whether it is one of many dates, each by a headline of another story."""
    around = lines[max(0, place - 1) : place + 2]
    if any(line.kind in (kinds.LISTED, kinds.LIST_HEADING) for line in around):
        return True
    near = [line for line in lines[max(0, place - 9) : place + 10] if line.kind == kinds.DATE]
    return len(near) >= 4
