"""What of a page's blocks is the story, and which are headlines of other stories or the site's own furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searchnews.extract.html_flow import Block
from searchnews.extract.html_tree import words
from searchnews.extract.line_words import exact, key
from searchnews.models import Related

# Labels with which editors set a link to another story inside one; case does not matter.
_INLINE_LABEL = re.compile(
    r"\A\W{0,3}(?:(?:read|see|watch)\s*(?:more|also|next|:)|also\s+(?:read|see|on)\b|more\s*:|related\s*(?:articles?|stor(?:y|ies)|news|coverage|reading|video)?\s*:"
    r"|see also|don[’']t miss|must read|recommended\s*:|lesen sie (?:auch|mehr)|mehr zum thema|lire (?:aussi|plus)|[àa] lire(?: aussi)?|voir aussi"
    r"|lee (?:también|más)|le(?:e|er) tambi[ée]n|ver también|leia (?:também|mais)|leggi anche|lees ook|läs (?:också|mer)|les også|læs også|lue myös"
    r"|czytaj (?:też|także|więcej)|čtěte také|baca juga|ilgili haber\w*|читайте также|читайте|читать также|اقرأ أيضا|بیشتر بخوانید)\s*(?P<colon>[:：|\-–—>»]*)\s*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\A(?:advertisement|adverti[sz]ing|anzeige|publicit[ée]|publicidad|sponsored(?: content)?|ad|share(?: (?:this|on|via|with)\b.{0,60})?|tweet|print|e-?mail|copy link"
    r"|link copied.?|comments?|\d+ comments?|leave a (?:comment|reply)|sign up\b.{0,120}|subscribe(?: (?:now|to|here|today))?\b.{0,120}|follow (?:us|\w+) (?:on|@).{0,100}"
    r"|click here (?:to|for).{0,100}|tags?\s*:.{0,200}|topics?\s*:.{0,200}|filed under\b.{0,100}|loading.{0,20}|recommended(?: (?:stories|for you))?|read more|see more|show more"
    r"|explore|trending(?: now)?|most (?:read|popular)|top stories|more (?:stories|news|from .{1,40})|(?:you (?:may|might) )?also like|newsletter"
    r"|(?:©|\(c\)|copyright\b).{0,160}|all rights reserved.{0,80}|skip (?:to|past).{0,60}|play video|view comments|photo gallery|\d+ of \d+)\W*\Z",
    re.IGNORECASE,
)
_END = re.compile(
    r"\A(?:related(?: (?:articles?|stor(?:y|ies)|posts?|news|coverage|content|reading|topics?))?|more (?:stories|news|like this|on this.*|from .{1,40})|recommended(?: (?:stories|reading|for you|articles?))?"
    r"|read (?:next|more)|(?:you (?:may|might) )?(?:also )?(?:like|be interested in)|latest (?:news|stories|posts?)|most (?:read|popular|viewed)|trending(?: now)?|explore(?: more)?"
    r"|what to read next|share this.{0,40}|about the author|comments|leave a (?:reply|comment)|further reading|see also|keep reading|top stories|editors?['’]s? picks?)\W*\Z",
    re.IGNORECASE,
)
_MAX_HEADLINE = 250  # characters of a headline of another story
_MIN_HEADLINE = 3  # words
_LABEL = 60  # characters of a line that is only a label
_AFTERWORD = 0.3  # of a story's running text: what follows a heading such as "References" has at most so much
_REPEATED = 40  # characters of a paragraph that a story says once


@dataclass(frozen=True, slots=True)
class Story:
    """The paragraphs of a story, and the other headlines found among them."""

    paragraphs: tuple[str, ...]
    related: tuple[Related, ...]

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(map(len, self.paragraphs))


def sift(blocks: Sequence[Block], titles: Iterable[str], captions: Iterable[str]) -> Story:
    """Part the story from repeats of its title, captions, furniture and headlines of other stories."""
    dropped = {words(text) for text in (*titles, *captions)}
    longest = 2 * max(map(len, (*titles, *captions)), default=0)  # characters of a text that may be one of them
    end = _last_of_story(blocks)
    paragraphs: list[str] = []
    related: list[Related] = []
    labelled = False
    for place, block in enumerate(blocks):
        other, labelled = _other_story(block, labelled, place >= end)
        if other is not None:
            related.append(other)
        elif (
            place < end
            and not labelled
            and not _is_furniture(block)
            and not (len(block.text) <= longest and words(block.text) in dropped)
        ):
            paragraphs.append(block.shown)
    return Story(_without_repeats(paragraphs), tuple(dict.fromkeys(related)))


def inline_label(text: str) -> str | None:
    """What follows a READ MORE label, "" where the label stands alone, None where a text has no such label."""
    found = _INLINE_LABEL.match(text)
    if not found:
        return None
    rest = text[found.end() :].strip()
    return rest if not rest or found["colon"] or found[0].rstrip().endswith((":", "：")) else None


def is_list_heading(text: str) -> bool:
    """Whether a text is the heading of a list of other stories."""
    return len(text) <= 60 and (bool(_END.match(text)) or key(text) in exact("list_heading"))


def _other_story(block: Block, labelled: bool, after: bool) -> tuple[Related | None, bool]:
    """The other story a block points to, and whether the block is a lone label for the next one."""
    if len(block.text) > _MAX_HEADLINE:
        return None, False
    rest = inline_label(block.text)
    if rest == "":
        return None, True
    if rest is None and block.linked and block.url:
        rest = _labelled_link(block)
    if rest is not None and (
        block.linked or block.text[: -len(rest)].isupper() or block.text[: -len(rest)].rstrip().endswith(":")
    ):
        return Related(rest, "listed" if after else "inline", block.url), False
    if block.all_link and len(words(block.text)) >= _MIN_HEADLINE and (labelled or after or block.kind == "p"):
        return Related(block.text, "listed" if after else "inline", block.url), False
    return None, False


def _labelled_link(block: Block) -> str | None:
    """The headline after a label without a colon, where nearly all that follows the label is a link."""
    found = _INLINE_LABEL.match(block.text)
    rest = block.text[found.end() :].strip() if found else ""
    return rest if rest and block.linked >= 0.85 * len(rest) else None


def _is_furniture(block: Block) -> bool:
    text = block.text
    if len(text) > _MAX_HEADLINE:
        return False
    if len(text) <= _LABEL and block.kind != "head" and key(text) in exact("furniture"):
        return True
    return bool(_FURNITURE.match(text)) or not any(map(str.isalnum, text))


def _last_of_story(blocks: Sequence[Block]) -> int:
    """The number of blocks up to the last one of the story: links, furniture and lists of others may follow."""
    for place, block in enumerate(blocks):
        if place * 2 > len(blocks) and _END.match(block.text) and _only_links(blocks[place + 1 :]):
            return place
    end = _afterword(blocks)
    while end and (_is_furniture(blocks[end - 1]) or blocks[end - 1].all_link):
        end -= 1
    return end


def _afterword(blocks: Sequence[Block]) -> int:
    """The number of blocks before a heading of what follows a story: its comments, its references, its author."""
    total = sum(block.prose for block in blocks)
    rest = 0
    end = len(blocks)
    for place in range(len(blocks) - 1, 0, -1):
        block = blocks[place]
        rest += block.prose
        if rest > _AFTERWORD * total:
            break
        if len(block.text) <= _LABEL and key(block.text) in exact("after"):
            end = place
    return end


def _only_links(blocks: Sequence[Block]) -> bool:
    """Whether blocks hold no running text of their own."""
    return all(block.all_link or len(block.text) < 120 or _is_furniture(block) for block in blocks)


def _without_repeats(paragraphs: list[str]) -> tuple[str, ...]:
    """Paragraphs less those that repeat a longer text already seen: pages for phones and desks in one."""
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        key = paragraph.casefold()
        if len(key) < _REPEATED or key not in seen:
            kept.append(paragraph)
        seen.add(key)
    return tuple(kept)
