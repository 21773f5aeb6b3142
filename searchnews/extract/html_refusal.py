"""Pages that are no article: each rule with its name, and the page it is for."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.errors import InputRefused
from searchnews.extract.html_flow import FURNITURE, LABEL, Block
from searchnews.extract.html_outline import Outline
from searchnews.extract.html_tree import words
from searchnews.extract.html_words import has_phrase, is_one_of
from searchnews.extract.identity import is_home
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Metadata

_ERROR = "no text in the page: it reports an error; fetch it again"
_CONSENT_ONLY = "no text in the page: it asks for consent only; save the page from a browser"
_HEADLINES_ONLY = "a list of headlines, not an article: give the pages it links to"
_LOOKED_AT = 4_000  # characters of a page without a story
_SHELL = 400  # characters: a page with scripts and less text has its text filled in
_SHORT = 800  # characters: an error is told in fewer
_LONG = 4_000  # characters: no request for consent is so long
_CONSENT = 0.8  # of the text
_HEADLINES = 12  # links with a headline's words
_WORDS = 4  # of a headline
_FREE = 600  # characters of running text that stands under no headline
_LEDE = 300  # characters of a teaser


def no_text(outline: Outline, titles: Sequence[str], url: str, *, scripted: bool) -> InputRefused:
    """What to say of a page in which no story was found."""
    seen = "\n".join(block.text for block in outline.blocks if block.zone is not LABEL)[:_LOOKED_AT]
    if _is_error(titles, ()):
        return InputRefused(_ERROR)
    if has_phrase("consent", seen):
        return InputRefused(_CONSENT_ONLY)
    if _is_list(outline, url):
        return InputRefused(_HEADLINES_ONLY)
    if scripted and (len(seen) < _SHELL or has_phrase("shell", seen)):
        return InputRefused("no text in the page: its text is filled in by scripts; save the page from a browser")
    return InputRefused("no text in the page: nothing in it reads like a story")


def refuse_no_article(
    outline: Outline, meta: Metadata, linked: LinkedArticle | None, titles: Sequence[str], body: Sequence[str], url: str
) -> None:
    """Raise InputRefused for a page that is an error, a request for consent or a list of headlines."""
    if _is_error(titles, body):
        raise InputRefused(_ERROR)
    if _is_consent(linked, body):
        raise InputRefused(_CONSENT_ONLY)
    if not _claims_article(meta, linked) and _is_list(outline, url):
        raise InputRefused(_HEADLINES_ONLY)


def _is_error(titles: Sequence[str], body: Sequence[str]) -> bool:
    """Rule error-page, for "Page not found" or "Access denied" that a crawler saved as the story."""
    return any(is_one_of("error", title) for title in titles[:3]) and sum(map(len, body)) < _SHORT


def _is_consent(linked: LinkedArticle | None, body: Sequence[str]) -> bool:
    """Rule consent-wall, for a page that shows cookie text and no story until somebody agrees."""
    total = sum(map(len, body))
    if total > _LONG:
        return False
    asking = sum(len(text) for text in body if has_phrase("consent", text))
    return total > 0 and (linked is None or not linked.body) and asking >= _CONSENT * total


def _claims_article(meta: Metadata, linked: LinkedArticle | None) -> bool:
    """Whether the page says to machines that it is one story."""
    typed = meta.get("og:type").lower() in {"article", "news", "blog"}
    dated = bool(meta.get("article:published_time"))
    return typed or dated or (linked is not None and bool(linked.published or linked.body))


def _is_list(outline: Outline, url: str) -> bool:
    """Rule headline-list, for a front page or a section's page: headlines with a teaser each, and no text of its own."""
    blocks = [block for block in outline.blocks if block.zone is not FURNITURE]
    headlines = sum(_is_headline(block) for block in blocks)
    free = sum(block.prose for place, block in enumerate(blocks) if not _is_teaser(blocks, place))
    return headlines >= _HEADLINES and free < (3 * _FREE if is_home(url) else _FREE)


def _is_headline(block: Block) -> bool:
    return block.all_link and len(words(block.text)) >= _WORDS


def _is_teaser(blocks: Sequence[Block], place: int) -> bool:
    """Whether a short text stands right under a headline that is a link."""
    return len(blocks[place].text) <= _LEDE and any(_is_headline(block) for block in blocks[max(place - 3, 0) : place])
