"""How much speaks for a date of a text dump being the story's own: where it stands, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.datelabels import label_of
from searchnews.datetext import DateMention, find_dates
from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import begins

_NEAR = 12  # lines between headline or story and a date that is theirs
_UNDER = 3  # lines under the story in which some pages print its date
_TAGS, _TAG = 8, 40  # lines that tags may take, one by one, and characters of one
_LABELS_ALONE = 40  # characters of a line that only says "Published on"
_WORD_BETWEEN = 4  # characters of an "on" on a line of its own


def label_above(lines: Sequence[Line], place: int, mention: DateMention) -> str:
    """What a short line just above calls the date: "Published", "Last updated on"; or two, the lower one "on"."""
    above = lines[place - 1].text if place else ""
    if place > 1 and 0 < len(above) <= _WORD_BETWEEN:
        above = f"{lines[place - 2].text} {above}"
    if not above or len(above) > _LABELS_ALONE or not label_of(above):
        return ""
    found = find_dates(f"{above} 3 May 2001", place="")
    return found[0].label if found and found[0].alone else ""


def worth_of(
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
        worth -= 0.5 if _right_under(lines, place, story) else 1.2 + 0.02 * min(place - story.last, 20)
        worth -= 2.0 * any(_heads_comments(line) for line in lines[story.last : place])  # a reader's comment
    elif place < story.first - 3 * _NEAR:
        worth -= 0.6
    return worth - 0.9 * _in_a_list(lines, place)


def _in_a_list(lines: Sequence[Line], place: int) -> bool:
    """Whether it is one of many dates, each by a headline of another story."""
    above, below = lines[max(0, place - 1) : place], lines[place + 1 : place + 2]
    if any(line.kind in (kinds.LISTED, kinds.LIST_HEADING) for line in above) or any(
        line.kind == kinds.LISTED for line in below
    ):
        return True
    near = [line for line in lines[max(0, place - 9) : place + 10] if line.kind == kinds.DATE and _names_day(line)]
    return len(near) >= 4


def _names_day(line: Line) -> bool:
    """Whether a line gives more than a month: the months of an archive stand by one story's date as by any."""
    return not line.dates or line.dates[0].date.precision in ("day", "minute")


def _right_under(lines: Sequence[Line], place: int, story: Story) -> bool:
    """Whether a date stands under the story's last line or its tags, and not under the heading of comments or of a list."""
    between = lines[story.last : place]
    if any(line.kind == kinds.LIST_HEADING or _heads_comments(line) for line in between):
        return False
    tags = next((n for n, line in enumerate(between) if _heads_tags(line)), len(between))
    return (
        tags < _UNDER
        and all(len(line.text) <= _TAG for line in between[tags + 1 : tags + 1 + _TAGS])
        and (len(between) <= tags + _TAGS)
    )


def _heads_tags(line: Line) -> bool:
    return line.kind == kinds.AFTER and begins("tags", line.text.casefold()) > 0


def _heads_comments(line: Line) -> bool:
    """Whether readers' comments may follow: any end of a story but its tags, by which some pages print its date."""
    return line.kind == kinds.AFTER and not _heads_tags(line)
