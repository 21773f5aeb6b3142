"""The body of an HTML page: extracted, completed, and parted from what is not the story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.extract.html_blocks import Block, every_line, plain_blocks, story_blocks
from searchnews.extract.html_filter import Story, sift
from searchnews.extract.html_headings import with_headings
from searchnews.extract.html_outline import Outline
from searchnews.extract.html_recovery import covers, linked_paragraphs, sibling_blocks
from searchnews.extract.html_tree import words
from searchnews.extract.jsonld import LinkedArticle
from searchnews.models import Evidence

_SHELL = re.compile(
    r"\b(?:enable|activate|turn on|requires?|without|need)\b.{0,40}\bjava\s?script\b|\bjava\s?script\b.{0,60}\b(?:disabled|enabled?|required)\b",
    re.IGNORECASE,
)
MAX_ELEMENTS = 60_000  # above this, extraction falls back to its plain form: every page ends in seconds
_SHELL_LENGTH = 400  # characters: a text this short that asks for scripts is all a shell has to say


@dataclass(frozen=True, slots=True)
class Found:
    """A story and where its text was read."""

    story: Story
    evidence: Evidence


def find_story(
    outline: Outline, linked: LinkedArticle | None, url: str, titles: Sequence[str], captions: Sequence[str]
) -> Found:
    """The story's paragraphs by the first way of reading that finds any, completed from JSON-LD."""
    blocks, evidence = _blocks(outline, url)
    story = sift(blocks, titles, captions)
    if not story.paragraphs:
        story, evidence = (
            sift(every_line(outline.tree), titles, captions),
            Evidence("lines", "visible text of the page", 0.4),
        )
    claimed = linked_paragraphs(linked.body) if linked and linked.body else ()
    if claimed and not covers(story.paragraphs, claimed):
        whole = sift([Block(text, "p") for text in claimed], titles, captions)
        story, evidence = (
            Story(whole.paragraphs, story.related + whole.related),
            Evidence("json-ld", "JSON-LD articleBody", 0.9),
        )
    if evidence.rule != "json-ld":
        dropped = frozenset(words(text) for text in (*titles, *captions))
        story = Story(with_headings(outline, story.paragraphs, dropped), story.related)
    return Found(Story((), story.related) if _is_shell(story.paragraphs) else story, evidence)


def _blocks(outline: Outline, url: str) -> tuple[list[Block], Evidence]:
    if len(outline.place) > MAX_ELEMENTS:
        return plain_blocks(outline.tree), Evidence("paragraphs", "paragraphs of a very large page", 0.6)
    blocks = story_blocks(outline.tree, url)
    more = sibling_blocks(outline, blocks)
    if more:
        return more, Evidence("siblings", "paragraphs of one parent and class", 0.7)
    return (blocks or plain_blocks(outline.tree)), Evidence("trafilatura", "main text of the page", 0.9)


def _is_shell(paragraphs: Sequence[str]) -> bool:
    """Whether the text only asks for scripts to be switched on."""
    text = " ".join(paragraphs)
    return len(text) <= _SHELL_LENGTH and bool(_SHELL.search(text))
