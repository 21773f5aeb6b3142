"""Text dumps that are no article or only the beginning of one: each rule with its name, and the page it is for."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.extract import line_classes as kinds
from searchnews.extract.dump_story import Story
from searchnews.extract.html_words import has_phrase, is_one_of
from searchnews.extract.line_classes import Line
from searchnews.extract.line_words import units

NOTHING = "no text in the page: only navigation, headings and the like; nothing to index"
ERROR = "no text in the page: it reports an error; fetch it again"
CONSENT = "no text in the page: it asks for consent only; save the page from a browser"
HEADLINES = "a list of headlines, not an article: give the pages it links to"

_SHORT = 800  # characters: an error is told in fewer
_LONG = 4_000  # characters: no request for consent is so long
_TITLES = 4  # lines at the top of which one may be the error's name
_CONSENT = 0.8  # of the text
_ENTRIES = 8  # headlines of a list
_TEASER = 260  # characters
_AGED = 0.4  # dates or ages for each entry
_LABEL = 40  # characters of an age: "6 hours ago"
_WORDY = 4  # words of a headline
_OFFER = 6  # lines at the end of a teaser, or after it, in which a subscription is offered
_OFFER_LENGTH = 300  # characters of such an offer
_PARTIAL = 1_600  # characters: whoever shows more than this shows the story


def why_refused(lines: Sequence[Line], title: str, body: Sequence[str]) -> str:
    """Why a dump is no article, "" where it may be one."""
    length = sum(map(len, body))
    top = [title, *(line.text for line in lines[:_TITLES])]
    # error-page: "Page not found" that a crawler saved as the story.
    if length < _SHORT and any(is_one_of("error", text) for text in top):
        return ERROR
    # consent-wall: a page that shows cookie text until somebody agrees.
    if 0 < length < _LONG:
        asking = sum(len(text) for text in body if has_phrase("consent", text))
        if asking >= _CONSENT * length:
            return CONSENT
    return HEADLINES if is_list(lines) else ""


def is_list(lines: Sequence[Line]) -> bool:
    """Rule headline-list, for a front page or a section's: headlines, a teaser under each, and no text of its own."""
    if any(len(line.text) > _TEASER and line.kind in (kinds.BODY, kinds.LISTED) for line in lines):
        return False
    longest = run = entries = aged = 0
    for place, line in enumerate(lines):
        run = run + 1 if line.kind == kinds.BODY else 0
        longest = max(longest, run)
        above = lines[place - 1] if place else None
        entries += above is not None and _is_headline(above) and _is_under(line)
        aged += _is_age(line)
    # A story in short paragraphs under headings has no dates among them; a list has one for most of its entries.
    return entries >= _ENTRIES and longest <= 2 and aged >= entries * _AGED


def _is_headline(line: Line) -> bool:
    heads = line.kind in (kinds.SHORT, kinds.LISTED, kinds.BODY)
    return heads and len(line.text) < 140 and line.text.count(" ") + 1 >= _WORDY and line.text[-1] not in ".:"


def _is_age(line: Line) -> bool:
    if line.kind in (kinds.DATE, kinds.CLOCK):
        return True
    low = line.text.casefold()
    return len(low) < _LABEL and low[0].isdigit() and any(word in low for word in units("ago"))


def _is_under(line: Line) -> bool:
    """Whether a line is what a list prints under a headline: a teaser, a date, an age."""
    return line.kind in (kinds.BODY, kinds.DATE, kinds.CLOCK, kinds.FURNITURE, kinds.LISTED) and len(line.text) > 5


def is_partial(lines: Sequence[Line], story: Story, body: Sequence[str]) -> bool:
    """Rule paywall: whether the page offers the rest of its story for sale, at its end or right after it."""
    if sum(map(len, body)) > _PARTIAL:
        return False
    near = lines[max(story.first, story.last - _OFFER) : story.last + _OFFER]
    return any(len(line.text) <= _OFFER_LENGTH and has_phrase("paywall", line.text) for line in near)


def without_offer(body: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraphs of a teaser less the offer; all of them where nothing else is there."""
    kept = tuple(text for text in body if len(text) > _OFFER_LENGTH or not has_phrase("paywall", text))
    return kept or body
