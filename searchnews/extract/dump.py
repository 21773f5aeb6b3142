"""A text dump of a page → its fields, by what each line looks like.

    text → rows (rows.py: sentences in one piece) → lines with a class (dumplines.py, then dump_context.py)
         → the story (dump_story.py) → headline, dates, credits around it

Unknown is an answer: a field for which nothing speaks stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchnews.errors import InputRefused
from searchnews.extract import line_classes as kinds
from searchnews.extract.agencies import dateline, stopped_place
from searchnews.extract.biographies import without_biography
from searchnews.extract.dump_authors import authors_of
from searchnews.extract.dump_clean import cleaned
from searchnews.extract.dump_context import in_context
from searchnews.extract.dump_credit import credits_of, house_of, related_of, section_of, site_of, unsigned
from searchnews.extract.dump_date import Dates, Known, find_page_dates
from searchnews.extract.dump_kind import kind_of
from searchnews.extract.dump_parts import several
from searchnews.extract.dump_refusal import HEADLINES, NOTHING, is_list, is_partial, why_refused, without_offer
from searchnews.extract.dump_story import Story, below_head, body_lines, find_story
from searchnews.extract.dump_text import Text, from_title, text_of
from searchnews.extract.dump_title import Headline, find_title
from searchnews.extract.dump_window import sure_title
from searchnews.extract.dumplines import classed_rows
from searchnews.extract.language import detect
from searchnews.extract.line_classes import Line
from searchnews.extract.rows import rows_of, split_prefix
from searchnews.extract.title_words import address_words
from searchnews.models import Article, Evidence, Kind, Page

_DETECTED = 1_000  # characters by which the language is known


@dataclass(frozen=True, slots=True)
class _Read:
    """A dump with its story found."""

    lines: Sequence[Line]
    story: Story
    headline: Headline | None
    text: Text
    kind: Kind
    partial: bool
    notes: tuple[str, ...]


def extract_dump(page: Page) -> Article:
    """The fields of a text dump. Raises InputRefused where nothing is left but furniture."""
    content, repairs = cleaned(page.content)
    prefix, text = split_prefix(content)
    found = _read(in_context(classed_rows(rows_of(text))), page.url)
    body = found.text.body
    language = detect(" ".join([found.text.title, *body[:12]])[:_DETECTED])
    filed = dateline(body[0]) if body else None
    known = Known(prefix, page.url or "", filed.day if filed else "", language, page.fetched_at)
    title_at = found.headline.first if found.headline else None
    dates = find_page_dates(found.lines, found.story, title_at, known, live=found.kind == "live")
    return _article(found, dates, language, (*repairs, *found.notes, *dates.notes))


def _read(lines: list[Line], url: str | None) -> _Read:
    """The story among the lines and its words. Raises InputRefused where there is none."""
    kind = kind_of(lines)
    live = kind == "live"
    sure = sure_title(lines)
    story = _story(lines, sure, live=live) or _captioned(lines)
    if story is None:
        raise InputRefused(HEADLINES if is_list(lines) else NOTHING)
    kept = body_lines(lines, story, live=live)
    about = kept or [line for line in lines if line.kind == kinds.CAPTION]
    surely = sure if sure is not None and sure < story.first + 2 else None
    headline = find_title(lines, story, about, surely, live, address_words(url))
    if headline:
        lines, whole = from_title(lines, headline, story, live)
        kept = body_lines(lines, whole, live=live)
        story = whole if live else story
    story = below_head(lines, story)
    notes = [] if live else list(several(lines, story))
    words = text_of(lines, story, headline, kept, notes)
    if reason := "" if live else why_refused(lines, words.title, words.body):
        raise InputRefused(reason)
    captions = [line for line in lines if line.kind == kinds.CAPTION]
    if not (words.body or words.standfirst or captions):
        raise InputRefused(NOTHING)
    partial = is_partial(lines, story, words.body)
    words = replace(words, body=without_offer(words.body)) if partial else words
    kind = "gallery" if not words.body and len(captions) > 1 else kind
    return _Read(lines, story, headline, words, kind, partial, tuple(notes))


def _article(found: _Read, dates: Dates, language: str, notes: tuple[str, ...]) -> Article:
    lines, story, headline, words = found.lines, found.story, found.headline, found.text
    sources, house, credit = credits_of(lines, story, words.body)
    section, section_place = section_of(lines, headline.first if headline else None)
    authors, byline = authors_of(lines, story, words.body, headline.first if headline else None)
    filed = dateline(words.body[0]) if words.body else None
    places = {
        "title": headline.evidence if headline else None,
        "standfirst": _place(lines, words.standfirst),
        "body": Evidence("best-run", f"lines {lines[min(story.first, len(lines) - 1)].number} on", 0.8),
        "sources": _numbered(credit, lines, words.body),
        "section": section_place,
        "authors": byline,
        "published": dates.published.evidence[0] if dates.published and dates.published.evidence else None,
        "updated": dates.updated.evidence[0] if dates.updated and dates.updated.evidence else None,
    }
    return Article(
        article_id="",
        title=words.title,
        standfirst=words.standfirst,
        body=without_biography(unsigned(words.body), authors),
        published=dates.published,
        updated=dates.updated,
        sources=sources,
        publisher=house or (filed.publisher if filed else "") or house_of(lines, story) or site_of(lines, words.title),
        section=section,
        authors=authors,
        dateline=filed.place if filed else _filed_at(lines, words),
        captions=tuple(dict.fromkeys(line.value or line.text for line in lines if line.kind == kinds.CAPTION)),
        related=related_of(lines, words.title),
        language=language,
        kind=found.kind,
        partial=found.partial,
        evidence={name: evidence for name, evidence in places.items() if evidence},
        notes=notes,
    )


def _filed_at(lines: Sequence[Line], words: Text) -> str:
    """The place on a line of its own, or the one that the first paragraph begins with and a full stop ends."""
    own = next((line.value for line in lines if line.kind == kinds.PLACE), "")
    return own or (stopped_place(words.body[0], (words.standfirst, *words.body[1:])) if words.body else "")


def _place(lines: Sequence[Line], text: str) -> Evidence | None:
    at = next((line.number for line in lines if text and text in line.text), None)
    return Evidence("under-title", f"line {at}", 0.8) if at is not None else None


def _numbered(credit: Evidence | None, lines: Sequence[Line], body: Sequence[str]) -> Evidence | None:
    """A credit in the text with the number of its line."""
    if credit is None or credit.place.startswith("line") or not body:
        return credit
    text = body[-1] if credit.rule == "sign-off" else body[0]
    at = next((line.number for line in lines if line.text == text), None)
    return replace(credit, place=f"line {at}, {credit.place}") if at is not None else credit


def _story(lines: Sequence[Line], sure: int | None, *, live: bool) -> Story | None:
    """The story below a headline that is sure, if most of the text is there; else the best run of all lines."""
    if sure is not None:
        length = [len(line.text) if line.kind == kinds.BODY else 0 for line in lines]
        if sum(length[sure:]) > 0.5 * sum(length):
            return find_story(lines, live=live, after=sure + 1)
    return find_story(lines, live=live)


def _captioned(lines: Sequence[Line]) -> Story | None:
    """A page of pictures: it has no story, but captions."""
    captions = [n for n, line in enumerate(lines) if line.kind == kinds.CAPTION]
    return Story(captions[0], captions[0]) if len(captions) > 1 else None
