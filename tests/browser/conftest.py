"""A served archive and a browser."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import create_server

import searchnews
from searchnews.engines.memory import MemoryEngine
from searchnews.errors import IndexUnavailable
from searchnews.models import Query, SearchResult
from searchnews.web import create_app

CHROMIUM = Path("/usr/bin/chromium")
SEEDS = Path(__file__).parents[2] / "seeds"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and not os.environ.get("CI"), reason="there is no /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Moody(MemoryEngine):
    """The yardstick, which fails for two words so that the pages of failures can be seen."""

    def search(self, query: Query) -> SearchResult:
        if query.text == "unforeseen":
            raise RuntimeError("unforeseen")
        if query.text == "away":
            raise IndexUnavailable("the index has gone away")
        return super().search(query)


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    engine = Moody()
    found = [article for path in SEEDS.rglob("*.txt") for article in searchnews.extract(path)]
    engine.commit([engine.encode(found)])
    server = create_server(create_app(engine), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield made
        made.close()


def type_until_offered(page: Page, text: str) -> None:
    """Type into the box until something is offered: on a busy machine an answer may be too late to be shown."""
    for _ in range(20):
        page.fill("#q", "")
        page.fill("#q", text)
        page.wait_for_timeout(250)
        if page.locator("#offers").is_visible():
            return
    raise AssertionError(f"nothing was offered for {text!r}")
