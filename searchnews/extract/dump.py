"""A text dump of a page → its fields, by what each line looks like.

    text → rows (rows.py: sentences in one piece) → lines with a class (dumplines.py, then dump_context.py)
         → the story (dump_story.py) → headline, dates, credits around it

Unknown is an answer: a field for which nothing speaks stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchnews.errors import InputRefused
from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import dateline, stopped_place
from searchnews.extract.dump_context import in_context
from searchnews.extract.dump_credit import authors_of, credits_of, house_of, related_of, section_of, unsigned
from searchnews.extract.dump_date import Dates, Known, find_page_dates
from searchnews.extract.dump_story import Story, below_head, body_lines, find_story
from searchnews.extract.dump_title import Headline, address_words, find_standfirst, find_title, sure_title, without_site
from searchnews.extract.dumplines import classed, is_prose
from searchnews.extract.language import detect
from searchnews.extract.line_classes import Line
from searchnews.extract.rows import rows_of, split_prefix
from searchnews.models import Article, Evidence, Kind, Page

MAX_TITLE = 1_000  # characters
_LEAD_IN = 30  # lines between a headline and the best run of prose
_BEGUN = 500  # characters of prose after which a headline that comes again is no second headline
_REPORTS = re.compile(r"\b[\w'’-]+ reports\.\Z")
_NOTHING = "no text in the page: only navigation, headings and the like; nothing to index"


@dataclass(frozen=True, slots=True)
class _Text:
    """The story's own words."""

    title: str
    standfirst: str
    body: tuple[str, ...]


def extract_dump(page: Page) -> Article:
    """The fields of a text dump. Raises InputRefused where nothing is left but furniture."""
    prefix, text = split_prefix(page.content)
    lines = in_context([classed(row) for row in rows_of(text)])
    kind = _kind(lines)
    sure = sure_title(lines)
    story = _story(lines, sure, live=kind == "live") or _captioned(lines)
    if story is None:
        raise InputRefused(_NOTHING)
    live = kind == "live"
    kept = body_lines(lines, story, live=live)
    about = kept or [line for line in lines if line.kind == kinds.CAPTION]
    headline = find_title(
        lines,
        story,
        about,
        sure if sure is not None and sure < story.first + 2 else None,
        live,
        address_words(page.url),
    )
    if headline:
        lines, whole = _from_title(lines, headline, story, live)
        kept = body_lines(lines, whole, live=live)
        story = whole if live else story
    story = below_head(lines, story)
    notes: list[str] = []
    words = _text(lines, story, headline, kept, notes)
    captions = tuple(dict.fromkeys(line.value or line.text for line in lines if line.kind == kinds.CAPTION))
    if not (words.body or words.standfirst or captions):
        raise InputRefused(_NOTHING)
    if not words.body and len(captions) > 1:
        kind = "gallery"
    language = detect(" ".join([words.title, *words.body[:12]])[:1000])
    filed = dateline(words.body[0]) if words.body else None
    known = Known(prefix, page.url or "", filed.day if filed else "", language, page.fetched_at)
    dates = find_page_dates(lines, story, headline.first if headline else None, known, live=kind == "live")
    notes += dates.notes
    return _article(lines, story, headline, words, captions, dates, language, kind, notes)


def _article(
    lines: Sequence[Line],
    story: Story,
    headline: Headline | None,
    words: _Text,
    captions: tuple[str, ...],
    dates: Dates,
    language: str,
    kind: Kind,
    notes: Sequence[str],
) -> Article:
    sources, house, credit = credits_of(lines, story, words.body)
    section, section_place = section_of(lines, headline.first if headline else None)
    authors, byline = authors_of(lines, story)
    filed = dateline(words.body[0]) if words.body else None
    place = filed.place if filed else _filed_at(lines, words)
    found = {
        "title": headline.evidence if headline else None,
        "standfirst": _place(lines, words.standfirst),
        "body": Evidence("best-run", f"lines {lines[min(story.first, len(lines) - 1)].number} on", 0.8),
        "sources": credit,
        "section": section_place,
        "authors": byline,
        "published": dates.published.evidence[0] if dates.published and dates.published.evidence else None,
        "updated": dates.updated.evidence[0] if dates.updated and dates.updated.evidence else None,
    }
    return Article(
        article_id="",
        title=words.title,
        standfirst=words.standfirst,
        body=unsigned(words.body),
        published=dates.published,
        updated=dates.updated,
        sources=sources,
        publisher=house or (filed.publisher if filed else "") or house_of(lines, story),
        section=section,
        authors=authors,
        dateline=place,
        captions=captions,
        related=related_of(lines, words.title),
        language=language,
        kind=kind,
        evidence={name: evidence for name, evidence in found.items() if evidence},
        notes=tuple(notes),
    )


def _filed_at(lines: Sequence[Line], words: _Text) -> str:
    """The place on a line of its own, or the one that the first paragraph begins with and a full stop ends."""
    own = next((line.value for line in lines if line.kind == kinds.PLACE), "")
    return own or (stopped_place(words.body[0], (words.standfirst, *words.body[1:])) if words.body else "")


def _place(lines: Sequence[Line], text: str) -> Evidence | None:
    at = next((line.number for line in lines if text and text in line.text), None)
    return Evidence("under-title", f"line {at}", 0.8) if at is not None else None


def _story(lines: Sequence[Line], sure: int | None, *, live: bool) -> Story | None:
    """The story below a headline that is sure, if most of the text is there; else the best run of all lines."""
    if sure is not None:
        length = [len(line.text) if line.kind == kinds.BODY else 0 for line in lines]
        if sum(length[sure:]) > 0.5 * sum(length):
            return find_story(lines, live=live, after=sure + 1)
    return find_story(lines, live=live)


def _from_title(lines: list[Line], headline: Headline, story: Story, live: bool) -> tuple[list[Line], Story]:
    """The story from its headline on: what was taken for a list of other stories since a menu's "Explore" is not one."""
    begin = headline.first + 1
    if live:
        return lines, Story(headline.last + 1, story.last)
    between = lines[begin : story.first]
    if not 0 < len(between) <= _LEAD_IN or any(line.kind in (kinds.LIST_HEADING, kinds.AFTER) for line in between):
        return lines, story
    if lines[headline.first].kind == kinds.LISTED:
        between = [replace(line, kind=kinds.BODY, value="") if _is_listed_prose(line) else line for line in between]
    first = next((n for n, line in enumerate(between, begin) if line.kind == kinds.BODY), story.first)
    return [*lines[:begin], *between, *lines[story.first :]], Story(first, story.last)


def _is_listed_prose(line: Line) -> bool:
    return line.kind == kinds.LISTED and is_prose(line.text)


def _kind(lines: Sequence[Line]) -> Kind:
    clocks = sum(line.kind == kinds.CLOCK for line in lines)
    marks = {line.text.casefold() for line in lines[:60] if len(line.text) < 20}
    if clocks >= 3 or (marks & {"live reporting", "live updates", "live"} and "summary" in marks):
        return "live"
    texts = [line for line in lines if line.kind == kinds.BODY]
    reports = len(texts) == 1 and len(lines) <= 5 and bool(_REPORTS.search(texts[0].text))
    return (
        "video"
        if reports or any("vidéo" in line.text.casefold() for line in lines[:6] if len(line.text) < 60)
        else "article"
    )


def _captioned(lines: Sequence[Line]) -> Story | None:
    """A page of pictures: it has no story, but captions."""
    captions = [n for n, line in enumerate(lines) if line.kind == kinds.CAPTION]
    return Story(captions[0], captions[0]) if len(captions) > 1 else None


def _text(
    lines: Sequence[Line], story: Story, headline: Headline | None, kept: Sequence[Line], notes: list[str]
) -> _Text:
    if headline is None:
        body = [line.text for line in kept]
        # On a page without a headline a short first line says what it is about.
        alone = len(body) > 3 and len(body[0]) < 180
        return _Text("", body[0] if alone else "", tuple(body[1:] if alone else body))
    standfirst, places = find_standfirst(lines, headline, story)
    dropped = {lines[place].text for place in places} | {lines[headline.first].text}
    title = without_site(headline.text, lines) if headline.first < 2 else headline.text
    # What stands before the headline is no part of the story.
    above = lines[_title_end(lines, headline, story)].number
    body = [line.text for line in kept if line.text not in dropped and line.number > above]
    if not standfirst and len(body) > 2 and _is_standfirst(body[0], body[1]):
        standfirst = body.pop(0)
    return _Text(_cut(title, headline, notes), standfirst, tuple(body))


def _title_end(lines: Sequence[Line], headline: Headline, story: Story) -> int:
    """Where the headline stands for the last time before the story's text begins.

    A page may have its headline again far down, as the heading of a recipe or in a comment: nothing is cut there.
    """
    begun, end = 0, headline.first
    for place in range(headline.first + 1, min(headline.last + 1, story.last)):
        line = lines[place]
        begun += len(line.text) if line.kind == kinds.BODY else 0
        if begun > _BEGUN:
            break
        if line.text == lines[headline.first].text:
            end = place
    return end


def _is_standfirst(first: str, second: str) -> bool:
    """Whether a first paragraph that ends without a stop stands over one that ends with one."""
    return 40 < len(first) < 400 and first[-1] not in '.!?"”»…:)' and second[-1] in '.!?"”»…' and len(second) > 60


def _cut(title: str, headline: Headline, notes: list[str]) -> str:
    if len(title) <= MAX_TITLE:
        return title
    notes.append(f"{headline.evidence.place}: a title of {len(title):,} characters; cut at {MAX_TITLE:,}")
    return title[:MAX_TITLE].rsplit(" ", 1)[0] + " …"
