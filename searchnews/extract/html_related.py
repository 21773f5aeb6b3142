"""The headlines of other stories on an HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from searchnews.extract.html_filter import inline_label, is_list_heading
from searchnews.extract.html_order import Extent
from searchnews.extract.html_tree import marks, squeeze, text_of, words
from searchnews.models import Related

_LIST = re.compile(
    r"(?:\A|[\s_-])(?:related|recommend\w*|explore|read-?(?:more|next|also)|more-?(?:stories|news|from|on)|most-?(?:read|popular|viewed)|"
    r"trending|latest|also-?(?:read|like)|see-?also|outbrain|taboola|up-?next)(?=\Z|[\s_-])"
)
_FRAMES = frozenset({"section", "aside", "div", "ul", "ol", "nav"})
_SITE = frozenset({"header", "footer"})
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "p", "strong", "span", "div", "b")
_MAX_RELATED = 60
_MAX_HEADLINE = 250  # characters


def find_related(
    tree: HtmlElement, extent: Extent, url: str, titles: Iterable[str], sifted: Iterable[Related]
) -> tuple[Related, ...]:
    """Every headline of another story: those the body filter set aside, labelled links, and lists with a telling name."""
    own = {words(title) for title in titles}
    found: dict[tuple[str, ...], Related] = {}
    for related in (*sifted, *_labelled(tree, extent), *_listed(tree, extent)):
        key = words(related.title)
        if len(key) >= 3 and key not in own and len(related.title) <= _MAX_HEADLINE:
            known = found.get(key)
            if known is None or (known.kind == "listed" and related.kind == "inline"):
                found[key] = Related(related.title, related.kind, _absolute(related.url, url))
    return tuple(found.values())[:_MAX_RELATED]


def _labelled(tree: HtmlElement, extent: Extent) -> Iterator[Related]:
    """Links in a short element that begins with READ MORE or the like, within the story."""
    for link in tree.iter("a"):
        if not extent.inside(link):
            continue
        for frame in (link, *_ancestors(link, 3)):
            text = text_of(frame)
            if len(text) > _MAX_HEADLINE:
                break
            rest = inline_label(text)
            if rest is not None:
                yield Related(rest or squeeze(text_of(link)), "inline", link.get("href"))
                break


def _ancestors(element: etree._Element, levels: int) -> Iterator[etree._Element]:
    for count, above in enumerate(element.iterancestors()):
        if count >= levels or above.tag in {"body", "article", "main"}:
            return
        yield above


def _listed(tree: HtmlElement, extent: Extent) -> Iterator[Related]:
    """Links in frames that a name or a heading marks as a list of other stories."""
    for frame in _frames(tree):
        if any(above.tag in _SITE for above in frame.iterancestors()):
            continue
        for link in frame.iter("a"):
            title = _headline(link)
            if title:
                yield Related(title, "inline" if extent.inside(link) else "listed", link.get("href"))


def _frames(tree: HtmlElement) -> Iterator[etree._Element]:
    for element in tree.iter(*_FRAMES):
        if (
            _LIST.search(f"{marks(element)} {(element.get('aria-label') or '').lower().replace(' ', '-')}")
            and len(text_of(element)) < 20_000
        ):
            yield element
    for heading in tree.iter(*_HEADINGS):
        if len(heading) <= 2 and is_list_heading(text_of(heading)):
            frame = _frame_of(heading)
            if frame is not None:
                yield frame


def _frame_of(heading: etree._Element) -> etree._Element | None:
    """The list under a heading: the element after it, or after its parent, that holds links and little else."""
    node: etree._Element | None = heading
    for _ in range(3):
        if node is None or node.tag in {"body", "article", "main"}:
            return None
        after = node.getnext()
        if after is not None and after.find(".//a") is not None:
            return after if _mostly_links(after) else None
        node = node.getparent()
    return None


def _mostly_links(element: etree._Element) -> bool:
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return linked * 2 >= len(text_of(element))


def _headline(link: etree._Element) -> str:
    """A link's text where it reads like a headline; the heading in it where there is one."""
    heading = next(link.iter("h2", "h3", "h4", "h5"), None)
    text = text_of(link if heading is None else heading)
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
