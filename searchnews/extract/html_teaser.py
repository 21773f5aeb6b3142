"""Pages that show the beginning of a story and sell the rest."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from searchnews.extract.html_outline import Extent
from searchnews.extract.html_tree import width
from searchnews.extract.html_words import has_phrase
from searchnews.extract.jsonld import LinkedArticle
from searchnews.extract.metadata import Metadata

_TEASER = 800  # characters: a text this short, on a page that says it is not free, is a teaser
_OFFER = 6  # texts at the end of a teaser, or after it, in which a subscription is offered
_OFFER_LENGTH = 300  # characters of such an offer


def is_teaser(extent: Extent, meta: Metadata, linked: LinkedArticle | None, body: Sequence[str]) -> bool:
    """Whether the page shows the beginning only: it says that the story is not free, or offers the rest for sale."""
    outline = extent.outline
    length = sum(map(width, body))
    if (linked is not None and not linked.free) or meta.get("article:content_tier", "content_tier").lower() == "locked":
        return length < _TEASER
    after = (
        block.text for block in outline.blocks if extent.last is not None and outline.place[block.element] > extent.last
    )
    near = (*body[-_OFFER:], *itertools.islice(after, _OFFER))
    return length < 2 * _TEASER and any(len(text) <= _OFFER_LENGTH and has_phrase("paywall", text) for text in near)


def without_offer(body: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraphs of a teaser less the offer of a subscription; all of them where nothing else is there."""
    return tuple(text for text in body if len(text) > _OFFER_LENGTH or not has_phrase("paywall", text)) or body
