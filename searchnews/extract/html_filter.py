"""What of a page's blocks is the story, and which are headlines of other stories or the site's own furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searchnews.extract import html_words
from searchnews.extract.html_flow import Block
from searchnews.extract.html_tree import width, words
from searchnews.extract.line_rules import is_button
from searchnews.extract.line_words import begins, exact, key
from searchnews.models import Related

_MAX_HEADLINE = 250  # characters of a headline of another story
_MIN_HEADLINE = 3  # words
_SENTENCE = 160  # characters of the longest line of furniture
_OFFER = 320  # characters of the longest offer of a newsletter
_CREDIT = 100  # characters of a line that credits a picture
_PICTURE = re.compile(
    r"(?:photo(?:graph)?|image|illustration|picture|graphic|foto|bild|imagen|crédits? photo|фото|写真|图片)s?(?:\s(?:credit|illustration|source|courtesy))?s?"
    r"\s?[:：]\s?\S.*[^.!?:]\Z",
    re.IGNORECASE,
)
# captioned: a picture's text without a name of its own, told by its last sentence: "The ferry at its berth. Photo by: Ada Marsh."
_CAPTIONED = re.compile(
    r"(?:\A|[.!?…”\"»)]\s+)(?:photo(?:graph)?|image|picture|illustration|foto|bild|imagen|immagine|фото)s?\s?(?:by|credits?|courtesy(?: of)?|von|par|por|di|door|av)?"
    r"\s?[:：]\s?[^.!?:]{2,40}[.'’\"”]{0,2}\Z",
    re.IGNORECASE,
)
_CAPTION = 240  # characters
_LABEL = 60  # characters of a line that is only a label
_COLONS = ":：|-–—>»›"  # what parts a label from its headline
_AFTERWORD = 0.3  # of a story's running text: what follows a heading such as "References" has at most so much
_TEASER = 300  # characters
_TEASERS = 3  # links after the heading of a list
_LINKS = 5  # items of a list of other stories without a label
_WORDS = 5  # of a headline in such a list; the names of products and courses are shorter
_TOP, _UNDER = 4, 30  # blocks at the top that may hold the headline; words of byline and day after it
_OPENING = "（(［[【"
_BUTTONS = 120  # characters of a row of buttons
_PARTS = re.compile(r"[\s|·•/]+")
_QUOTES = ('"', "“", "„", "«", "‘", "「")
_PULLED = (20, 240)  # characters of a quotation that is set again in large type
_REPEATED = 40  # characters of a paragraph that a story says once


@dataclass(frozen=True, slots=True)
class Story:
    """The paragraphs of a story, and the other headlines found among them."""

    paragraphs: tuple[str, ...]
    related: tuple[Related, ...]

    @property
    def length(self) -> int:
        """Letters of text; a sign of Chinese or Japanese counts for several."""
        return sum(map(width, self.paragraphs))


def sift(blocks: Sequence[Block], titles: Sequence[str], captions: Iterable[str]) -> Story:
    """Part the story from repeats of its title, captions, furniture and headlines of other stories."""
    dropped = {words(text) for text in (*titles, *captions)}
    longest = 2 * max(map(len, (*titles, *captions)), default=0)  # characters of a text that may be one of them
    end = _last_of_story(blocks)
    heads = tuple(words(text) for text in titles)
    paragraphs: list[str] = []
    related: list[Related] = []
    labelled = False
    lists = _link_lists(blocks)
    for place, block in enumerate(blocks):
        other, labelled = _other_story(block, labelled or place in lists, place >= end)
        labelled = labelled and place not in lists
        if other is not None:
            related.append(other)
        elif (
            place < end
            and not labelled
            and not _is_furniture(block)
            and not (len(block.text) <= longest and words(block.text) in dropped)
            and not (place < _TOP and _holds_head(block, heads))
        ):
            paragraphs.append(block.shown)
    return Story(_without_repeats(paragraphs), tuple(dict.fromkeys(related)))


def _holds_head(block: Block, titles: Sequence[tuple[str, ...]]) -> bool:
    """Whether a block is the headline with byline and day in one paragraph, parted by line breaks: a page of tables."""
    if not any(map(str.isdigit, block.text)):
        return False
    said = words(block.text)
    return any(len(title) > 2 and said[: len(title)] == title and len(said) <= len(title) + _UNDER for title in titles)


def inline_label(text: str) -> str | None:
    """What follows a READ MORE label, "" where the label stands alone, None where a text has no such label."""
    if len(text) > _LABEL and not any(colon in text[:_LABEL] for colon in _COLONS):
        return None
    found = html_words.inline_label(text)
    if not found:
        return None
    rest = text[found.end() :].strip()
    return rest if not rest or found["colon"] or found[0].rstrip().endswith((":", "：")) else None


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
        return Related(block.text, "listed" if after else "inline", block.url), labelled and block.kind == "item"
    return None, False


def _link_lists(blocks: Sequence[Block]) -> set[int]:
    """The items of short lists that consist of headlines in links, set between paragraphs: a box without a label."""
    found: set[int] = set()
    place = 0
    while place < len(blocks):
        end = place
        while end < len(blocks) and blocks[end].kind == "item":
            end += 1
        run = blocks[place:end]
        if run and len(run) <= _LINKS and all(each.all_link and len(words(each.text)) >= _WORDS for each in run):
            around = (*blocks[max(place - 2, 0) : place], *blocks[end : end + 2])
            if sum(each.prose > 0 for each in around) >= 2 and not blocks[place - 1].text.endswith((":", "：")):
                found.update(range(place, end))
        place = end + 1
    return found


def _labelled_link(block: Block) -> str | None:
    """The headline after a label without a colon, where nearly all that follows the label is a link."""
    found = html_words.inline_label(block.text)
    rest = block.text[found.end() :].strip() if found else ""
    return rest if rest and block.linked >= 0.85 * len(rest) else None


def _is_furniture(block: Block) -> bool:
    """Whether a block is a button, a label of the site or the heading of a list, and no text of the story."""
    text = block.text
    if (
        len(text) <= _CAPTION
        and block.kind == "p"
        and any(colon in text[-_LABEL:] for colon in ":：")
        and _CAPTIONED.search(text)
    ):
        return True
    if len(text) > _SENTENCE:
        return len(text) <= _OFFER and html_words.has_phrase("signup", text)
    if not any(map(str.isalnum, text)) or (len(text) <= _CREDIT and _PICTURE.match(text)):
        return True
    low = text.casefold()
    low = low.lstrip(_OPENING) if low[0] in _OPENING else low
    if len(text) <= _BUTTONS and block.kind != "head" and _is_row_of_buttons(text):
        return True
    if len(text) <= _LABEL and (html_words.is_list_heading(text) or (block.kind != "head" and is_button(key(text)))):
        return True
    if begins("furniture", low) or begins("after", low):
        return block.kind != "head" or len(text) <= _LABEL
    return html_words.has_phrase("signup", text)


def _is_row_of_buttons(text: str) -> bool:
    """Whether each word of a line is a button's: "シェア ツイート ブックマーク 印刷する"."""
    parts = _PARTS.split(text)
    return len(parts) > 1 and all(not (word := key(part)) or word in exact("furniture") for part in parts)


def _last_of_story(blocks: Sequence[Block]) -> int:
    """The number of blocks up to the last one of the story: links, furniture and lists of others may follow."""
    for place, block in enumerate(blocks):
        head = (
            block.kind == "head"
        )  # a lone READ MORE in a line is no heading: a paragraph of the story follows its link
        begins = place * 2 > len(blocks) or (head and _heads_links(blocks, place))
        if begins and _is_list(block) and _only_links(blocks[place + 1 :], teasers=head):
            return place
    end = _afterword(blocks)
    while end and (_is_furniture(blocks[end - 1]) or blocks[end - 1].all_link):
        end -= 1
    return end


def _is_list(block: Block) -> bool:
    """Whether a block is the heading of a list of other stories."""
    return html_words.begins_list(block.text) if block.kind == "head" else html_words.is_list_heading(block.text)


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
        if len(block.text) <= _LABEL and (key(block.text) in exact("after") or _heads_links(blocks, place)):
            end = place
    return end


def _heads_links(blocks: Sequence[Block], place: int) -> bool:
    """Whether a block is the heading of a list of other stories, with a link and perhaps a teaser for each."""
    after = blocks[place + 1 :]
    return _is_list(blocks[place]) and sum(block.all_link for block in after[: 2 * _TEASERS]) >= _TEASERS


def _only_links(blocks: Sequence[Block], *, teasers: bool) -> bool:
    """Whether blocks hold no running text of their own, but for a teaser after a link where there may be some."""
    before = [None, *blocks]
    return all(
        block.all_link
        or len(block.text) < 120
        or _is_furniture(block)
        or (teasers and above is not None and _is_teaser(above, block))
        for above, block in zip(before, blocks, strict=False)
    )


def _is_teaser(above: Block, block: Block) -> bool:
    """Whether a block is the teaser of the link before it; what follows a list of links from outside is none of theirs."""
    return above.all_link and len(block.text) <= _TEASER and (above.kind != "item" or block.kind == "item")


def _without_repeats(paragraphs: list[str]) -> tuple[str, ...]:
    """Paragraphs less those that repeat a longer text already seen: pages for phones and desks in one."""
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        key = paragraph.casefold()
        if (len(key) < _REPEATED or key not in seen) and not _is_pulled(paragraph, paragraphs):
            kept.append(paragraph)
        seen.add(key)
    return tuple(kept)


def _is_pulled(text: str, paragraphs: Sequence[str]) -> bool:
    """Whether a short quotation stands in a longer paragraph too: set again in large type."""
    if not text.startswith(_QUOTES) or not _PULLED[0] <= len(text) <= _PULLED[1]:
        return False
    bare = text.strip("".join(_QUOTES) + " ”»’.,")
    return any(len(other) > len(text) + 10 and bare in other for other in paragraphs)
