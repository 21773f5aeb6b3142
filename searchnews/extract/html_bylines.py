"""Where an HTML page prints who wrote its story: lines, elements and links around the headline, else after the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from searchnews.datetext import find_dates
from searchnews.extract.bylines import is_desk, is_eastern, is_other_work, strip_by
from searchnews.extract.html_author_boxes import DESCRIBED, boxes, is_others_work
from searchnews.extract.html_flow import CAPTION, FURNITURE, Block
from searchnews.extract.html_outline import Extent, Outline, matches
from searchnews.extract.html_tree import first_of, text_of
from searchnews.extract.html_unlabelled import PROFILE, logins, unlabelled
from searchnews.extract.metadata import Claim

_BYLINE = re.compile(
    r"(?:\A|[\s_-])(?:by-?line|authors?|(?:post|article|entry)-?author|author-?(?:name|link)|writers?|(?:reporter|journalist|writer|person|contributor)(?:-?name)?|autor(?:en|es|a|ia)?|autori|autore|auteurs?|contributors?"
    r"|redakteur(?:in)?|redattore|journalistes?|firma|firmante|signatures?|signataires?|muhabir|yazar|penulis|forfatter|författare|kirjoittaja|korrespondent)(?=\Z|[\s_-])"
)
_RELATED = etree.XPath(".//a[@rel]")
_CARD = re.compile(r"(?:\A|\s)(?:fn|name|nombre|nome|nom)(?=\Z|\s)")
_COMMENT = re.compile(r"(?:\A|[\s_-])(?:comments?|replies|reply|reviews?|testimonials?)(?=\Z|[\s_-])")
_ARTICLE = re.compile(r"schema\.org/(?:\w*Article|BlogPosting|CreativeWork)\Z")
_FRAMES_UP = 6  # frames around an element that may be named for a comment
_FRAMES = frozenset({"body", "article", "main", "section", "meta", "link"})
_STORY_TOO = frozenset({FURNITURE, CAPTION})
_INLINE = frozenset({"span", "em", "strong", "b", "i", "small", "a", "address", "cite"})
_MAX_BYLINE = 120  # characters
_MAX_NAME = 40  # characters of a name under a line "Article by", and of that line
_DAY = 20  # characters in which a day at a byline's beginning has its first number
_MAX_PARTS = 8  # elements right inside a byline
_AFTER = 6  # blocks after the story in which its author may be named
_OVER, _UNDER = 8, 12  # blocks before and after the beginning of the story that may be its byline


def lines_by_headline(extent: Extent) -> Iterator[tuple[Claim, ...]]:
    """The lines around the headline that name the authors, each with all that it names."""
    head = _head(extent)
    named = (claim for claim in _named(extent.outline, extent.before) if not is_desk(claim.value))
    for claim in itertools.chain(_spoken(head, "line by the headline", 0.7), unlabelled(extent, head), named):
        yield (claim,)


def printed_bylines(extent: Extent) -> Iterator[tuple[Claim, ...]]:
    """The places where a page prints its authors, most telling first; each with all that it names."""
    head = _head(extent)
    if claims := tuple(_marked(extent, head)):
        yield claims
    near = (_spoken(head, "line by the headline", 0.7), _named(extent.outline), _profiles(extent, head))
    far = (_set_apart(extent), _spoken(_after(extent), "text after the story", 0.5), unlabelled(extent, head))
    for claim in itertools.chain(*near, _cards(extent, head), *far, _below(extent)):
        yield (claim,)
    yield from boxes(extent)
    for claim in logins(head):
        yield (claim,)


def _head(extent: Extent) -> Sequence[Block]:
    """The blocks around the headline and around the beginning of the story."""
    outline, blocks = extent.outline, extent.outline.blocks
    place = extent.first or 0
    first = next((number for number, block in enumerate(blocks) if outline.place[block.element] >= place), 0)
    titles = [
        number for number, block in enumerate(blocks) if block.element.tag == "h1" and block.zone is not FURNITURE
    ]
    title = min(titles, key=lambda number: (number > first, abs(first - number)), default=first)
    near = {*range(first - _OVER, first + _UNDER), *range(title, max(title + _UNDER, first))}
    return [block for number, block in enumerate(blocks) if number in near and block.zone not in _STORY_TOO]


def _after(extent: Extent) -> list[Block]:
    """The few blocks right after the story."""
    outline = extent.outline
    if extent.last is None:
        return []
    after = (block for block in outline.blocks if outline.place[block.element] > extent.last)
    return [block for block in itertools.islice(after, _AFTER) if block.zone is not FURNITURE]


def _marked(extent: Extent, head: Sequence[Block]) -> Iterator[Claim]:
    """Elements that say in so many words that they name the author, in any frame up to the first lines of the story."""
    outline = extent.outline
    end = outline.place[head[-1].element] if head else -1
    for element in _declaring(outline):
        text = _name_of(outline, element)
        if _is_comment(outline, element) or _is_others(extent, element):
            continue
        if 0 < len(text) <= _MAX_BYLINE and (element not in outline.furniture or outline.place[element] <= end):
            yield Claim(text, "itemprop" if element.get("itemprop") else "rel", "author element", 0.85)


def _declaring(outline: Outline) -> list[etree._Element]:
    """The elements and links whose attributes say that they name the author, in page order."""
    marked = [each for each, names in outline.names.items() if "author" in names and each.get("itemprop") == "author"]
    marked += [link for link in _RELATED(outline.tree) if "author" in link.get("rel").split()]
    return sorted(marked, key=outline.place.__getitem__)


def _below(extent: Extent) -> Iterator[Claim]:
    """The author that an element names in the foot of a post: "Posted by Ada Marsh at 21:14 | Labels: herons"."""
    outline = extent.outline
    below = [each for each in _declaring(outline) if each in outline.furniture and not _is_comment(outline, each)]
    below = [each for each in below if not _is_others(extent, each)]
    names = {_name_of(outline, each) for each in below if extent.last is not None and outline.place[each] > extent.last}
    if len(names) == 1 and len(name := names.pop()) <= _MAX_NAME:
        yield Claim(name, "itemprop", "author element below the story", 0.5)


def _is_others(extent: Extent, element: etree._Element) -> bool:
    """Whether an element is of another story, described as an article of its own under this one."""
    last, place = extent.last, extent.outline.place
    frames = (each for each in element.iterancestors() if _ARTICLE.search(each.get("itemtype") or ""))
    return last is not None and any(place[each] > last for each in frames)


def _cards(extent: Extent, head: Sequence[Block]) -> Iterator[Claim]:
    """Elements by the headline that are named "name" or "fn" and no more, as in a visiting card."""
    for block in head:
        for element in (block.element, *first_of(block.element)):
            if extent.outline.named(element, _CARD):
                yield Claim(extent.outline.text(element), "card", "name by the headline", 0.5)


def _is_comment(outline: Outline, element: etree._Element) -> bool:
    """Whether an element stands in a reader's comment or review, which has an author of its own."""
    return any(outline.named(frame, _COMMENT) for frame in itertools.islice(element.iterancestors(), _FRAMES_UP))


def _name_of(outline: Outline, element: etree._Element) -> str:
    inner = element.find(".//*[@itemprop='name']")
    marked = element if inner is None else inner
    return marked.get("content") or outline.text(marked)


def _named(outline: Outline, where: Callable[[etree._Element], bool] = lambda _: True) -> Iterator[Claim]:
    """Short texts of elements named for a byline."""
    for element, names in outline.names.items():
        if (
            matches(_BYLINE, names)
            and element not in outline.furniture
            and element.tag not in _FRAMES
            and not matches(DESCRIBED, names)
            and where(element)
        ):
            text = _less_day(_byline_of(outline, element))
            if 3 < len(text) <= _MAX_BYLINE and not is_others_work(outline, element):
                yield Claim(text, "byline", "byline element", 0.7)


def _byline_of(outline: Outline, element: etree._Element) -> str:
    """The text of an element named for a byline; of one that also holds an address only whom its first element names."""
    text = outline.text(element) if len(element) <= _MAX_PARTS else ""
    return outline.text(element[0]) if "@" in text and len(element) else text


def _less_day(text: str) -> str:
    """A byline less the day it begins with, in an element of its own without a space: "Dec 17, 2025Ada Marsh"."""
    if len(text) > _MAX_BYLINE or not any(map(str.isdigit, text[:_DAY])):
        return text
    mention = next(iter(find_dates(text, place="")), None)
    return text[mention.end :].strip(" |•·,–—-") if mention and mention.start <= 1 and not mention.label else text


def _profiles(extent: Extent, head: Sequence[Block]) -> Iterator[Claim]:
    """Links to the page of one author that stand by the headline, or right after the story."""
    outline = extent.outline
    near = {block.element for block in (*head, *_after(extent))}
    for link in outline.shown("a"):
        before = extent.before(link)
        by_story = before or link in near or link.getparent() in near
        if by_story and PROFILE.search(link.get("href") or "") and not is_others_work(outline, link):
            yield Claim(outline.text(link), "profile", "link to an author's page", 0.7 if before else 0.6)


def _spoken(blocks: Sequence[Block], place: str, confidence: float) -> Iterator[Claim]:
    """Short lines that begin with "By", or follow a line that is no more."""
    alone = False
    for block in blocks:
        for part in _parts(block):
            yield Claim(part, "spoken", place, confidence)
        if (alone and len(block.text) <= _MAX_NAME) or (
            _least(block.text) <= len(block.text) <= _MAX_BYLINE
            and strip_by(block.text) != block.text
            and not is_other_work(block.text)
        ):
            yield Claim(block.text, "spoken", place, confidence)
        alone = _is_label(block)


def _least(text: str) -> int:
    """Characters that a byline has at least: a name in signs is short."""
    return 3 if is_eastern(text) else 6


def _parts(block: Block) -> Iterator[str]:
    """The elements of a line that begin with "By", where they stand beside others: "24.06.2021 | Autor: Ada Marsh | 14 comments"."""
    if block.element is None or len(block.element) < 2 or len(block.text) > 2 * _MAX_BYLINE:
        return
    for element in first_of(block.element):
        text = text_of(element) if element.tag in _INLINE else ""
        if 6 <= len(text) <= _MAX_BYLINE and strip_by(text) != text and not is_other_work(text):
            yield text


def has_blank_byline(extent: Extent) -> bool:
    """Whether a page has a "Written by" by its headline after which nobody is named."""
    head = _head(extent)
    return any(_is_label(block) and block.text != block.text.lower() for block in head)


def _is_label(block: Block) -> bool:
    """Whether a line is "Written by" or "Author" and no more."""
    return (
        len(block.text) <= _MAX_NAME and not strip_by(f"{block.text} ").strip() and not is_other_work(f"{block.text} ")
    )


def _set_apart(extent: Extent) -> Iterator[Claim]:
    """Names in frames beside the story, under a label of their own: "Author" over a name in a side column."""
    for label, block in itertools.pairwise(extent.outline.blocks):
        if block.zone is FURNITURE and len(block.text) <= _MAX_NAME and _is_label(label):
            yield Claim(block.text, "spoken", "labelled line beside the story", 0.5)
