"""Headlines of other stories in the layouts that sites use: at least 95 in 100 out of the text and in `related`."""

from __future__ import annotations

import pytest

from tests.pages import STORY, page, paragraphs, read

HEADLINES = (
    "A new ferry for the island arrives on Thursday",
    "Why the old lighthouse will shine again this winter",
    "Three boats sank at Gull Rock, and nobody was hurt",
    "What the harbour tax means for small fishing boats",
    "School roof in Aldery Hill to be mended before spring",
)
TEASER = "The ship is twice as long as the one it replaces, and the pier has to grow with it before the season begins."


def _links(shape: str) -> str:
    return "".join(shape.format(n=n, title=title, teaser=TEASER) for n, title in enumerate(HEADLINES))


AFTER = {
    "list under a heading": "<h3>Related</h3><ul>" + _links("<li><a href='/{n}'>{title}</a></li>") + "</ul>",
    "bare links under a heading": "<h2>More from Harbour</h2>" + _links("<p><a href='/{n}'>{title}</a></p>"),
    "teasers under a heading": "<h2>Read this next</h2>" + _links("<div><h3><a href='/{n}'>{title}</a></h3><p>{teaser}</p></div>"),
    "trending teasers": "<h2>Trending stories in shipping</h2>" + _links("<div><a href='/{n}'>{title}</a><p>{teaser}</p></div>"),
    "cards": "<section class=related-posts>" + _links("<div class=card><a href='/{n}'><h4>{title}</h4></a><span>3 min read</span></div>") + "</section>",
    "side column": "<aside><h4>Most read</h4><ol>" + _links("<li><a href='/{n}'>{title}</a></li>") + "</ol></aside>",
    "named by aria": "<section aria-label='Related stories'>" + _links("<a href='/{n}'>{title}</a>") + "</section>",
    "in German": "<h3>Mehr zum Thema</h3><ul>" + _links("<li><a href='/{n}'>{title}</a></li>") + "</ul>",
    "in Spanish": "<h3>Te puede interesar</h3>" + _links("<p><a href='/{n}'>{title}</a></p>"),
    "bought ones": "<div class='outbrain'>" + _links("<div><a href='/{n}'><span>{title}</span></a></div>") + "</div>",
}  # fmt: skip
INSIDE = {
    "label and colon": "<p>READ MORE: <a href='/{n}'>{title}</a></p>",
    "label in the link": "<p><a href='/{n}'>Read also: {title}</a></p>",
    "label in bold": "<p><strong>Related:</strong> <a href='/{n}'>{title}</a></p>",
    "label over the link": "<p>Read more</p><p><a href='/{n}'>{title}</a></p>",
    "box": "<aside class=inline-related><h4>Related</h4><a href='/{n}'>{title}</a></aside>",
    "also check": "<p>Also check: <a href='/{n}'>{title}</a></p>",
}


def _after(name: str) -> str:
    return page(f"<article><h1>Port Aldery rebuilds its sea wall</h1>{paragraphs()}{AFTER[name]}</article>")


def _inside(name: str) -> str:
    lines = [INSIDE[name].format(n=n, title=title) for n, title in enumerate(HEADLINES)]
    mixed = "".join(f"<p>{text}</p>{line}" for text, line in zip(STORY, [*lines, ""] * 3, strict=False))
    return page(f"<article><h1>Port Aldery rebuilds its sea wall</h1><div>{mixed}</div></article>")


PAGES = [(name, _after(name)) for name in AFTER] + [(name, _inside(name)) for name in INSIDE]


@pytest.mark.parametrize(("name", "html"), PAGES, ids=[name for name, _ in PAGES])
def test_the_story_is_whole(name: str, html: str) -> None:
    assert set(STORY) <= set(read(html).body)


def test_headlines_of_other_stories_are_kept_apart() -> None:
    total = out = related = 0
    for _, html in PAGES:
        found = read(html)
        shown = [title for title in HEADLINES if title in html]
        total += len(shown)
        out += sum(not any(title in text for text in found.body) for title in shown)
        related += sum(title in {each.title for each in found.related} for title in shown)
    assert out >= 0.95 * total
    assert related >= 0.95 * total
