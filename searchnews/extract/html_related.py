"""The headlines of other stories on an HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from lxml import etree

from searchnews.extract.html_filter import inline_label
from searchnews.extract.html_flow import Block
from searchnews.extract.html_outline import Extent, Outline, matches
from searchnews.extract.html_tree import words
from searchnews.extract.html_words import begins_list, is_list_heading
from searchnews.models import Related

_LIST = re.compile(
    r"(?:\A|[\s_-])(?:related|recommend\w*|explore|read-?(?:more|next|also)|more-?(?:stories|news|from|on)|most-?(?:read|popular|viewed)|"
    r"trending|latest|ranking|headlines|recirc\w*|post-?navigation|(?:post-?)?next-?prev(?:ious)?|nav-?(?:previous|next)|(?:other|list)-?news|news-?list|also-?(?:read|like)|see-?also|outbrain|taboola|up-?next)(?=\Z|[\s_-])"
)
# What leads to the post before and after, glued to its headline: "PreviousLock gates", "Next Post Lock gates".
_TURN = re.compile(
    r"\A[←«‹\s]*(?:(?:Prev(?=Prev))?(?:Previous|Prev|Next)(?:(?=[A-Z0-9\"“][^A-Z])| (?:Post|Article|Story)\b:?\s*)|(?<=[←«‹]) ?)"
)
_TURN_AFTER = re.compile(r"(?:(?<=[a-z?!.])Next|\s*[→»›])\s*\Z")
_LISTS = frozenset({"section", "aside", "div", "ul", "ol"})
_ARIA = etree.XPath(".//*[@aria-label][self::section or self::aside or self::div or self::ul or self::ol]")
_LABEL = 60  # characters of the heading of a list
_MAX_RELATED = 60
_MAX_HEADLINE = 250  # characters
_MAX_LINE = 300  # characters of a headline with its label


def find_related(extent: Extent, url: str, titles: Iterable[str], sifted: Iterable[Related]) -> tuple[Related, ...]:
    """Every headline of another story: those the body filter set aside, labelled links, and lists with a telling name."""
    own = {words(title) for title in titles}
    found: dict[tuple[str, ...], Related] = {}
    for related in (*sifted, *_labelled(extent), *_listed(extent)):
        if len(found) >= _MAX_RELATED:
            break
        key = words(related.title)
        if len(key) >= 3 and key not in own and len(related.title) <= _MAX_HEADLINE:
            known = found.get(key)
            if known is None or (known.kind == "listed" and related.kind == "inline"):
                found[key] = Related(related.title, related.kind, _absolute(related.url, url))
    return tuple(found.values())


def _labelled(extent: Extent) -> Iterator[Related]:
    """Lines within the story that begin with READ MORE or the like and hold a link."""
    for block in extent.outline.blocks:
        if block.linked and len(block.text) <= _MAX_LINE and extent.inside(block.element):
            rest = inline_label(block.text)
            if rest:
                yield Related(rest, "inline", block.url)


def _listed(extent: Extent) -> Iterator[Related]:
    """Links in frames that a name or a heading marks as a list of other stories."""
    seen: set[etree._Element] = set()
    frames: set[etree._Element] = set()
    for frame in _frames(extent.outline):
        if any(above in frames for above in frame.iterancestors()):
            continue  # its links were read with those of the frame around it
        frames.add(frame)
        for link in frame.iter("a"):
            title = "" if link in seen else _headline(extent.outline, link)
            seen.add(link)
            if title:
                rest = inline_label(title)
                inline = bool(rest) or extent.inside(link)
                yield Related(rest or title, "inline" if inline else "listed", link.get("href"))


def _frames(outline: Outline) -> Iterator[etree._Element]:
    named = [each for each, names in outline.names.items() if each.tag in _LISTS and matches(_LIST, names)]
    named += [each for each in _ARIA(outline.tree) if _LIST.search(each.get("aria-label").lower().replace(" ", "-"))]
    for element in dict.fromkeys(named):
        if not _is_site(element) and element.find(".//h1") is None and element.find(".//article//p") is None:
            yield element
    known: dict[etree._Element, bool] = {}
    for block in outline.blocks:
        if len(block.text) <= _LABEL and _is_list(block) and not _is_site(block.element):
            frame = _under(outline, block.element, known)
            if frame is not None:
                yield frame


def _is_list(block: Block) -> bool:
    return begins_list(block.text) if block.kind == "head" else is_list_heading(block.text)


def _is_site(element: etree._Element) -> bool:
    """Whether an element is in the page's head or foot, whose lists are of sections."""
    return next(element.iterancestors("header", "footer"), None) is not None


def _under(outline: Outline, heading: etree._Element, known: dict[etree._Element, bool]) -> etree._Element | None:
    """The list under a heading: the element after it, or after its parent, that holds links and little else."""
    frame = heading.getparent()
    if frame is not None and frame.tag in {"section", "div", "aside"}:
        if frame not in known:
            known[frame] = frame.find(".//h1") is None and _mostly_links(outline, frame, heading)
        if known[frame]:
            return frame
    node: etree._Element | None = heading
    for _ in range(3):
        if node is None or node.tag in {"body", "article", "main"}:
            return None
        after = node.getnext()
        if after is not None and after.find(".//a") is not None:
            return after if _mostly_links(outline, after) else None
        node = node.getparent()
    return None


def _mostly_links(outline: Outline, frame: etree._Element, heading: etree._Element | None = None) -> bool:
    """Whether at least half of a frame's text, its heading apart, is in links."""
    linked = sum(len(outline.text(link)) for link in frame.iter("a"))
    apart = len(outline.text(heading)) if heading is not None else 0
    return bool(linked) and linked * 2 >= len(outline.text(frame)) - apart


def _headline(outline: Outline, link: etree._Element) -> str:
    """A link's text where it reads like a headline; the heading in it where there is one."""
    heading = next(link.iter("h2", "h3", "h4", "h5"), None)
    text = _TURN_AFTER.sub("", _TURN.sub("", outline.text(link if heading is None else heading)))
    return text if 12 <= len(text) <= _MAX_HEADLINE and len(words(text)) >= 3 else ""


def _absolute(address: str | None, page: str) -> str | None:
    """An http(s) address a link points to, None for anything else."""
    if not address:
        return None
    try:
        joined = urljoin(page, address.strip())
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None
