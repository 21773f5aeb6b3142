"""The body of an HTML page: extracted, completed, and parted from what is not the story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchnews.extract.html_blocks import every_line, story_blocks
from searchnews.extract.html_filter import Story, sift
from searchnews.extract.html_flow import Block
from searchnews.extract.html_headings import with_headings
from searchnews.extract.html_main import Main, main_blocks
from searchnews.extract.html_outline import Outline
from searchnews.extract.html_recovery import covers, linked_paragraphs, sibling_blocks
from searchnews.extract.html_tree import words
from searchnews.extract.html_words import has_phrase
from searchnews.extract.jsonld import LinkedArticle
from searchnews.models import Evidence, Related

_LEAST_SHARE = 0.5  # of the page's running text
_LEAST_TEXT = 250  # characters of a story
_SHELL_LENGTH = 400  # characters: a text this short that asks for scripts is all a shell has to say


@dataclass(frozen=True, slots=True)
class Found:
    """A story and where its text was read."""

    story: Story
    evidence: Evidence


def find_story(
    outline: Outline,
    linked: LinkedArticle | None,
    source: str,
    url: str,
    titles: Sequence[str],
    captions: Sequence[str],
) -> Found:
    """The story's paragraphs: the frame with the running text, checked against what the page says to machines.

    Where the frame holds too little to be believed, trafilatura reads `source`, the page as it came, a second time, and
    the reading with more of the page's running text is kept.
    """
    main = main_blocks(outline)
    story, evidence = sift(main.blocks, titles, captions), Evidence("frame", main.place(outline), round(main.share, 2))
    claimed = linked_paragraphs(linked.body) if linked and linked.body else ()
    if claimed and not covers(story.paragraphs, claimed):
        whole = sift([Block(text, "p") for text in claimed], titles, captions)
        story, evidence = (
            Story(whole.paragraphs, story.related + whole.related),
            Evidence("json-ld", "JSON-LD articleBody", 0.9),
        )
    elif claimed:
        evidence = replace(evidence, place=f"{evidence.place}; JSON-LD articleBody agrees", confidence=0.99)
    elif is_doubtful(main, story) and not outline.large:
        slow = _second_reading(outline, source, url, titles, captions)
        if slow.story.length > story.length:
            story, evidence = slow.story, slow.evidence
    if not story.paragraphs:
        story, evidence = (
            sift(every_line(outline.tree), titles, captions),
            Evidence("lines", "visible text of the page", 0.4),
        )
    listed = (Related(block.text, "listed", block.url) for block in main.listed)
    related = tuple(dict.fromkeys((*story.related, *listed)))
    return Found(Story(() if _is_shell(story.paragraphs) else story.paragraphs, related), evidence)


def is_doubtful(main: Main, story: Story) -> bool:
    """Whether a frame may not be the story: it holds a small part of the page's running text, or hardly any text."""
    return main.share < _LEAST_SHARE or story.length < _LEAST_TEXT


def _second_reading(outline: Outline, source: str, url: str, titles: Sequence[str], captions: Sequence[str]) -> Found:
    blocks = story_blocks(source, url)
    story, evidence = sift(blocks, titles, captions), Evidence("trafilatura", "main text of the page", 0.6)
    more = sibling_blocks(outline, blocks)
    if more:
        story, evidence = sift(more, titles, captions), Evidence("siblings", "paragraphs of one parent and class", 0.6)
    dropped = frozenset(words(text) for text in (*titles, *captions))
    return Found(Story(with_headings(outline, story.paragraphs, dropped), story.related), evidence)


def _is_shell(paragraphs: Sequence[str]) -> bool:
    """Whether the text only asks for scripts to be switched on."""
    text = " ".join(paragraphs)
    return len(text) <= _SHELL_LENGTH and has_phrase("shell", text)
