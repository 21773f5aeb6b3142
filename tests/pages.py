"""Invented HTML pages for tests, built from parts."""

from __future__ import annotations

from datetime import UTC, datetime

from searchnews.extract import extract_page
from searchnews.models import Article, Page

FETCHED = datetime(2024, 6, 1, 12, tzinfo=UTC)
STORY = (
    "The harbour council of Port Aldery voted on Monday to rebuild the old sea wall, which two winter storms had broken in three places.",
    "Engineers from the province measured the gaps last week and found that the largest of them is wider than the ferry that passes it every morning.",
    "The work begins in April and is to last until the herring return, the council's clerk told the people who had come to listen in the fish hall.",
    "Nobody spoke against the plan, although one owner of a boat yard asked who would pay for the cranes that the work needs.",
)


def paragraphs(texts: tuple[str, ...] = STORY) -> str:
    """Texts as p elements."""
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "", attributes: str = 'lang="en"') -> str:
    """A whole page."""
    return f"<!DOCTYPE html><html {attributes}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def story_page(extra: str = "", head: str = "", texts: tuple[str, ...] = STORY) -> str:
    """A plain story with something after its paragraphs."""
    title = "Port Aldery rebuilds its sea wall"
    return page(
        f"<main><article><h1>{title}</h1>{paragraphs(texts)}{extra}</article></main>", f"<title>{title}</title>{head}"
    )


def read(html: str, url: str | None = "https://aldery.example/news/sea-wall") -> Article:
    """The fields of a page fetched on 1 June 2024."""
    return extract_page(Page("page.html", "page.html", 0, "html", html, url, FETCHED))
